/** Random tables of all four key models. */

import type { File, Part, Recipe, Scene } from './part';
import { choose, comment, has } from './part';

const MODELS = ['PRIMARY', 'DUPLICATE', 'UNIQUE', 'AGGREGATE'] as const;
const COMMENTS = ['', 'one', 'it\'s \\"two\\"'];
/** Columns that come and go, and the types that they have by turns. */
const FREE: Readonly<Record<string, readonly string[]>> = {
  a: ['', 'INT', 'BIGINT', 'VARCHAR(20)', 'VARCHAR(40)', 'DECIMAL(18, 2)', 'DECIMAL(22, 4)', 'STRING'],
  b: ['', 'DATE', 'DATETIME'],
  c: ['', 'VARCHAR(20)', 'VARCHAR(80)', 'STRING', 'INT', 'DOUBLE'],
};
const KEYS = Object.keys(FREE);
const MOST_TYPES = 8;

/** Facets of a table, in the order of its numbers. */
const FACET = {
  name: 0,
  model: 1,
  twoKeys: 2,
  buckets: 3,
  comment: 4,
  bloom: 5,
  index: 6,
  partition: 7,
  generated: 8,
  order: 9,
  reversed: 10,
  cache: 11,
  /** Three for each free column: type (0 is none), comment and default, name. */
  columns: 12,
} as const;

export const table: Recipe = {
  keys: ['t1', 't2', 't3', 't4'],
  facets: [2, 4, 2, 4, 3, 2, 3, 4, 2, 3, 2, 3, ...KEYS.flatMap(() => [MOST_TYPES, 6, 2])],
  needs: () => [],
  write: writeTable,
};

/** The two names that a table has by turns. */
export function tableName(part: Part): string {
  return choose(part, FACET.name, [part.key, `${part.key}_next`]);
}

export interface FreeColumn {
  /** Who it is, whatever its name becomes. */
  readonly key: string;
  readonly name: string;
  readonly type: string;
}

export function freeColumns(part: Part): readonly FreeColumn[] {
  return Object.entries(FREE).flatMap(([key, types], index) => {
    const at = FACET.columns + 3 * index;
    const type = choose(part, at, types);
    return type === '' ? [] : [{ key, type, name: choose(part, at + 2, [key, `${key}_next`]) }];
  });
}

/** The last one has a synchronous materialized view, which other models restrict. */
function modelOf(part: Part): (typeof MODELS)[number] {
  return part.key === 't4' ? 'DUPLICATE' : choose(part, FACET.model, MODELS);
}

function writeTable(part: Part, { former }: Scene): File {
  const name = tableName(part);
  const keys = has(part, FACET.twoKeys) ? 'id, day' : 'id';
  const clauses = [
    `${modelOf(part)} KEY (${keys})`,
    comment(choose(part, FACET.comment, COMMENTS)).trim(),
    partitionClause(part),
    `DISTRIBUTED BY HASH (id) BUCKETS ${1 + choose(part, FACET.buckets, [0, 1, 2, 3])}`,
    orderClause(part),
    propertiesClause(part),
  ];
  const lines = [...columnLines(part), ...indexLines(part)];
  const head = former === undefined ? [] : renames(part, former);
  return {
    path: `ods/${name}.sql`,
    text: [...head, `CREATE TABLE ${name} (`, lines.join(',\n'), ')', ...clauses.filter(Boolean)].join('\n') + ';',
  };
}

function renames(part: Part, former: Part): readonly string[] {
  const from = tableName(former);
  const columns = freeColumns(part).flatMap(({ key, name }) => {
    const before = freeColumns(former).find((column) => column.key === key);
    return before === undefined || before.name === name ? [] : [`--@ renamed-from: ${name} = ${before.name}`];
  });
  return [...(from === tableName(part) ? [] : [`--@ renamed-from: ${from}`]), ...columns];
}

function columnLines(part: Part): readonly string[] {
  const merged = modelOf(part) === 'AGGREGATE';
  const free = KEYS.flatMap((key, index) => freeColumn(part, key, index, merged));
  const aggregate = merged ? ' SUM' : '';
  const day = `  day DATE ${merged && !has(part, FACET.twoKeys) ? 'REPLACE ' : ''}NOT NULL COMMENT ""`;
  return [
    '  id BIGINT NOT NULL COMMENT ""',
    day,
    `  amount BIGINT${aggregate} NULL COMMENT ""`,
    ...(has(part, FACET.reversed) ? free.reverse() : free),
    ...(has(part, FACET.generated) && !merged ? ['  twice BIGINT NULL AS amount * 2 COMMENT ""'] : []),
  ];
}

function freeColumn(part: Part, key: string, index: number, merged: boolean): readonly string[] {
  const column = freeColumns(part).find((each) => each.key === key);
  if (column === undefined) return [];
  const look = choose(part, FACET.columns + 3 * index + 1, [0, 1, 2, 3, 4, 5]);
  const note = choose(part, FACET.columns + 3 * index + 1, ['', 'one', 'two']);
  const value = look >= 3 && /INT|VARCHAR/.test(column.type) ? ' DEFAULT "20260107"' : '';
  return [`  ${column.name} ${column.type}${merged ? ' REPLACE' : ''} NULL${value} COMMENT "${note}"`];
}

function indexLines(part: Part): readonly string[] {
  const column = modelOf(part) === 'PRIMARY' || modelOf(part) === 'DUPLICATE' ? 'amount' : 'id';
  return choose(part, FACET.index, [
    [],
    [`  INDEX by_it (${column}) USING BITMAP COMMENT ""`],
    [`  INDEX by_id (id) USING BITMAP COMMENT ""`],
  ]);
}

/** By a column of the key only: elsewhere the engine takes none. */
function partitionClause(part: Part): string {
  if (!has(part, FACET.twoKeys) && modelOf(part) !== 'DUPLICATE') return '';
  return choose(part, FACET.partition, [
    '',
    "PARTITION BY date_trunc('day', day)",
    "PARTITION BY date_trunc('month', day)",
    'PARTITION BY (day)',
  ]);
}

function orderClause(part: Part): string {
  if (modelOf(part) === 'AGGREGATE' || modelOf(part) === 'UNIQUE') return '';
  return choose(part, FACET.order, ['', 'ORDER BY (day)', 'ORDER BY (amount, id)']);
}

function propertiesClause(part: Part): string {
  const bloom = has(part, FACET.bloom) ? ['"bloom_filter_columns" = "day"'] : [];
  const cache = choose(part, FACET.cache, [
    [],
    ['"datacache.partition_duration" = "3 MONTH"'],
    ['"datacache.partition_duration" = "6 MONTH"'],
  ]);
  const all = [...bloom, ...(partitionClause(part) === '' ? [] : cache)];
  return all.length === 0 ? '' : `PROPERTIES (${all.join(', ')})`;
}

const VALUES: Readonly<Record<string, (row: number) => string>> = {
  DATE: (row) => `'2026-01-0${row}'`,
  DATETIME: (row) => `'2026-01-0${row} 00:00:00'`,
};

/** Rows whose values survive every change of type that the engine makes. */
export function rowsSql(part: Part, rows: number): string {
  const free = freeColumns(part);
  const values = Array.from({ length: rows }, (_value, index) => {
    const cells = free.map(({ type }) => VALUES[type]?.(index + 1) ?? `'2026010${index + 1}'`);
    return `(${[index + 1, `'2026-01-0${index + 1}'`, index * 3, ...cells].join(', ')})`;
  });
  const columns = ['id', 'day', 'amount', ...free.map(({ name }) => name)];
  return `INSERT INTO ods.${tableName(part)} (${columns.join(', ')}) VALUES ${values.join(', ')}`;
}
