import type { CreateMaterializedViewStatement, IntervalLiteral, Property } from '@strata/starrocks-sql';

import { SqlError, analysisError } from '../errors';
import type { ColumnRecord } from '../storage/model';
import { globalVariable } from './context';
import type { ServerContext, SessionState } from './context';
import { checkIndex } from './table/indexes';
import { findColumn, mayBeKey } from './table/keys';
import { schemeColumns } from './table/partition-scheme';

/** What is known of the query of a materialized view. */
interface ViewQuery {
  readonly query: string;
  readonly columns: readonly ColumnRecord[];
  readonly sources: readonly string[];
}

const UNIT_SECONDS: Readonly<Record<string, number>> = { SECOND: 1, MINUTE: 60, HOUR: 3600, DAY: 86_400 };
const LEAST_SECONDS = 60;

/** @throws SqlError when a schedule is too short or of a unit that it may not have. */
export function checkInterval(every: IntervalLiteral | undefined): void {
  if (every === undefined) return;
  const seconds = Number(every.value.text) * (UNIT_SECONDS[every.unit] ?? Number.NaN);
  if (seconds >= LEAST_SECONDS || Number.isNaN(seconds)) return;
  throw new SqlError(
    1064,
    `Refresh schedule interval ${seconds} is too small which may cost a lot of memory/cpu resources to refresh the asynchronous materialized view, please config an interval larger than Config.materialized_view_min_refresh_interval(${LEAST_SECONDS}s).`,
  );
}

const RANDOM = /\b(uuid|rand|random|uuid_numeric)\s*\(\s*\)/i;

/** @throws SqlError when a frontend would not make this asynchronous materialized view. */
export function checkMaterializedView(
  context: ServerContext,
  session: SessionState,
  statement: CreateMaterializedViewStatement,
  view: ViewQuery,
): void {
  const { columns } = view;
  if (/^\s*\(/.test(view.query))
    throw analysisError(
      'Materialized view query statement only supports a single query block or multiple query blocks in set operations',
    );
  const random = RANDOM.exec(view.query);
  if (random !== null)
    throw analysisError(
      `Materialized view query statement select item ${random[0]} not supported nondeterministic function`,
    );
  if (!columns.some((column) => mayBeKey(column.type)))
    throw analysisError('All columns of materialized view cannot be used for keys');
  checkInterval(statement.refresh?.every);
  const { distribution } = statement;
  for (const name of distribution?.kind === 'hash' ? distribution.columns : []) {
    if (findColumn(columns, name) === undefined) throw analysisError(`Distribution column(${name}) doesn't exist.`);
  }
  for (const item of statement.orderBy ?? []) {
    const name = item.expression.text.replaceAll('`', '');
    if (findColumn(columns, name) === undefined) throw analysisError(`Sort key not exists: ${name}`);
  }
  for (const index of statement.indexes) {
    const [name = ''] = index.columns;
    if (findColumn(columns, name) === undefined)
      throw analysisError(`${index.type ?? 'BITMAP'} column does not exist in table. invalid column: ${name}`);
    checkIndex({ name: statement.name.parts.at(-1) ?? '', model: 'DUPLICATE', keys: [], columns }, index);
  }
  for (const expression of statement.partitionBy ?? []) {
    checkPartition(context, view, expression.text);
    checkWindows(view, expression.text);
  }
  checkViewProperties(context, session, statement.properties, {
    isManual: statement.refresh?.mode === 'manual',
    isPartitioned: (statement.partitionBy ?? []).length > 0,
    isRandom: distribution?.kind !== 'hash',
    columns,
  });
}

function checkPartition(context: ServerContext, view: ViewQuery, text: string): void {
  const plain = text.replaceAll('`', '').replace(/^\((.*)\)$/s, '$1');
  for (const item of plain.split(/,(?![^(]*\))/)) {
    const unit = /^\s*date_trunc\s*\(\s*['"](\w+)['"]/i.exec(item)?.[1]?.toLowerCase();
    const name = (/\(\s*(?:['"]\w+['"]\s*,\s*)?(\w+)/.exec(item)?.[1] ?? item).trim();
    const column = findColumn(view.columns, name);
    if (column === undefined)
      throw analysisError(`Materialized view partition exp column:${name} is not found in query statement`);
    const isDate = column.type.kind === 'simple' && column.type.name === 'DATE';
    if (unit !== undefined && isDate && !['year', 'quarter', 'month', 'week', 'day'].includes(unit))
      throw analysisError("date_trunc function can't support argument other than year|quarter|month|week|day");
    if (/^\s*str2date/i.test(item) && isDate)
      throw analysisError(`Materialized view partition function str2date check failed: ${item.trim()}`);
    checkBase(context, view, column.name);
  }
}

/** Windows of a partitioned view may not reach over its partitions. */
function checkWindows(view: ViewQuery, text: string): void {
  const column = /(\w+)`?\s*\)*\s*$/.exec(text)?.[1] ?? '';
  for (const [, name = '', inside = ''] of view.query.matchAll(
    /(\w+)\s*\([^()]*\)\s*over\s*\(([^()]*(?:\([^()]*\)[^()]*)*)\)/gi,
  )) {
    const by = /partition\s+by\s+(.*?)(?:\border\s+by\b|\brows\b|\brange\b|$)/is.exec(inside)?.[1] ?? '';
    if (!new RegExp(`\\b${column}\\b`, 'i').test(by))
      throw analysisError(
        `window function ${name} ’s partition expressions should contain the partition column ${column} of materialized view`,
      );
  }
}

/** A partition column that keeps its base table's name must be a partition column there. */
function checkBase(context: ServerContext, view: ViewQuery, name: string): void {
  const alias = new RegExp(`(\\w+)\\s*\\([^()]*\\)\\s*(?:as\\s+)?\`?${name}\`?\\s*(,|\\bfrom\\b)`, 'i').exec(
    view.query,
  );
  if (alias !== null && /^(sum|count|min|max|avg)$/i.test(alias[1] ?? ''))
    throw analysisError(`Materialized view partition function ${alias[1] ?? ''} is not support`);
  if (alias !== null && /^date_add$/i.test(alias[1] ?? ''))
    throw analysisError('Materialized view partition function must related with column');
  if (new RegExp(`\\bas\\s+\`?${name}\\b`, 'i').test(view.query)) return;
  const bases = view.sources.flatMap((source) => {
    const [database = '', table = ''] = source.split('.');
    const object = context.catalog.object(database, table);
    return object?.kind === 'table' && findColumn(object.columns, name) !== undefined ? [object] : [];
  });
  if (bases.length === 0) return;
  const isPartition = bases.some(
    (base) =>
      base.partition !== undefined &&
      schemeColumns(base.partition).some((column) => column.toLowerCase() === name.toLowerCase()),
  );
  if (!isPartition)
    throw analysisError('Materialized view partition column in partition exp must be base table partition column');
}

interface ViewShape {
  readonly isManual: boolean;
  readonly isPartitioned: boolean;
  readonly isRandom: boolean;
  readonly columns: readonly ColumnRecord[];
}

const invalid = (detail: string): SqlError =>
  new SqlError(6013, `Getting analyzing error. Detail message: Invalid parameter ${detail}.`);

/** @throws SqlError when a materialized view cannot have one of the properties. */
export function checkViewProperties(
  context: ServerContext,
  _session: SessionState,
  properties: readonly Property[],
  shape: ViewShape,
): void {
  for (const { key, value } of properties) checkViewProperty(context, key, value, shape);
}

function checkViewProperty(context: ServerContext, key: string, value: string, shape: ViewShape): void {
  const number = (what: string): void => {
    if (!/^-?\d+$/.test(value)) throw analysisError(`${what}: For input string: "${value}"`);
  };
  if (key.startsWith('session.')) return checkVariable(context, key.slice('session.'.length), value);
  switch (key) {
    case 'partition_ttl_number':
      number('Partition TTL Number');
      if (!shape.isPartitioned)
        throw invalid('partition_ttl_number does not support non-range-partitioned materialized view.');
      return;
    case 'partition_ttl':
      if (!shape.isPartitioned) throw invalid('partition_ttl is only supported by partitioned materialized-view');
      return;
    case 'partition_refresh_number':
      number('Partition Refresh Number');
      if (Number(value) === 0) throw analysisError(`Illegal Partition Refresh Number: ${value}`);
      if (!shape.isPartitioned)
        throw invalid('partition_refresh_number does not support non-partitioned materialized view.');
      return;
    case 'auto_refresh_partitions_limit':
      if (shape.isManual)
        throw analysisError('The auto_refresh_partitions_limit property does not support manual refresh mode.');
      return;
    case 'excluded_trigger_tables':
    case 'excluded_refresh_tables':
      if (shape.isManual) throw analysisError(`The ${key} property only applies to asynchronous refreshes.`);
      return;
    case 'mv_rewrite_staleness_second':
      number('Invalid maxMVRewriteStaleness Number');
      return;
    case 'resource_group':
      if (context.catalog.named('resource-group', value) === undefined && !value.startsWith('default_'))
        throw invalid(`resource_group ${value} does not exist.`);
      return;
    case 'colocate_with':
      if (shape.isRandom) throw invalid(": random distribution does not support 'colocate_with'");
      return;
    case 'bloom_filter_columns':
      for (const name of value.split(','))
        if (findColumn(shape.columns, name.trim()) === undefined)
          throw invalid(`Invalid bloom filter column '${name.trim()}': not exists`);
      return;
    case 'warehouse':
      if (value !== 'default_warehouse') throw new SqlError(5901, `Warehouse name: ${value} not exist.`);
      return;
    case 'partition_refresh_strategy':
      if (!/^(strict|adaptive)$/i.test(value))
        throw new SqlError(
          1064,
          `Invalid partition_refresh_strategy: ${value}. Only 'strict' or 'adaptive' are supported.`,
        );
      return;
    case 'query_rewrite_consistency':
      if (!/^(disable|loose|checked|nocheck|force_mv)$/i.test(value))
        throw analysisError(
          `query_rewrite_consistency could only be DISABLE,LOOSE,CHECKED,NOCHECK,FORCE_MV but got ${value}`,
        );
      return;
    case 'refresh_mode':
      if (/^incremental$/i.test(value))
        throw analysisError(
          'Failed to rewrite the query for IVM: IVMAnalyzer does not support table type: CLOUD_NATIVE',
        );
      if (!/^(full|auto|pct)$/i.test(value))
        throw new SqlError(
          1064,
          `No enum constant com.starrocks.catalog.MaterializedView.RefreshMode.${value.toUpperCase()}`,
        );
      return;
    case 'unique_constraints':
      if (!value.includes('.')) throw analysisError('table does not exist');
      return;
    case 'foreign_key_constraints':
      if (/^\s*\(/.test(value)) throw analysisError('table: do not exist');
      return;
    default:
  }
}

function checkVariable(context: ServerContext, name: string, value: string): void {
  const known = globalVariable(context, name);
  if (known === undefined) throw new SqlError(1193, `Unknown system variable '${name}'`);
  if (/^-?\d+$/.test(known) && !/^-?\d+$/.test(value)) throw analysisError(`${name} is not a number`);
}

const ALTERABLE =
  /^(session\..*|partition_ttl(_number)?|partition_refresh_number|partition_refresh_strategy|auto_refresh_partitions_limit|excluded_(trigger|refresh)_tables|mv_rewrite_staleness_second|resource_group|colocate_with|bloom_filter_columns|warehouse|query_rewrite_consistency|force_external_table_query_rewrite|unique_constraints|foreign_key_constraints|enable_query_rewrite|transparent_mv_rewrite_mode|mv_sort_keys|refresh_mode|labels\.location|datacache\.enable|task_priority)$/;

/** @throws SqlError for a property that ALTER MATERIALIZED VIEW … SET does not know. */
export function refuseUnknown(properties: readonly Property[]): void {
  const unknown = properties.find(({ key }) => !ALTERABLE.test(key));
  if (unknown === undefined) return;
  throw analysisError(
    `Modify failed because unknown properties: {${unknown.key}=${unknown.value}}, please add \`session.\` prefix if you want add session variables for mv(eg, "session.insert_timeout"="30000000")`,
  );
}
