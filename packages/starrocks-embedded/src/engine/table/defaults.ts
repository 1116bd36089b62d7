import type { DataType } from '@strata/starrocks-sql';

import { SqlError, analysisError } from '../../errors';
import type { ColumnRecord } from '../../storage/model';
import { textLimit } from '../../storage/types';
import { dateOf } from './dates';
import { isSimple, isText } from './type-checks';
import { typeLabel } from './type-names';

const RANGES: Readonly<Record<string, bigint>> = {
  TINYINT: 1n << 7n,
  SMALLINT: 1n << 15n,
  INT: 1n << 31n,
  BIGINT: 1n << 63n,
  LARGEINT: 1n << 127n,
};

/** @throws SqlError when the default of a column is no value of its type. */
export function checkDefault(column: ColumnRecord, prefix = ''): void {
  const problem = defaultProblem(column);
  if (problem instanceof SqlError) throw problem;
  if (problem !== undefined) throw analysisError(`${prefix}Invalid default value for '${column.name}': ${problem}`);
}

function defaultProblem(column: ColumnRecord): string | SqlError | undefined {
  const value = column.default;
  switch (value?.kind) {
    case undefined:
      return undefined;
    case 'null':
      return column.nullable ? undefined : 'Can not set null default value to non nullable column';
    case 'string':
      return textProblem(column.type, value.value);
    case 'current-timestamp':
      return isSimple(column.type, 'DATETIME', 'DATE')
        ? undefined
        : `Default function now() for type ${typeLabel(column.type)} is not supported`;
    case 'expression':
      return expressionProblem(column.type, value.expression.text);
  }
}

function expressionProblem(type: DataType, text: string): string | undefined {
  if (type.kind === 'array' || type.kind === 'map' || type.kind === 'struct') return undefined;
  const inner = text
    .trim()
    .replace(/^\((.*)\)$/s, '$1')
    .trim();
  const name = /^([a-z_]\w*)\s*(?:\(|$)/i.exec(inner)?.[1]?.toLowerCase();
  if (name === 'uuid')
    return isText(type) && (textLimit(type) ?? 0) >= 36
      ? undefined
      : 'Varchar type length must be greater than 36 for uuid function';
  if (name === 'uuid_numeric')
    return isSimple(type, 'LARGEINT') ? undefined : 'Default function uuid_numeric() for type is not supported';
  if (name === 'now' || name === 'current_timestamp')
    return isSimple(type, 'DATETIME')
      ? undefined
      : `Default function now() for type ${typeLabel(type)} is not supported`;
  if (name !== undefined) return `Default expr for function ${name} is not supported`;
  return `Unsupported expr ${inner} for default value`;
}

function textProblem(type: DataType, text: string): string | SqlError | undefined {
  switch (type.kind) {
    case 'simple':
      return simpleProblem(type.name, text);
    case 'string':
      if (!isText(type))
        return text === '' ? undefined : `Type 'VARBINARY' only supports empty string "" as default value`;
      return Buffer.byteLength(text) > (textLimit(type) ?? 0) ? `Default value is too long: ${text}` : undefined;
    case 'decimal':
      return decimalProblem(type, text);
    case 'array':
    case 'map':
    case 'struct':
      return `Default value for complex type '${typeLabel(type)}' requires expression syntax (e.g., [], map{}, row())`;
    case 'aggregate-state':
      return undefined;
  }
}

function simpleProblem(name: string, text: string): string | undefined {
  const range = RANGES[name];
  if (range !== undefined) return integerProblem(name, range, text);
  switch (name) {
    case 'BOOLEAN':
      return /^(true|false|0|1)$/i.test(text) ? undefined : `Invalid BOOLEAN literal: ${text}`;
    case 'FLOAT':
    case 'DOUBLE':
      return text.trim() === '' || Number.isNaN(Number(text)) ? `Invalid floating-point literal: ${text}` : undefined;
    case 'DATE':
    case 'DATETIME':
      return dateOf(text) === undefined ? `date literal [${text}] is invalid` : undefined;
    case 'BITMAP':
    case 'HLL':
    case 'PERCENTILE':
      return text === '' ? undefined : `Type '${name}' only supports empty string "" as default value`;
    default:
      return undefined;
  }
}

function integerProblem(name: string, range: bigint, text: string): string | undefined {
  if (!/^[+-]?\d+$/.test(text)) return `Invalid number format: ${text}`;
  const number = BigInt(text.replace(/^\+/, ''));
  if (number < range && number >= -range) return undefined;
  return name === 'BIGINT' ? `Invalid number format: ${text}` : `Number out of range[${text}]. type: ${name}`;
}

function decimalProblem(type: Extract<DataType, { kind: 'decimal' }>, text: string): string | SqlError | undefined {
  const digits = /^[+-]?(\d*)(?:\.(\d*))?$/.exec(text);
  if (digits === null || text === '') return `Invalid floating point literal: ${text}`;
  const whole = (digits[1] ?? '').replace(/^0+/, '').length;
  const scale = (digits[2] ?? '').length;
  if (scale <= (type.scale ?? 0)) return undefined;
  return new SqlError(
    1064,
    `Getting syntax error. Detail message: Type ${typeLabel(type)} is too narrow to hold the DecimalLiteral '${text}' (precision=${whole + scale}, scale=${scale}).`,
  );
}
