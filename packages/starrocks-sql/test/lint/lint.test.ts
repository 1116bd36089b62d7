import { applyFixes, lint } from '../../src/lint/lint';
import { LINT_RULES } from '../../src/lint/rules';

const OPTIONS = { layers: ['ods', 'cdm', 'ads'], subjects: ['risk'] };

const LOAN = `--@ source: mysql loans.loan
CREATE TABLE loan (
  id   INT NOT NULL COMMENT "id",
  day  DATE NOT NULL COMMENT "day",
  paid DECIMAL(18, 2) NULL COMMENT "CNY"
)
PRIMARY KEY (id, day)
COMMENT "One row per loan."
PARTITION BY date_trunc('month', day)
DISTRIBUTED BY HASH (id)
PROPERTIES ("datacache.enable" = "true", "datacache.partition_duration" = "3 MONTH");
`;
const FACT = `CREATE VIEW fact (day COMMENT "day", paid COMMENT "CNY")
COMMENT "One row per loan."
AS
SELECT day, paid FROM ods.loan;
`;
const MART = `--@ freshness: 15m
CREATE MATERIALIZED VIEW risk_daily (day COMMENT "day", paid COMMENT "CNY")
COMMENT "One row per day."
PARTITION BY date_trunc('month', day)
DISTRIBUTED BY HASH (day)
REFRESH DEFERRED ASYNC
AS
SELECT day, sum(paid) AS paid FROM cdm.fact GROUP BY day;
`;
const CLEAN = { 'ods/loan.sql': LOAN, 'cdm/fact.sql': FACT, 'ads/risk_daily.sql': MART };

/** `rule line:column` of every finding of the clean library with other files. */
function found(files: Readonly<Record<string, string>> = {}, options: Partial<Parameters<typeof lint>[1]> = {}) {
  const list = Object.entries({ ...CLEAN, ...files }).map(([path, text]) => ({ path, text }));
  const { findings, errors } = lint(list, { ...OPTIONS, ...options });
  expect(errors.map(({ message }) => message)).toEqual([]);
  return findings.map(({ rule, file, line, column }) => `${rule} ${file}:${line}:${column}`);
}

/** Rule, and files that break it once, at a place. */
const BROKEN: readonly (readonly [string, Readonly<Record<string, string>>, string])[] = [
  [
    'snake-case',
    {
      'ods/loan.sql': LOAN.replace('  paid', '  paidOut'),
      'cdm/fact.sql': FACT.replace('SELECT day, paid', 'SELECT day, paidOut'),
    },
    'ods/loan.sql:5:3',
  ],
  ['layer-in-name', { 'cdm/cdm_loan.sql': FACT.replace('fact', 'cdm_loan') }, 'cdm/cdm_loan.sql:1:1'],
  ['mart-subject', { 'ads/sales.sql': MART.replace('risk_daily', 'sales') }, 'ads/sales.sql:2:1'],
  ['object-comment', { 'cdm/fact.sql': FACT.replace('COMMENT "One row per loan."\n', '') }, 'cdm/fact.sql:1:1'],
  ['column-comment', { 'ods/loan.sql': LOAN.replace(' COMMENT "CNY"', '') }, 'ods/loan.sql:5:3'],
  [
    'column-comment',
    { 'cdm/fact.sql': FACT.replace(' (day COMMENT "day", paid COMMENT "CNY")', '') },
    'cdm/fact.sql:1:1',
  ],
  ['money-decimal', { 'ods/loan.sql': LOAN.replace('DECIMAL(18, 2)', 'DOUBLE') }, 'ods/loan.sql:5:3'],
  ['key-first', { 'ods/loan.sql': LOAN.replace('KEY (id, day)', 'KEY (day, id)') }, 'ods/loan.sql:3:3'],
  [
    'event-partition',
    { 'cdm/app_event.sql': 'CREATE TABLE app_event (id INT COMMENT "id") COMMENT "One row."\n' },
    'cdm/app_event.sql:1:1',
  ],
  [
    'event-partition',
    {
      'ods/x.sql':
        '--@ source: kafka x\nCREATE TABLE x (id INT COMMENT "id") COMMENT "One row." PROPERTIES ("datacache.enable" = "false")\n',
    },
    'ods/x.sql:2:1',
  ],
  ['ods-source', { 'ods/loan.sql': LOAN.replace('--@ source: mysql loans.loan\n', '') }, 'ods/loan.sql:1:1'],
  ['ods-datacache', { 'ods/loan.sql': LOAN.replace('"datacache.enable" = "true", ', '') }, 'ods/loan.sql:2:1'],
  [
    'ods-datacache',
    { 'ods/loan.sql': LOAN.replace(', "datacache.partition_duration" = "3 MONTH"', '') },
    'ods/loan.sql:2:1',
  ],
  [
    'layer-order',
    { 'cdm/up.sql': FACT.replace('fact', 'up').replace('ods.loan', 'ads.risk_daily') },
    'cdm/up.sql:4:23',
  ],
  ['mv-freshness', { 'ads/risk_daily.sql': MART.replace('--@ freshness: 15m\n', '') }, 'ads/risk_daily.sql:1:1'],
  [
    'mv-partition',
    { 'ads/risk_daily.sql': MART.replace("PARTITION BY date_trunc('month', day)\n", '') },
    'ads/risk_daily.sql:2:1',
  ],
  [
    'select-star',
    {
      'cdm/fact.sql': FACT.replace('day, paid FROM ods.loan', 'l.day, l.paid FROM (SELECT * FROM ods.loan) AS l'),
    },
    'cdm/fact.sql:4:35',
  ],
  ['view-order-by', { 'cdm/fact.sql': FACT.replace(';', '\nORDER BY paid;') }, 'cdm/fact.sql:5:10'],
  ['clock-in-query', { 'cdm/fact.sql': FACT.replace(';', '\nWHERE day < date(now());') }, 'cdm/fact.sql:5:18'],
  ['clock-in-query', { 'cdm/fact.sql': FACT.replace(';', '\nWHERE day < CURRENT_DATE;') }, 'cdm/fact.sql:5:13'],
  ['keyword-case', { 'cdm/fact.sql': FACT.replace('SELECT', 'select') }, 'cdm/fact.sql:4:1'],
  ['line-ends', { 'cdm/fact.sql': FACT.replace('AS\n', 'AS  \n') }, 'cdm/fact.sql:3:3'],
  ['line-ends', { 'cdm/fact.sql': FACT.trimEnd() }, 'cdm/fact.sql:4:32'],
];

describe('the linter', () => {
  test('finds nothing in a clean library', () => expect(found()).toEqual([]));

  test.each(BROKEN)('fails by %s: %o', (rule, files, place) => expect(found(files)).toEqual([`${rule} ${place}`]));

  test('has a broken file for every rule', () =>
    expect([...new Set(BROKEN.map(([rule]) => rule))].sort()).toEqual(LINT_RULES.map(({ id }) => id).sort()));

  test('lets ORDER BY with LIMIT, a manual refresh and unix_timestamp(x) be', () => {
    expect(found({ 'cdm/fact.sql': FACT.replace(';', '\nORDER BY paid\nLIMIT 10;') })).toEqual([]);
    expect(found({ 'cdm/fact.sql': FACT.replace(';', '\nWHERE unix_timestamp(day) > 0;') })).toEqual([]);
    const manual = MART.replace('--@ freshness: 15m\n', '').replace(
      'REFRESH DEFERRED ASYNC',
      'REFRESH DEFERRED MANUAL',
    );
    expect(found({ 'ads/risk_daily.sql': manual })).toEqual([]);
  });

  test('leaves words alone that are functions or fields', () => {
    const query = 'SELECT if(l.day IS NULL, l.day, left(l.day, 1)) AS day, l.paid FROM ods.loan AS l';
    const text = FACT.replace('SELECT day, paid FROM ods.loan', query);
    expect(found({ 'cdm/fact.sql': text })).toEqual([]);
  });
});

describe('a rule is switched off', () => {
  const bad = FACT.replace('COMMENT "One row per loan."\n', '');

  test('for a file by an annotation, beside other things to ignore', () =>
    expect(found({ 'cdm/fact.sql': `--@ ignore: comment, lint.object-comment\n${bad}` })).toEqual([]));

  test('for the library by its settings', () =>
    expect(found({ 'cdm/fact.sql': bad }, { off: ['object-comment'] })).toEqual([]));

  test('fails for an annotation that names no rule', () => {
    const list = [
      { path: 'cdm/fact.sql', text: `--@ ignore: lint.object-coment\n${FACT.replace(/SELECT.*/, 'SELECT 1, 2;')}` },
    ];
    expect(lint(list, OPTIONS).findings.map(({ message }) => message)).toEqual([
      expect.stringMatching(/lint\.object-coment names no rule\. Did you mean '?object-comment/),
    ]);
  });
});

describe('fixes', () => {
  test('change spelling only, and leave nothing to fix', () => {
    const text =
      'create view fact (day COMMENT "d", paid COMMENT "c")  \nCOMMENT "from  \n x"\nas\nselect day, if(paid is null, 0, paid) from ods.loan; \n\n';
    const files = [...Object.entries(CLEAN).map(([path, each]) => ({ path, text: each }))].map((file) =>
      file.path === 'cdm/fact.sql' ? { ...file, text } : file,
    );
    const fixed = applyFixes(files, lint(files, OPTIONS).findings);
    expect(fixed.find(({ path }) => path === 'cdm/fact.sql')?.text).toBe(
      'CREATE view fact (day COMMENT "d", paid COMMENT "c")\nCOMMENT "from  \n x"\nAS\nSELECT day, if(paid IS NULL, 0, paid) FROM ods.loan;\n',
    );
    expect(lint(fixed, OPTIONS).findings).toEqual([]);
  });
});

test('fails for a file that does not parse with its error, and checks the others', () => {
  const { findings, errors } = lint(
    [
      { path: 'ods/bad.sql', text: 'CREATE TABEL bad' },
      { path: 'ods/x.sql', text: 'CREATE TABLE x (a INT)\n' },
    ],
    OPTIONS,
  );
  expect(errors.map(({ code }) => code)).toEqual(['STR1301']);
  expect([...new Set(findings.map(({ file }) => file))]).toEqual(['ods/x.sql']);
});
