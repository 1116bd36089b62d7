import { ColumnType } from './constants';
import { PayloadReader } from './packet';

/** A parameter of a prepared statement. */
export type ParameterValue = null | string | number | bigint;

/** Types of the parameters as a client last sent them: it may leave them out when it executes again. */
export type ParameterTypes = readonly { readonly type: number; readonly unsigned: boolean }[];

/** Reads the parameters of COM_STMT_EXECUTE, after the statement's id, flags and iteration count. */
export function readParameters(
  payload: Buffer,
  count: number,
  known: ParameterTypes,
  longData: ReadonlyMap<number, Buffer>,
): { readonly values: readonly ParameterValue[]; readonly types: ParameterTypes } {
  if (count === 0) return { values: [], types: known };
  const reader = new PayloadReader(payload);
  const nulls = reader.bytes((count + 7) >> 3);
  const bound = reader.uint8() === 1;
  const types = bound
    ? Array.from({ length: count }, () => ({ type: reader.uint8(), unsigned: (reader.uint8() & 0x80) !== 0 }))
    : known;
  const values = types.map(({ type, unsigned }, index) => {
    const long = longData.get(index);
    if (long !== undefined) return long.toString('utf8');
    const isNull = ((nulls[index >> 3] ?? 0) & (1 << (index & 7))) !== 0;
    return isNull ? null : readValue(reader, type, unsigned);
  });
  return { values, types };
}

function readValue(reader: PayloadReader, type: number, unsigned: boolean): ParameterValue {
  switch (type) {
    case ColumnType.NULL:
      return null;
    case ColumnType.TINY:
      return unsigned ? reader.uint8() : reader.int8();
    case ColumnType.SHORT:
    case ColumnType.YEAR:
      return unsigned ? reader.uint16() : reader.int16();
    case ColumnType.LONG:
    case ColumnType.INT24:
      return unsigned ? reader.uint32() : reader.int32();
    case ColumnType.LONGLONG:
      return unsigned ? reader.uint64() : reader.int64();
    case ColumnType.FLOAT:
      return reader.float();
    case ColumnType.DOUBLE:
      return reader.double();
    case ColumnType.DATE:
    case ColumnType.DATETIME:
    case ColumnType.TIMESTAMP:
      return readDateTime(reader);
    case ColumnType.TIME:
      return readTime(reader);
    default:
      return reader.lengthCodedBytes().toString('utf8');
  }
}

function two(value: number): string {
  return String(value).padStart(2, '0');
}

function readDateTime(reader: PayloadReader): string {
  const size = reader.uint8();
  if (size === 0) return '0000-00-00 00:00:00';
  const date = `${String(reader.uint16()).padStart(4, '0')}-${two(reader.uint8())}-${two(reader.uint8())}`;
  if (size === 4) return date;
  const time = `${two(reader.uint8())}:${two(reader.uint8())}:${two(reader.uint8())}`;
  const fraction = size > 7 ? reader.uint32() : 0;
  return fraction === 0 ? `${date} ${time}` : `${date} ${time}.${String(fraction).padStart(6, '0')}`;
}

function readTime(reader: PayloadReader): string {
  const size = reader.uint8();
  if (size === 0) return '00:00:00';
  const sign = reader.uint8() === 1 ? '-' : '';
  const hours = reader.uint32() * 24 + reader.uint8();
  const text = `${sign}${two(hours)}:${two(reader.uint8())}:${two(reader.uint8())}`;
  return size > 8 ? `${text}.${String(reader.uint32()).padStart(6, '0')}` : text;
}
