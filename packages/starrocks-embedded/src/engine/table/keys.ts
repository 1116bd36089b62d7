import type { DataType, KeyDefinition, KeyModel } from '@strata/starrocks-sql';

import { SqlError, analysisError } from '../../errors';
import type { ColumnRecord } from '../../storage/model';
import { typeText } from '../../storage/types';
import { isMetricOnly, isSimple } from './type-checks';
import { typeLabel } from './type-names';

export interface Keys {
  readonly model: KeyModel;
  readonly keys: readonly string[];
}

const ORDER =
  'Key columns must be the first few columns of the schema and the order  of the key columns must be consistent with the order of the schema';

export function findColumn(columns: readonly ColumnRecord[], name: string): ColumnRecord | undefined {
  const lower = name.toLowerCase();
  return columns.find((column) => column.name.toLowerCase() === lower);
}

/** Model and key columns of a new table. */
export function readKeys(key: KeyDefinition | undefined, columns: readonly ColumnRecord[]): Keys {
  const seen = new Set<string>();
  for (const { name } of columns) {
    if (seen.has(name.toLowerCase())) throw new SqlError(1060, `Duplicate column name '${name}'`);
    seen.add(name.toLowerCase());
  }
  if (key !== undefined) return declaredKeys(key, columns);
  if (columns.some((column) => column.aggregation !== undefined)) return aggregateKeys(columns);
  return { model: 'DUPLICATE', keys: defaultKeys(columns) };
}

/** Columns with an aggregation and no key make an aggregate table of the others. */
function aggregateKeys(columns: readonly ColumnRecord[]): Keys {
  const keys = columns.filter((column) => column.aggregation === undefined).map((column) => column.name);
  if (keys.length === 0) throw analysisError('The number of key columns is 0.');
  if (keys.some((name, index) => columns[index]?.name !== name)) throw analysisError(ORDER);
  return { model: 'AGGREGATE', keys };
}

function declaredKeys(key: KeyDefinition, columns: readonly ColumnRecord[]): Keys {
  const keys = key.columns.map((name) => {
    const column = findColumn(columns, name);
    if (column === undefined) throw analysisError(`Key column(${name}) doesn't exist`);
    return column.name;
  });
  if (keys.some((name, index) => columns[index]?.name !== name)) throw analysisError(ORDER);
  for (const column of columns.slice(0, keys.length)) checkKey(key.model, column);
  return { model: key.model, keys };
}

function checkKey(model: KeyModel, column: ColumnRecord): void {
  const { type, name } = column;
  if (column.aggregation !== undefined) throw analysisError(`Key column[${name}] should not specify aggregate type`);
  if (model === 'PRIMARY' && !mayBePrimary(type))
    throw analysisError(`primary key column[${name}] type not supported: ${typeText(type, 'full')}`);
  if (mayBeKey(type)) return;
  const advice = isSimple(type, 'FLOAT', 'DOUBLE') ? ', use decimal instead' : '';
  throw analysisError(`Invalid data type of key column '${name}': '${typeLabel(type)}'${advice}`);
}

function mayBePrimary(type: DataType): boolean {
  if (isSimple(type, 'BOOLEAN', 'TINYINT', 'SMALLINT', 'INT', 'BIGINT', 'LARGEINT', 'DATE', 'DATETIME', 'STRING'))
    return true;
  return type.kind === 'string' && type.name !== 'CHAR';
}

export function mayBeKey(type: DataType): boolean {
  if (type.kind === 'simple')
    return !isMetricOnly(type) && !['FLOAT', 'DOUBLE', 'JSON', 'VARIANT', 'TIME'].includes(type.name);
  if (type.kind === 'string') return true;
  return type.kind === 'decimal';
}

/** Bytes of an index entry that the default key of a duplicate-key table may have. */
const SHORT_KEY_BYTES = 36;

const BYTES: Readonly<Record<string, number>> = {
  BOOLEAN: 1,
  TINYINT: 1,
  SMALLINT: 2,
  INT: 4,
  BIGINT: 8,
  LARGEINT: 16,
  DATE: 3,
  DATETIME: 8,
};

function keyBytes(type: DataType): number {
  if (type.kind === 'simple') return BYTES[type.name] ?? 16;
  if (type.kind === 'decimal') return 16;
  if (type.kind !== 'string') return 16;
  return typeof type.length === 'number' ? type.length : SHORT_KEY_BYTES;
}

/** Without a key the first columns are it: up to three in 36 bytes, the first text ends them. */
function defaultKeys(columns: readonly ColumnRecord[]): readonly string[] {
  const keys: string[] = [];
  let bytes = 0;
  for (const { name, type } of columns) {
    bytes += keyBytes(type);
    if (!mayBeKey(type) || keys.length === 3 || (bytes > SHORT_KEY_BYTES && keys.length > 0)) break;
    keys.push(name);
    if (type.kind === 'string' ? type.name !== 'CHAR' : isSimple(type, 'STRING')) break;
  }
  if (keys.length === 0) {
    const first = columns[0];
    throw analysisError(`Data type of first column cannot be ${first === undefined ? 'empty' : typeLabel(first.type)}`);
  }
  return keys;
}
