/** Grants and dependencies as the database sys lists them. */

import type { ServerContext } from '../engine/context';
import { userKey } from '../storage/catalog';
import type { ObjectRecord } from '../storage/model';
import type { InfoRow } from './info-schema';

/** Rows of a table of sys. */
export function sysRows(context: ServerContext, table: string): readonly InfoRow[] {
  const { catalog } = context;
  switch (table) {
    case 'role_edges':
      return [
        ...catalog
          .users()
          .flatMap((user) =>
            user.roles.map((role) => ({ FROM_ROLE: role, TO_ROLE: null, TO_USER: userKey(user.name, user.host) })),
          ),
        ...catalog
          .roles()
          .flatMap((role) => role.roles.map((from) => ({ FROM_ROLE: from, TO_ROLE: role.name, TO_USER: null }))),
      ];
    case 'grants_to_users':
    case 'grants_to_roles':
      return catalog
        .grants()
        .filter((grant) => grant.granteeKind === (table === 'grants_to_users' ? 'user' : 'role'))
        .map((grant) => {
          const [, type = grant.target, name = ''] = /^(\S+(?: VIEW)?) (.*)$/.exec(grant.target) ?? [];
          const [first = '', second] = name.split('.');
          return {
            GRANTEE: grant.grantee,
            OBJECT_CATALOG: grant.catalog,
            OBJECT_DATABASE: first,
            OBJECT_NAME: second ?? null,
            OBJECT_TYPE: type,
            PRIVILEGE_TYPE: grant.privileges.join(', '),
            IS_GRANTABLE: grant.withGrantOption ? 'YES' : 'NO',
          };
        });
    case 'object_dependencies':
      return catalog.objects().flatMap((object) => dependencyRows(context, object));
    default:
      return [];
  }
}

/** What the materialized views read: tables and views that they name, and all that those views read in turn. */
function dependencyRows(context: ServerContext, object: ObjectRecord): readonly InfoRow[] {
  if (object.kind !== 'materialized-view') return [];
  return [...readObjects(context, object.sources, new Set())].map((source) => {
    const [database = '', name = ''] = source.split('.');
    const base = context.catalog.object(database, name);
    return {
      object_id: object.id,
      object_name: object.name,
      object_database: object.database,
      object_catalog: 'default_catalog',
      object_type: TYPES['materialized-view'],
      ref_object_id: base?.id ?? null,
      ref_object_name: name,
      ref_object_database: database,
      ref_object_catalog: 'default_catalog',
      ref_object_type: base === undefined ? 'UNKNOWN' : TYPES[base.kind],
    };
  });
}

const TYPES = {
  table: 'CLOUD_NATIVE',
  view: 'VIEW',
  'materialized-view': 'CLOUD_NATIVE_MATERIALIZED_VIEW',
} as const;

function readObjects(context: ServerContext, sources: readonly string[], seen: Set<string>): ReadonlySet<string> {
  for (const source of sources) {
    if (seen.has(source)) continue;
    seen.add(source);
    const [database = '', name = ''] = source.split('.');
    const object = context.catalog.object(database, name);
    if (object?.kind === 'view') readObjects(context, object.sources, seen);
  }
  return seen;
}
