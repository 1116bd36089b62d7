import { unsupported } from './errors';
import { duckType, isFloating, isInteger, isNumeric, printType, sameType, type SrType } from './types';

/**
 * SQL that brings a value from one StarRocks type to another with the result of StarRocks' CAST: what cannot be converted is NULL.
 *
 * @throws UnsupportedQueryError when there is no row for the pair of types.
 */
export function castSql(sql: string, from: SrType, to: SrType): string {
  if (from.kind === 'null') return `CAST(NULL AS ${duckType(to)})`;
  if (sameType(from, to)) return sql;
  const cast = plainCast(sql, from, to);
  if (cast === undefined) throw unsupported(`CAST from ${printType(from)} to ${printType(to)}`);
  return cast;
}

function plainCast(sql: string, from: SrType, to: SrType): string | undefined {
  switch (to.kind) {
    case 'boolean':
      return toBoolean(sql, from);
    case 'tinyint':
    case 'smallint':
    case 'int':
    case 'bigint':
    case 'largeint':
      return toInteger(sql, from, to);
    case 'float':
    case 'double':
      return toFloating(sql, from, to);
    case 'decimal':
      return toDecimal(sql, from, to);
    case 'varchar':
      return toText(sql, from);
    case 'date':
    case 'datetime':
      return toTemporal(sql, from, to.kind);
    case 'json':
      return toJson(sql, from);
    case 'array':
      return toArray(sql, from, to);
    default:
      return undefined;
  }
}

function toBoolean(sql: string, from: SrType): string | undefined {
  if (from.kind === 'json') return `sr_json_boolean(${sql})`;
  if (isNumeric(from)) return `(${sql} <> 0)`;
  return from.kind === 'varchar' ? `sr_text_to_boolean(${sql})` : undefined;
}

function toInteger(sql: string, from: SrType, to: SrType): string | undefined {
  if (isInteger(from) || from.kind === 'boolean') return `TRY_CAST(${sql} AS ${duckType(to)})`;
  if (isNumeric(from)) return `TRY_CAST(trunc(${sql}) AS ${duckType(to)})`;
  if (from.kind === 'varchar') return `TRY_CAST(sr_text_to_integer(${sql}) AS ${duckType(to)})`;
  if (from.kind === 'json') return `TRY_CAST(sr_json_integer(${sql}) AS ${duckType(to)})`;
  if (from.kind === 'date') return `TRY_CAST(sr_date_to_integer(${sql}) AS ${duckType(to)})`;
  if (from.kind === 'datetime') return `TRY_CAST(sr_datetime_to_integer(${sql}) AS ${duckType(to)})`;
  return undefined;
}

function toFloating(sql: string, from: SrType, to: SrType): string | undefined {
  if (from.kind === 'json') return `CAST(sr_json_double(${sql}) AS ${duckType(to)})`;
  if (isNumeric(from)) return `CAST(${sql} AS ${duckType(to)})`;
  return from.kind === 'varchar' ? `CAST(sr_text_to_double(${sql}) AS ${duckType(to)})` : undefined;
}

function toDecimal(sql: string, from: SrType, to: SrType): string | undefined {
  if (isNumeric(from)) return `TRY_CAST(${sql} AS ${duckType(to)})`;
  return from.kind === 'varchar' ? `TRY_CAST(sr_text_to_number(${sql}) AS ${duckType(to)})` : undefined;
}

function toText(sql: string, from: SrType): string | undefined {
  if (from.kind === 'json') return `sr_json_text(${sql})`;
  if (from.kind === 'boolean') return `CAST(CAST(${sql} AS TINYINT) AS VARCHAR)`;
  if (isFloating(from)) return from.kind === 'double' ? `sr_double_to_text(${sql})` : undefined;
  if (from.kind === 'datetime') return `sr_datetime_to_text(${sql})`;
  return isNumeric(from) || from.kind === 'date' ? `CAST(${sql} AS VARCHAR)` : undefined;
}

function toTemporal(sql: string, from: SrType, to: 'date' | 'datetime'): string | undefined {
  if (from.kind === 'date' || from.kind === 'datetime')
    return `CAST(${sql} AS ${to === 'date' ? 'DATE' : 'TIMESTAMP'})`;
  if (from.kind === 'varchar')
    return to === 'date' ? `CAST(sr_text_to_datetime(${sql}) AS DATE)` : `sr_text_to_datetime(${sql})`;
  if (isInteger(from)) {
    const text = `sr_text_to_datetime(CAST(${sql} AS VARCHAR))`;
    return to === 'date' ? `CAST(${text} AS DATE)` : text;
  }
  return undefined;
}

function toJson(sql: string, from: SrType): string | undefined {
  return isInteger(from) || from.kind === 'decimal' ? `to_json(${sql})` : undefined;
}

function toArray(sql: string, from: SrType, to: SrType): string | undefined {
  if (from.kind !== 'array' || to.kind !== 'array') return undefined;
  return `list_transform(${sql}, lambda sr_item: ${castSql('sr_item', from.element, to.element)})`;
}
