import type {
  CreateTableAsSelectStatement,
  CreateTableLikeStatement,
  CreateTableStatement,
  DataType,
  Distribution,
  DropTableStatement,
  KeyModel,
  SortItem,
  TruncateTableStatement,
} from '@strata/starrocks-sql';

import { parseDataType } from '@strata/starrocks-sql';

import type { TranslatedQuery } from '../query/contract';
import { SqlError, analysisError, unsupported } from '../errors';
import { OK } from '../protocol/result';
import type { StatementResult } from '../protocol/result';
import type { CatalogChange } from '../storage/catalog';
import type { ColumnRecord, TableRecord } from '../storage/model';
import { duckTable, quoteName } from '../storage/names';
import { duckType } from '../storage/types';
import type { ServerContext, SessionState } from './context';
import { queryScope } from './context';
import { declaredPartitions } from './partition/declared';
import { dynamicPartitions } from './partition/dynamic';
import { namedPartitions } from './partition/rows';
import { requirePartitions } from './partition/settle';
import { checkColocation } from './table/colocation';
import { checkColumns, readColumn } from './table/columns';
import { resolveConstraints } from './table/constraints';
import { checkIndex, checkIndexNames } from './table/indexes';
import { findColumn, mayBeKey, readKeys } from './table/keys';
import type { Keys } from './table/keys';
import { checkPartitionScheme, partitionColumns } from './table/partition-scheme';
import { checkProperties, shownProperties } from './table/properties';
import { checkRetention } from './table/retention';
import { translate } from './queries';
import { isVirtualDatabase, requireDatabase, requireTable, resolveName } from './targets';
import type { ObjectName } from './targets';
import { deactivateReaders } from './inactive';
import { discard } from './recycle';
import { writeRows } from './write';

export async function createTable(
  context: ServerContext,
  session: SessionState,
  statement: CreateTableStatement,
): Promise<StatementResult> {
  const target = resolveName(session, statement.name);
  if (statement.modifier !== undefined) throw unsupported(`CREATE ${statement.modifier} TABLE`);
  if (statement.engine !== undefined && statement.engine.toLowerCase() !== 'olap')
    throw analysisError(`Unknown engine name: ${statement.engine}`);
  if (isVirtualDatabase(target.database))
    throw new SqlError(1005, `Can't create table '${target.name}' (errno: cannot create table in system database)`);
  requireDatabase(context, target.database);
  if (exists(context, target, statement.ifNotExists)) return OK;
  const columns = statement.columns.map(readColumn);
  const declared = readKeys(statement.key, columns);
  checkIndexNames(statement.indexes);
  checkColumns(declared.model, columns, declared.keys);
  await context.catalog.change(async (change) => {
    // Of two that create a table at once exactly one does.
    if (exists(context, target, statement.ifNotExists)) return;
    const table = newTable(context, change, target, statement, declared, columns);
    await change.run(createSql(table));
    await change.putObject({
      ...table,
      partitions: dynamicPartitions(table, Date.now(), () => change.nextId()),
    });
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

type TableParts = Pick<
  CreateTableStatement,
  'comment' | 'partition' | 'distribution' | 'orderBy' | 'indexes' | 'properties'
>;

function newTable(
  context: ServerContext,
  change: CatalogChange,
  target: ObjectName,
  statement: TableParts,
  { model, keys }: Keys,
  written: readonly ColumnRecord[],
): TableRecord {
  const typed = written.map((column) => ({
    ...column,
    key: keys.includes(column.name),
    ...notNullKey(model, keys, column),
  }));
  const { scheme, columns } = partitionColumns(context, target, statement.partition, typed);
  const distribution = readDistribution(model, keys, columns, statement.distribution);
  const table = { name: target.name, model, keys, columns };
  for (const index of statement.indexes) checkIndex(table, index);
  const orderBy = readOrder(table, statement.orderBy ?? []);
  checkPartitionScheme(table, scheme);
  const isRange = scheme?.kind === 'range' || scheme?.kind === 'range-expression';
  const [rangeColumn = ''] = scheme?.kind === 'range' ? scheme.columns : [];
  const partitionsByDate = columns.some(
    ({ name, type }) => name === rangeColumn && type.kind === 'simple' && type.name === 'DATE',
  );
  checkProperties(
    { model, columns, distribution, isPartitioned: scheme !== undefined, isRange, partitionsByDate },
    statement.properties,
  );
  const given = Object.fromEntries(statement.properties.map(({ key, value }) => [key, value]));
  checkColocation(context, target.database, given['colocate_with'], { columns, distribution });
  checkRetention(context, target, columns, scheme, given['partition_retention_condition']);
  const properties = resolveConstraints(context, target, columns, statement.properties);
  const volume = given['storage_volume'];
  if (volume !== undefined && !hasVolume(context, volume))
    throw new SqlError(1064, `Unknown storage volume "${volume}"`);
  const now = Date.now();
  return {
    kind: 'table',
    id: change.nextId(),
    ...target,
    columns,
    comment: statement.comment ?? '',
    createdMs: now,
    updatedMs: now,
    model,
    keys,
    ...(scheme === undefined ? {} : { partition: scheme }),
    partitions:
      scheme === undefined
        ? [{ id: change.nextId(), name: target.name, values: '' }]
        : declaredPartitions(scheme, columns, () => change.nextId()),
    distribution,
    orderBy,
    indexes: statement.indexes,
    properties: shownProperties(
      model,
      distribution,
      properties,
      context.catalog.database(target.database)?.properties['storage_volume'],
    ),
    nextAutoIncrement: 1,
    schemaVersion: 0,
  };
}

function hasVolume(context: ServerContext, name: string): boolean {
  return name === 'builtin_storage_volume' || context.catalog.named('storage-volume', name) !== undefined;
}

function readDistribution(
  model: KeyModel,
  keys: readonly string[],
  columns: readonly ColumnRecord[],
  given: Distribution | undefined,
): Distribution {
  if (given === undefined) {
    if (model === 'UNIQUE' || model === 'AGGREGATE')
      throw analysisError(
        `Currently not support default distribution in ${model === 'UNIQUE' ? 'UNIQUE_KEYS' : 'AGG_KEYS'}`,
      );
    return model === 'DUPLICATE' ? { kind: 'random' } : { kind: 'hash', columns: keys };
  }
  if (given.kind === 'random') {
    if (model !== 'DUPLICATE' && model !== 'AGGREGATE')
      throw analysisError(`${model === 'UNIQUE' ? 'UNIQUE_KEYS' : 'PRIMARY_KEYS'} must use hash distribution`);
    return given;
  }
  const names = given.columns.map((name) => {
    const column = findColumn(columns, name);
    if (column === undefined) throw analysisError(`Distribution column(${name}) doesn't exist.`);
    if (model !== 'DUPLICATE' && !keys.includes(column.name))
      throw new SqlError(1064, `Distribution column[${column.name}] is not key column`);
    return column.name;
  });
  return { ...given, columns: names };
}

function readOrder(
  table: { readonly model: KeyModel; readonly keys: readonly string[]; readonly columns: readonly ColumnRecord[] },
  items: readonly SortItem[],
): readonly SortItem[] {
  const seen = new Set<string>();
  for (const item of items) {
    const name = item.expression.text.replaceAll('`', '');
    const column = findColumn(table.columns, name);
    if (column === undefined) throw new SqlError(1064, `Invalid column '${name}': not exists in all columns.`);
    if (seen.has(column.name)) throw new SqlError(1064, `Duplicate sort key column ${name} is not allowed.`);
    seen.add(column.name);
    if (!mayBeKey(column.type)) throw new SqlError(1064, `Sort key column[${name}] type not supported`);
  }
  if (
    items.length > 0 &&
    table.model === 'AGGREGATE' &&
    (seen.size !== table.keys.length || table.keys.some((key) => !seen.has(key)))
  )
    throw analysisError('The sort columns of AGGREGATE KEY table must be same with key columns');
  return items;
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
  const declared = readKeys(statement.key, columns);
  const rows = await context.catalog.change(async (change) => {
    if (exists(context, target, statement.ifNotExists)) return 0;
    const table = newTable(context, change, target, statement, declared, columns);
    await change.run(createSql(table));
    await change.putObject(table);
    const names = columns.map((column) => column.name);
    const written = await writeRows(change, scope, table, { sql: prepared, columns: names });
    await requirePartitions(change, scope, table);
    return written;
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
  if (object.kind === 'materialized-view')
    throw analysisError(
      `The data of '${target.name}' cannot be dropped because '${target.name}' is a materialized view,use 'drop materialized view ${target.name}' to drop it.`,
    );
  if (object.kind !== 'table') {
    throw new SqlError(
      1347,
      `Getting analyzing error. Detail message: '${target.database}'.'${target.name}' is not 'TABLE'.`,
    );
  }
  await context.catalog.change(async (change) => {
    await discard(context, change, object, statement.force);
    await deactivateReaders(context, change, target, [], `base-table dropped: ${target.name}`);
  });
  return OK;
}

export async function truncateTable(
  context: ServerContext,
  session: SessionState,
  statement: TruncateTableStatement,
): Promise<StatementResult> {
  const target = resolveName(session, statement.name);
  const table = requireTable(context, target);
  const condition =
    statement.partitions === undefined
      ? ''
      : ` AS ${quoteName(table.name)} WHERE ${namedPartitions(queryScope(context, session), table, statement.partitions.names)}`;
  await context.catalog.change((change) =>
    change.run(`DELETE FROM ${duckTable(table.database, table.name)}${condition}`),
  );
  context.dataChanged(table.database, table.name);
  return OK;
}

/** CREATE TABLE … LIKE: all but the rows, under new ids. */
export async function createTableLike(
  context: ServerContext,
  session: SessionState,
  statement: CreateTableLikeStatement,
): Promise<StatementResult> {
  const target = resolveName(session, statement.name);
  const source = resolveName(session, statement.like);
  requireDatabase(context, target.database);
  const like = context.catalog.object(source.database, source.name);
  if (like === undefined) throw analysisError(`Table ${source.name} is not found`);
  if (like.kind !== 'table')
    throw new SqlError(
      5075,
      'Getting analyzing error. Detail message: Create table like does not support create view..',
    );
  const now = Date.now();
  await context.catalog.change(async (change) => {
    if (exists(context, target, statement.ifNotExists)) return;
    const id = change.nextId();
    const isPlain = like.partition === undefined;
    const table: TableRecord = {
      ...like,
      ...target,
      id,
      createdMs: now,
      updatedMs: now,
      partitions: like.partitions.map((partition) => ({
        ...partition,
        id: change.nextId(),
        name: isPlain ? target.name : partition.name,
      })),
      ...(statement.distribution === undefined ? {} : { distribution: statement.distribution }),
      properties: {
        ...like.properties,
        ...Object.fromEntries(statement.properties.map(({ key, value }) => [key, value])),
      },
      nextAutoIncrement: 1,
      schemaVersion: 0,
    };
    await change.run(createSql(table));
    await change.putObject(table);
  });
  return OK;
}
