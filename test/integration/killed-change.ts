/** A change of more than sixty steps by every mechanism: jobs on columns, a swapped table, replaced views, renames, grants, jobs. */

import { buildBundle } from '@strata/starrocks-sql';
import type { SchemaBundle } from '@strata/starrocks-sql';

const LAYERS = ['ods', 'cdm', 'ads'];

export type State = 'before' | 'after';

/** Tables of the first state by their names in either one; they hold rows that must survive. */
export const KEPT_TABLES: Readonly<Record<State, readonly string[]>> = {
  before: range(10).map((index) => `ods.t${index}`),
  after: range(10).map((index) => `ods.${tableName(index, true)}`),
};
export const ROWS = 5;

export function bundleOf(state: State): SchemaBundle {
  const after = state === 'after';
  const files = [
    ...range(10).map((index) => table(index, after)),
    ...range(6).map((index) => view(`v${index}`, `ods.t${index}`, after ? 1 : 0)),
    ...range(3).map((index) => materialized(index, after)),
    ...jobs(after),
    ...places(after),
    ...roles(after),
    ...(after ? newObjects() : []),
  ];
  const { bundle, errors } = buildBundle(files, { layers: LAYERS, refresh: 'manual' });
  if (errors.length > 0) throw new Error(JSON.stringify(errors));
  return bundle;
}

interface File {
  readonly path: string;
  readonly text: string;
}

function newObjects(): readonly File[] {
  return [
    ...range(5).map((index) => table(index + 100, false)),
    ...range(4).map((index) => view(`w${index}`, `ods.t${index + 100}`, 0)),
  ];
}

/** The eighth table gets another name and a column, the ninth another name. */
function tableName(index: number, after: boolean): string {
  return after && (index === 7 || index === 8) ? `t${index}_next` : `t${index}`;
}

/** The first one gets another key type, which takes a swap; others get a column or an index, a job, another column's name. */
function table(index: number, after: boolean): File {
  const name = tableName(index, after);
  const heads = [
    ...(name === `t${index}` ? [] : [`--@ renamed-from: t${index}`]),
    ...(after && index === 9 ? ['--@ renamed-from: remark = note'] : []),
  ];
  const columns = [
    `id ${after && index === 0 ? 'INT' : 'BIGINT'} NOT NULL COMMENT "id"`,
    'amount DECIMAL(18, 2) NULL COMMENT "CNY"',
    ...(index === 9 ? [`${after ? 'remark' : 'note'} STRING NULL COMMENT "free text"`] : []),
    ...(after && [1, 2, 3, 7].includes(index) ? ['channel VARCHAR(16) NULL COMMENT "where from"'] : []),
    ...(after && index === 6 ? ['INDEX by_amount (amount) USING BITMAP COMMENT ""'] : []),
  ];
  const bloom = after && (index === 4 || index === 5) ? ' PROPERTIES ("bloom_filter_columns" = "amount")' : '';
  const model = index === 6 ? 'DUPLICATE' : 'PRIMARY';
  const text =
    `CREATE TABLE ${name} (\n  ${columns.join(',\n  ')}\n)\n` +
    `${model} KEY (id)${after && index === 5 ? ' COMMENT "fifth"' : ''}\nDISTRIBUTED BY HASH (id) BUCKETS 1${bloom};`;
  return { path: `ods/${name}.sql`, text: [...heads, text].join('\n') };
}

function view(name: string, source: string, least: number): File {
  return {
    path: `cdm/${name}.sql`,
    text: `CREATE VIEW ${name} AS SELECT id, amount FROM ${source} WHERE amount > ${least};`,
  };
}

/** Two get another query, the third another name. */
function materialized(index: number, after: boolean): File {
  const name = after && index === 2 ? 'm2_next' : `m${index}`;
  const least = after && index < 2 ? 2 : 0;
  return {
    path: `ads/${name}.sql`,
    text:
      (name === `m${index}` ? '' : `--@ renamed-from: m${index}\n`) +
      `CREATE MATERIALIZED VIEW ${name} DISTRIBUTED BY HASH (id) BUCKETS 1 REFRESH DEFERRED MANUAL\n` +
      `AS SELECT id, sum(amount) AS amount FROM cdm.v${index} WHERE id > ${least} GROUP BY id;`,
  };
}

function jobs(after: boolean): readonly File[] {
  return [
    {
      path: 'ods/follow.sql',
      text:
        `CREATE ROUTINE LOAD follow ON ${tableName(8, after)} COLUMNS (id, amount), WHERE id > ${after ? 1 : 0}\n` +
        `PROPERTIES ("format" = "json", "max_error_number" = "${after ? 10 : 0}")\n` +
        'FROM KAFKA ("kafka_broker_list" = "127.0.0.1:9092", "kafka_topic" = "in");',
    },
    {
      path: 'ods/files.sql',
      text:
        `CREATE PIPE files PROPERTIES ("AUTO_INGEST" = "TRUE", "BATCH_FILES" = "${after ? 32 : 16}")\n` +
        'AS INSERT INTO ods.t1 SELECT * FROM FILES("path" = "s3://bucket/in/", "format" = "parquet");',
    },
    {
      path: 'ods/by_id.sql',
      text: `CREATE MATERIALIZED VIEW by_id AS SELECT id, ${after ? 'max' : 'sum'}(amount) FROM t6 GROUP BY id;`,
    },
    {
      path: 'ods/twice.sql',
      text: `CREATE FUNCTION twice(x BIGINT) RETURNS x * ${after ? '2.0' : '2'};`,
    },
    {
      path: 'ads/nightly.sql',
      text:
        `SUBMIT TASK nightly SCHEDULE START ("2035-01-01 02:00:00") EVERY (INTERVAL ${after ? 2 : 1} DAY)\n` +
        'AS INSERT INTO ods.t2 (id, amount) SELECT id, amount FROM ods.t3;',
    },
  ];
}

function places(after: boolean): readonly File[] {
  return [
    {
      path: 'catalogs/lake.sql',
      text: `CREATE EXTERNAL CATALOG lake PROPERTIES ("type" = "hive", "hive.metastore.uris" = "thrift://127.0.0.1:${after ? 9084 : 9083}");`,
    },
    {
      path: 'resources/reports.sql',
      text:
        `CREATE RESOURCE GROUP reports TO (user='app'), ${after ? "(role='analyst')" : "(db='ads')"}\n` +
        `WITH ("cpu_weight" = "${after ? 4 : 2}", "mem_limit" = "20%");`,
    },
  ];
}

/** One role loses and gets rights on what is swapped and renamed; another comes, and a user gets it. */
function roles(after: boolean): readonly File[] {
  const grants = after
    ? ['SELECT ON TABLE ods.t0', 'INSERT ON TABLE ods.t1', 'SELECT ON TABLE ods.t7_next', 'USAGE ON CATALOG lake']
    : ['SELECT, INSERT ON TABLE ods.t0', 'SELECT ON TABLE ods.t1', 'SELECT ON TABLE ods.t7'];
  const user = after ? 'analyst, writer' : 'analyst';
  return [
    {
      path: 'roles/analyst.sql',
      text: [
        `CREATE ROLE analyst${after ? ' COMMENT "reads"' : ''};`,
        ...grants.map((grant) => `GRANT ${grant} TO ROLE analyst;`),
      ].join('\n'),
    },
    {
      path: 'users/app.sql',
      text: `CREATE USER app IDENTIFIED BY 'secret:env:APP${after ? '_2' : ''}' DEFAULT ROLE ${user};\nGRANT ${user} TO USER app;`,
    },
    ...(after
      ? [
          {
            path: 'roles/writer.sql',
            text: 'CREATE ROLE writer; GRANT INSERT ON ALL TABLES IN DATABASE ods TO ROLE writer;',
          },
        ]
      : [{ path: 'roles/former.sql', text: 'CREATE ROLE former; GRANT SELECT ON TABLE ods.t8 TO ROLE former;' }]),
  ];
}

function range(length: number): readonly number[] {
  return Array.from({ length }, (_value, index) => index);
}
