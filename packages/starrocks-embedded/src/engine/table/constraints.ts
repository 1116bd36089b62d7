import type { Property } from '@strata/starrocks-sql';

import { analysisError } from '../../errors';
import type { ColumnRecord } from '../../storage/model';
import type { ServerContext } from '../context';
import type { ObjectName } from '../targets';
import { findColumn } from './keys';

/** Constraint properties with full names, as a frontend keeps them. @throws SqlError for unknown tables and columns. */
export function resolveConstraints(
  context: ServerContext,
  target: ObjectName,
  columns: readonly ColumnRecord[],
  properties: readonly Property[],
): readonly Property[] {
  return properties.map((property) => {
    if (property.value === '') return property;
    if (property.key === 'unique_constraints')
      return { ...property, value: uniqueText(target, columns, property.value) };
    if (property.key === 'foreign_key_constraints')
      return { ...property, value: foreignText(context, target, columns, property.value) };
    return property;
  });
}

function uniqueText(target: ObjectName, columns: readonly ColumnRecord[], value: string): string {
  return value
    .split(';')
    .filter((group) => group.trim() !== '')
    .map((group) => {
      const names = group.split(',').map((name) => name.trim().split('.').at(-1) ?? '');
      for (const name of names) requireColumn(columns, name, target.name);
      return `default_catalog.${target.database}.${target.name}.${names.join(',')}`;
    })
    .join(';');
}

const FOREIGN = /^\s*\(([^)]*)\)\s+references\s+([\w.`]+)\s*\(([^)]*)\)\s*$/i;

function foreignText(
  context: ServerContext,
  target: ObjectName,
  columns: readonly ColumnRecord[],
  value: string,
): string {
  return value
    .split(';')
    .filter((part) => part.trim() !== '')
    .map((part) => {
      const [, own, table = '', other] = FOREIGN.exec(part) ?? [];
      if (own === undefined || other === undefined) throw analysisError(`invalid foreign key constraint:${value}`);
      const names = own.split(',').map((name) => name.trim());
      const others = other.split(',').map((name) => name.trim());
      if (names.length !== others.length)
        throw analysisError(`invalid foreign key constraint:${value}, columns' size does not match`);
      const parts = table.replaceAll('`', '').split('.');
      const name = parts.at(-1) ?? '';
      const database = parts.at(-2) ?? target.database;
      const parent = context.catalog.object(database, name);
      if (parent === undefined)
        throw analysisError(`catalog:default_catalog, database: ${database}, table:${name} do not exist`);
      for (const column of names) requireColumn(columns, column, target.name);
      for (const column of others) requireColumn(parent.columns, column, name);
      return `(${names.join(',')}) REFERENCES default_catalog.${database}.${name}(${others.join(',')})`;
    })
    .join(';');
}

function requireColumn(columns: readonly ColumnRecord[], name: string, table: string): void {
  if (findColumn(columns, name) === undefined)
    throw analysisError(`can not find column by name: ${name}, from table: ${table}`);
}
