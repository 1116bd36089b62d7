/** What the engine adds to the properties that were written, and how it hides secrets. */

import type { Property } from '@strata/starrocks-sql';

import { plainValue } from '../kinds/common';

/** Values that mean nothing more than that nobody chose; `*` is any value. */
const ADDED: Readonly<Record<string, string>> = {
  replication_num: '*',
  replicated_storage: '*',
  storage_medium: '*',
  storage_format: '*',
  in_memory: '*',
  fast_schema_evolution: '*',
  cloud_native_fast_schema_evolution_v2: '*',
  file_bundling: '*',
  persistent_index_type: '*',
  enable_persistent_index: 'true',
  enable_async_write_back: 'false',
  compression: 'LZ4',
  'datacache.enable': 'true',
  storage_volume: 'builtin_storage_volume',
  warehouse: 'default_warehouse',
  'session.insert_timeout': '*',
  // Of routine loads.
  desired_concurrent_number: '5',
  max_error_number: '0',
  max_filter_ratio: '1',
  max_batch_interval: '10',
  max_batch_rows: '200000',
  task_consume_second: '15',
  task_timeout_second: '60',
  strip_outer_array: 'false',
  json_root: '',
  strict_mode: 'false',
  partial_update: 'false',
  pause_on_fatal_parse_error: 'false',
  log_rejected_record_num: '0',
  trim_space: 'false',
  enclose: '0',
  escape: '0',
};

/** Whether the engine printed a property that nobody wrote, or that says what holds without it. */
export function addedProperty({ key, value }: Property): boolean {
  const added = ADDED[key];
  return added === '*' || (added !== undefined && added === plainValue(value));
}

/** `***`, `AK******M4`. */
export function masked({ value }: Property): boolean {
  return /\*{3,}/.test(value);
}

/** `secret:env:LAKE_PASSWORD` for the password of `lake`. */
export function secretFor(owner: string, key: string): string {
  const last = key.split('.').at(-1) ?? key;
  return `secret:env:${`${owner}_${last}`.toUpperCase().replace(/\W+/g, '_')}`;
}
