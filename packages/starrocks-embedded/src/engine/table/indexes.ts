import type { IndexDefinition, KeyModel } from '@strata/starrocks-sql';

import { SqlError, analysisError } from '../../errors';
import type { ColumnRecord } from '../../storage/model';
import { findColumn } from './keys';
import { isMetricOnly, isSimple, isText } from './type-checks';
import { typeLabel } from './type-names';

/** What an index is checked against. */
interface IndexTarget {
  readonly name: string;
  readonly model: KeyModel;
  readonly keys: readonly string[];
  readonly columns: readonly ColumnRecord[];
}

/** @throws SqlError when a table cannot have the index. */
export function checkIndex(target: IndexTarget, index: IndexDefinition): void {
  const type = index.type ?? 'BITMAP';
  if (index.name.length > 64) throw analysisError('index name too long, the index name length at most is 64.');
  if (index.columns.length !== 1) throw analysisError(`${index.name} index can only apply to a single column.`);
  const [name = ''] = index.columns;
  const column = findColumn(target.columns, name);
  if (column === undefined) throw analysisError(`can not find column by name: ${name}, from table: ${target.name}`);
  switch (type) {
    case 'BITMAP':
      checkBitmap(target, column);
      return;
    case 'NGRAMBF':
      checkNgram(target, column, index);
      return;
    case 'GIN':
      checkInverted(target, column);
      return;
    default:
      throw analysisError('The vector index does not support shared data mode');
  }
}

function isValueOfMerged(target: IndexTarget, column: ColumnRecord): boolean {
  return (target.model === 'UNIQUE' || target.model === 'AGGREGATE') && !target.keys.includes(column.name);
}

function checkBitmap(target: IndexTarget, column: ColumnRecord): void {
  const { type } = column;
  if (isValueOfMerged(target, column)) {
    throw analysisError(
      `BITMAP index only used in columns of DUP_KEYS/PRIMARY_KEYS table or key columns of UNIQUE_KEYS/AGG_KEYS table. invalid column: ${column.name}`,
    );
  }
  const indexable =
    type.kind === 'decimal' ||
    (type.kind === 'string' && isText(type)) ||
    (type.kind === 'simple' &&
      !isMetricOnly(type) &&
      !['JSON', 'VARIANT', 'TIME', 'FLOAT', 'DOUBLE'].includes(type.name));
  if (indexable) return;
  const label = type.kind === 'simple' ? typeLabel(type) : 'INVALID_TYPE';
  throw analysisError(`${label} is not supported in bitmap index. invalid column: ${column.name}`);
}

function checkNgram(target: IndexTarget, column: ColumnRecord, index: IndexDefinition): void {
  if (isValueOfMerged(target, column)) {
    throw analysisError(
      `Ngram Bloom filter index only used in columns of DUP_KEYS/PRIMARY table or key columns of UNIQUE_KEYS/AGG_KEYS table. invalid column: ${column.name}`,
    );
  }
  if (!isText(column.type))
    throw analysisError(
      `Invalid ngram bloom filter column '${column.name}': unsupported type ${typeLabel(column.type)}`,
    );
  for (const { key, value } of index.properties) {
    if (key === 'gram_num') checkGram(value);
    if (key === 'bloom_filter_fpp') checkBloomRate(value);
  }
}

function checkGram(value: string): void {
  if (!/^-?\d+$/.test(value)) throw new SqlError(1064, `For input string: "${value}"`);
  if (Number(value) < 1) throw analysisError("Ngram Bloom filter's gram_num should be positive number");
}

/** @throws SqlError when a rate of false positives is out of range. */
export function checkBloomRate(value: string): void {
  const rate = Number(value);
  if (value.trim() === '' || Number.isNaN(rate)) throw analysisError('Bloom filter fpp is not Double');
  if (rate < 0.0001 || rate > 0.05) throw analysisError('Bloom filter fpp should in [1.0E-4, 0.05]');
}

function checkInverted(target: IndexTarget, column: ColumnRecord): void {
  if (target.model === 'UNIQUE' || target.model === 'AGGREGATE')
    throw analysisError('The inverted index can only be build on DUPLICATE/PRIMARY_KEYS table.');
  if (!isText(column.type))
    throw analysisError('The inverted index can only be build on column with type of CHAR/STRING/VARCHAR type.');
  throw analysisError(
    'The inverted index is disabled, enable it by setting FE config `enable_experimental_gin` to true',
  );
}

/** @throws SqlError when two indexes of a new table are in each other's way. */
export function checkIndexNames(indexes: readonly IndexDefinition[]): void {
  const names = indexes.map((index) => index.name.toLowerCase());
  if (new Set(names).size < names.length) throw analysisError('index name must be unique');
  const columns = indexes.map((index) => index.columns.join(',').toLowerCase());
  if (new Set(columns).size < columns.length)
    throw analysisError('same index columns have multiple index name is not allowed');
}

/** @throws SqlError when a table cannot have a bloom filter on the columns. */
export function checkBloomColumns(columns: readonly ColumnRecord[], names: readonly string[]): void {
  for (const name of names) {
    const column = findColumn(columns, name);
    if (column === undefined) throw new SqlError(1064, `Invalid bloom filter column '${name}': not exists`);
    const { type } = column;
    const bad =
      type.kind !== 'decimal' &&
      !isText(type) &&
      !isSimple(type, 'SMALLINT', 'INT', 'BIGINT', 'LARGEINT', 'DATE', 'DATETIME');
    if (bad) throw new SqlError(1064, `Invalid bloom filter column '${name}': unsupported type ${typeLabel(type)}`);
  }
}
