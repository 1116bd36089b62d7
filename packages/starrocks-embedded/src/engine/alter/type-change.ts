import type { DataType } from '@strata/starrocks-sql';

import { SqlError } from '../../errors';
import { decimalShape, textLimit, typeText } from '../../storage/types';
import { isText } from '../table/type-checks';
import { typeLabel } from '../table/type-names';

/** Whether a change of type only touches metadata, or the data is written anew. */
type TypeChange = 'same' | 'fast' | 'rewrite';

const FAST: Readonly<Record<string, string>> = {
  TINYINT: 'SMALLINT INT BIGINT LARGEINT FLOAT DOUBLE',
  SMALLINT: 'INT BIGINT LARGEINT DOUBLE',
  INT: 'BIGINT LARGEINT DOUBLE',
  BIGINT: 'LARGEINT DOUBLE',
  FLOAT: 'DOUBLE',
  DATE: 'DATETIME',
};

const REWRITE: Readonly<Record<string, string>> = { INT: 'DATE', DATETIME: 'DATE' };

/** Texts turn into these by reading every value. */
const FROM_TEXT = 'TINYINT SMALLINT INT BIGINT LARGEINT FLOAT DOUBLE DATE JSON';
const TO_TEXT = 'TINYINT SMALLINT INT BIGINT LARGEINT FLOAT DOUBLE';

const includes = (list: string | undefined, name: string): boolean => list?.split(' ').includes(name) === true;

/** How a column gets from one type to another. @throws SqlError when it cannot. */
export function typeChange(from: DataType, to: DataType): TypeChange {
  if (typeText(from, 'full') === typeText(to, 'full')) return 'same';
  if (isText(from) && isText(to)) return textChange(from, to);
  if (from.kind === 'decimal' && to.kind === 'decimal') {
    const a = decimalShape(from);
    const b = decimalShape(to);
    if (a.scale <= b.scale && a.precision - a.scale <= b.precision - b.scale) return 'rewrite';
    throw refused(from, to);
  }
  if (isText(from)) {
    if (to.kind === 'decimal' || (to.kind === 'simple' && includes(FROM_TEXT, to.name))) return 'rewrite';
    throw refused(from, to);
  }
  if (isText(to)) return toText(from, to);
  if (from.kind !== 'simple' || to.kind !== 'simple') throw refused(from, to);
  if (includes(FAST[from.name], to.name)) return 'fast';
  if (includes(REWRITE[from.name], to.name)) return 'rewrite';
  throw refused(from, to);
}

function isChar(type: DataType): boolean {
  return type.kind === 'string' && type.name === 'CHAR';
}

function textChange(from: DataType, to: DataType): TypeChange {
  if (isChar(to) && !isChar(from)) throw refused(from, to);
  if ((textLimit(to) ?? 0) < (textLimit(from) ?? 0)) throw new SqlError(1064, 'Cannot shorten string length');
  return 'fast';
}

function toText(from: DataType, to: DataType): TypeChange {
  if (isChar(to)) throw refused(from, to);
  if (from.kind === 'decimal') return 'rewrite';
  if (from.kind !== 'simple') throw refused(from, to);
  if (from.name === 'JSON') {
    if ((textLimit(to) ?? 0) < 1024) throw new SqlError(1064, 'JSON needs minimum length of 1024');
    return 'fast';
  }
  if (includes(TO_TEXT, from.name)) return 'rewrite';
  throw refused(from, to);
}

function refused(from: DataType, to: DataType): SqlError {
  return new SqlError(1064, `Can not change ${typeLabel(from)} to ${typeLabel(to)}`);
}
