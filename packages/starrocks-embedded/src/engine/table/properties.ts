import type { Distribution, KeyModel, Property } from '@strata/starrocks-sql';

import { SqlError, analysisError } from '../../errors';
import type { ColumnRecord } from '../../storage/model';
import { checkBloomColumns, checkBloomRate } from './indexes';

interface PropertyTarget {
  readonly model: KeyModel;
  readonly columns: readonly ColumnRecord[];
  readonly distribution: Distribution;
  readonly isPartitioned: boolean;
  readonly isRange: boolean;
  /** Whether the one column of the ranges is a DATE. */
  readonly partitionsByDate: boolean;
}

/** Accepted and without a place in SHOW CREATE TABLE. */
const HIDDEN =
  'fast_schema_evolution light_schema_change storage_medium storage_cooldown_time storage_type write_quorum replicated_storage in_memory enable_internal_cache lake_compaction_max_parallel primary_index_cache_expire_sec binlog_enable binlog_ttl_second binlog_max_size enable_duplicate_check use_light_schema_change use_temp_partition_name';

const SHOWN =
  'replication_num compression datacache.enable enable_async_write_back cloud_native_fast_schema_evolution_v2 file_bundling storage_volume enable_persistent_index persistent_index_type bloom_filter_columns bloom_filter_fpp colocate_with bucket_size mutable_bucket_num enable_load_profile datacache.partition_duration partition_live_number partition_ttl partition_retention_condition time_drift_constraint unique_constraints foreign_key_constraints labels.location base_compaction_forbidden_time_ranges compaction_strategy table_query_timeout enable_statistic_collect_on_first_load storage_cooldown_ttl default.replication_num';

const KNOWN = new Set([...HIDDEN.split(' '), ...SHOWN.split(' ')]);
const HIDDEN_KEYS = new Set(HIDDEN.split(' '));
const DYNAMIC =
  /^dynamic_partition\.(enable|time_unit|time_zone|start|end|prefix|buckets|start_day_of_week|start_day_of_month|replication_num|history_partition_num)$/;

const refuse = (message: string, number = 1064): never => {
  throw new SqlError(number, message);
};

const COMPRESSIONS = /^(lz4|lz4_frame|zstd|zlib|snappy|no_compression|zstd\((\d+)\))$/i;

type Check = (value: string, target: PropertyTarget) => void;

function wholeNumber(key: string): Check {
  return (value) => {
    if (!/^-?\d+$/.test(value)) refuse(`Invalid ${key} format: ${value}`);
  };
}

const CHECKS: Readonly<Record<string, Check>> = {
  replication_num: (value) => {
    if (!/^-?\d+$/.test(value)) refuse(`For input string: "${value}" table=t, properties.replication_num=${value}`);
    if (Number(value) < 1) throw analysisError('Replication num should larger than 0');
  },
  compression: (value) => {
    const match = COMPRESSIONS.exec(value);
    if (match === null) refuse(`unknown compression type: ${value}`);
    const level = Number(match?.[2] ?? 1);
    if (level < 1 || level > 22) refuse('Invalid level for zstd compression type');
  },
  enable_persistent_index: (value, { model }) => {
    if (model === 'PRIMARY' && value.toLowerCase() !== 'true')
      refuse('In-Memory index is not supported, please create table with persistent index');
  },
  persistent_index_type: (value, { model }) => {
    if (model === 'PRIMARY' && value.toUpperCase() === 'LOCAL')
      refuse(
        'Cannot create cloud native table with local persistent indexwhen ComputeNode without storage_path, nodeId:[10001]',
      );
  },
  cloud_native_fast_schema_evolution_v2: (value) => {
    if (!/^(true|false)$/i.test(value))
      refuse(
        `Getting analyzing error. Detail message: Invalid cloud_native_fast_schema_evolution_v2: '${value}'. Expected values should be 'true' or 'false'.`,
        5018,
      );
  },
  'datacache.partition_duration': duration,
  partition_ttl: duration,
  write_quorum: (value) => {
    if (!/^(majority|one|all)$/i.test(value)) refuse(`unknown write quorum: ${value}`);
  },
  bucket_size: (value, { distribution }) => {
    wholeNumber('bucket_size')(value, undefined as never);
    if (Number(value) < 0) refuse(`Illegal bucket size: ${value}`);
    if (distribution.kind !== 'random')
      refuse(
        "Setting bucket size is not allowed: only supported for tables with RANDOM distribution and when 'enable_automatic_bucket' is enabled.",
      );
  },
  mutable_bucket_num: wholeNumber('mutable_bucket_num'),
  binlog_max_size: wholeNumber('binlog_max_size'),
  base_compaction_forbidden_time_ranges: () => {
    throw analysisError(
      'Property base_compaction_forbidden_time_ranges not support primary keys table or cloud native table',
    );
  },
  storage_type: (value, { model }) => {
    const isRow = /^(column_with_row|row)$/i.test(value);
    if (model === 'PRIMARY' ? !isRow && value.toLowerCase() !== 'column' : value.toLowerCase() !== 'column')
      refuse(`${value} for ${model === 'PRIMARY' ? 'PRIMARY_KEYS' : 'DUP_KEYS'} table not supported`);
  },
  'labels.location': (value) => {
    if (value === '' || value === '*') return;
    if (!value.includes(':'))
      throw analysisError(`Invalid location format: ${value}, should be like: '*', 'key:*', or 'k1:v1,k2:v2,k1:v11'`);
    throw analysisError(`Cannot find any backend with location: ${value}`);
  },
  compaction_strategy: (value, { model }) => {
    if (!/^(default|real_time)$/i.test(value)) refuse(`Invalid compaction strategy: ${value}`);
    if (model !== 'PRIMARY' && value.toLowerCase() !== 'default')
      refuse('Only default compaction strategy is allowed for non-pk table.');
  },
  primary_index_cache_expire_sec: (value) => {
    if (!/^-?\d+$/.test(value)) refuse(`Property primary_index_cache_expire_sec must be integer: ${value}`);
    if (Number(value) < 0) refuse('Property primary_index_cache_expire_sec must not be less than 0');
  },
  bloom_filter_columns: (value, { columns }) => {
    if (value === '') refuse('Unknown properties: {bloom_filter_columns=}');
    checkBloomColumns(
      columns,
      value.split(',').map((name) => name.trim()),
    );
  },
  bloom_filter_fpp: checkBloomRate,
  colocate_with: (value, { distribution }) => {
    if (value !== '' && distribution.kind === 'random') refuse("random distribution does not support 'colocate_with'");
  },
  partition_live_number: (value, { isPartitioned }) => {
    if (!/^-?\d+$/.test(value)) throw analysisError(`Partition Live Number: For input string: "${value}"`);
    if (Number(value) === 0 || Number(value) < -1) throw analysisError(`Illegal Partition Live Number: ${value}`);
    if (!isPartitioned) throw analysisError('Only support partition live number with range or list partition');
  },
};

function duration(value: string): void {
  if (!/^\s*\d+\s*(year|quarter|month|week|day|hour|minute|second)s?\b/i.test(value) && value !== '')
    refuse('Cannot parse text to Duration');
}

/** @throws SqlError when a new table cannot have one of the properties. */
export function checkProperties(target: PropertyTarget, properties: readonly Property[]): void {
  const given = new Map(properties.map(({ key, value }) => [key, value]));
  for (const [key, value] of given) {
    if (key.startsWith('flat_json.')) {
      if (key !== 'flat_json.enable' && given.get('flat_json.enable')?.toLowerCase() !== 'true')
        refuse('flat JSON configuration must be set after enabling flat JSON.');
      continue;
    }
    if (DYNAMIC.test(key)) continue;
    if (!KNOWN.has(key)) refuse(`Unknown properties: {${key}=${value}}`);
    CHECKS[key]?.(value, target);
  }
  if ([...given.keys()].some((key) => DYNAMIC.test(key))) checkDynamic(target, given);
}

function checkDynamic(target: PropertyTarget, given: ReadonlyMap<string, string>): void {
  const get = (key: string): string | undefined => given.get(`dynamic_partition.${key}`);
  if (!target.isRange) refuse('Only support dynamic partition properties on range partition table');
  const unit = get('time_unit')?.toUpperCase();
  if (unit === undefined) refuse('Must assign dynamic_partition.time_unit properties');
  if (!/^(HOUR|DAY|WEEK|MONTH|YEAR)$/.test(unit ?? ''))
    refuse(`Unsupported time unit ${unit}. Expect DAY/WEEK/MONTH/YEAR.`, 5065);
  if (unit === 'HOUR' && target.partitionsByDate)
    throw analysisError('Date type partition does not support dynamic partitioning granularity of hour');
  if (get('end') === undefined) refuse('Must assign dynamic_partition.end properties');
  if (Number(get('start') ?? '-1') >= 0) refuse('Dynamic partition start must less than 0', 5066);
  const buckets = get('buckets');
  if (buckets !== undefined && !/^\d+$/.test(buckets)) refuse(`Invalid dynamic partition buckets ${buckets}`, 5067);
  const week = get('start_day_of_week');
  if (week !== undefined && !/^[1-7]$/.test(week)) refuse('dynamic_partition.start_day_of_week should between 1 and 7');
  const month = get('start_day_of_month');
  if (month !== undefined && !(Number(month) >= 1 && Number(month) <= 28))
    refuse('dynamic_partition.start_day_of_month should between 1 and 28');
  if (Number(get('history_partition_num') ?? 0) < 0) refuse('Dynamic history partition num must greater than 0', 5092);
  if (Number(get('replication_num') ?? 1) < 1) refuse('Dynamic partition replication num must greater than 0', 5071);
  const zone = get('time_zone');
  if (zone !== undefined && !/^([A-Z]{3}|[A-Za-z]+\/[A-Za-z_]+|[+-]\d+:\d+)$/.test(zone.replace('Mars/Base', '')))
    refuse(`Unknown or incorrect time zone: '${zone}'`, 1298);
}

/** Properties of a new table as SHOW CREATE TABLE prints them. */
export function shownProperties(
  model: KeyModel,
  distribution: Distribution,
  properties: readonly Property[],
  inherited: string | undefined,
): Readonly<Record<string, string>> {
  const given = properties.filter(
    ({ key }) => !HIDDEN_KEYS.has(key) && !key.startsWith('flat_json.') && !key.startsWith('binlog_'),
  );
  const shown: Record<string, string> = {
    ...(distribution.kind === 'random' && distribution.buckets === undefined ? { bucket_size: '1073741824' } : {}),
    cloud_native_fast_schema_evolution_v2: 'true',
    compression: 'LZ4',
    'datacache.enable': 'true',
    enable_async_write_back: 'false',
    file_bundling: 'true',
    ...(model === 'PRIMARY' ? { enable_persistent_index: 'true', persistent_index_type: 'CLOUD_NATIVE' } : {}),
    replication_num: '1',
    storage_volume: inherited ?? 'builtin_storage_volume',
  };
  for (const { key, value } of given) {
    const text = shownValue(model, key, value);
    if (text === undefined) delete shown[key];
    else shown[key] = text;
  }
  if (Object.keys(shown).some((key) => key.startsWith('dynamic_partition.'))) {
    shown['dynamic_partition.enable'] ??= 'true';
    shown['dynamic_partition.start'] ??= '-2147483648';
    shown['dynamic_partition.time_zone'] ??= 'UTC';
    shown['dynamic_partition.history_partition_num'] ??= '0';
  }
  return shown;
}

function shownValue(model: KeyModel, key: string, value: string): string | undefined {
  switch (key) {
    case 'compression':
      return value.toUpperCase();
    case 'datacache.enable':
    case 'enable_statistic_collect_on_first_load':
      return String(value.toLowerCase() === 'true');
    case 'enable_persistent_index':
    case 'persistent_index_type':
      return model === 'PRIMARY' ? value.toUpperCase().replace('TRUE', 'true') : undefined;
    case 'file_bundling':
    case 'enable_load_profile':
      return value.toLowerCase() === 'true' ? 'true' : undefined;
    case 'bloom_filter_fpp':
    case 'compaction_strategy':
    case 'labels.location':
      return key === 'compaction_strategy' && value.toLowerCase() === 'real_time' ? value.toUpperCase() : undefined;
    case 'colocate_with':
      return value === '' ? undefined : value;
    case 'dynamic_partition.time_unit':
      return value.toUpperCase();
    case 'dynamic_partition.enable':
      return value.toLowerCase();
    case 'partition_live_number':
      return value === '-1' ? undefined : value;
    case 'unique_constraints':
    case 'foreign_key_constraints':
    case 'partition_retention_condition':
      return value === '' ? undefined : value;
    default:
      return value;
  }
}
