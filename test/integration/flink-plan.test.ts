import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { FlinkRunner } from '@strata/alicloud-sandbox';
import { generateFlinkJob, parseSource } from '@strata/ingest';
import type { FlinkJobOptions, IngestTable } from '@strata/ingest';
import { parseAnnotations, parseStatement } from '@strata/starrocks-sql';
import { describeWith } from '../real/needs';
import { root } from '../helpers/root';

const DIALECTS = ['flink', 'vvr'] as const;
/** Columns of every type that a job loads, none the key. */
const TYPES = [
  'BOOLEAN',
  'TINYINT',
  'SMALLINT',
  'INT',
  'BIGINT',
  'LARGEINT',
  'FLOAT',
  'DOUBLE',
  'DATE',
  'DATETIME',
  'STRING',
  'JSON',
  'CHAR(8)',
  'VARCHAR(255)',
  'DECIMAL(9, 2)',
  'DECIMAL(18, 0)',
  'DECIMAL(38, 38)',
];
const SHAPES = [
  { source: 'mysql loans.t', key: 'PRIMARY KEY (id)' },
  { source: 'kafka t', key: 'PRIMARY KEY (id)' },
  { source: 'kafka t', key: 'DUPLICATE KEY (id)' },
] as const;

const options = (dialect: 'flink' | 'vvr', parallelism: number): FlinkJobOptions => ({
  dialect,
  parallelism,
  labelPrefix: 'plan',
  starrocks: { jdbcUrl: 'jdbc:mysql://fe:9030', loadUrl: 'fe:8030', username: 'admin', password: 'secret' },
  mysql: {
    hostname: 'core',
    port: 3306,
    username: 'strata_cdc',
    password: 'secret',
    serverTimeZone: 'Asia/Shanghai',
    serverIdStart: 5400,
  },
  kafka: { bootstrapServers: 'kafka:9092', groupId: 'plan' },
});

function table(file: string, text: string, written: string): IngestTable {
  const statement = parseStatement(text, { file });
  const source = parseSource(written);
  if (statement.kind !== 'create-table' || typeof source === 'string') throw new Error(`${file} is no ODS table`);
  return { file, database: 'ods', statement, source };
}

/** The tables of `sql/ods` that name a source. */
function odsTables(): readonly IngestTable[] {
  const folder = join(root, 'sql', 'ods');
  return readdirSync(folder)
    .filter((name) => name.endsWith('.sql'))
    .flatMap((name) => {
      const text = readFileSync(join(folder, name), 'utf8');
      const source = parseAnnotations(text, { file: name }).annotations.source;
      return source === undefined ? [] : [table(name, text, source)];
    });
}

/** Every type, with and without NULL, in every shape of a table, for both dialects, alone and with more subtasks. */
const MATRIX = TYPES.flatMap((type) =>
  SHAPES.flatMap(({ source, key }) =>
    DIALECTS.flatMap((dialect) => [1, 4].map((parallelism) => ({ type, source, key, dialect, parallelism }))),
  ),
);

describeWith(['flink'], 'generated jobs, planned by real Flink', () => {
  let flink: FlinkRunner;

  beforeAll(async () => {
    flink = await FlinkRunner.start();
  }, 60_000);
  afterAll(() => flink.close(), 30_000);

  test.each(DIALECTS)(
    'the job of all tables of sql/ods, as %s',
    async (dialect) => {
      const tables = odsTables();
      expect(tables.length).toBeGreaterThan(8);
      await flink.compile(generateFlinkJob(tables, options(dialect, 1)).sql);
    },
    60_000,
  );

  test(`a matrix of ${MATRIX.length} jobs: types, keys, sources, dialects, subtasks`, async () => {
    const refused: string[] = [];
    for (const { type, source, key, dialect, parallelism } of MATRIX) {
      const ddl = `CREATE TABLE t (id BIGINT NOT NULL, a ${type} NOT NULL, b ${type} NULL) ${key} DISTRIBUTED BY HASH (id)`;
      const { sql } = generateFlinkJob([table('t.sql', ddl, source)], options(dialect, parallelism));
      await flink.compile(sql).catch((error: Error) => refused.push(`${type} ${source} ${key}: ${error.message}`));
    }
    expect(MATRIX.length).toBeGreaterThan(200);
    expect(refused).toEqual([]);
  }, 180_000);

  test.each([
    ['a type that Flink does not have', (sql: string) => sql.replace('BIGINT', 'BIGINTX'), /BIGINTX/],
    [
      'an option that the connector does not have',
      (sql: string) => sql.replace("'server-id'", "'server-ids'"),
      /server-ids/,
    ],
    ['a column that is not there', (sql: string) => sql.replace(/SELECT `\w+`/, 'SELECT `gone`'), /gone/],
  ])(
    'fails for %s: what is planned here is really planned',
    async (_, spoil, message) => {
      const tables = odsTables().filter(({ source }) => source.kind === 'mysql');
      const { sql } = generateFlinkJob(tables, options('flink', 1));
      await expect(flink.compile(spoil(sql))).rejects.toThrow(message);
    },
    60_000,
  );
});
