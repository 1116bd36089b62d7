import type { SqlError } from '../errors';
import { CHARSET_UTF8, ColumnType, STATUS_AUTOCOMMIT, STATUS_MORE_RESULTS } from './constants';
import { PayloadWriter } from './packet';
import type { ResultColumn, Row } from './result';

function status(more: boolean): number {
  return more ? STATUS_AUTOCOMMIT | STATUS_MORE_RESULTS : STATUS_AUTOCOMMIT;
}

export function okPacket(affectedRows: number, info: string, more: boolean, warnings = 0): Buffer {
  const writer = new PayloadWriter().uint8(0).lengthCodedNumber(affectedRows).lengthCodedNumber(0);
  writer.uint16(status(more)).uint16(Math.min(warnings, 0xffff));
  return (info === '' ? writer : writer.lengthCodedText(info)).finish();
}

export function eofPacket(more: boolean): Buffer {
  return new PayloadWriter().uint8(0xfe).uint16(0).uint16(status(more)).finish();
}

export function errorPacket(error: SqlError): Buffer {
  return new PayloadWriter()
    .uint8(0xff)
    .uint16(error.errorNumber)
    .text(`#${error.sqlState}`)
    .text(error.message)
    .finish();
}

/** Answer to COM_STMT_PREPARE, without the definitions that follow. */
export function preparedPacket(id: number, columns: number, parameters: number): Buffer {
  return new PayloadWriter().uint8(0).uint32(id).uint16(columns).uint16(parameters).uint8(0).uint16(0).finish();
}

export function columnCountPacket(count: number): Buffer {
  return new PayloadWriter().lengthCodedNumber(count).finish();
}

/** Definition of a result column. COM_FIELD_LIST adds the default value. */
export function columnPacket(column: ResultColumn, fieldList: boolean): Buffer {
  const writer = new PayloadWriter()
    .lengthCodedText('def')
    .lengthCodedText('')
    .lengthCodedText('')
    .lengthCodedText('')
    .lengthCodedText(column.name)
    .lengthCodedText(column.name)
    .uint8(0x0c)
    .uint16(column.charset)
    .uint32(column.length)
    .uint8(column.type)
    .uint16(0)
    .uint8(column.decimals)
    .uint16(0);
  if (fieldList) writer.uint8(0xfb);
  return writer.finish();
}

/** Definition of a parameter of a prepared statement: any text. */
export function parameterPacket(): Buffer {
  return columnPacket({ name: '?', type: ColumnType.VAR_STRING, decimals: 0, length: 0, charset: CHARSET_UTF8 }, false);
}

export function textRow(row: Row): Buffer {
  const writer = new PayloadWriter();
  for (const cell of row) {
    if (cell === null) writer.uint8(0xfb);
    else if (typeof cell === 'string') writer.lengthCodedText(cell);
    else writer.lengthCodedBytes(cell);
  }
  return writer.finish();
}

export function binaryRow(row: Row, columns: readonly ResultColumn[]): Buffer {
  const nulls = Buffer.alloc((row.length + 9) >> 3);
  row.forEach((cell, index) => {
    const bit = index + 2;
    if (cell === null) nulls[bit >> 3] = (nulls[bit >> 3] ?? 0) | (1 << (bit & 7));
  });
  const writer = new PayloadWriter().uint8(0).bytes(nulls);
  row.forEach((cell, index) => {
    const column = columns[index];
    if (cell !== null && column !== undefined) binaryCell(writer, cell, column);
  });
  return writer.finish();
}

function binaryCell(writer: PayloadWriter, cell: string | Buffer, column: ResultColumn): void {
  if (typeof cell !== 'string') {
    writer.lengthCodedBytes(cell);
    return;
  }
  switch (column.type) {
    case ColumnType.TINY:
      writer.uint8(Number(cell));
      return;
    case ColumnType.SHORT:
      writer.uint16(Number(cell));
      return;
    case ColumnType.LONG:
    case ColumnType.INT24:
      writer.uint32(Number(cell));
      return;
    case ColumnType.LONGLONG:
      writer.int64(BigInt(cell));
      return;
    case ColumnType.FLOAT:
      writer.float(Number(cell));
      return;
    case ColumnType.DOUBLE:
      writer.double(Number(cell));
      return;
    case ColumnType.DATE:
    case ColumnType.DATETIME:
    case ColumnType.TIMESTAMP:
      binaryDateTime(writer, cell);
      return;
    default:
      writer.lengthCodedText(cell);
  }
}

const DATE_TIME = /^(\d+)-(\d+)-(\d+)(?:[ T](\d+):(\d+):(\d+)(?:\.(\d+))?)?$/;

function binaryDateTime(writer: PayloadWriter, cell: string): void {
  const [, year, month, day, hour, minute, second, fraction] = DATE_TIME.exec(cell) ?? [];
  const micros = fraction === undefined ? 0 : Number(fraction.padEnd(6, '0').slice(0, 6));
  const size = hour === undefined ? 4 : micros === 0 ? 7 : 11;
  writer.uint8(size).uint16(Number(year)).uint8(Number(month)).uint8(Number(day));
  if (size >= 7) writer.uint8(Number(hour)).uint8(Number(minute)).uint8(Number(second));
  if (size === 11) writer.uint32(micros);
}
