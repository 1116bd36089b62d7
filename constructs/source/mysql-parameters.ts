/** Parameters of RDS MySQL 8.0: which belong to change data capture, and which take effect only after a restart. */

/** What CDC needs, whatever else is set: all columns of a changed row, in a form that the connectors can read. */
export const CDC_PARAMETERS: Readonly<Record<string, string>> = {
  binlog_row_image: 'FULL',
};

/** Parameters that RDS sets itself, or that CDC cannot live with in another way. */
export const RESERVED_PARAMETERS: ReadonlySet<string> = new Set([
  ...Object.keys(CDC_PARAMETERS),
  'binlog_format',
  'binlog_transaction_compression',
  'enforce_gtid_consistency',
  'gtid_mode',
  'log_bin',
  'server_id',
]);

/** Variables that MySQL reads once, when it starts, and two that RDS changes only with a restart. */
const STATIC_PARAMETERS: ReadonlySet<string> = new Set([
  'back_log',
  'character_set_server',
  'default_authentication_plugin',
  'default_time_zone',
  'ft_max_word_len',
  'ft_min_word_len',
  'innodb_autoinc_lock_mode',
  'innodb_buffer_pool_instances',
  'innodb_ft_cache_size',
  'innodb_ft_max_token_size',
  'innodb_ft_min_token_size',
  'innodb_ft_sort_pll_degree',
  'innodb_ft_total_cache_size',
  'innodb_page_cleaners',
  'innodb_purge_threads',
  'innodb_read_io_threads',
  'innodb_rollback_on_timeout',
  'innodb_sort_buffer_size',
  'innodb_write_io_threads',
  'lower_case_table_names',
  'ngram_token_size',
  'open_files_limit',
  'performance_schema',
  'skip_name_resolve',
  'table_open_cache_instances',
  'thread_stack',
]);

/** Whether a change of the parameter restarts the server. */
export function needsRestart(parameter: string): boolean {
  return STATIC_PARAMETERS.has(parameter);
}
