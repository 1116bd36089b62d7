import { flinkType, generateFlinkJob, IngestError, parseSource } from '../src';
import type { IngestTable } from '../src';
import { bigint, column, datetime, money, options, table, text } from './helpers';

const repayment = table('repayment', { kind: 'mysql', database: 'loans', table: 'repayment' }, [
  column('repayment_id', bigint, { nullable: false }),
  column('paid_at', datetime, { nullable: true }),
  column('amount', money, { nullable: false }),
]);

describe('a Flink job for a captured table', () => {
  const { sql, configuration } = generateFlinkJob([repayment], options);

  test('reads the binlog and writes to the warehouse', () => {
    expect(sql).toBe(`CREATE TEMPORARY TABLE \`source_ods_repayment\` (
  \`repayment_id\` BIGINT NOT NULL,
  \`paid_at\` TIMESTAMP(6),
  \`amount\` DECIMAL(18, 2) NOT NULL,
  PRIMARY KEY (\`repayment_id\`) NOT ENFORCED
) WITH (
  'connector' = 'mysql-cdc',
  'hostname' = 'core.example',
  'port' = '3306',
  'username' = 'strata_cdc',
  'password' = '\${secret_values.core_password}',
  'database-name' = 'loans',
  'table-name' = 'repayment',
  'server-id' = '5400',
  'server-time-zone' = 'Asia/Shanghai',
  'scan.startup.mode' = 'initial'
);

CREATE TEMPORARY TABLE \`ods_repayment\` (
  \`repayment_id\` BIGINT NOT NULL,
  \`paid_at\` TIMESTAMP(6),
  \`amount\` DECIMAL(18, 2) NOT NULL,
  PRIMARY KEY (\`repayment_id\`) NOT ENFORCED
) WITH (
  'connector' = 'starrocks',
  'jdbc-url' = 'jdbc:mysql://fe:9030',
  'load-url' = 'fe:8030',
  'database-name' = 'ods',
  'table-name' = 'repayment',
  'username' = 'admin',
  'password' = '\${secret_values.starrocks_password}',
  'sink.semantic' = 'exactly-once',
  'sink.label-prefix' = 'risk_dev_core_ods_repayment',
  'sink.properties.format' = 'json',
  'sink.properties.strip_outer_array' = 'true'
);

BEGIN STATEMENT SET;
INSERT INTO \`ods_repayment\` (\`repayment_id\`, \`paid_at\`, \`amount\`) SELECT \`repayment_id\`, \`paid_at\`, \`amount\` FROM \`source_ods_repayment\`;
END;
`);
  });

  test('checkpoints and restarts', () => {
    expect(configuration).toMatchObject({
      'execution.checkpointing.interval': '60s',
      'restart-strategy.type': 'exponential-delay',
    });
  });

  test('uses the names of Realtime Compute when told so', () => {
    expect(generateFlinkJob([repayment], { ...options, dialect: 'vvr' }).sql).toContain("'connector' = 'mysql',");
  });

  test('gives each table its own range of server ids', () => {
    const loan = table('loan', { kind: 'mysql', database: 'loans', table: 'loan' }, [column('loan_id', bigint)]);
    const ids = generateFlinkJob([repayment, loan], { ...options, parallelism: 4 }).sql.match(/'server-id' = '[^']*'/g);
    expect(ids).toEqual(["'server-id' = '5400-5403'", "'server-id' = '5404-5407'"]);
  });

  test('is the same whatever the order of the tables', () => {
    const loan = table('loan', { kind: 'mysql', database: 'loans', table: 'loan' }, [column('loan_id', bigint)]);
    expect(generateFlinkJob([loan, repayment], options)).toEqual(generateFlinkJob([repayment, loan], options));
  });

  test('leaves columns to the warehouse that it computes itself', () => {
    const generated = table('t', repayment.source, [
      column('id', bigint),
      column('twice', bigint, { generated: { text: 'id * 2', at: repayment.statement.at } }),
    ]);
    expect(generateFlinkJob([generated], options).sql).not.toContain('twice');
  });
});

describe('a Flink job for a topic', () => {
  const event = table('app_event', { kind: 'kafka', topic: 'app_event' }, [column('event_id', text)], 'DUPLICATE');
  const { sql } = generateFlinkJob([event], options);

  test('reads JSON messages from where the group was', () => {
    expect(sql).toContain("'connector' = 'kafka'");
    expect(sql).toContain("'topic' = 'app_event'");
    expect(sql).toContain("'properties.group.id' = 'risk-dev-app-event'");
  });

  test('writes a table without a key exactly once', () => {
    expect(sql).toContain("'sink.semantic' = 'exactly-once'");
    expect(sql).toContain("'sink.label-prefix' = 'risk_dev_core_ods_app_event'");
    expect(sql).not.toContain('PRIMARY KEY');
  });
});

describe('a table that cannot be ingested', () => {
  const problemsOf = (tables: readonly IngestTable[], given = options): readonly string[] => {
    try {
      generateFlinkJob(tables, given);
    } catch (error) {
      if (error instanceof IngestError) return error.problems.map(({ file, line, code }) => `${file}:${line} ${code}`);
      throw error;
    }
    return [];
  };

  test('fails on every column without a Flink type, all at once', () => {
    const bad = table('bad', repayment.source, [
      column('id', bigint),
      column('users', { kind: 'simple', name: 'BITMAP' }),
      column('tags', { kind: 'array', element: text }),
    ]);
    expect(problemsOf([bad, repayment])).toEqual(['sql/ods/bad.sql:3 STR2005', 'sql/ods/bad.sql:3 STR2005']);
  });

  test('fails when a captured table has no primary key', () => {
    expect(problemsOf([table('t', repayment.source, [column('id', bigint)], 'DUPLICATE')])).toEqual([
      'sql/ods/t.sql:1 STR2004',
    ]);
  });

  test('fails when the job has no connection to the source', () => {
    const { starrocks, labelPrefix } = options;
    expect(problemsOf([repayment], { starrocks, labelPrefix })).toEqual(['sql/ods/repayment.sql:1 STR2003']);
  });
});

describe('a source annotation', () => {
  test.each([
    ['mysql loans.repayment', { kind: 'mysql', database: 'loans', table: 'repayment' }],
    ['kafka app_event', { kind: 'kafka', topic: 'app_event' }],
  ])('%s is read', (value, expected) => {
    expect(parseSource(value)).toEqual(expected);
  });

  test.each(['mysql repayment', 'mysql a.b.c', 'mysql', 'kafka', 'kafka a b', 'oracle a.b', ''])(
    'fails on "%s"',
    (value) => {
      expect(parseSource(value)).toMatch(/^must .* Write `/);
    },
  );
});

test.each([
  [{ kind: 'simple', name: 'LARGEINT' } as const, 'DECIMAL(38, 0)'],
  [{ kind: 'simple', name: 'JSON' } as const, 'STRING'],
  [{ kind: 'decimal', name: 'DECIMAL' } as const, 'DECIMAL(10, 0)'],
  [{ kind: 'decimal', name: 'DECIMAL256', precision: 76, scale: 2 } as const, undefined],
  [{ kind: 'string', name: 'VARBINARY' } as const, undefined],
])('%j becomes %s', (type, expected) => {
  expect(flinkType(type)).toBe(expected);
});
