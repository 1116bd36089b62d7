import type { Aggregation, ColumnDefinition, DataType, KeyModel } from '@strata/starrocks-sql';

import { SqlError, analysisError } from '../../errors';
import type { ColumnRecord } from '../../storage/model';
import { checkDefault } from './defaults';
import { checkType, isMetricOnly, isNumber, isSimple, isText } from './type-checks';

const RESERVED = new Set(['__op', '__row']);

/** A column as written, before the table's model is known. @throws SqlError for what no table may have. */
export function readColumn(column: ColumnDefinition): ColumnRecord {
  const { name, type } = column;
  if (type === undefined) {
    throw new SqlError(
      1064,
      `Getting syntax error. Detail message: Unsupported type specification: 'Column's type is null and it's not agg state column${name}'.`,
    );
  }
  if (name === '' || name.length > 1024 || /\s$/.test(name))
    throw new SqlError(1166, `Getting analyzing error. Detail message: Incorrect column name '${name}'.`);
  if (RESERVED.has(name.toLowerCase()))
    throw analysisError(`Column name [${name}] is a system reserved name. Please choose a different one.`);
  checkType(type);
  const isNull = column.default?.kind === 'null' && column.nullable !== false;
  return {
    name,
    type,
    nullable: column.autoIncrement ? false : (column.nullable ?? true),
    key: column.key,
    autoIncrement: column.autoIncrement,
    ...(column.aggregation === undefined ? {} : { aggregation: column.aggregation }),
    ...(column.default === undefined || isNull ? {} : { default: column.default }),
    ...(column.generated === undefined ? {} : { generated: column.generated.text }),
    comment: column.comment ?? '',
  };
}

/** @throws SqlError when the aggregation does not fit the type or the model. */
export function checkAggregation(model: KeyModel, column: ColumnRecord, isKey: boolean, prefix = ''): void {
  const { aggregation, type, name } = column;
  if (isKey) return;
  if (model === 'AGGREGATE') {
    if (type.kind === 'aggregate-state') return;
    if (aggregation === undefined)
      throw analysisError(`AGG_KEYS table should specify aggregate type for non-key column[${name}]`);
    if (!fits(aggregation, type))
      throw analysisError(`${prefix}Invalid aggregate function '${aggregation}' for '${name}'`);
    return;
  }
  if (aggregation !== undefined) {
    const models = { DUPLICATE: 'DUP_KEYS', PRIMARY: 'PRIMARY_KEYS', UNIQUE: 'UNIQUE_KEYS' } as const;
    if (model === 'UNIQUE' && aggregation === 'REPLACE') return;
    throw analysisError(`${models[model]} table should not specify aggregate type for non-key column[${name}]`);
  }
  if (isMetricOnly(type) && model === 'DUPLICATE')
    throw analysisError(`${prefix}No aggregate function specified for '${name}'`);
}

function fits(aggregation: Aggregation, type: DataType): boolean {
  switch (aggregation) {
    case 'SUM':
      return isNumber(type);
    case 'MIN':
    case 'MAX':
      return isNumber(type) || isText(type) || isSimple(type, 'DATE', 'DATETIME');
    case 'REPLACE':
    case 'REPLACE_IF_NOT_NULL':
      return true;
    case 'HLL_UNION':
      return isSimple(type, 'HLL');
    case 'BITMAP_UNION':
      return isSimple(type, 'BITMAP');
    case 'PERCENTILE_UNION':
      return isSimple(type, 'PERCENTILE');
    case 'AGG_STATE_UNION':
      return type.kind === 'aggregate-state';
  }
}

/** @throws SqlError for columns that a CREATE TABLE cannot have. */
export function checkColumns(model: KeyModel, columns: readonly ColumnRecord[], keys: readonly string[]): void {
  const numbered = columns.filter((column) => column.autoIncrement);
  if (numbered.some((column) => !isSimple(column.type, 'BIGINT')))
    throw analysisError('The AUTO_INCREMENT column must be BIGINT');
  if (numbered.length > 1) throw analysisError('More than one AUTO_INCREMENT column defined in CREATE TABLE Statement');
  for (const column of columns) {
    checkAggregation(model, column, keys.includes(column.name));
    checkDefault(column);
    if (column.generated !== undefined && !column.nullable)
      throw analysisError('Generated Column must be nullable column');
  }
}
