import type { CreateMaterializedViewStatement } from '@strata/starrocks-sql';

import { SqlError, analysisError } from '../errors';
import { OK } from '../protocol/result';
import type { StatementResult } from '../protocol/result';
import type { CatalogChange } from '../storage/catalog';
import type { ColumnRecord, RollupRecord, TableRecord } from '../storage/model';
import { scan, splitCommas, sourceOf, findTop, isWord } from '../sql/scanner';
import type { ServerContext, SessionState } from './context';
import { exists } from './ddl-table';
import { readViewQuery } from './ddl-view';
import { requireTable, resolveName } from './targets';
import { findColumn } from './table/keys';

const AGGREGATES: Readonly<Record<string, NonNullable<ColumnRecord['aggregation']>>> = {
  sum: 'SUM',
  min: 'MIN',
  max: 'MAX',
  count: 'SUM',
  bitmap_union: 'BITMAP_UNION',
  hll_union: 'HLL_UNION',
  percentile_union: 'PERCENTILE_UNION',
};

const refuse = (what: string): never => {
  throw analysisError(`The ${what} clause is not supported in add materialized view clause`);
};

/** A synchronous materialized view: kept with its base table and shown; queries are answered from the table itself. */
export async function createSyncView(
  context: ServerContext,
  session: SessionState,
  statement: CreateMaterializedViewStatement,
): Promise<StatementResult> {
  const name = statement.name.parts.at(-1) ?? '';
  const text = statement.query.text;
  if (/^\s*with\b/i.test(text))
    throw analysisError('Materialized view query statement only support direct query from table');
  if (/\blimit\s+\d+\s*$/i.test(text)) refuse('limit');
  if (/\bhaving\b/i.test(text)) refuse('having');
  if (/\bjoin\b/i.test(text)) throw analysisError('The materialized view only supports one table in from clause.');
  const items = selectItems(text);
  const source = /\bfrom\s+([\w.`]+)/i.exec(text)?.[1]?.replaceAll('`', '').split('.') ?? [];
  const base = requireTable(context, resolveName(session, { parts: source, at: statement.at }));
  if (base.model === 'PRIMARY')
    throw new SqlError(1064, `Do not support create materialized view on primary key table[${base.name}]`);
  checkAggregates(base, items);
  requireGroups(text, items);
  if (name !== base.name && exists(context, { database: base.database, name }, statement.ifNotExists)) return OK;
  const columns = columnsOf(context, session, text, items);
  const job = await context.catalog.change(async (change) => {
    const table = requireTable(context, base);
    context.jobs.refuseBusy(table);
    const taken = name === table.name || (table.rollups ?? []).some((rollup) => rollup.name === name);
    if (taken) {
      if (statement.ifNotExists) return undefined;
      throw new SqlError(1064, `Materialized view[${name}] already exists in the table ${table.name}`);
    }
    return noteRollup(change, context, table, {
      id: change.nextId(),
      name,
      columns,
      model: items.some((item) => item.aggregate !== undefined) ? 'AGGREGATE' : table.model,
      createdMs: Date.now(),
      query: text,
    });
  });
  if (job !== undefined) context.jobs.follow(job);
  return OK;
}

async function noteRollup(
  change: CatalogChange,
  context: ServerContext,
  table: TableRecord,
  rollup: RollupRecord,
): Promise<Awaited<ReturnType<ServerContext['jobs']['start']>>> {
  await change.putObject({ ...table, rollups: [...(table.rollups ?? []), rollup] });
  return context.jobs.start(change, {
    id: change.nextId(),
    kind: 'ROLLUP',
    database: table.database,
    table: table.name,
    tableId: table.id,
    indexName: rollup.name,
    indexId: rollup.id,
    originIndexId: table.id,
    schemaVersion: 0,
    transactionId: -1,
    createMs: Date.now(),
    state: 'PENDING',
    msg: '',
    fast: false,
  });
}

interface SelectItem {
  readonly text: string;
  readonly alias: string | undefined;
  readonly aggregate: string | undefined;
  readonly argument: string;
}

function selectItems(text: string): readonly SelectItem[] {
  const tokens = scan(text);
  const from = findTop(tokens, 1, (token) => isWord(token, 'FROM'));
  const list = tokens.slice(isWord(tokens[1], 'DISTINCT') ? 2 : 1, from === -1 ? tokens.length : from);
  return splitCommas(list, 0, list.length).map((part) => {
    const source = sourceOf(text, part);
    const match = /^(\w+)\s*\((.*)\)\s*(?:(?:as\s+)?`?(\w+)`?)?$/is.exec(source);
    const plain = /^`?[\w.]+`?\s+(?:as\s+)?`?(\w+)`?$/i.exec(source);
    const isCall = match !== null;
    const name = (match?.[1] ?? '').toLowerCase();
    return {
      text: source,
      alias: isCall ? match[3] : plain?.[1],
      aggregate: isCall && AGGREGATES[name] !== undefined ? name : undefined,
      argument: match?.[2]?.trim() ?? '',
    };
  });
}

function checkAggregates(base: TableRecord, items: readonly SelectItem[]): void {
  let seen = false;
  for (const item of items) {
    const isCall = /^\w+\s*\(/.test(item.text);
    if (isCall && item.aggregate === undefined && item.alias === undefined)
      throw analysisError(`Create materialized view non-slot ref expression should have an alias:FunctionCallExpr`);
    if (!isCall && seen)
      throw analysisError(
        `Any single column should be before agg column. Column ${item.text} at wrong location. Please use Asynchronous Materialized View instead`,
      );
    if (item.aggregate === undefined) continue;
    seen = true;
    const column = findColumn(base.columns, item.argument.replaceAll('`', ''));
    if (item.aggregate === 'sum' && column?.type.kind === 'string')
      throw analysisError(`Invalid aggregate function 'SUM' for 'VARCHAR'`);
    if (base.model === 'AGGREGATE' && column !== undefined && AGGREGATES[item.aggregate] !== column.aggregation)
      throw new SqlError(
        1064,
        `The aggregation type of column[mv_${item.aggregate}_${column.name}] must be same as the aggregate type of base column in aggregate table`,
      );
  }
}

/** @throws SqlError when columns stand beside aggregates without GROUP BY. */
function requireGroups(text: string, items: readonly SelectItem[]): void {
  if (/\bgroup\s+by\b/i.test(text) || !items.some((item) => item.aggregate !== undefined)) return;
  const plain = items.find((item) => item.aggregate === undefined);
  if (plain !== undefined)
    throw analysisError(`'${plain.text}' must be an aggregate expression or appear in GROUP BY clause`);
}

/** Columns of the view: aggregates without an alias are called `mv_sum_v`. */
function columnsOf(
  context: ServerContext,
  session: SessionState,
  text: string,
  items: readonly SelectItem[],
): readonly ColumnRecord[] {
  const named = items.map((item) => ({
    name:
      item.alias ??
      (item.aggregate === undefined
        ? (item.text.replaceAll('`', '').split('.').at(-1) ?? item.text)
        : `mv_${item.aggregate}_${item.argument.replaceAll(/\W+/g, '_')}`),
  }));
  const known = items.some((item) => /^(bitmap|hll|percentile)_/i.test(item.aggregate ?? ''))
    ? undefined
    : readViewQuery(context, session, text, named).columns;
  const hasAggregate = items.some((item) => item.aggregate !== undefined);
  return named.map(({ name }, index) => {
    const item = items[index];
    const aggregation = item?.aggregate === undefined ? undefined : AGGREGATES[item.aggregate];
    return {
      name,
      type: known?.[index]?.type ?? { kind: 'simple', name: 'BITMAP' },
      nullable: true,
      key: hasAggregate ? aggregation === undefined : index === 0,
      autoIncrement: false,
      ...(aggregation === undefined ? {} : { aggregation }),
      comment: '',
    };
  });
}

/** Takes a synchronous view from its table. Answers false when no table of the database has it. */
export async function dropSyncView(context: ServerContext, database: string, name: string): Promise<boolean> {
  const table = context.catalog
    .objects(database)
    .find((object) => object.kind === 'table' && (object.rollups ?? []).some((rollup) => rollup.name === name));
  if (table?.kind !== 'table') return false;
  await context.catalog.change((change) =>
    change.putObject({ ...table, rollups: (table.rollups ?? []).filter((rollup) => rollup.name !== name) }),
  );
  return true;
}
