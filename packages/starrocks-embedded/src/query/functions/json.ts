import { unsupported } from '../errors';
import { quoteText } from '../literals';
import { BIGINT, BOOLEAN, DOUBLE, INT, JSON_TYPE, VARCHAR, type SrType } from '../types';
import { make, row, type Arguments, type FunctionRow, type Meaning } from './row';

const PATH = /^\$(\.[A-Za-z_][A-Za-z0-9_]*|\[\d+\])*$/;

function pathOf(call: Arguments): string {
  const path = String(call.args[1]?.literal);
  if (!PATH.test(path)) throw unsupported(`the JSON path '${path}'`, 'Use $, .name and [number].');
  return quoteText(path);
}

/** JSON as DuckDB's; text that is no JSON is NULL. */
function jsonSql(call: Arguments): string {
  const value = call.sql[0] ?? '';
  return call.args[0]?.type.kind === 'json' ? value : `sr_parse_json(${value})`;
}

function getter(name: string, macro: string, type: SrType, note: string): FunctionRow {
  return make('scalar', name, ['json', 'literal'], { note }, (call): Meaning => ({
    sql: `${macro}(json_extract(${jsonSql(call)}, ${pathOf(call)}))`,
    type,
  }));
}

export const JSON_ROWS: readonly FunctionRow[] = [
  row('parse_json', ['text'], JSON_TYPE, 'sr_parse_json($1)', {
    note: 'NULL when it is no JSON; keys keep their order',
  }),
  make('scalar', 'json_query', ['json', 'literal'], { note: 'also ->' }, (call): Meaning => ({
    sql: `json_extract(${jsonSql(call)}, ${pathOf(call)})`,
    type: JSON_TYPE,
  })),
  make('scalar', 'json_exists', ['json', 'literal'], {}, (call): Meaning => ({
    sql: `json_exists(${jsonSql(call)}, ${pathOf(call)})`,
    type: BOOLEAN,
  })),
  make('scalar', 'json_length', ['json'], { note: 'elements of an array, members of an object' }, (call): Meaning => ({
    sql: `sr_json_length(${jsonSql(call)})`,
    type: INT,
  })),
  getter('get_json_string', 'sr_json_text', VARCHAR, 'text, whole numbers and booleans; refuses objects and arrays'),
  getter('get_json_object', 'sr_json_text', VARCHAR, 'as get_json_string'),
  getter('get_json_int', 'sr_json_integer', BIGINT, 'whole numbers only; refuses other values'),
  getter('get_json_double', 'sr_json_double', DOUBLE, 'numbers only; refuses other values'),
  getter('get_json_bool', 'sr_json_boolean', BOOLEAN, 'booleans only; refuses other values'),
];
