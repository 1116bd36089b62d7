/** Random views, asynchronous and synchronous materialized views, functions and tasks: what reads tables. */

import type { Library, Part, Recipe } from './part';
import { choose, has } from './part';
import { table, tableName } from './tables';

function sourceOf(part: Part, facet: number): string {
  return choose(part, facet, table.keys);
}

function nameIn(library: Library, key: string): string {
  const part = library.get(key);
  if (part === undefined) throw new Error(`${key} is not there.`);
  return tableName(part);
}

/** Facets: table, bound, columns and comment. */
export const view: Recipe = {
  keys: ['v1', 'v2'],
  facets: [4, 3, 3],
  needs: (part) => [sourceOf(part, 0)],
  write: (part, { library }) => ({
    path: `cdm/${part.key}.sql`,
    text:
      `CREATE VIEW ${part.key}${choose(part, 2, ['', ' COMMENT "of it"', ' (id COMMENT "id", amount) COMMENT "both"'])} AS ` +
      `SELECT id, amount FROM ods.${nameIn(library, sourceOf(part, 0))} WHERE amount >= ${choose(part, 1, [0, 1, 2])};`,
  }),
};

const VIEWS = ['v1', 'v2'];

/** Facets: what it reads, bound, refresh, property, buckets, name. */
export const materializedView: Recipe = {
  keys: ['m1', 'm2'],
  facets: [6, 3, 3, 3, 2, 2],
  needs: (part) => [choose(part, 0, [...table.keys, ...VIEWS])],
  write: (part, { library, former }) => {
    const source = choose(part, 0, [...table.keys, ...VIEWS]);
    const from = VIEWS.includes(source) ? `cdm.${source}` : `ods.${nameIn(library, source)}`;
    const name = viewName(part);
    const rename = former !== undefined && viewName(former) !== name ? `--@ renamed-from: ${viewName(former)}\n` : '';
    const properties = choose(part, 3, [
      '',
      ' PROPERTIES ("mv_rewrite_staleness_second" = "60")',
      ' PROPERTIES ("session.query_timeout" = "30")',
    ]);
    return {
      path: `ads/${name}.sql`,
      text:
        `${rename}${choose(part, 2, ['', '--@ freshness: 1h\n', '--@ freshness: 2h\n'])}` +
        `CREATE MATERIALIZED VIEW ${name} DISTRIBUTED BY HASH (id) BUCKETS ${choose(part, 4, [1, 2])} REFRESH DEFERRED ` +
        `${has(part, 2) ? 'ASYNC' : 'MANUAL'}${properties}\n` +
        `AS SELECT id, sum(amount) AS total FROM ${from} WHERE amount >= ${choose(part, 1, [0, 1, 2])} GROUP BY id;`,
    };
  },
};

export function viewName(part: Part): string {
  return choose(part, 5, [part.key, `${part.key}_next`]);
}

/** A rollup of its own table. Facets: aggregate. */
export const syncView: Recipe = {
  keys: ['s1'],
  facets: [2],
  needs: () => ['t4'],
  write: (part, { library }) => ({
    path: `ods/${part.key}.sql`,
    text:
      `CREATE MATERIALIZED VIEW ${part.key} AS SELECT id, ${choose(part, 0, ['sum', 'max'])}(amount) ` +
      `FROM ods.${nameIn(library, 't4')} GROUP BY id;`,
  }),
};

/** Facets: expression. */
export const userFunction: Recipe = {
  keys: ['f1', 'f2'],
  facets: [3],
  needs: () => [],
  write: (part) => ({
    path: `ods/${part.key}.sql`,
    text: `CREATE FUNCTION ${part.key}(x BIGINT) RETURNS x * ${choose(part, 0, [2, 3, 4])};`,
  }),
};

/** Facets: interval, target, body, property. */
export const task: Recipe = {
  keys: ['nightly', 'weekly'],
  facets: [3, 4, 2, 2],
  needs: (part) => [sourceOf(part, 1)],
  write: (part, { library }) => ({
    path: `ads/${part.key}.sql`,
    text:
      `SUBMIT TASK ${part.key} SCHEDULE START ("2035-01-01 02:00:00") EVERY (INTERVAL ${choose(part, 0, [1, 2, 3])} DAY)` +
      `${has(part, 3) ? ' PROPERTIES ("session.query_timeout" = "90")' : ''}\n` +
      `AS INSERT INTO ods.${nameIn(library, sourceOf(part, 1))} (id, day, amount) SELECT ${choose(part, 2, [1, 2])}, '2026-01-01', 0;`,
  }),
};

/** Facets: table, batch, bound. */
export const pipe: Recipe = {
  keys: ['files'],
  facets: [4, 3, 2],
  needs: (part) => [sourceOf(part, 0)],
  write: (part, { library }) => ({
    path: `ods/${part.key}.sql`,
    text:
      `CREATE PIPE ${part.key} PROPERTIES ("AUTO_INGEST" = "${has(part, 2) ? 'TRUE' : 'FALSE'}", "BATCH_FILES" = "${choose(part, 1, [16, 32, 64])}")\n` +
      `AS INSERT INTO ods.${nameIn(library, sourceOf(part, 0))} SELECT * FROM FILES("path" = "s3://bucket/in/", "format" = "parquet");`,
  }),
};

/** Facets: table, bound, tasks, errors, brokers. */
export const routineLoad: Recipe = {
  keys: ['follow'],
  facets: [4, 3, 3, 2, 2],
  needs: (part) => [sourceOf(part, 0)],
  write: (part, { library }) => ({
    path: `ods/${part.key}.sql`,
    text:
      `CREATE ROUTINE LOAD ${part.key} ON ${nameIn(library, sourceOf(part, 0))} COLUMNS (id, day, amount), WHERE id >= ${choose(part, 1, [0, 1, 2])}\n` +
      `PROPERTIES ("format" = "json", "desired_concurrent_number" = "${choose(part, 2, [1, 2, 3])}", "max_error_number" = "${choose(part, 3, [0, 10])}")\n` +
      `FROM KAFKA ("kafka_broker_list" = "127.0.0.1:9092", "kafka_topic" = "in", "property.group.id" = "${choose(part, 4, ['one', 'two'])}");`,
  }),
};
