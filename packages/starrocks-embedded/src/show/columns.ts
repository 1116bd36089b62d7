import type { ServerContext, SessionState } from '../engine/context';
import { plainDefault } from '../engine/show-create';
import { requireDatabase } from '../engine/targets';
import type { ObjectName } from '../engine/targets';
import { formatTime } from '../engine/times';
import { SqlError, analysisError } from '../errors';
import { averageLength } from '../info/objects';
import { ColumnType } from '../protocol/constants';
import { resultColumn, rowsResult, textResult } from '../protocol/result';
import type { Row, StatementResult } from '../protocol/result';
import type { Token } from '../sql/scanner';
import type { ColumnRecord } from '../storage/model';
import { typeText } from '../storage/types';
import { applyTail, readTail } from './filter';
import { databaseOf } from './show';

interface ShownColumn {
  readonly field: string;
  readonly type: string;
  readonly nullable: boolean;
  readonly key: boolean;
  readonly value: string | null;
  readonly extra: string;
  readonly comment: string;
}

function columnsOf(context: ServerContext, target: ObjectName): readonly ShownColumn[] {
  requireDatabase(context, target.database);
  const virtual = context.info.columns(target.database, target.name);
  if (virtual !== undefined) {
    return virtual.map(({ name, type }) => ({
      field: name,
      type,
      nullable: true,
      key: false,
      value: null,
      extra: '',
      comment: '',
    }));
  }
  const object = context.catalog.object(target.database, target.name);
  if (object === undefined)
    throw new SqlError(5502, `Getting analyzing error. Detail message: Unknown table '${target.name}'.`);
  return object.columns.map(shownColumn);
}

function shownColumn(column: ColumnRecord): ShownColumn {
  return {
    field: column.name,
    type: typeText(column.type, 'bare'),
    nullable: column.nullable,
    key: column.key,
    value: plainDefault(column.default),
    extra: column.default?.kind === 'current-timestamp' ? 'DEFAULT_GENERATED' : '',
    comment: column.comment,
  };
}

const FIELDS = ['Field', 'Type', 'Null', 'Key', 'Default', 'Extra'];

/** DESC table: Key is true or false. */
export function describeTable(context: ServerContext, target: ObjectName): StatementResult {
  const rows = columnsOf(context, target).map((column): Row => [
    column.field,
    column.type,
    column.nullable ? 'YES' : 'NO',
    String(column.key),
    column.value,
    column.extra,
  ]);
  return textResult(FIELDS, rows);
}

const MODELS = { PRIMARY: 'PRI_KEYS', UNIQUE: 'UNQ_KEYS', DUPLICATE: 'DUP_KEYS', AGGREGATE: 'AGG_KEYS' } as const;

/** DESC table ALL: the table and its rollups and synchronous views, a blank row between them. */
export function describeAll(context: ServerContext, target: ObjectName): StatementResult {
  const names = ['IndexName', 'IndexKeysType', ...FIELDS];
  const table = context.catalog.object(target.database, target.name);
  if (table?.kind !== 'table') return describeTable(context, target);
  const indexes = [{ name: table.name, model: table.model, columns: table.columns }, ...(table.rollups ?? [])];
  const rows = indexes.flatMap((index, at): readonly Row[] => [
    ...(at === 0 ? [] : [names.map(() => '')]),
    ...index.columns.map((column, row): Row => [
      row === 0 ? index.name : '',
      row === 0 ? MODELS[index.model] : '',
      column.name,
      typeText(column.type, 'bare'),
      column.nullable ? 'YES' : 'NO',
      String(column.key),
      plainDefault(column.default),
      column.key
        ? ''
        : (column.aggregation ?? (index.model === 'DUPLICATE' || index.model === 'PRIMARY' ? 'NONE' : 'REPLACE')),
    ]),
  ]);
  return textResult(names, rows);
}

/** SHOW [FULL] COLUMNS: Key is YES or NO. */
export function showColumns(
  context: ServerContext,
  session: SessionState,
  tokens: readonly Token[],
  full: boolean,
): StatementResult {
  const tail = readTail(tokens, 1);
  const [first = '', second, third] = tail.from;
  if (first === '') throw analysisError('SHOW COLUMNS needs FROM and the name of a table');
  const target = readTarget(context, session, first, second, third, tokens);
  const names = full
    ? ['Field', 'Type', 'Collation', 'Null', 'Key', 'Default', 'Extra', 'Privileges', 'Comment']
    : FIELDS;
  const rows = columnsOf(context, target).map((column): Row => {
    const nullable = column.nullable ? 'YES' : 'NO';
    const key = column.key ? 'YES' : 'NO';
    if (full) return [column.field, column.type, '', nullable, key, column.value, '', '', column.comment];
    return [column.field, column.type, nullable, key, column.value, ''];
  });
  return textResult(names, applyTail(names, rows, tail));
}

/** `FROM db.table` and `FROM table FROM db` both name a table. */
function readTarget(
  context: ServerContext,
  session: SessionState,
  first: string,
  second: string | undefined,
  third: string | undefined,
  tokens: readonly Token[],
): ObjectName {
  if (second === undefined) return { database: databaseOf(context, session, []), name: first };
  const dotted = tokens.some((token) => token.kind === 'symbol' && token.text === '.');
  if (!dotted) return { database: second, name: first };
  return third === undefined ? { database: first, name: second } : { database: second, name: third };
}

const STATUS_COLUMNS = [
  'Name VAR_STRING',
  'Engine VAR_STRING',
  'Version LONGLONG',
  'Row_format VAR_STRING',
  'Rows LONGLONG',
  'Avg_row_length LONGLONG',
  'Data_length LONGLONG',
  'Max_data_length LONGLONG',
  'Index_length LONGLONG',
  'Data_free LONGLONG',
  'Auto_increment LONGLONG',
  'Create_time DATETIME',
  'Update_time DATETIME',
  'Check_time DATETIME',
  'Collation VAR_STRING',
  'Checksum LONGLONG',
  'Create_options VAR_STRING',
  'Comment VAR_STRING',
].map((definition) => {
  const [name = '', type = 'VAR_STRING'] = definition.split(' ');
  return resultColumn(name, ColumnType[type as 'VAR_STRING' | 'LONGLONG' | 'DATETIME']);
});

/** SHOW TABLE STATUS. */
export async function showFields(
  context: ServerContext,
  session: SessionState,
  tokens: readonly Token[],
): Promise<StatementResult> {
  const tail = readTail(tokens, 2);
  const database = databaseOf(context, session, tail.from);
  const statistics = await context.statistics.all();
  const rows = context.catalog.objects(database).map((object): Row => {
    const stored = object.kind === 'table';
    const amount = statistics.get(object.id) ?? { rows: 0, bytes: 0 };
    const number = (value: number): string | null => (stored ? String(value) : null);
    return [
      object.name,
      object.kind === 'view' ? null : 'StarRocks',
      null,
      '',
      number(amount.rows),
      number(averageLength(amount)),
      number(amount.bytes),
      null,
      null,
      null,
      null,
      formatTime(object.createdMs, context.timeZone),
      stored ? formatTime(object.updatedMs, context.timeZone) : null,
      null,
      'utf8_general_ci',
      null,
      '',
      object.comment === '' && stored ? 'OLAP' : object.comment,
    ];
  });
  return rowsResult(
    STATUS_COLUMNS,
    applyTail(
      STATUS_COLUMNS.map((column) => column.name),
      rows,
      tail,
    ),
  );
}
