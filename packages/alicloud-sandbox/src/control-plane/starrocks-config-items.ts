/** Parameters that an instance of the sandbox knows, with what the service says of each. */

/** One parameter of frontends or of compute nodes. */
export interface ConfigItem {
  readonly type: 'FE' | 'BE';
  readonly key: string;
  readonly defaultValue: string;
  readonly valueType: 'int' | 'boolean' | 'string';
  readonly unit: string;
  /** Takes effect only after a restart. */
  readonly restart: boolean;
  readonly allowModify: boolean;
}

type Row = readonly [
  type: ConfigItem['type'],
  key: string,
  defaultValue: string,
  valueType: ConfigItem['valueType'],
  more?: { readonly unit?: string; readonly restart?: true; readonly fixed?: true },
];

const ROWS: readonly Row[] = [
  ['FE', 'qe_max_connection', '4096', 'int', { restart: true }],
  ['FE', 'max_routine_load_job_num', '100', 'int'],
  ['FE', 'max_routine_load_task_num_per_be', '16', 'int'],
  ['FE', 'max_routine_load_task_concurrent_num', '5', 'int'],
  ['FE', 'max_running_txn_num_per_db', '1000', 'int'],
  ['FE', 'max_create_table_timeout_second', '600', 'int', { unit: 's' }],
  ['FE', 'stream_load_default_timeout_second', '600', 'int', { unit: 's' }],
  ['FE', 'catalog_trash_expire_second', '86400', 'int', { unit: 's' }],
  ['FE', 'enable_materialized_view', 'true', 'boolean'],
  ['FE', 'task_runs_concurrency', '4', 'int'],
  ['FE', 'dynamic_partition_check_interval_seconds', '600', 'int', { unit: 's' }],
  ['FE', 'http_port', '8030', 'int', { restart: true, fixed: true }],
  ['BE', 'storage_page_cache_limit', '20%', 'string', { restart: true }],
  ['BE', 'disable_storage_page_cache', 'false', 'boolean', { restart: true }],
  ['BE', 'streaming_load_max_mb', '102400', 'int', { unit: 'MB' }],
  ['BE', 'max_compaction_concurrency', '-1', 'int'],
  ['BE', 'starlet_star_cache_disk_size_percent', '80', 'int', { restart: true }],
  ['BE', 'load_process_max_memory_limit_percent', '30', 'int', { restart: true }],
  ['BE', 'be_port', '9060', 'int', { restart: true, fixed: true }],
];

export const CONFIG_ITEMS: readonly ConfigItem[] = ROWS.map(([type, key, defaultValue, valueType, more = {}]) => ({
  type,
  key,
  defaultValue,
  valueType,
  unit: more.unit ?? '',
  restart: more.restart === true,
  allowModify: more.fixed !== true,
}));

/** Kinds of configuration that take parameters the service does not list. */
export const CUSTOM_TYPES: readonly string[] = [
  'FE',
  'BE',
  'core-site.xml',
  'hdfs-site.xml',
  'hive-site.xml',
  'jindosdk.cfg',
];
