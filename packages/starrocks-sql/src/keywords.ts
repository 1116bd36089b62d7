/** The words of the grammar. Words that the parser asks for must be listed here: the type of its methods demands it. */

/** Words that cannot be a name without backticks. */
// prettier-ignore
const RESERVED_LIST = [
  'ADD', 'ALL', 'ALTER', 'ANALYZE', 'AND', 'ARRAY', 'AS', 'ASC', 'BETWEEN', 'BIGINT', 'BITMAP', 'BOTH', 'BY', 'CASE',
  'CHAR', 'CHARACTER', 'CHECK', 'COLLATE', 'COLUMN', 'CONVERT', 'CREATE', 'CROSS', 'CUBE', 'CURRENT_DATE',
  'CURRENT_ROLE', 'CURRENT_TIME', 'CURRENT_TIMESTAMP', 'CURRENT_USER', 'DATABASE', 'DATABASES', 'DECIMAL',
  'DECIMALV2', 'DECIMAL32', 'DECIMAL64', 'DECIMAL128', 'DECIMAL256', 'DEFAULT', 'DEFERRED', 'DELETE', 'DENSE_RANK',
  'DESC', 'DESCRIBE', 'DISTINCT', 'DOUBLE', 'DROP', 'DUAL', 'ELSE', 'EXCEPT', 'EXISTS', 'EXPLAIN', 'FALSE',
  'FIRST_VALUE', 'FLOAT', 'FOR', 'FORCE', 'FROM', 'FULL', 'FUNCTION', 'GRANT', 'GROUP', 'GROUPING', 'GROUPING_ID',
  'GROUPS', 'HAVING', 'HLL', 'IF', 'IGNORE', 'IMMEDIATE', 'IN', 'INDEX', 'INFILE', 'INNER', 'INSERT', 'INT',
  'INTEGER', 'INTERSECT', 'INTO', 'IS', 'JOIN', 'JSON', 'KEY', 'KEYS', 'KILL', 'LAG', 'LARGEINT', 'LAST_VALUE',
  'LATERAL', 'LEAD', 'LEFT', 'LIKE', 'LIMIT', 'LOAD', 'LOCALTIME', 'LOCALTIMESTAMP', 'MAXVALUE', 'MINUS', 'MOD',
  'NTILE', 'NOT', 'NULL', 'ON', 'OR', 'ORDER', 'OUTER', 'OUTFILE', 'OVER', 'PARTITION', 'PERCENTILE', 'PRIMARY',
  'PROCEDURE', 'RANGE', 'READ', 'REGEXP', 'RELEASE', 'RENAME', 'REPLACE', 'REVOKE', 'RIGHT', 'RLIKE', 'ROWS',
  'ROW_NUMBER', 'SCHEMA', 'SCHEMAS', 'SELECT', 'SET', 'SET_VAR', 'SHOW', 'SMALLINT', 'SYSTEM', 'TABLE', 'TERMINATED',
  'TEXT', 'THEN', 'TINYINT', 'TO', 'TRUE', 'UNION', 'UNIQUE', 'UNSIGNED', 'UPDATE', 'USE', 'USING', 'VALUES',
  'VARCHAR', 'WHEN', 'WHERE', 'WITH',
] as const;

// prettier-ignore
const FREE_LIST = [
  'ACTIVE', 'AFTER', 'AGGREGATE', 'AGG_STATE_UNION', 'ANTI', 'ASOF', 'ASYNC', 'AUTHENTICATION', 'AUTO_INCREMENT',
  'BASE', 'BEFORE', 'BEGIN', 'BERNOULLI', 'BINARY', 'BITMAP_UNION', 'BOOLEAN', 'BRANCH', 'BROKER', 'BUCKETS', 'CACHE',
  'CALL', 'CANCEL', 'CAST', 'CATALOG', 'CATALOGS', 'CHARSET', 'COLUMNS', 'COMMENT', 'COMMIT', 'COMPACT', 'CUMULATIVE',
  'CURRENT', 'DATA', 'DATE', 'DATETIME', 'DAY', 'DAYS', 'DEALLOCATE', 'DIALECT', 'DISTRIBUTED', 'DUPLICATE', 'END',
  'ENGINE', 'ESCAPE', 'EVERY', 'EXECUTE', 'EXPORT', 'EXTERNAL', 'EXTRACT', 'FIELD', 'FIELDS', 'FILE', 'FILES',
  'FILTER', 'FIRST', 'FOLLOWING', 'FUNCTIONS', 'GLOBAL', 'GROUP_CONCAT', 'HASH', 'HELP', 'HLL_UNION', 'HOUR', 'HOURS',
  'IDENTIFIED', 'IMPERSONATE', 'INACTIVE', 'INCREMENTAL', 'INTERVAL', 'INVOKER', 'LABEL', 'LAST', 'LESS',
  'LIST', 'LOCAL', 'LOCATIONS', 'LOGICAL', 'MANUAL', 'MAP', 'MATCH', 'MATCH_ALL', 'MATCH_ANY', 'MATERIALIZED', 'MAX',
  'MICROSECOND', 'MILLISECOND', 'MIN', 'MINUTE', 'MINUTES', 'MODE', 'MODIFY', 'MONTH', 'NAME', 'NAMES', 'NODE',
  'NONE', 'NULLS', 'NUMBER', 'NUMERIC', 'OF', 'OFFSET', 'OPERATE', 'OPTIMIZE', 'OPTION', 'OVERWRITE', 'PARTITIONS',
  'PASSWORD', 'PAUSE', 'PERCENTILE_UNION', 'PIPE', 'PIPES', 'PIVOT', 'POLICIES', 'POLICY', 'PRECEDING', 'PREPARE',
  'PRIORITY', 'PRIVILEGES', 'PROPERTIES', 'QUALIFY', 'QUARTER', 'QUERY', 'QUOTA', 'RANDOM', 'RECOVER',
  'RECURSIVE', 'REFRESH', 'REPLACE_IF_NOT_NULL', 'REPLICA', 'REPOSITORY', 'RESOURCE', 'RESOURCES', 'RESPECT',
  'RESTORE', 'RESUME', 'RETRY', 'RETURNS', 'ROLE', 'ROLES', 'ROLLBACK', 'ROLLUP', 'ROUTINE', 'ROW', 'SAMPLE',
  'SCHEDULE', 'SECOND', 'SECURITY', 'SEMI', 'SEPARATOR', 'SESSION', 'SETS', 'SIGNED', 'SKEW', 'SNAPSHOT', 'STARROCKS',
  'START', 'STATUS', 'STOP', 'STORAGE', 'STRING', 'STRUCT', 'SUBMIT', 'SUM', 'SUSPEND', 'SWAP', 'SYNC', 'SYSTEM_TIME',
  'TABLES', 'TABLET', 'TABLETS', 'TASK', 'TEMPORARY', 'THAN', 'TIME', 'TIMESTAMP', 'TIMESTAMPADD', 'TIMESTAMPDIFF',
  'TRACE', 'TRANSACTION', 'TRIM', 'TRUNCATE', 'TRY_CAST', 'TYPE', 'UNBOUNDED', 'UNPIVOT', 'UNSET', 'USAGE', 'USER',
  'USERS', 'VALUE', 'VARBINARY', 'VARIABLES', 'VARIANT', 'VERBOSE', 'VERSION', 'VIEW', 'VIEWS', 'VOLUME', 'VOLUMES',
  'WAREHOUSE', 'WAREHOUSES', 'WEEK', 'WINDOW', 'YEAR',
] as const;

export type Keyword = (typeof RESERVED_LIST)[number] | (typeof FREE_LIST)[number];

const RESERVED: ReadonlySet<string> = new Set(RESERVED_LIST);

/** Spellings to keywords: both common cases are in the table, so that words of a script cost one look-up. */
const SPELLINGS: ReadonlyMap<string, Keyword> = new Map(
  [...RESERVED_LIST, ...FREE_LIST].flatMap((word): [string, Keyword][] => [
    [word, word],
    [word.toLowerCase(), word],
  ]),
);

const LONGEST_KEYWORD = 20;

/** The keyword that an unquoted word spells, in upper case; `undefined` for other words. */
export function keywordOf(word: string): Keyword | undefined {
  const known = SPELLINGS.get(word);
  if (known !== undefined) return known;
  if (word.length > LONGEST_KEYWORD || word === word.toLowerCase()) return undefined;
  return SPELLINGS.get(word.toUpperCase());
}

/** Whether the keyword cannot be a name without backticks. */
export function isReserved(keyword: string): boolean {
  return RESERVED.has(keyword);
}
