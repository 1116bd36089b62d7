/** Tables, columns and views as information_schema lists them. */

import type { ServerContext } from '../engine/context';
import { nameList, plainDefault } from '../engine/show-create';
import type { Amount } from '../engine/table-statistics';
import { formatTime } from '../engine/times';
import type { ColumnRecord, MaterializedViewRecord, ObjectRecord, TableRecord } from '../storage/model';
import { typeFacts, typeText } from '../storage/types';
import { INFO_TABLES } from './definitions';
import type { InfoDatabase } from './definitions';
import type { InfoRow } from './info-schema';

function time(context: ServerContext, ms: number): string {
  return formatTime(ms, context.timeZone);
}

/** Rows of information_schema.tables. */
export async function tableRows(context: ServerContext): Promise<readonly InfoRow[]> {
  const statistics = await context.statistics.all();
  const own = context.catalog.objects().map((object) => tableRow(context, object, statistics.get(object.id)));
  const virtual = (Object.keys(INFO_TABLES) as InfoDatabase[]).flatMap((database) =>
    Object.keys(INFO_TABLES[database]).map((name) => ({
      TABLE_CATALOG: 'def',
      TABLE_SCHEMA: database,
      TABLE_NAME: name,
      TABLE_TYPE: 'SYSTEM VIEW',
      CREATE_TIME: time(context, context.startMs),
      CHECK_TIME: '1970-01-01 00:00:00',
      TABLE_COLLATION: 'utf8_general_ci',
      TABLE_COMMENT: '',
    })),
  );
  return [...own, ...virtual];
}

function tableRow(context: ServerContext, object: ObjectRecord, amount: Amount | undefined): InfoRow {
  const stored = object.kind === 'table';
  const sizes: InfoRow =
    amount === undefined
      ? {}
      : { TABLE_ROWS: amount.rows, AVG_ROW_LENGTH: averageLength(amount), DATA_LENGTH: amount.bytes };
  return {
    TABLE_CATALOG: 'def',
    TABLE_SCHEMA: object.database,
    TABLE_NAME: object.name,
    TABLE_TYPE: stored ? 'BASE TABLE' : 'VIEW',
    ENGINE: object.kind === 'view' ? null : 'StarRocks',
    ...sizes,
    CREATE_TIME: time(context, object.createdMs),
    UPDATE_TIME: stored ? time(context, object.updatedMs) : null,
    CHECK_TIME: '1970-01-01 00:00:00',
    TABLE_COLLATION: 'utf8_general_ci',
    TABLE_COMMENT: object.comment === '' && stored ? 'OLAP' : object.comment,
  };
}

/** Bytes of a row, as the list of tables shows them. */
export function averageLength({ rows, bytes }: Amount): number {
  return rows === 0 ? 0 : Math.round(bytes / rows);
}

function columnKey(object: ObjectRecord, column: ColumnRecord): string {
  if (object.kind !== 'table' || !column.key) return '';
  const keys = { PRIMARY: 'PRI', UNIQUE: 'UNI', DUPLICATE: 'DUP', AGGREGATE: 'AGG' } as const;
  return keys[object.model];
}

/** Row of information_schema.columns. */
export function columnRow(object: ObjectRecord, column: ColumnRecord, index: number): InfoRow {
  const facts = typeFacts(column.type);
  return {
    TABLE_SCHEMA: object.database,
    TABLE_NAME: object.name,
    COLUMN_NAME: column.name,
    ORDINAL_POSITION: index + 1,
    COLUMN_DEFAULT: plainDefault(column.default),
    IS_NULLABLE: column.nullable ? 'YES' : 'NO',
    DATA_TYPE: facts.dataType,
    CHARACTER_MAXIMUM_LENGTH: facts.charLength,
    CHARACTER_OCTET_LENGTH: facts.charLength,
    NUMERIC_PRECISION: facts.precision,
    NUMERIC_SCALE: facts.scale,
    COLUMN_TYPE: typeText(column.type, 'full').replace(/^decimal\((\d+), (\d+)\)$/, 'decimal($1,$2)'),
    COLUMN_KEY: columnKey(object, column),
    EXTRA: '',
    PRIVILEGES: '',
    COLUMN_COMMENT: column.comment,
    COLUMN_SIZE: facts.columnSize,
    DECIMAL_DIGITS: facts.decimalDigits,
    GENERATION_EXPRESSION: column.generated ?? null,
  };
}

/** Row of information_schema.tables_config. */
export function configRow(object: ObjectRecord): InfoRow {
  const base = { TABLE_SCHEMA: object.database, TABLE_NAME: object.name, TABLE_ID: object.id };
  if (object.kind === 'view')
    return { ...base, TABLE_ENGINE: 'VIEW', TABLE_MODEL: '', PROPERTIES: '{}', DISTRIBUTE_BUCKET: 0 };
  const { distribution } = object;
  const table = object.kind === 'table';
  const sort = object.orderBy.map((item) => item.expression.text.replaceAll('`', ''));
  return {
    ...base,
    TABLE_ENGINE: table ? 'CLOUD_NATIVE' : 'CLOUD_NATIVE_MATERIALIZED_VIEW',
    TABLE_MODEL: table ? tableModel(object) : 'DUP_KEYS',
    PRIMARY_KEY: table && object.model === 'PRIMARY' ? nameList(object.keys) : '',
    PARTITION_KEY: partitionKey(object),
    DISTRIBUTE_KEY: distribution.kind === 'hash' ? nameList(distribution.columns) : '',
    DISTRIBUTE_TYPE: distribution.kind === 'hash' ? 'HASH' : 'RANDOM',
    DISTRIBUTE_BUCKET: distribution.buckets ?? 0,
    SORT_KEY: nameList(sort.length > 0 ? sort : table ? object.keys : []),
    PROPERTIES: JSON.stringify(
      Object.fromEntries(Object.entries(object.properties).sort(([a], [b]) => (a < b ? -1 : 1))),
    ),
  };
}

function tableModel(table: TableRecord): string {
  const models = { PRIMARY: 'PRI_KEYS', UNIQUE: 'UNQ_KEYS', DUPLICATE: 'DUP_KEYS', AGGREGATE: 'AGG_KEYS' } as const;
  return models[table.model];
}

function partitionKey(object: TableRecord | MaterializedViewRecord): string {
  if (object.kind === 'materialized-view') return object.partitionBy.join(', ');
  const { partition } = object;
  switch (partition?.kind) {
    case undefined:
      return '';
    case 'range':
    case 'list':
      return nameList(partition.columns);
    case 'range-expression':
      return partition.expression.text;
    case 'expression':
      return partition.expressions.map((expression) => expression.text).join(', ');
  }
}

/** Row of information_schema.views. */
export function viewRow(view: Extract<ObjectRecord, { kind: 'view' }>): InfoRow {
  return {
    TABLE_CATALOG: 'def',
    TABLE_SCHEMA: view.database,
    TABLE_NAME: view.name,
    VIEW_DEFINITION: view.query,
    CHECK_OPTION: 'NONE',
    IS_UPDATABLE: 'NO',
    DEFINER: '',
    SECURITY_TYPE: '',
    CHARACTER_SET_CLIENT: 'utf8',
    COLLATION_CONNECTION: 'utf8_general_ci',
  };
}
