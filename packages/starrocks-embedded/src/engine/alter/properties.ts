import type { Property } from '@strata/starrocks-sql';

import { SqlError, analysisError } from '../../errors';
import { resolveConstraints } from '../table/constraints';
import { checkBloomColumns } from '../table/indexes';
import { refuse, rewrites, withoutProperty, setTable } from './draft';
import type { Draft } from './draft';

const refuse64 = (detail: string): never => {
  throw new SqlError(5064, `Getting analyzing error. Detail message: ${detail}.`);
};

/** Groups that one statement may set together. */
const GROUPS = [/^dynamic_partition\./, /^binlog_/, /^flat_json\./];

const ALTERABLE = new Set(
  'bloom_filter_columns bloom_filter_fpp bucket_size mutable_bucket_num colocate_with datacache.partition_duration enable_load_profile enable_persistent_index persistent_index_type enable_statistic_collect_on_first_load foreign_key_constraints unique_constraints labels.location partition_live_number partition_retention_condition partition_ttl primary_index_cache_expire_sec replicated_storage replication_num default.replication_num default.storage_medium storage_cooldown_ttl time_drift_constraint write_quorum base_compaction_forbidden_time_ranges file_bundling cloud_native_fast_schema_evolution_v2 compaction_strategy lake_compaction_max_parallel table_query_timeout storage_type'.split(
    ' ',
  ),
);

/** Accepted and without a place in SHOW CREATE TABLE. */
const HIDDEN = new Set(
  'default.storage_medium lake_compaction_max_parallel primary_index_cache_expire_sec replicated_storage write_quorum labels.location bloom_filter_fpp'.split(
    ' ',
  ),
);

/** ALTER TABLE … SET. */
export function setProperties(draft: Draft, properties: readonly Property[]): void {
  const grouped = GROUPS.some((group) => properties.every(({ key }) => group.test(key)));
  if (properties.length > 1 && !grouped) refuse64('Can only set one table property at a time');
  for (const { key, value } of properties) {
    const isGroup = GROUPS.some((group) => group.test(key));
    if (!isGroup && !ALTERABLE.has(key)) refuse64(`Unknown properties: {${key}=${value}}`);
  }
  const { context, table } = draft;
  for (const { key, value } of resolveConstraints(context, table, table.columns, properties))
    setProperty(draft, key, value);
}

function setProperty(draft: Draft, key: string, value: string): void {
  check(draft, key, value);
  const { table } = draft;
  if (key === 'bloom_filter_columns' || key === 'cloud_native_fast_schema_evolution_v2' || key === 'bloom_filter_fpp')
    rewrites(draft);
  if ((key === 'enable_persistent_index' || key === 'persistent_index_type') && table.model === 'PRIMARY') return;
  if (HIDDEN.has(key) || key.startsWith('flat_json.') || key.startsWith('binlog_')) return;
  if (
    key === 'enable_persistent_index' ||
    key === 'persistent_index_type' ||
    key === 'file_bundling' ||
    key === 'compaction_strategy'
  ) {
    if (key === 'file_bundling') remove(draft, key, value === 'true' ? 'true' : undefined);
    if (key === 'compaction_strategy')
      remove(draft, key, value.toLowerCase() === 'default' ? undefined : value.toUpperCase());
    return;
  }
  const isOff =
    value === '' &&
    /^(bloom_filter_columns|unique_constraints|foreign_key_constraints|colocate_with|partition_retention_condition|storage_cooldown_ttl|partition_ttl|datacache.partition_duration|time_drift_constraint)$/.test(
      key,
    );
  remove(draft, key === 'default.replication_num' ? 'replication_num' : key, isOff ? undefined : value);
}

/** Sets a property, or takes it away. */
function remove(draft: Draft, key: string, value: string | undefined): void {
  const others = withoutProperty(draft.table.properties, key);
  setTable(draft, { properties: value === undefined ? others : { ...others, [key]: value } });
}

function check(draft: Draft, key: string, value: string): void {
  const { table } = draft;
  switch (key) {
    case 'bloom_filter_columns':
      if (value !== '')
        checkBloomColumns(
          table.columns,
          value.split(',').map((name) => name.trim()),
        );
      if (value === '' && table.properties['bloom_filter_columns'] === undefined)
        refuse('Bloom filter index has no change');
      return;
    case 'bloom_filter_fpp':
      if (table.properties['bloom_filter_columns'] === undefined) refuse('Bloom filter index has no change');
      return;
    case 'datacache.partition_duration':
    case 'partition_ttl':
      if (!/^\s*\d+\s*\w+/.test(value)) refuse64('Cannot parse text to Duration');
      if (key === 'partition_ttl' && table.partition === undefined)
        refuse(`Table[${table.name}] is not range partitioned. no need to set partition ttl.`);
      return;
    case 'cloud_native_fast_schema_evolution_v2':
      if (!/^(true|false)$/i.test(value))
        throw new SqlError(
          5018,
          `Getting analyzing error. Detail message: Invalid cloud_native_fast_schema_evolution_v2: '${value}'. Expected values should be 'true' or 'false'.`,
        );
      return;
    case 'file_bundling':
      if (value.toLowerCase() === table.properties['file_bundling'])
        refuse64(`table: ${table.name} file_bundling is ${value}, nothing need to do`);
      return;
    case 'bucket_size':
      if (table.distribution.kind !== 'random')
        refuse(
          "Setting bucket size is not allowed: only supported for tables with RANDOM distribution and when 'enable_automatic_bucket' is enabled.",
        );
      return;
    case 'labels.location':
      if (value !== '*' && value !== '') refuse64('Property labels.location not valid');
      return;
    case 'base_compaction_forbidden_time_ranges':
      refuse64('Property base_compaction_forbidden_time_ranges not support primary keys table or cloud native table');
      return;
    case 'flat_json.null.factor':
    case 'flat_json.sparsity.factor':
    case 'flat_json.column.max':
      refuse64("Property flat_json.enable haven't been enabled");
      return;
    case 'table_query_timeout':
      if (!(Number(value) > 0) && value !== '-1')
        refuse64(`Property table_query_timeout must be greater than 0, or -1 to reset to default, got: ${value}`);
      return;
    case 'time_drift_constraint':
      if (!/\bbetween\b/i.test(value)) throw analysisError(`Invalid time_drift_constraint: '${value}'`);
      return;
    case 'primary_index_cache_expire_sec':
      if (Number(value) < 0) refuse64('Property primary_index_cache_expire_sec must not be less than 0');
      return;
    case 'storage_type':
      refuse64("Can't change storage type");
      return;
    case 'partition_live_number':
      if (!/^-?\d+$/.test(value)) throw analysisError(`Partition Live Number: For input string: "${value}"`);
      return;
    default:
  }
}
