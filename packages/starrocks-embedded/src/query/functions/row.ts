import { castSql } from '../casts';
import { analysisError, unsupported } from '../errors';
import type { Expression } from '../expression';
import { asDate, asDatetime, condition } from '../operators';
import { BIGINT, BOOLEAN, DATE, DOUBLE, INT, isInteger, isNumeric, printType, VARCHAR, type SrType } from '../types';
import type { QueryScope } from '../contract';

/**
 * What a parameter takes:
 * `text` (numbers and dates are written as text), `integer`, `double`, `number` (any, kept as it is), `date`, `datetime`, `boolean`, `any`,
 * `json` (JSON or text), `array`, `unit` (a word or text such as MONTH), `literal` (a text literal).
 */
export type Parameter =
  | 'text'
  | 'integer'
  | 'double'
  | 'number'
  | 'date'
  | 'datetime'
  | 'temporal'
  | 'boolean'
  | 'any'
  | 'json'
  | 'array'
  | 'literal'
  | 'literalInteger';

export interface Arguments {
  readonly args: readonly Expression[];
  /** SQL of each argument after conversion to its parameter. */
  readonly sql: readonly string[];
  readonly scope: QueryScope;
}

/** What a row gives for a call. */
export interface Meaning {
  readonly sql: string;
  readonly type: SrType;
}

/** One function of StarRocks that the embedded server answers as StarRocks does. */
export interface FunctionRow {
  readonly name: string;
  readonly kind: 'scalar' | 'aggregate' | 'window';
  readonly parameters: readonly Parameter[];
  /** Number of arguments, from … to; Infinity: the last parameter repeats. */
  readonly least: number;
  readonly most: number;
  /** What differs from other databases, for the table in the docs. */
  readonly note: string;
  readonly meaning: (call: Arguments) => Meaning;
}

interface RowOptions {
  readonly least?: number;
  readonly most?: number;
  readonly note?: string;
}

type Template = string | ((...sql: string[]) => string);
type ReturnType = SrType | ((args: readonly Expression[]) => SrType);

/** A row whose meaning is a text with the arguments put in: `$1`, `$2`, `$*`, or a function of the converted arguments. */
export function row(
  name: string,
  parameters: readonly Parameter[],
  returns: ReturnType,
  template: Template,
  options: RowOptions = {},
): FunctionRow {
  return make('scalar', name, parameters, options, (call) => ({
    sql: fill(template, call.sql),
    type: typeof returns === 'function' ? returns(call.args) : returns,
  }));
}

/** As {@link row}, for aggregate functions. */
export function aggregate(
  name: string,
  parameters: readonly Parameter[],
  returns: ReturnType,
  template: Template,
  options: RowOptions = {},
): FunctionRow {
  return make('aggregate', name, parameters, options, (call) => ({
    sql: fill(template, call.sql),
    type: typeof returns === 'function' ? returns(call.args) : returns,
  }));
}

/** A row with a meaning of its own. */
export function make(
  kind: FunctionRow['kind'],
  name: string,
  parameters: readonly Parameter[],
  options: RowOptions,
  meaning: (call: Arguments) => Meaning,
): FunctionRow {
  return {
    name,
    kind,
    parameters,
    least: options.least ?? parameters.length,
    most: options.most ?? parameters.length,
    note: options.note ?? '',
    meaning,
  };
}

/** The same meaning under other names. */
export function aliases(original: FunctionRow, ...names: readonly string[]): readonly FunctionRow[] {
  return [original, ...names.map((name) => ({ ...original, name }))];
}

function fill(template: Template, sql: readonly string[]): string {
  if (typeof template === 'function') return template(...sql);
  return template.replace(/\$(\d|\*)/g, (_, place: string) =>
    place === '*' ? sql.join(', ') : (sql[Number(place) - 1] ?? 'NULL'),
  );
}

/** Meaning of a call. @throws UnsupportedQueryError for a wrong number or type of arguments. */
export function applyRow(found: FunctionRow, args: readonly Expression[], scope: QueryScope): Meaning {
  if (args.length < found.least || args.length > found.most) {
    throw analysisError(
      `No matching function with signature: ${found.name}(${args.map((arg) => printType(arg.type)).join(', ')}).`,
    );
  }
  const sql = args.map((arg, index) =>
    convert(found, arg, found.parameters[Math.min(index, found.parameters.length - 1)] ?? 'any'),
  );
  return found.meaning({ args, sql, scope });
}

function convert(found: FunctionRow, arg: Expression, parameter: Parameter): string {
  const refusal = (): Error =>
    unsupported(
      `${found.name}() with ${printType(arg.type)} (${arg.text}) where ${parameter} is expected`,
      'CAST the argument.',
    );
  switch (parameter) {
    case 'any':
      return arg.sql;
    case 'text':
      return castSql(arg.sql, arg.type, VARCHAR);
    case 'literal':
      if (typeof arg.literal !== 'string') throw refusal();
      return arg.sql;
    case 'literalInteger':
      if (typeof arg.literal !== 'number' || !Number.isInteger(arg.literal)) throw refusal();
      return arg.sql;
    case 'integer':
      if (!isInteger(arg.type) && arg.type.kind !== 'null' && arg.type.kind !== 'boolean') throw refusal();
      return arg.type.kind === 'null'
        ? 'CAST(NULL AS BIGINT)'
        : castSql(arg.sql, arg.type, arg.type.kind === 'largeint' ? arg.type : BIGINT);
    case 'double':
      if (!isNumeric(arg.type) && arg.type.kind !== 'varchar' && arg.type.kind !== 'null') throw refusal();
      return castSql(arg.sql, arg.type, DOUBLE);
    case 'number':
      if (arg.type.kind === 'null') return 'CAST(NULL AS INTEGER)';
      if (arg.type.kind === 'boolean') return castSql(arg.sql, arg.type, INT);
      if (!isNumeric(arg.type)) throw refusal();
      return arg.sql;
    case 'date':
      return arg.type.kind === 'null' ? castSql(arg.sql, arg.type, DATE) : asDate(arg);
    case 'datetime':
      return asDatetime(arg);
    case 'temporal':
      return arg.type.kind === 'date' ? arg.sql : asDatetime(arg);
    case 'boolean':
      return condition(arg);
    case 'json':
      if (arg.type.kind === 'null') return 'CAST(NULL AS VARCHAR)';
      if (arg.type.kind !== 'json' && arg.type.kind !== 'varchar') throw refusal();
      return arg.sql;
    case 'array':
      if (arg.type.kind !== 'array') throw refusal();
      return arg.sql;
  }
}

/** Type of the first argument that is not NULL. */
export function firstType(args: readonly Expression[]): SrType {
  return args.find((arg) => arg.type.kind !== 'null')?.type ?? BOOLEAN;
}
