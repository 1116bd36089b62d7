import { castSql } from '../casts';
import { analysisError, unsupported } from '../errors';
import type { Expression } from '../expression';
import { unify } from '../unify';
import {
  arrayOf,
  BIGINT,
  BOOLEAN,
  DOUBLE,
  INT,
  isFloating,
  isInteger,
  NULL,
  printType,
  sameType,
  VARCHAR,
  type SrType,
} from '../types';
import { aliases, make, row, type Arguments, type FunctionRow, type Meaning, type Parameter } from './row';

/** Kinds of values that have no DuckDB type to be kept in an array. */
export const ARRAY_UNSAFE: ReadonlySet<SrType['kind']> = new Set(['null', 'bitmap', 'hll', 'percentile', 'interval']);

function elementOf(args: readonly Expression[]): SrType {
  const type = args[0]?.type;
  return type?.kind === 'array' ? type.element : NULL;
}

function sameAsFirst(args: readonly Expression[]): SrType {
  return args[0]?.type ?? NULL;
}

/** A row whose second argument is a value of the array's own type. */
function withElement(name: string, type: SrType | 'same', template: string, note = ''): FunctionRow {
  return make('scalar', name, ['array', 'any'], { note }, (call): Meaning => {
    const element = elementOf(call.args);
    const value = call.args[1];
    if (value === undefined) throw analysisError(`${name}() takes two arguments.`);
    if (unify([{ sql: '', text: '', type: element }, value], `${name}()`).kind !== element.kind)
      throw unsupported(`${name}() of ${printType(element)} and ${printType(value.type)}`, 'CAST the value.');
    const item = castSql(value.sql, value.type, element);
    return {
      sql: template.replace(/\$1/g, () => call.sql[0] ?? '').replace(/\$2/g, () => item),
      type: type === 'same' ? sameAsFirst(call.args) : type,
    };
  });
}

function numbersOnly(name: string, meaning: (element: SrType, sql: string) => Meaning): FunctionRow {
  return make('scalar', name, ['array'], {}, (call: Arguments): Meaning => {
    const element = elementOf(call.args);
    if (!isInteger(element) && !isFloating(element)) throw unsupported(`${name}() of ${printType(element)}`);
    return meaning(element, call.sql[0] ?? '');
  });
}

function simple(name: string, parameters: readonly Parameter[], template: string, note = ''): FunctionRow {
  return row(name, parameters, sameAsFirst, template, { note });
}

/** `[a, …]`. */
export function buildArray(items: readonly Expression[]): Expression {
  const element = unify(items, 'an array');
  if (ARRAY_UNSAFE.has(element.kind)) throw unsupported(`an array of ${printType(element)}`);
  const sql = `[${items.map((item) => castSql(item.sql, item.type, element)).join(', ')}]`;
  return { sql, type: arrayOf(element), text: `[${items.map((item) => item.text).join(',')}]` };
}

/** `array[place]`: NULL behind the end; fails at places before the first. */
export function elementAt(array: Expression, place: Expression): Expression {
  if (array.type.kind !== 'array' || (!isInteger(place.type) && place.type.kind !== 'null'))
    throw unsupported(`[] on ${printType(array.type)}`);
  return {
    sql: `sr_element(${array.sql}, ${castSql(place.sql, place.type, BIGINT)})`,
    type: array.type.element,
    text: `${array.text}[${place.text}]`,
  };
}

const concat = make(
  'scalar',
  'array_concat',
  ['array'],
  { least: 1, most: Infinity, note: 'NULL when an argument is NULL' },
  ({ args, sql }): Meaning => {
    if (args.some((arg) => !sameType(arg.type, args[0]?.type ?? NULL)))
      throw unsupported('array_concat() of arrays of different types');
    const nulls = sql.map((item) => `${item} IS NULL`).join(' OR ');
    const joined = sql.reduce((left, item) => `list_concat(${left}, ${item})`);
    return { sql: `CASE WHEN ${nulls} THEN NULL ELSE ${joined} END`, type: sameAsFirst(args) };
  },
);

const join = make(
  'scalar',
  'array_join',
  ['array', 'text'],
  { note: 'skips NULLs; arrays of text' },
  ({ args, sql }): Meaning => {
    const element = elementOf(args);
    if (element.kind !== 'varchar')
      throw unsupported(`array_join() of ${printType(element)}`, 'CAST the array to ARRAY<VARCHAR>.');
    return { sql: `array_to_string(${sql.join(', ')})`, type: VARCHAR };
  },
);

export const ARRAY_ROWS: readonly FunctionRow[] = [
  ...aliases(row('array_length', ['array'], INT, 'CAST(len($1) AS INTEGER)'), 'cardinality'),
  withElement(
    'array_contains',
    BOOLEAN,
    '(CASE WHEN $2 IS NULL THEN len($1) > list_count($1) ELSE list_contains($1, $2) END)',
    'NULL is found when it is in the array',
  ),
  withElement('array_append', 'same', 'CASE WHEN $1 IS NULL THEN NULL ELSE list_append($1, $2) END'),
  concat,
  simple('array_sort', ['array'], "list_sort($1, 'ASC', 'NULLS FIRST')", 'NULLs first'),
  join,
  numbersOnly('array_sum', (element, sql) =>
    isFloating(element)
      ? { sql: `list_sum(${sql})`, type: DOUBLE }
      : { sql: `CAST(list_sum(${sql}) AS BIGINT)`, type: BIGINT },
  ),
  numbersOnly('array_avg', (_, sql) => ({ sql: `list_avg(${sql})`, type: DOUBLE })),
  row('array_max', ['array'], elementOf, 'list_max($1)'),
  row('array_min', ['array'], elementOf, 'list_min($1)'),
  simple(
    'array_slice',
    ['array', 'integer', 'integer'],
    'sr_array_slice($1, $2, $3)',
    'from a positive place; refuses others',
  ),
  row('array_generate', ['integer', 'integer'], arrayOf(BIGINT), 'generate_series($1, $2)', {
    note: 'from … to, upwards',
  }),
];
