/** Grants of a declaration that take single ones from those that are live. Pure. */

import type { Statement } from '@strata/starrocks-sql';
import { parseStatement } from '@strata/starrocks-sql';

import { kindOf } from '../kinds/registry';
import type { DeclaredObject, LiveObject } from '../model';

/** Paths are `roles.analyst`, `privileges.SELECT ON TABLE ods.loan`. */
export function overlaidGrants(
  declared: DeclaredObject,
  live: LiveObject,
  paths: readonly string[],
): readonly Statement[] {
  const [wanted, there] = [declared.definition, live.definition];
  if (wanted.kind !== 'grants' || there?.kind !== 'grants') return [];
  const merged = (key: 'roles' | 'privileges'): readonly string[] => {
    const prefix = `${key}.`;
    const chosen = paths.filter((path) => path.startsWith(prefix)).map((path) => path.slice(prefix.length));
    const kept = wanted[key].filter((one) => !chosen.includes(one));
    return [...kept, ...chosen.filter((one) => there[key].includes(one))];
  };
  const definition = { ...wanted, roles: merged('roles'), privileges: merged('privileges') };
  return kindOf('grants')
    .create({ ...declared, definition })
    .map((sql) => parseStatement(sql));
}
