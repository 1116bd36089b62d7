/** The database sys. */

import type { TableColumns } from './columns';

export const SYS_TABLES: TableColumns = {
  grants_to_users: [
    'GRANTEE text',
    'OBJECT_CATALOG text',
    'OBJECT_DATABASE text',
    'OBJECT_NAME text',
    'OBJECT_TYPE text',
    'PRIVILEGE_TYPE text',
    'IS_GRANTABLE text',
  ],
  grants_to_roles: [
    'GRANTEE text',
    'OBJECT_CATALOG text',
    'OBJECT_DATABASE text',
    'OBJECT_NAME text',
    'OBJECT_TYPE text',
    'PRIVILEGE_TYPE text',
    'IS_GRANTABLE text',
  ],
  role_edges: ['FROM_ROLE text', 'TO_ROLE text', 'TO_USER text'],
  object_dependencies: [
    'object_id bigint',
    'object_name text',
    'object_database text',
    'object_catalog text',
    'object_type text',
    'ref_object_id bigint',
    'ref_object_name text',
    'ref_object_database text',
    'ref_object_catalog text',
    'ref_object_type text',
  ],
  fe_locks: [
    'lock_type text',
    'lock_object text',
    'lock_mode text',
    'start_time datetime',
    'hold_time_ms bigint',
    'thread_info text',
    'granted tinyint',
    'waiter_list text',
  ],
  fe_memory_usage: [
    'module_name text',
    'class_name text',
    'current_consumption bigint',
    'peak_consumption bigint',
    'counter_info text',
  ],
};
