import type { ColumnDefinition, ColumnPosition, DataType, StructField } from '@strata/starrocks-sql';

import { SqlError, analysisError } from '../../errors';
import type { ColumnRecord } from '../../storage/model';
import { typeText } from '../../storage/types';
import { checkAggregation, readColumn } from '../table/columns';
import { checkDefault } from '../table/defaults';
import { checkGenerated } from '../table/generated';
import { findColumn, mayBeKey } from '../table/keys';
import { schemeColumns } from '../table/partition-scheme';
import { isMetricOnly } from '../table/type-checks';
import { typeLabel } from '../table/type-names';
import { analysis, withoutProperty, needColumn, refuse, replaceColumn, rewrites, setTable } from './draft';
import type { Draft } from './draft';
import { typeChange } from './type-change';

const WRONG = 'Column definition is wrong. ';

export function addColumn(draft: Draft, definition: ColumnDefinition, position: ColumnPosition | undefined): void {
  const { table, context } = draft;
  if (definition.autoIncrement)
    refuse(
      `Getting syntax error. Detail message: Column '${definition.name}' can not be AUTO_INCREMENT when ADD COLUMN.`,
    );
  if (definition.generated !== undefined && position !== undefined)
    refuse('Getting syntax error. Detail message: AFTER can not be set when ADD GENERATED COLUMN.');
  const column = readColumn(definition);
  checkNew(draft, column, position);
  if (findColumn(table.columns, column.name) !== undefined) {
    const twin = table.columns.find((other) => other.name === column.name && !draft.before.columns.includes(other));
    if (twin !== undefined && JSON.stringify(twin) === JSON.stringify(stored(draft, column))) return;
    if (twin !== undefined) refuse(`Repeatedly add same column with different definition: ${column.name}`);
    refuse(`Can not add column which already exists in base table: ${column.name}`);
  }
  const old =
    table.columns.find((other) => other.bornAs?.toLowerCase() === column.name.toLowerCase()) ??
    // A column that this very statement drops still has its id.
    draft.before.columns.find((other) => other.name.toLowerCase() === column.name.toLowerCase());
  if (old !== undefined)
    refuse(
      `Can not add column which already exists in column id: ${column.name}, you can remove \`${old.name}\` ${typeText(old.type, 'full')} ${old.nullable ? 'NULL' : 'NOT NULL'} COMMENT "${old.comment}" and try again.`,
    );
  if (column.default?.kind === 'expression' && /uuid/i.test(column.default.expression.text))
    refuse(`unsupported default expr:${column.default.expression.text.replace(/^\((.*)\)$/, '$1')}`);
  checkGenerated(context, table, table.columns, column);
  place(draft, stored(draft, column), position);
  if (column.generated !== undefined || isKey(draft, column)) rewrites(draft);
  else draft.fast = true;
}

/** Whether an added column becomes part of the key. */
function isKey({ table }: Draft, column: ColumnRecord): boolean {
  return column.key || (table.model === 'AGGREGATE' && column.aggregation === undefined);
}

function stored(draft: Draft, column: ColumnRecord): ColumnRecord {
  return { ...column, key: isKey(draft, column) };
}

function checkNew(draft: Draft, column: ColumnRecord, position: ColumnPosition | undefined): void {
  const { table } = draft;
  const { name, type } = column;
  if (column.key && !mayBeKey(type)) {
    const advice = type.kind === 'simple' && /FLOAT|DOUBLE/.test(type.name) ? ', use decimal instead' : '';
    analysis(`${WRONG}Invalid data type of key column '${name}': '${typeLabel(type)}'${advice}`);
  }
  if (isMetricOnly(type) && column.aggregation === undefined)
    analysis(`${WRONG}No aggregate function specified for '${name}'`);
  if (table.model === 'DUPLICATE' && column.aggregation !== undefined)
    refuse(`Can not assign aggregation method on column in Duplicate data model table: ${name}`);
  if (table.model === 'AGGREGATE') checkAggregation(table.model, column, isKey(draft, column), WRONG);
  checkDefault(column, WRONG);
  if (!column.nullable && column.default === undefined && column.generated === undefined)
    throw analysisError(`Field '${name}' is not null but doesnt have a default value`);
  if (position?.kind === 'first' && table.model === 'PRIMARY') analysis(`Cannot add value column[${name}] at first`);
}

function place(draft: Draft, column: ColumnRecord, position: ColumnPosition | undefined): void {
  const { columns, keys } = draft.table;
  const last = column.key ? keys.length : columns.length;
  const at = position === undefined ? last : position.kind === 'first' ? 0 : after(draft, position.column);
  if (column.key ? at > keys.length : at < keys.length)
    refuse(`Invalid column order. value should be after key. index[${draft.table.name}]`);
  setTable(draft, {
    columns: [...columns.slice(0, at), column, ...columns.slice(at)],
    keys: column.key ? [...keys.slice(0, at), column.name, ...keys.slice(at)] : keys,
  });
}

function after(draft: Draft, name: string): number {
  const column = needColumn(draft, name, `Column[${name}] does not found`);
  return draft.table.columns.indexOf(column) + 1;
}

export function dropColumn(draft: Draft, name: string): void {
  const { table } = draft;
  const column = needColumn(draft, name, `Column does not exists: ${name}`);
  if (isPartitionColumn(draft, column))
    refuse(`Partition column[${column.name}] cannot be dropped. index[${table.name}]`);
  if (table.model === 'PRIMARY') {
    if (column.key) refuse('Can not drop key column in primary data model table');
    if (isSorted(draft, column)) refuse('Can not drop sort column in primary data model table');
  }
  if (column.key && table.model === 'UNIQUE') refuse('Can not drop key column in Unique data model table');
  if (column.key && table.columns.some((other) => /^REPLACE/.test(other.aggregation ?? '')))
    refuse('Can not drop key column when table has value column with REPLACE aggregation method');
  if (isHashed(draft, column)) refuse(`Distribution column[${column.name}] cannot be dropped. index[${table.name}]`);
  const generated = table.columns.find((other) => mentions(other.generated, column.name));
  if (generated !== undefined)
    refuse(
      `Column: ${column.name} can not be dropped, because expression of Generated Column: ${generated.name} will refer to it`,
    );
  const bloom = (table.properties['bloom_filter_columns'] ?? '')
    .split(',')
    .filter((other) => other !== '' && other !== column.name);
  const others = withoutProperty(table.properties, 'bloom_filter_columns');
  setTable(draft, {
    columns: table.columns.filter((other) => other !== column),
    keys: table.keys.filter((key) => key !== column.name),
    orderBy: table.orderBy.filter((item) => item.expression.text.replaceAll('`', '') !== column.name),
    indexes: table.indexes.filter((index) => !index.columns.includes(column.name)),
    rollups: (table.rollups ?? []).map((rollup) => ({
      ...rollup,
      columns: rollup.columns.filter((other) => other.name !== column.name),
    })),
    properties: bloom.length === 0 ? others : { ...others, bloom_filter_columns: bloom.join(',') },
  });
  draft.touched.add(column.name);
  if (column.key) rewrites(draft);
  else draft.fast = true;
}

export function modifyColumn(draft: Draft, definition: ColumnDefinition, position: ColumnPosition | undefined): void {
  const { table } = draft;
  if (definition.autoIncrement)
    refuse(
      `Getting syntax error. Detail message: Column '${definition.name}' can not be AUTO_INCREMENT when MODIFY COLUMN.`,
    );
  const column = readColumn(definition);
  const old = needColumn(draft, column.name, `Column[${column.name}] does not exists`);
  if (table.model === 'PRIMARY' && old.key) refuse(`Can not modify key column: ${old.name} for primary key table`);
  if (table.model === 'PRIMARY' && isSorted(draft, old))
    refuse('Can not modify sort column in primary data model table');
  if (old.generated === undefined && column.generated !== undefined)
    refuse('Can not modify a non-generated column to a generated column');
  if (table.columns.some((other) => mentions(other.generated, old.name)))
    refuse(`Do not support modify column: ${old.name}, because it associates with the generated column`);
  if (isPartitionColumn(draft, old)) refuse(`Can not modify partition column[${old.name}]. index[${table.name}]`);
  if (isHashed(draft, old) && typeText(old.type, 'full') !== typeText(column.type, 'full'))
    refuse(`Can not modify distribution column[${old.name}]. index[${table.name}]`);
  if ((old.aggregation ?? '') !== (column.aggregation ?? '')) refuse('Can not change aggregation type');
  const change = typeChange(old.type, column.type);
  if (old.nullable && !column.nullable) refuse('Can not change from nullable to non-nullable');
  if (defaultText(old) !== defaultText(column)) refuse('Can not change default value');
  checkDefault(column);
  const next: ColumnRecord = {
    ...column,
    name: old.name,
    key: old.key,
    ...(old.bornAs === undefined ? {} : { bornAs: old.bornAs }),
  };
  replaceColumn(draft, old, next);
  if (position !== undefined) move(draft, next, position);
  draft.touched.add(old.name);
  if (change === 'rewrite' || old.key || column.generated !== old.generated) rewrites(draft);
  else draft.fast = true;
}

function move(draft: Draft, column: ColumnRecord, position: ColumnPosition): void {
  if (position.kind === 'after' && findColumn(draft.table.columns, position.column) === undefined)
    refuse('Cannot invoke "com.starrocks.catalog.Column.isGeneratedColumn()" because "afterColumn" is null');
  setTable(draft, {
    columns: draft.table.columns.filter((other) => other !== column),
    keys: draft.table.keys.filter((key) => key !== column.name),
  });
  place(draft, column, position);
}

function defaultText(column: ColumnRecord): string {
  const value = column.default;
  switch (value?.kind) {
    case undefined:
    case 'null':
      return '';
    case 'string':
      return `'${value.value}`;
    case 'current-timestamp':
      return 'now';
    case 'expression':
      return value.expression.text;
  }
}

export function renameColumn(draft: Draft, from: string, to: string): void {
  const { table } = draft;
  const column = needColumn(draft, from, `Column[${from}] does not exists`);
  if (findColumn(table.columns, to) !== undefined) throw new SqlError(1060, `Duplicate column name '${to}'`);
  const rename = (name: string): string => (name === column.name ? to : name);
  const renameText = (text: string): string =>
    text.replace(new RegExp(`(?<![\\w$])${column.name.replace(/[^\w]/g, '\\$&')}(?![\\w$])`, 'g'), () => to);
  const { partition, distribution } = table;
  const bloom = table.properties['bloom_filter_columns'];
  setTable(draft, {
    columns: table.columns.map((other) =>
      other === column
        ? { ...column, name: to, bornAs: column.bornAs ?? column.name }
        : { ...other, ...(other.generated === undefined ? {} : { generated: renameText(other.generated) }) },
    ),
    keys: table.keys.map(rename),
    orderBy: table.orderBy.map((item) => ({
      ...item,
      expression: { ...item.expression, text: renameText(item.expression.text) },
    })),
    indexes: table.indexes.map((index) => ({ ...index, columns: index.columns.map(rename) })),
    ...(distribution.kind === 'hash'
      ? { distribution: { ...distribution, columns: distribution.columns.map(rename) } }
      : {}),
    ...(partition === undefined
      ? {}
      : {
          partition:
            partition.kind === 'range' || partition.kind === 'list'
              ? { ...partition, columns: partition.columns.map(rename) }
              : partition.kind === 'expression'
                ? { ...partition, expressions: partition.expressions.map((e) => ({ ...e, text: renameText(e.text) })) }
                : {
                    ...partition,
                    expression: { ...partition.expression, text: renameText(partition.expression.text) },
                  },
        }),
    ...(bloom === undefined
      ? {}
      : { properties: { ...table.properties, bloom_filter_columns: bloom.split(',').map(rename).join(',') } }),
  });
  draft.touched.add(column.name);
}

/** ORDER BY alone: with all columns their order, else the sort key. */
export function orderColumns(draft: Draft, names: readonly string[]): void {
  const { table } = draft;
  const columns = names.map((name) => needColumn(draft, name, `Column[${name}] not exists`));
  const twice = columns.find((column, index) => columns.indexOf(column) !== index);
  if (twice !== undefined) refuse(`Duplicated column[${twice.name}]`);
  if (columns.length === table.columns.length) {
    if (columns.some((column, index) => column.key && columns.slice(0, index).some((other) => !other.key)))
      refuse(`Invalid column order. value should be after key. index[${table.name}]`);
    setTable(draft, { columns, keys: columns.filter((column) => column.key).map((column) => column.name) });
  } else {
    for (const column of columns)
      if (table.model === 'PRIMARY' && !mayBeKey(column.type))
        refuse(
          `Sort key column[${column.name}] type not supported: ${typeText(column.type, 'full')} in PrimaryKey table`,
        );
    setTable(draft, {
      orderBy: columns.map((column) => ({ expression: { text: column.name, at: { offset: 0, line: 1, column: 1 } } })),
    });
    draft.inactive ??= `base-table reordered columns: ${table.name}`;
  }
  rewrites(draft);
}

export function changeField(
  draft: Draft,
  name: string,
  path: readonly string[],
  type: DataType | undefined,
  position: ColumnPosition | undefined,
): void {
  const column = needColumn(draft, name, `Column[${name}] does not exists`);
  replaceColumn(draft, column, { ...column, type: withField(column.type, path, type, position) });
  draft.touched.add(column.name);
  draft.fast = true;
}

function withField(
  whole: DataType,
  path: readonly string[],
  type: DataType | undefined,
  position: ColumnPosition | undefined,
): DataType {
  const [first = '', ...rest] = path;
  if (whole.kind === 'array')
    return { ...whole, element: withField(whole.element, first === '[*]' ? rest : path, type, position) };
  if (whole.kind !== 'struct') return analysis(`Target Field is not struct`);
  const index = whole.fields.findIndex((field) => field.name.toLowerCase() === first.toLowerCase());
  const field = whole.fields[index];
  if (rest.length > 0) {
    if (field === undefined) return analysis(`Field ${first} is not found`);
    return {
      ...whole,
      fields: whole.fields.with(index, { ...field, type: withField(field.type, rest, type, position) }),
    };
  }
  if (type === undefined) {
    if (field === undefined) return analysis(`Drop field ${first} is not found`);
    return { ...whole, fields: whole.fields.filter((other) => other !== field) };
  }
  if (field !== undefined) return analysis(`Field ${first} is already exist`);
  const added: StructField = { name: first, type };
  if (position?.kind === 'first') return { ...whole, fields: [added, ...whole.fields] };
  const at =
    position === undefined
      ? whole.fields.length
      : whole.fields.findIndex((other) => other.name === position.column) + 1;
  return { ...whole, fields: [...whole.fields.slice(0, at), added, ...whole.fields.slice(at)] };
}

function mentions(expression: string | undefined, name: string): boolean {
  if (expression === undefined) return false;
  return new RegExp(`(^|[^\\w$])${name.replace(/[^\w]/g, '\\$&')}($|[^\\w$])`, 'i').test(expression);
}

function isHashed({ table }: Draft, column: ColumnRecord): boolean {
  return table.distribution.kind === 'hash' && table.distribution.columns.includes(column.name);
}

function isPartitionColumn({ table }: Draft, column: ColumnRecord): boolean {
  return table.partition !== undefined && schemeColumns(table.partition).includes(column.name);
}

function isSorted({ table }: Draft, column: ColumnRecord): boolean {
  return table.orderBy.some((item) => item.expression.text.replaceAll('`', '') === column.name);
}
