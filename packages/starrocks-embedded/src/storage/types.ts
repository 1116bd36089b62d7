import type { DataType } from '@strata/starrocks-sql';

import { analysisError, unsupported } from '../errors';
import { quoteName } from './names';

/** Longest varchar: what STRING means in a table, and what expressions have. */
const STRING_LENGTH = 65_533;
export const MAX_VARCHAR_LENGTH = 1_048_576;

const DUCKDB_SIMPLE: Readonly<Record<string, string>> = {
  BOOLEAN: 'BOOLEAN',
  TINYINT: 'TINYINT',
  SMALLINT: 'SMALLINT',
  INT: 'INTEGER',
  BIGINT: 'BIGINT',
  LARGEINT: 'HUGEINT',
  FLOAT: 'FLOAT',
  DOUBLE: 'DOUBLE',
  DATE: 'DATE',
  DATETIME: 'TIMESTAMP',
  STRING: 'VARCHAR',
  JSON: 'JSON',
  VARIANT: 'JSON',
  // Kept so that tables can be declared: nothing here computes such values.
  BITMAP: 'BLOB',
  HLL: 'BLOB',
  PERCENTILE: 'BLOB',
};

/**
 * DuckDB type of a column of this StarRocks type.
 *
 * @throws SqlError for types that this server has no storage for.
 */
export function duckType(type: DataType): string {
  switch (type.kind) {
    case 'simple': {
      const name = DUCKDB_SIMPLE[type.name];
      if (name === undefined) throw unsupported(`columns of type ${type.name}`);
      return name;
    }
    case 'string':
      return type.name === 'VARBINARY' || type.name === 'BINARY' ? 'BLOB' : 'VARCHAR';
    case 'decimal': {
      const { precision, scale } = decimalShape(type);
      if (scale > precision)
        throw analysisError(`DECIMAL's scale(${scale}) is greater than its precision(${precision})`);
      // DuckDB has 38 digits: longer values of wider columns fail when they are written.
      return `DECIMAL(${Math.min(precision, 38)}, ${Math.min(scale, 38)})`;
    }
    case 'array':
      return `${duckType(type.element)}[]`;
    case 'map':
      return `MAP(${duckType(type.key)}, ${duckType(type.value)})`;
    case 'struct':
      return `STRUCT(${type.fields.map((field) => `${quoteName(field.name)} ${duckType(field.type)}`).join(', ')})`;
    case 'aggregate-state':
      return 'BLOB';
  }
}

export function decimalShape(type: Extract<DataType, { kind: 'decimal' }>): { precision: number; scale: number } {
  return { precision: type.precision ?? 10, scale: type.scale ?? (type.precision === undefined ? 0 : 0) };
}

/** Longest length of a text in bytes, or undefined for other types. */
export function textLimit(type: DataType): number | undefined {
  if (type.kind === 'simple') return type.name === 'STRING' ? STRING_LENGTH : undefined;
  if (type.kind !== 'string') return undefined;
  if (type.length === '*') return MAX_VARCHAR_LENGTH;
  if (type.name === 'VARBINARY' || type.name === 'BINARY') return type.length ?? MAX_VARCHAR_LENGTH;
  return type.length ?? 1;
}

/**
 * How a type is printed: `bare` as DESC does at the top level (`int`, `decimal(18,4)`), `full` as SHOW CREATE TABLE does
 * (`int(11)`, `decimal(18, 4)`).
 */
type TypeStyle = 'bare' | 'full';

const WIDTHS: Readonly<Record<string, string>> = {
  TINYINT: 'tinyint(4)',
  SMALLINT: 'smallint(6)',
  INT: 'int(11)',
  BIGINT: 'bigint(20)',
  LARGEINT: 'largeint(40)',
};

export function typeText(type: DataType, style: TypeStyle): string {
  switch (type.kind) {
    case 'simple':
      if (type.name === 'STRING') return `varchar(${STRING_LENGTH})`;
      return style === 'full' ? (WIDTHS[type.name] ?? type.name.toLowerCase()) : type.name.toLowerCase();
    case 'string':
      return stringText(type);
    case 'decimal': {
      const { precision, scale } = decimalShape(type);
      return style === 'full' ? `decimal(${precision}, ${scale})` : `decimal(${precision},${scale})`;
    }
    case 'array':
      return `array<${typeText(type.element, style)}>`;
    case 'map':
      return `map<${typeText(type.key, style)},${typeText(type.value, style)}>`;
    case 'struct':
      return `struct<${type.fields.map((field) => `${field.name} ${typeText(field.type, 'full')}`).join(', ')}>`;
    case 'aggregate-state':
      return `${type.function}(${type.arguments.map((argument) => typeText(argument.type, style)).join(', ')})`;
  }
}

function stringText(type: Extract<DataType, { kind: 'string' }>): string {
  const name = type.name === 'BINARY' ? 'varbinary' : type.name.toLowerCase();
  if (type.length === '*') return `${name}(${MAX_VARCHAR_LENGTH})`;
  if (type.length !== undefined) return `${name}(${type.length})`;
  return name === 'varbinary' ? name : `${name}(1)`;
}

/** Type as queries see it (`QueryColumn.type`). */
export function queryType(type: DataType): string {
  switch (type.kind) {
    case 'simple':
      return type.name === 'STRING' ? `varchar(${STRING_LENGTH})` : type.name.toLowerCase();
    case 'decimal': {
      const { precision, scale } = decimalShape(type);
      return `decimal(${precision}, ${scale})`;
    }
    case 'array':
      return `array<${queryType(type.element)}>`;
    case 'map':
      return `map<${queryType(type.key)}, ${queryType(type.value)}>`;
    case 'struct':
      return `struct<${type.fields.map((field) => `${field.name} ${queryType(field.type)}`).join(', ')}>`;
    case 'string':
    case 'aggregate-state':
      return typeText(type, 'bare');
  }
}

/** What information_schema.columns says of a type. */
interface TypeFacts {
  readonly dataType: string;
  readonly charLength: number | null;
  readonly precision: number | null;
  readonly scale: number | null;
  readonly columnSize: number | null;
  readonly decimalDigits: number | null;
}

const WHOLE_DIGITS: Readonly<Record<string, number>> = { TINYINT: 3, SMALLINT: 5, INT: 10, BIGINT: 19, LARGEINT: 39 };

export function typeFacts(type: DataType): TypeFacts {
  const none = { charLength: null, precision: null, scale: null, columnSize: null, decimalDigits: null };
  switch (type.kind) {
    case 'simple': {
      if (type.name === 'STRING') {
        return { ...none, dataType: 'varchar', charLength: STRING_LENGTH, columnSize: STRING_LENGTH };
      }
      const dataType =
        type.name === 'LARGEINT' ? 'bigint unsigned' : type.name === 'BOOLEAN' ? 'tinyint' : type.name.toLowerCase();
      const digits = WHOLE_DIGITS[type.name];
      if (digits === undefined) return { ...none, dataType };
      return { dataType, charLength: null, precision: digits, scale: 0, columnSize: digits, decimalDigits: 0 };
    }
    case 'string': {
      const length = textLimit(type) ?? null;
      return { ...none, dataType: stringText(type).replace(/\(.*/, ''), charLength: length, columnSize: length };
    }
    case 'decimal': {
      const { precision, scale } = decimalShape(type);
      return { dataType: 'decimal', charLength: null, precision, scale, columnSize: precision, decimalDigits: scale };
    }
    case 'array':
    case 'map':
    case 'struct':
      return { ...none, dataType: type.kind };
    case 'aggregate-state':
      return { ...none, dataType: type.function };
  }
}
