import type { DataType, KeyModel, PartitionScheme, RangePartition, SqlText } from '@strata/starrocks-sql';

import type { SqlError } from '../../errors';
import { analysisError } from '../../errors';
import type { ColumnRecord } from '../../storage/model';
import type { ServerContext } from '../context';
import type { ObjectName } from '../targets';
import { checkGenerated, expressionType, quotedExpression } from './generated';
import { findColumn } from './keys';
import { isSimple } from './type-checks';
import { typeLabel } from './type-names';

/** The scheme as a frontend keeps it, and the columns with those that it adds for expressions. */
export function partitionColumns(
  context: ServerContext,
  target: ObjectName,
  scheme: PartitionScheme | undefined,
  columns: readonly ColumnRecord[],
): { readonly scheme: PartitionScheme | undefined; readonly columns: readonly ColumnRecord[] } {
  for (const column of columns) checkGenerated(context, target, columns, column);
  if (scheme?.kind !== 'expression') return { scheme, columns };
  const [only] = scheme.expressions;
  if (scheme.expressions.length === 1 && only !== undefined) {
    const text = rangeFunction(columns, only.text);
    if (text !== undefined) return { scheme: { ...scheme, expressions: [{ ...only, text }] }, columns };
  }
  const added: ColumnRecord[] = [];
  const expressions = scheme.expressions.map((expression): SqlText => {
    const plain = expression.text.replaceAll('`', '');
    const column = findColumn(columns, plain);
    if (column !== undefined) return { ...expression, text: column.name };
    if (!expression.text.includes('('))
      throw analysisError(`Partition column[${plain}] does not exist in column list.`);
    const name = `__generated_partition_column_${added.length}`;
    added.push(generatedColumn(context, target, columns, name, expression.text));
    return { ...expression, text: name };
  });
  return { scheme: { ...scheme, expressions }, columns: [...columns, ...added] };
}

function generatedColumn(
  context: ServerContext,
  target: ObjectName,
  columns: readonly ColumnRecord[],
  name: string,
  text: string,
): ColumnRecord {
  const type = expressionType(context, target, columns, text) ?? { kind: 'string', name: 'VARCHAR', length: '*' };
  const stored: DataType = type.kind === 'string' ? { kind: 'string', name: 'VARCHAR', length: '*' } : type;
  if (!mayPartition(stored)) throw invalidColumn(name, stored);
  return {
    name,
    type: stored,
    nullable: true,
    key: false,
    autoIncrement: false,
    generated: quotedExpression(columns, text),
    comment: '',
  };
}

const UNITS = ['year', 'quarter', 'month', 'week', 'day'];

/** `date_trunc('day', d)` and `time_slice(d, 1, 'day', 'floor')`, which make range partitions; undefined for others. */
function rangeFunction(columns: readonly ColumnRecord[], text: string): string | undefined {
  const trunc = /^date_trunc\s*\(\s*(.*)\)$/is.exec(text.trim());
  if (trunc !== null) return truncText(columns, trunc[1] ?? '', text);
  const slice = /^time_slice\s*\(\s*`?([^,`]+)`?\s*,\s*interval\s+(-?\d+)\s+(\w+)\s*(?:,\s*(\w+)\s*)?\)$/is.exec(
    text.trim(),
  );
  if (slice === null) {
    if (/^(str2date|str_to_date)\s*\(/i.test(text.trim()))
      throw analysisError('Only support date_trunc and time_slice as partition expression');
    return undefined;
  }
  const [, name = '', count = '', unit = '', bound = 'floor'] = slice;
  const column = findColumn(columns, name.trim());
  if (column === undefined) throw analysisError(`Partition column[${name.trim()}] does not exist in column list.`);
  if (bound.toLowerCase() !== 'floor') return undefined;
  return `time_slice(${column.name}, ${count}, '${unit.toLowerCase()}', 'floor')`;
}

function truncText(columns: readonly ColumnRecord[], inner: string, text: string): string {
  const match = /^(['"])(\w+)\1\s*,\s*`?([^`()]+?)`?\s*$/s.exec(inner);
  if (match === null) {
    if (/^(['"])\w+\1\s*$/.test(inner)) throw analysisError('No matching function with signature: date_trunc(varchar)');
    throw analysisError('date_trunc requires first parameter must be a string constant');
  }
  const unit = (match[2] ?? '').toLowerCase();
  const name = (match[3] ?? '').trim();
  const column = findColumn(columns, name);
  if (column === undefined) throw analysisError(`Partition column[${name}] does not exist in column list.`);
  const isDate = isSimple(column.type, 'DATE');
  if (!UNITS.includes(unit) && (isDate || !['hour', 'minute', 'second'].includes(unit)))
    throw analysisError("date_trunc function can't support argument other than year|quarter|month|week|day");
  if (!isDate && !isSimple(column.type, 'DATETIME'))
    throw analysisError(`Unsupported partition type ${typeLabel(column.type)} for function ${text}`);
  return `date_trunc('${unit}', ${column.name})`;
}

/** Whether a column of the type may be a partition column. */
function mayPartition(type: DataType): boolean {
  if (type.kind === 'string') return type.name !== 'VARBINARY' && type.name !== 'BINARY';
  return (
    type.kind === 'simple' && !['FLOAT', 'DOUBLE', 'BITMAP', 'HLL', 'PERCENTILE', 'TIME', 'VARIANT'].includes(type.name)
  );
}

function invalidColumn(name: string, type: DataType): SqlError {
  return analysisError(`Invalid partition column '${name}': invalid data type ${typeLabel(type)}`);
}

interface Target {
  readonly model: KeyModel;
  readonly keys: readonly string[];
  readonly columns: readonly ColumnRecord[];
}

/** Names of the columns that a scheme partitions by. */
export function schemeColumns(scheme: PartitionScheme): readonly string[] {
  switch (scheme.kind) {
    case 'range':
    case 'list':
      return scheme.columns;
    case 'range-expression':
      return [];
    case 'expression':
      return scheme.expressions.map(
        ({ text }) => /^date_trunc\('\w+', (.*)\)$/.exec(text)?.[1] ?? /^time_slice\(([^,]+),/.exec(text)?.[1] ?? text,
      );
  }
}

/** @throws SqlError when a table cannot be partitioned so. */
export function checkPartitionScheme(table: Target, scheme: PartitionScheme | undefined): void {
  if (scheme === undefined) return;
  const seen = new Set<string>();
  for (const name of schemeColumns(scheme)) {
    const column = findColumn(table.columns, name);
    if (column === undefined) throw analysisError(`Partition column[${name}] does not exist in column list.`);
    if (seen.has(column.name)) throw analysisError(`Duplicated partition column ${name}`);
    seen.add(column.name);
    const isRange = scheme.kind === 'range';
    const isText = column.type.kind === 'string' || isSimple(column.type, 'STRING', 'JSON', 'BOOLEAN');
    if (!mayPartition(column.type) || (isRange && isText)) throw invalidColumn(name, column.type);
    if (table.model !== 'DUPLICATE' && !table.keys.includes(column.name) && column.generated === undefined)
      throw analysisError(
        "The partition column could not be aggregated column and unique table's partition column must be key column",
      );
  }
  if (scheme.kind === 'list') return;
  const kinds = new Set(scheme.partitions.map(method));
  if (kinds.size > 1) throw analysisError('You can only use one of these methods to create partitions');
}

/** How the bounds of a partition are given; all of a table are given alike. */
function method(partition: RangePartition): string {
  if (partition.kind === 'multi-range-partition') return 'every';
  return partition.bound.kind === 'between' ? 'between' : 'less-than';
}
