/** A change of sixty steps of every mechanism: columns by jobs, a swapped table, swapped materialized views, new objects. */

import { buildBundle } from '@strata/starrocks-sql';
import type { SchemaBundle } from '@strata/starrocks-sql';

const LAYERS = ['ods', 'cdm', 'ads'];

/** Tables of the first state; they hold rows that must survive. */
export const KEPT_TABLES = Array.from({ length: 8 }, (_value, index) => `ods.t${index}`);
export const ROWS = 5;

export function bundleOf(state: 'before' | 'after'): SchemaBundle {
  const after = state === 'after';
  const files = [
    ...range(8).map((index) => table(index, after)),
    ...range(6).map((index) => view('cdm', `v${index}`, `ods.t${index}`, after ? 1 : 0)),
    ...range(2).map((index) => materialized(`m${index}`, `cdm.v${index}`, after ? 2 : 0)),
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
    ...range(16).map((index) => table(index + 100, false)),
    ...range(14).map((index) => view('cdm', `w${index}`, `ods.t${index + 100}`, 0)),
    ...range(6).map((index) => materialized(`n${index}`, `cdm.w${index}`, 0)),
  ];
}

/** The first one gets another key type, which takes a swap; others get a column, or are rewritten by a job. */
function table(index: number, after: boolean): File {
  const type = after && index === 0 ? 'INT' : 'BIGINT';
  const column = after && index > 0 && index < 4 ? ',\n  channel VARCHAR(16) NULL COMMENT "where from"' : '';
  const properties = after && index >= 4 && index < 7 ? ' PROPERTIES ("bloom_filter_columns" = "amount")' : '';
  const text =
    `CREATE TABLE t${index} (\n  id ${type} NOT NULL COMMENT "id",\n  amount DECIMAL(18, 2) NULL COMMENT "CNY"${column}\n)\n` +
    `PRIMARY KEY (id)\nDISTRIBUTED BY HASH (id) BUCKETS 1${properties};`;
  return { path: `ods/t${index}.sql`, text };
}

function view(layer: string, name: string, source: string, least: number): File {
  return {
    path: `${layer}/${name}.sql`,
    text: `CREATE VIEW ${name} AS SELECT id, amount FROM ${source} WHERE amount > ${least};`,
  };
}

function materialized(name: string, source: string, least: number): File {
  return {
    path: `ads/${name}.sql`,
    text:
      `CREATE MATERIALIZED VIEW ${name} DISTRIBUTED BY HASH (id) BUCKETS 1 REFRESH DEFERRED MANUAL\n` +
      `AS SELECT id, sum(amount) AS amount FROM ${source} WHERE id > ${least} GROUP BY id;`,
  };
}

function range(length: number): readonly number[] {
  return Array.from({ length }, (_value, index) => index);
}
