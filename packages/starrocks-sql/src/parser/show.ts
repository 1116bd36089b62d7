/** What SHOW can show. The rest of the statement is not modelled. */

import { nearest } from '../nearest';
import type { Cursor } from './cursor';

/** First words behind SHOW. */
const SHOWN: ReadonlySet<string> = new Set([
  ...['ALL', 'ALTER', 'ANALYZE', 'APPLICABLE', 'AUTHENTICATION', 'AUTHORS', 'BACKENDS', 'BACKUP', 'BASELINE', 'BROKER'],
  ...[
    'CATALOGS',
    'CHARACTER',
    'CHARSET',
    'CLUSTER',
    'CLUSTERS',
    'CNGROUP',
    'CNGROUPS',
    'COLLATION',
    'COLUMN',
    'COLUMNS',
  ],
  ...['COMPUTE', 'CREATE', 'DATA', 'DATABASES', 'DELETE', 'DICTIONARY', 'DYNAMIC', 'ENABLED', 'ENCRYPTKEYS', 'ENGINE'],
  ...['ENGINES', 'ERRORS', 'EVENTS', 'EXPORT', 'EXTENDED', 'FAILPOINTS', 'FIELDS', 'FILE', 'FRONTENDS', 'FULL'],
  ...['FUNCTION', 'FUNCTIONS', 'GLOBAL', 'GRANTS', 'GROUP', 'HISTOGRAM', 'INDEX', 'INDEXES', 'KEY', 'KEYS', 'LAST'],
  ...[
    'LOAD',
    'LOADS',
    'LOCAL',
    'MASKING',
    'MATERIALIZED',
    'MULTIPLE',
    'NODES',
    'OPEN',
    'PARTITIONS',
    'PIPES',
    'PLUGINS',
  ],
  ...['PRIVILEGES', 'PROC', 'PROCEDURE', 'PROCESSLIST', 'PROFILE', 'PROFILELIST', 'PROPERTIES', 'PROPERTY', 'QUERIES'],
  ...['REPOSITORIES', 'RESOURCE', 'RESOURCES', 'RESTORE', 'ROLE', 'ROLES', 'ROUTINE', 'ROW', 'RUNNING', 'SCHEMAS'],
  ...[
    'SECURITY',
    'SESSION',
    'SMALLFILES',
    'SNAPSHOT',
    'SNAPSHOTS',
    'SQLBLACKLIST',
    'SQL',
    'STATS',
    'STATUS',
    'STORAGE',
  ],
  ...[
    'STREAM',
    'SYNC',
    'TABLE',
    'TABLES',
    'TABLET',
    'TABLETS',
    'TASK',
    'TASKS',
    'TEMPORARY',
    'TRANSACTION',
    'TRIGGERS',
  ],
  ...['USAGE', 'USER', 'USERS', 'VARIABLES', 'VERBOSE', 'VIEWS', 'WAREHOUSES', 'WARNINGS', 'WHITELIST'],
]);

/** Checks what stands behind SHOW. @throws SqlSyntaxError */
export function checkShown(cursor: Cursor): void {
  const word = cursor.textAt(1).toUpperCase();
  if (!SHOWN.has(word)) {
    cursor.skip();
    const close = nearest(word, SHOWN);
    throw cursor.expected(close === undefined ? 'what to show' : `'${close}'`);
  }
  if (word !== 'CREATE' || cursor.isIdentifier(3) || cursor.isIdentifier(4)) return;
  cursor.skip(cursor.keywordAt(2) === undefined ? 2 : 3);
  throw cursor.expected('kind and name of an object');
}
