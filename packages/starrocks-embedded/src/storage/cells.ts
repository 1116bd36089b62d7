import { DuckDBTypeId } from '@duckdb/node-api';
import type { DuckDBType, DuckDBValue } from '@duckdb/node-api';

import { ColumnType } from '../protocol/constants';
import { resultColumn } from '../protocol/result';
import type { Cell, ResultColumn } from '../protocol/result';

/** Prints values of one DuckDB type as StarRocks' text protocol does. */
type CellFormatter = (value: DuckDBValue) => Cell;

export function formatterOf(type: DuckDBType): CellFormatter {
  const text = textFormatter(type);
  return (value) => (value === null || value === undefined ? null : text(value));
}

function textFormatter(type: DuckDBType): (value: DuckDBValue) => string | Buffer {
  switch (type.typeId) {
    case DuckDBTypeId.BOOLEAN:
      return (value) => (value === true ? '1' : '0');
    case DuckDBTypeId.FLOAT:
      return (value) => floatText(Number(value), true);
    case DuckDBTypeId.DOUBLE:
      return (value) => floatText(Number(value), false);
    case DuckDBTypeId.TIMESTAMP:
    case DuckDBTypeId.TIMESTAMP_TZ:
      return (value) => timestampText((value as { readonly micros: bigint }).micros);
    case DuckDBTypeId.BLOB:
      return (value) => Buffer.from((value as { readonly bytes: Uint8Array }).bytes);
    case DuckDBTypeId.LIST:
    case DuckDBTypeId.ARRAY:
    case DuckDBTypeId.MAP:
    case DuckDBTypeId.STRUCT: {
      const nested = nestedFormatter(type);
      return (value) => nested(value);
    }
    default:
      return (value) => (typeof value === 'string' ? value : String(value));
  }
}

function nestedFormatter(type: DuckDBType): (value: DuckDBValue) => string {
  const inner = innerFormatter(type);
  return (value) => (value === null || value === undefined ? 'null' : inner(value));
}

function innerFormatter(type: DuckDBType): (value: DuckDBValue) => string {
  switch (type.typeId) {
    case DuckDBTypeId.LIST:
    case DuckDBTypeId.ARRAY: {
      const element = nestedFormatter(type.valueType);
      return (value) => `[${(value as { readonly items: readonly DuckDBValue[] }).items.map(element).join(',')}]`;
    }
    case DuckDBTypeId.MAP: {
      const key = nestedFormatter(type.keyType);
      const item = nestedFormatter(type.valueType);
      return (value) => {
        const { entries } = value as {
          readonly entries: readonly { readonly key: DuckDBValue; readonly value: DuckDBValue }[];
        };
        return `{${entries.map((entry) => `${key(entry.key)}:${item(entry.value)}`).join(',')}}`;
      };
    }
    case DuckDBTypeId.STRUCT: {
      const fields = type.entryNames.map((name, index) => {
        const entry = type.entryTypes[index];
        return { name, format: entry === undefined ? String : nestedFormatter(entry) };
      });
      return (value) => {
        const { entries } = value as { readonly entries: Readonly<Record<string, DuckDBValue>> };
        return `{${fields.map(({ name, format }) => `${JSON.stringify(name)}:${format(entries[name] ?? null)}`).join(',')}}`;
      };
    }
    case DuckDBTypeId.VARCHAR:
      return type.alias === 'JSON' ? String : (value) => `"${String(value)}"`;
    case DuckDBTypeId.DATE:
      return (value) => `"${String(value)}"`;
    case DuckDBTypeId.TIMESTAMP: {
      const text = textFormatter(type);
      return (value) => `"${String(text(value))}"`;
    }
    default: {
      const text = textFormatter(type);
      return (value) => String(text(value));
    }
  }
}

/** Shortest text that reads back as the same number. */
function floatText(value: number, single: boolean): string {
  if (Number.isNaN(value)) return 'nan';
  if (!Number.isFinite(value)) return value > 0 ? 'inf' : '-inf';
  if (!single) return String(value);
  for (let digits = 6; digits <= 9; digits += 1) {
    const text = value.toPrecision(digits);
    if (Math.fround(Number(text)) === value) return String(Number(text));
  }
  return String(value);
}

function timestampText(micros: bigint): string {
  const fraction = ((micros % 1_000_000n) + 1_000_000n) % 1_000_000n;
  const seconds = (micros - fraction) / 1_000_000n;
  const text = new Date(Number(seconds) * 1000).toISOString().slice(0, 19).replace('T', ' ');
  return fraction === 0n ? text : `${text}.${String(fraction).padStart(6, '0')}`;
}

/** Column of a result for a DuckDB column. */
export function columnFor(name: string, type: DuckDBType): ResultColumn {
  switch (type.typeId) {
    case DuckDBTypeId.BOOLEAN:
    case DuckDBTypeId.TINYINT:
      return resultColumn(name, ColumnType.TINY);
    case DuckDBTypeId.SMALLINT:
    case DuckDBTypeId.UTINYINT:
      return resultColumn(name, ColumnType.SHORT);
    case DuckDBTypeId.INTEGER:
    case DuckDBTypeId.USMALLINT:
      return resultColumn(name, ColumnType.LONG);
    case DuckDBTypeId.BIGINT:
    case DuckDBTypeId.UINTEGER:
      return resultColumn(name, ColumnType.LONGLONG);
    case DuckDBTypeId.FLOAT:
      return resultColumn(name, ColumnType.FLOAT);
    case DuckDBTypeId.DOUBLE:
      return resultColumn(name, ColumnType.DOUBLE);
    case DuckDBTypeId.DECIMAL:
      return resultColumn(name, ColumnType.NEWDECIMAL, type.scale);
    case DuckDBTypeId.DATE:
      return resultColumn(name, ColumnType.DATE);
    case DuckDBTypeId.TIMESTAMP:
    case DuckDBTypeId.TIMESTAMP_TZ:
      return resultColumn(name, ColumnType.DATETIME);
    case DuckDBTypeId.TIME:
      return resultColumn(name, ColumnType.TIME);
    case DuckDBTypeId.HUGEINT:
    case DuckDBTypeId.UBIGINT:
      return resultColumn(name, ColumnType.STRING);
    case DuckDBTypeId.BLOB:
      return resultColumn(name, ColumnType.BLOB);
    default:
      return resultColumn(name, ColumnType.VAR_STRING);
  }
}
