import type { DataType } from '@strata/starrocks-sql';

import { SqlError, analysisError } from '../../errors';
import { MAX_VARCHAR_LENGTH, decimalShape, typeText } from '../../storage/types';

const DECIMAL_LIMITS = { DECIMAL: 76, DECIMALV2: 27, DECIMAL32: 9, DECIMAL64: 18, DECIMAL128: 38, DECIMAL256: 76 };

/** Whether values of the type exist only inside aggregate functions. */
export function isMetricOnly(type: DataType): boolean {
  return type.kind === 'simple' && ['BITMAP', 'HLL', 'PERCENTILE'].includes(type.name);
}

export function isText(type: DataType): boolean {
  return (type.kind === 'string' && type.name !== 'VARBINARY' && type.name !== 'BINARY') || isSimple(type, 'STRING');
}

export function isSimple(type: DataType, ...names: readonly string[]): boolean {
  return type.kind === 'simple' && names.includes(type.name);
}

export function isNumber(type: DataType): boolean {
  return (
    type.kind === 'decimal' || isSimple(type, 'TINYINT', 'SMALLINT', 'INT', 'BIGINT', 'LARGEINT', 'FLOAT', 'DOUBLE')
  );
}

/** @throws SqlError when a table cannot have a column of this type. */
export function checkType(type: DataType, isNested = false): void {
  switch (type.kind) {
    case 'simple':
    case 'aggregate-state':
      return;
    case 'string':
      checkLength(type, isNested);
      return;
    case 'decimal':
      checkDecimal(type);
      return;
    case 'array':
      checkElement(type, type.element);
      return;
    case 'map':
      checkElement(type, type.key);
      checkElement(type, type.value);
      return;
    case 'struct':
      for (const field of type.fields) checkType(field.type, true);
  }
}

function checkElement(whole: DataType, element: DataType): void {
  if (isMetricOnly(element)) throw analysisError(`Invalid data type: ${typeText(whole, 'full')}`);
  checkType(element, true);
}

function checkLength(type: Extract<DataType, { kind: 'string' }>, isNested: boolean): void {
  const { length } = type;
  if (length === undefined || length === '*') return;
  const name = { CHAR: 'Char', VARCHAR: 'Varchar', VARBINARY: 'VARBINARY', BINARY: 'VARBINARY' }[type.name];
  // At the top level a frontend takes VARCHAR(0).
  if (length < 1 && (isNested || type.name === 'CHAR')) throw analysisError(`${name} size must be > 0: ${length}`);
  const most = type.name === 'CHAR' ? 255 : MAX_VARCHAR_LENGTH;
  if (length > most) throw analysisError(`${name} size must be <= ${most}: ${length}`);
}

function checkDecimal(type: Extract<DataType, { kind: 'decimal' }>): void {
  const { precision, scale } = decimalShape(type);
  const most = DECIMAL_LIMITS[type.name];
  if (type.name === 'DECIMALV2') {
    if (precision < 1 || precision > most)
      throw analysisError(`Precision of DECIMALV2 must between 1 and 27, precision was set to: ${precision}.`);
    return;
  }
  if (precision < 1 || precision > most) throw new SqlError(1064, `DECIMAL's precision should range from 1 to ${most}`);
  if (scale < 0 || scale > precision)
    throw new SqlError(1064, `DECIMAL's scale should be less than or equal to precision`);
}
