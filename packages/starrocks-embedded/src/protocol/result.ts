import { CHARSET_BINARY, CHARSET_UTF8, ColumnType } from './constants';
import type { ColumnTypeCode } from './constants';

/** A value of a result as the text protocol sends it. */
export type Cell = string | Buffer | null;
export type Row = readonly Cell[];

export interface ResultColumn {
  readonly name: string;
  readonly type: ColumnTypeCode;
  /** Digits after the point: 0 for whole numbers, 31 where they vary. */
  readonly decimals: number;
  /** Longest text of a value, in bytes. */
  readonly length: number;
  readonly charset: number;
}

/** What one statement answers. */
export type StatementResult =
  | {
      readonly kind: 'ok';
      readonly affectedRows: number;
      readonly info: string;
      /** @default 0 */
      readonly warnings?: number;
    }
  | {
      readonly kind: 'rows';
      readonly columns: readonly ResultColumn[];
      /** Batches of rows; a failure while reading ends the result with an error. */
      readonly batches: AsyncIterable<readonly Row[]> | Iterable<readonly Row[]>;
    };

export const OK: StatementResult = { kind: 'ok', affectedRows: 0, info: '' };

const LENGTHS: Readonly<Partial<Record<ColumnTypeCode, number>>> = {
  [ColumnType.TINY]: 4,
  [ColumnType.SHORT]: 6,
  [ColumnType.LONG]: 11,
  [ColumnType.LONGLONG]: 20,
  [ColumnType.FLOAT]: 12,
  [ColumnType.DOUBLE]: 22,
  [ColumnType.DATE]: 10,
  [ColumnType.DATETIME]: 26,
  [ColumnType.NEWDECIMAL]: 41,
};

const TEXT_LENGTH = 65_533 * 3;

/** A result column with the length and character set that its type has. */
export function resultColumn(name: string, type: ColumnTypeCode, decimals?: number): ResultColumn {
  const text = type === ColumnType.VAR_STRING || type === ColumnType.STRING;
  const real = type === ColumnType.FLOAT || type === ColumnType.DOUBLE;
  return {
    name,
    type,
    decimals: decimals ?? (real ? 31 : 0),
    length: LENGTHS[type] ?? TEXT_LENGTH,
    charset: text ? CHARSET_UTF8 : CHARSET_BINARY,
  };
}

/** A finished result of text columns, as most SHOW statements answer. */
export function textResult(names: readonly string[], rows: readonly Row[]): StatementResult {
  return { kind: 'rows', columns: names.map((name) => resultColumn(name, ColumnType.VAR_STRING)), batches: [rows] };
}

/** A finished result of given columns. */
export function rowsResult(columns: readonly ResultColumn[], rows: readonly Row[]): StatementResult {
  return { kind: 'rows', columns, batches: [rows] };
}
