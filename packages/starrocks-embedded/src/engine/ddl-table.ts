import type {
  ColumnDefinition,
  CreateTableAsSelectStatement,
  CreateTableStatement,
  DataType,
  Distribution,
  DropTableStatement,
  KeyModel,
  TruncateTableStatement,
} from '@strata/starrocks-sql';

import { parseDataType } from '@strata/starrocks-sql';

import type { TranslatedQuery } from '../query/contract';
import { SqlError, analysisError, unsupported } from '../errors';
import { OK } from '../protocol/result';
import type { StatementResult } from '../protocol/result';
import type { CatalogChange } from '../storage/catalog';
import type { ColumnRecord, TableRecord } from '../storage/model';
import { duckTable, quoteName, quoteText } from '../storage/names';
import { duckType } from '../storage/types';
import type { ServerContext, SessionState } from './context';
import { queryScope } from './context';
import { declaredPartitions, partitionCondition } from './partitions';
import { translate } from './queries';
import { requireDatabase, requireTable, resolveName } from './targets';
import type { ObjectName } from './targets';
import { dependents } from './views';
import { writeRows } from './write';

export async function createTable(
  context: ServerContext,
  session: SessionState,
  statement: CreateTableStatement,
): Promise<StatementResult> {
  const target = resolveName(session, statement.name);
  if (statement.modifier !== undefined) throw unsupported(`CREATE ${statement.modifier} TABLE`);
  if (statement.engine !== undefined && statement.engine.toLowerCase() !== 'olap')
    throw unsupported(`ENGINE = ${statement.engine}`);
  if (statement.rollups.length > 0) throw unsupported('ROLLUP');
  requireDatabase(context, target.database);
  if (exists(context, target, statement.ifNotExists)) return OK;
  const columns = statement.columns.map(readColumn);
  const { model, keys } = readKey(statement.key, columns);
  const keyed = columns.map((column) => ({
    ...column,
    key: keys.includes(column.name),
    ...notNullKey(model, keys, column),
  }));
  await context.catalog.change(async (change) => {
    const table = newTable(change, target, statement, model, keys, keyed);
    await checkDefaults(change, keyed);
    await change.run(createSql(table));
    await change.putObject(table);
  });
  return OK;
}

function notNullKey(model: KeyModel, keys: readonly string[], column: ColumnRecord): { nullable: boolean } {
  return { nullable: model === 'PRIMARY' && keys.includes(column.name) ? false : column.nullable };
}

/** Whether the statement has nothing to do. @throws SqlError 1050 when the name is taken. */
export function exists(context: ServerContext, target: ObjectName, ifNotExists: boolean): boolean {
  const object = context.catalog.object(target.database, target.name);
  if (object !== undefined) {
    if (ifNotExists) return true;
    throw new SqlError(1050, `Getting analyzing error. Detail message: Table '${target.name}' already exists.`);
  }
  const lower = target.name.toLowerCase();
  const similar = context.catalog.objects(target.database).find((other) => other.name.toLowerCase() === lower);
  if (similar !== undefined)
    throw unsupported(`two tables whose names differ only in case ('${similar.name}', '${target.name}')`);
  return false;
}

/** A column of CREATE TABLE or ADD COLUMN. */
export function readColumn(column: ColumnDefinition): ColumnRecord {
  if (column.aggregation !== undefined) throw unsupported('aggregated columns');
  const { type } = column;
  if (type === undefined) throw unsupported(`the column '${column.name}' without a type`);
  duckType(type);
  return {
    name: column.name,
    type,
    nullable: column.autoIncrement ? false : (column.nullable ?? true),
    key: column.key,
    autoIncrement: column.autoIncrement,
    ...(column.default === undefined ? {} : { default: column.default }),
    ...(column.generated === undefined ? {} : { generated: column.generated.text }),
    comment: column.comment ?? '',
  };
}

function readKey(
  key: { readonly model: KeyModel; readonly columns: readonly string[] } | undefined,
  columns: readonly ColumnRecord[],
): { readonly model: KeyModel; readonly keys: readonly string[] } {
  const seen = new Set<string>();
  for (const { name } of columns) {
    if (seen.has(name.toLowerCase())) throw new SqlError(1060, `Duplicate column name '${name}'`);
    seen.add(name.toLowerCase());
  }
  if (key === undefined) return { model: 'DUPLICATE', keys: defaultKeys(columns) };
  if (key.model === 'AGGREGATE') throw unsupported('AGGREGATE KEY tables');
  const keys = key.columns.map((name) => {
    const column = columns.find((candidate) => candidate.name.toLowerCase() === name.toLowerCase());
    if (column === undefined) throw analysisError(`Key column(${name}) doesn't exist.`);
    return column.name;
  });
  if (keys.some((name, index) => columns[index]?.name !== name)) {
    throw analysisError(
      'Key columns must be the first few columns of the schema and the order  of the key columns must be consistent with the order of the schema',
    );
  }
  const illegal = columns.slice(0, keys.length).find((column) => !mayBeKey(column.type));
  if (illegal !== undefined) throw analysisError(`${illegal.name} of this type cannot be a key column`);
  return { model: key.model, keys };
}

function mayBeKey(type: DataType): boolean {
  if (type.kind === 'simple') return !['FLOAT', 'DOUBLE', 'JSON'].includes(type.name);
  return type.kind === 'string' || type.kind === 'decimal';
}

/** Without a key the first columns are it: up to three, the first text ends them. */
function defaultKeys(columns: readonly ColumnRecord[]): readonly string[] {
  const keys: string[] = [];
  for (const { name, type } of columns) {
    if (!mayBeKey(type) || keys.length === 3) break;
    keys.push(name);
    if (type.kind === 'string' || (type.kind === 'simple' && type.name === 'STRING')) break;
  }
  if (keys.length === 0) throw analysisError('Data type of first column cannot be a key, specify the keys');
  return keys;
}

function newTable(
  change: CatalogChange,
  target: ObjectName,
  statement: Pick<
    CreateTableStatement,
    'comment' | 'partition' | 'distribution' | 'orderBy' | 'indexes' | 'properties'
  >,
  model: KeyModel,
  keys: readonly string[],
  columns: readonly ColumnRecord[],
): TableRecord {
  checkReferences(statement, columns);
  const id = change.nextId();
  const now = Date.now();
  const partitions = declaredPartitions(statement.partition, () => change.nextId());
  return {
    kind: 'table',
    id,
    ...target,
    columns,
    comment: statement.comment ?? '',
    createdMs: now,
    updatedMs: now,
    model,
    keys,
    ...(statement.partition === undefined ? {} : { partition: statement.partition }),
    partitions:
      statement.partition === undefined ? [{ id: change.nextId(), name: target.name, values: '' }] : partitions,
    distribution: statement.distribution ?? defaultDistribution(model, keys),
    orderBy: statement.orderBy ?? [],
    indexes: statement.indexes,
    properties: tableProperties(model, statement),
    nextAutoIncrement: 1,
    schemaVersion: 0,
  };
}

function defaultDistribution(model: KeyModel, keys: readonly string[]): Distribution {
  return model === 'DUPLICATE' ? { kind: 'random' } : { kind: 'hash', columns: keys };
}

function checkReferences(
  statement: Pick<CreateTableStatement, 'partition' | 'distribution'>,
  columns: readonly ColumnRecord[],
): void {
  const known = new Set(columns.map((column) => column.name.toLowerCase()));
  const { partition, distribution } = statement;
  const partitioned = partition?.kind === 'range' || partition?.kind === 'list' ? partition.columns : [];
  for (const name of partitioned) {
    if (!known.has(name.toLowerCase())) throw analysisError(`Partition column[${name}] does not exist in column list`);
  }
  for (const name of distribution?.kind === 'hash' ? distribution.columns : []) {
    if (!known.has(name.toLowerCase())) throw analysisError(`Distribution column(${name}) doesn't exist`);
  }
}

function tableProperties(
  model: KeyModel,
  statement: Pick<CreateTableStatement, 'properties' | 'distribution'>,
): Readonly<Record<string, string>> {
  const random =
    statement.distribution?.kind === 'random' || (statement.distribution === undefined && model === 'DUPLICATE');
  return {
    ...(random ? { bucket_size: '1073741824' } : {}),
    cloud_native_fast_schema_evolution_v2: 'true',
    compression: 'LZ4',
    'datacache.enable': 'true',
    enable_async_write_back: 'false',
    file_bundling: 'true',
    ...(model === 'PRIMARY' ? { enable_persistent_index: 'true', persistent_index_type: 'CLOUD_NATIVE' } : {}),
    replication_num: '1',
    storage_volume: 'builtin_storage_volume',
    ...Object.fromEntries(statement.properties.map(({ key, value }) => [key, value])),
  };
}

/** Every default must be a value of its column. */
export async function checkDefaults(change: CatalogChange, columns: readonly ColumnRecord[]): Promise<void> {
  for (const column of columns) {
    if (column.default?.kind !== 'string') continue;
    const { value } = column.default;
    try {
      await change.run(`SELECT CAST(${quoteText(value)} AS ${duckType(column.type)})`);
    } catch (error) {
      throw new SqlError(1067, `Invalid default value for '${column.name}'`, { cause: error });
    }
  }
}

/** DuckDB statement that makes the table. */
export function createSql(table: TableRecord): string {
  const columns = table.columns.map(
    (column) => `${quoteName(column.name)} ${duckType(column.type)}${column.nullable ? '' : ' NOT NULL'}`,
  );
  return `CREATE TABLE ${duckTable(table.database, table.name)} (${columns.join(', ')})`;
}

export async function createTableAsSelect(
  context: ServerContext,
  session: SessionState,
  statement: CreateTableAsSelectStatement,
): Promise<StatementResult> {
  const target = resolveName(session, statement.name);
  if (statement.temporary) throw unsupported('CREATE TEMPORARY TABLE');
  requireDatabase(context, target.database);
  if (exists(context, target, statement.ifNotExists)) return OK;
  const scope = queryScope(context, session);
  const query = translate(statement.query.text, scope);
  const prepared = await context.info.prepare(query.sql);
  const columns = queryColumns(query, statement.columns);
  const { model, keys } = readKey(statement.key, columns);
  const keyed = columns.map((column) => ({
    ...column,
    key: keys.includes(column.name),
    ...notNullKey(model, keys, column),
  }));
  const rows = await context.catalog.change(async (change) => {
    const table = newTable(change, target, { ...statement, indexes: statement.indexes }, model, keys, keyed);
    await change.run(createSql(table));
    await change.putObject(table);
    return writeRows(change, scope, table, { sql: prepared, columns: keyed.map((column) => column.name) });
  });
  return { kind: 'ok', affectedRows: rows, info: '' };
}

/** Columns of a query as a table of it has them, under the given names when there are any. */
export function queryColumns(query: TranslatedQuery, names: readonly string[]): readonly ColumnRecord[] {
  if (names.length > 0 && names.length !== query.columns.length) {
    throw analysisError(`Column count ${names.length} doesn't match the ${query.columns.length} columns of the query`);
  }
  return query.columns.map((column, index) => ({
    name: names[index] ?? column.name,
    type: storedType(column.type),
    nullable: true,
    key: false,
    autoIncrement: false,
    comment: '',
  }));
}

/** Type that a table gives a column of a query: a text of unknown length gets the longest. */
function storedType(text: string): DataType {
  if (text === 'null') return { kind: 'simple', name: 'BOOLEAN' };
  const type = parseDataType(text);
  if (type.kind === 'string' && type.length === undefined) return { ...type, length: '*' };
  return type;
}

export async function dropTable(
  context: ServerContext,
  session: SessionState,
  statement: DropTableStatement,
): Promise<StatementResult> {
  const target = resolveName(session, statement.name);
  requireDatabase(context, target.database);
  const object = context.catalog.object(target.database, target.name);
  if (object === undefined) {
    if (statement.ifExists) return OK;
    throw new SqlError(5502, `Getting analyzing error. Detail message: Unknown table '${target.name}'.`);
  }
  if (object.kind !== 'table') {
    throw new SqlError(
      1347,
      `Getting analyzing error. Detail message: '${target.database}'.'${target.name}' is not 'TABLE'.`,
    );
  }
  await context.catalog.change(async (change) => {
    await change.run(`DROP TABLE ${duckTable(target.database, target.name)}`);
    await change.removeObject(object);
    await deactivateDependents(context, change, target, `base-table dropped: ${target.name}`);
  });
  return OK;
}

/** Materialized views that read an object which is gone stop being refreshed. */
export async function deactivateDependents(
  context: ServerContext,
  change: CatalogChange,
  target: ObjectName,
  reason: string,
): Promise<void> {
  for (const view of dependents(context, target.database, target.name)) {
    if (view.kind === 'materialized-view' && view.active) {
      await change.putObject({ ...view, active: false, inactiveReason: reason });
      await deactivateDependents(context, change, view, `base-mv inactive: ${view.name}`);
    }
  }
}

export async function truncateTable(
  context: ServerContext,
  session: SessionState,
  statement: TruncateTableStatement,
): Promise<StatementResult> {
  const target = resolveName(session, statement.name);
  const table = requireTable(context, target);
  const condition =
    statement.partitions === undefined ? '' : ` WHERE ${namedPartitions(table, statement.partitions.names)}`;
  await context.catalog.change((change) =>
    change.run(`DELETE FROM ${duckTable(table.database, table.name)}${condition}`),
  );
  context.dataChanged(table.database, table.name);
  return OK;
}

/** DuckDB condition for the rows of named partitions. */
export function namedPartitions(table: TableRecord, names: readonly string[]): string {
  const { partition } = table;
  const column = partition?.kind === 'range' || partition?.kind === 'list' ? (partition.columns[0] ?? '') : '';
  const conditions = names.map((name) => {
    const record = table.partitions.find((candidate) => candidate.name === name);
    if (record === undefined) throw new SqlError(1507, `Error in list of partitions to [${name}]`);
    const condition = partitionCondition(partition, record.values, quoteName(column));
    if (condition === undefined)
      throw unsupported(`statements on partition ${name} of ${table.name}, whose rows it cannot tell apart`);
    return `(${condition})`;
  });
  return conditions.join(' OR ');
}
