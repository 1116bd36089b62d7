/** Roles and privileges. */

import type { TableColumns } from './columns';

export const ACCESS_TABLES: TableColumns = {
  applicable_roles: [
    'USER text',
    'HOST text',
    'GRANTEE text',
    'GRANTEE_HOST text',
    'ROLE_NAME text',
    'ROLE_HOST text',
    'IS_GRANTABLE text',
    'IS_DEFAULT text',
    'IS_MANDATORY text',
  ],
  user_privileges: ['GRANTEE text', 'TABLE_CATALOG text', 'PRIVILEGE_TYPE text', 'IS_GRANTABLE text'],
  schema_privileges: [
    'GRANTEE text',
    'TABLE_CATALOG text',
    'TABLE_SCHEMA text',
    'PRIVILEGE_TYPE text',
    'IS_GRANTABLE text',
  ],
  table_privileges: [
    'GRANTEE text',
    'TABLE_CATALOG text',
    'TABLE_SCHEMA text',
    'TABLE_NAME text',
    'PRIVILEGE_TYPE text',
    'IS_GRANTABLE text',
  ],
  column_privileges: [
    'GRANTEE text',
    'TABLE_CATALOG text',
    'TABLE_SCHEMA text',
    'TABLE_NAME text',
    'COLUMN_NAME text',
    'PRIVILEGE_TYPE text',
    'IS_GRANTABLE text',
  ],
};
