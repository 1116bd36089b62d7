/** Properties of a table: each has a statement of its own, because StarRocks sets one at a time. */

import type { AlterTableClause } from '@strata/starrocks-sql';

import { ABSENT } from './compare';
import type { Difference, StepDraft } from './plan-types';
import type { Part, TableChange } from './table-change';
import { alterStatement, join, metadataStep, refuse, refuseInPlace } from './table-change';

/** Properties that `ALTER TABLE … SET` takes in shared-data mode, from 3.3 on; later ones are in the capabilities. */
const ALTERABLE = new Set([
  'bloom_filter_columns',
  'bloom_filter_fpp',
  'bucket_size',
  'cloud_native_fast_schema_evolution_v2',
  'colocate_with',
  'compaction_strategy',
  'datacache.partition_duration',
  'enable_load_profile',
  'enable_persistent_index',
  'enable_statistic_collect_on_first_load',
  'file_bundling',
  'foreign_key_constraints',
  'lake_compaction_max_parallel',
  'light_weight_tablet_creation',
  'load_initial_open_partition_number',
  'mutable_bucket_num',
  'partition_live_number',
  'partition_retention_condition',
  'partition_ttl',
  'persistent_index_type',
  'primary_index_cache_expire_sec',
  'replication_num',
  'storage_cooldown_ttl',
  'table_query_timeout',
  'time_drift_constraint',
  'unique_constraints',
]);
const ALTERABLE_FAMILY = /^(flat_json|dynamic_partition|binlog)\./;

/** Setting them writes every tablet anew. */
const REWRITING = new Set(['bloom_filter_columns', 'bloom_filter_fpp', 'cloud_native_fast_schema_evolution_v2']);
/** Setting them starts a job on the metadata of the tablets. */
const JOBS = new Set(['enable_persistent_index', 'persistent_index_type']);
/** Values that stand for the absence of a property. */
const NEUTRAL: Readonly<Record<string, string>> = {
  bloom_filter_columns: '',
  colocate_with: '',
  foreign_key_constraints: '',
  partition_retention_condition: '',
  unique_constraints: '',
};

export function propertyParts(change: TableChange): Part {
  return join(
    change.differences
      .filter(({ path }) => path.startsWith('properties.'))
      .map((difference) => propertyPart(difference, change)),
  );
}

function propertyPart(difference: Difference, change: TableChange): Part {
  const key = difference.path.slice('properties.'.length);
  const removed = difference.declared === ABSENT;
  const value = removed ? NEUTRAL[key] : writtenValue(key, change);
  if (value === undefined) {
    return refuse(difference, 'a property cannot be taken away', `declare "${key}" with the value that it shall have`);
  }
  if (!ALTERABLE.has(key) && !ALTERABLE_FAMILY.test(key)) {
    return refuseInPlace(difference, `"${key}" is fixed at the creation of a table`);
  }
  return { steps: [propertyStep(key, value, difference, change)], refused: [] };
}

function writtenValue(key: string, { statement, declared }: TableChange): string | undefined {
  return statement.properties.find((property) => property.key === key)?.value ?? declared.properties[key];
}

function propertyStep(key: string, value: string, difference: Difference, change: TableChange): StepDraft {
  const clause: AlterTableClause = { kind: 'set-properties', properties: [{ key, value }] };
  const rewrites = REWRITING.has(key);
  if (!rewrites && !JOBS.has(key)) return metadataStep('set-properties', clause, difference, change);
  return {
    kind: 'set-properties',
    statements: [alterStatement(change.desired, [clause])],
    risk: rewrites ? 'rewrites-data' : 'safe',
    mechanism: 'async-job',
    awaits: 'schema-change',
    rewrites,
    resolves: [difference.path],
    wayBack: 'declare the former value',
  };
}
