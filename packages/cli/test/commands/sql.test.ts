import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

const STRATA = join(__dirname, '..', '..', 'bin', 'strata.js');

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'strata-cli-sql-'));
  for (const [path, text] of Object.entries(LIBRARY)) write(path, text);
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function write(path: string, text: string): void {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), text);
}

function sql(...args: readonly string[]) {
  const options = { cwd: folder, encoding: 'utf8' } as const;
  const { status, stdout, stderr } = spawnSync(process.execPath, [STRATA, 'sql', ...args], options);
  return { code: status, out: stdout, err: stderr };
}

const VIEW =
  'CREATE VIEW paid (total COMMENT "CNY") COMMENT "One row." AS\nSELECT sum(amount) AS total FROM ods.loan;\n';
const LIBRARY: Readonly<Record<string, string>> = {
  'sql/ods/loan.sql':
    '--@ source: mysql loans.loan\nCREATE TABLE loan (id INT NOT NULL COMMENT "id", amount DECIMAL(9, 2) COMMENT "CNY")\nPRIMARY KEY (id)\nCOMMENT "One row per loan."\nDISTRIBUTED BY HASH (id)\nPROPERTIES ("datacache.enable" = "true");\n',
  'sql/cdm/paid.sql': VIEW,
  'sql/ads/risk_paid.sql':
    'CREATE VIEW risk_paid (sum COMMENT "CNY") COMMENT "One row." AS\nSELECT total AS sum FROM cdm.paid;\n'.replaceAll(
      'sum',
      's',
    ),
  'sql/cdm/tests/paid.yaml':
    'object: cdm.paid\ntests:\n  - name: adds up\n    given: { ods.loan: [{ id: 1, amount: 1.5 }, { id: 2, amount: 2 }] }\n    expect: [{ total: 3.5 }]\n',
};

describe('strata sql lint', () => {
  test('ends with 0 when there is nothing to say', () =>
    expect(sql('lint')).toMatchObject({ code: 0, out: '3 files checked, 0 findings\n' }));

  test('ends with 2 and names file, place and rule', () => {
    write('sql/lint.yaml', 'subjects: [finance]\n');
    const { code, out } = sql('lint');
    expect(code).toBe(2);
    expect(out).toMatch(
      /^sql\/ads\/risk_paid\.sql:1:1 {2}mart-subject {2}'risk_paid' begins with none of the subjects finance/,
    );
  });

  test('writes what can be fixed', () => {
    write('sql/cdm/paid.sql', VIEW.replace('SELECT', 'select'));
    expect(sql('lint', '--json').code).toBe(2);
    const { code, out } = sql('lint', '--fix', '--json');
    expect(code).toBe(0);
    expect(JSON.parse(out)).toEqual({ findings: [], errors: [], fixed: ['cdm/paid.sql'] });
    expect(readFileSync(join(folder, 'sql/cdm/paid.sql'), 'utf8')).toBe(VIEW);
  });

  test('lists its rules', () => expect(sql('lint', '--rules').out).toMatch(/^snake-case +Names of objects/));

  test('fails with 1 for a file that does not parse, and for settings that are none', () => {
    write('sql/cdm/bad.sql', 'CREATE VIEV bad AS SELECT 1');
    expect(sql('lint')).toMatchObject({ code: 1, err: expect.stringContaining('cdm/bad.sql:1:8') as string });
    write('sql/lint.yaml', 'subject: risk\n');
    expect(sql('lint')).toMatchObject({ code: 1, err: expect.stringContaining('got subject') as string });
  });
});

describe('strata sql lineage', () => {
  test('goes through all layers', () => {
    const { code, out } = sql('lineage', '--object', 'ads.risk_paid');
    expect(code).toBe(0);
    expect(out).toContain('  s = cdm.paid.total  <- ods.loan.amount\n');
  });

  test('is JSON or a diagram', () => {
    expect(JSON.parse(sql('lineage', '--json').out)).toMatchObject({
      version: 1,
      objects: [{ id: 'ods.loan' }, { id: 'cdm.paid' }, { id: 'ads.risk_paid' }],
    });
    expect(sql('lineage', '--mermaid').out).toContain('  cdm__paid --> ads__risk_paid\n');
  });

  test('ends with 2 when a source is not certain', () => {
    write('sql/cdm/paid.sql', VIEW.replace('sum(amount)', 'sum(amout)'));
    expect(sql('lineage')).toMatchObject({
      code: 2,
      err: expect.stringMatching(/cdm\.paid: query 1:12 .*column amout/) as string,
    });
  });

  test('fails for an object that is not there', () =>
    expect(sql('lineage', '--object', 'ads.x')).toMatchObject({
      code: 1,
      err: expect.stringContaining('It has ods.loan') as string,
    }));
});

describe('strata sql test', () => {
  test('ends with 0 when all pass', () => {
    const { code, out } = sql('test', '--json');
    expect(code).toBe(0);
    expect(JSON.parse(out)).toMatchObject({ passed: 1, failed: 0, results: [{ name: 'adds up', passed: true }] });
  });

  test('fails with the cells that differ', () => {
    write('sql/cdm/paid.sql', VIEW.replace('sum(', 'max('));
    write(
      'sql/cdm/tests/paid.yaml',
      `${LIBRARY['sql/cdm/tests/paid.yaml']}  - name: is none without loans\n    expect: [{ total: null }]\n`,
    );
    const { code, out, err } = sql('test');
    expect(code).toBe(1);
    expect(out).toMatch(
      /FAIL {2}cdm\.paid: adds up .*\nok {4}cdm\.paid: is none without loans .*\n1 of 2 tests pass\n$/,
    );
    expect(err).toBe('  cdm/tests/paid.yaml\n  - expected { total: 3.5 }\n  + got      { total: 2.00 }\n');
  });

  test('fails when there is no test', () =>
    expect(sql('test', '--object', 'cdm.x')).toMatchObject({
      code: 1,
      err: expect.stringContaining('no tests of cdm.x') as string,
    }));
});

describe('strata sql metrics', () => {
  const METRICS =
    'metrics:\n  amount: { from: ods.loan, grain: one loan, aggregate: sum, value: amount, dimensions: [id], unit: CNY, owner: risk, comment: paid }\nviews:\n  metric_loan: { from: ods.loan, comment: One row per loan., dimensions: { id: id }, metrics: [amount] }\n';

  test('writes the views once, and reports what the marts take from them', () => {
    write('sql/cdm/metrics.yaml', METRICS);
    expect(sql('metrics')).toMatchObject({
      code: 2,
      out: expect.stringContaining('cdm/metric_loan.sql is not up to date') as string,
    });
    expect(sql('metrics', '--write')).toMatchObject({
      code: 0,
      out: expect.stringContaining('cdm/metric_loan.sql written') as string,
    });
    write('sql/cdm/paid.sql', VIEW.replace('ods.loan', 'cdm.metric_loan'));
    const { code, out } = sql('metrics', '--json');
    expect(code).toBe(0);
    expect(JSON.parse(out)).toMatchObject({
      coverage: 1,
      unused: [],
      stale: [],
      metrics: [{ name: 'amount', usedBy: [{ object: 'ads.risk_paid', column: 's' }] }],
    });
  });

  test('removes views that are no longer declared', () => {
    write('sql/cdm/metrics.yaml', METRICS);
    sql('metrics', '--write');
    write('sql/cdm/metrics.yaml', METRICS.replace('metric_loan:', 'metric_all:'));
    expect(sql('metrics', '--write').out).toMatch(/cdm\/metric_all\.sql written\ncdm\/metric_loan\.sql removed\n$/);
    expect(() => readFileSync(join(folder, 'sql/cdm/metric_loan.sql'))).toThrow(/ENOENT/);
  });

  test('fails for metrics that do not fit together, with all problems', () => {
    write('sql/cdm/metrics.yaml', METRICS.replace('sum', 'avg').replace('[amount]', '[amounts]'));
    expect(sql('metrics')).toMatchObject({ code: 1, err: expect.stringContaining('aggregate: is one of') as string });
  });
});
