/** What a plan may know of the warehouse beside the definitions of its objects. */

import type { Connection, Row } from './connection-types';
import { StatementError } from './errors';
import type { LiveObject, ObjectId } from './model';
import { textOf } from './row';
import { quoteValue } from './sql-text';
import type { Statistics } from './statistics';
import { readStatistics } from './statistics';
import type { ObjectGrant } from './swap/table-swap';

export interface PlanFacts {
  /** @default - estimates without numbers */
  readonly statistics?: Statistics;
  /** @default - those of the live model */
  readonly grants?: readonly ObjectGrant[];
  /**
   * Which materialized views read which objects, as the engine has it.
   *
   * @default - those of the declared model
   */
  readonly dependencies?: readonly Dependency[];
}

export interface Dependency {
  readonly view: ObjectId;
  readonly base: ObjectId;
}

/** Four queries, whatever the number of objects. What a version does not have is left out. */
export async function readFacts(connection: Connection, databases: readonly string[]): Promise<PlanFacts> {
  const inside = `IN (${databases.map(quoteValue).join(', ')})`;
  const statistics = await ifKnown(() => readStatistics(connection, databases));
  const grants = await Promise.all(
    ['roles', 'users'].map((table) =>
      ifKnown(() =>
        connection.query(
          `SELECT GRANTEE, OBJECT_DATABASE, OBJECT_NAME, PRIVILEGE_TYPE, IS_GRANTABLE FROM sys.grants_to_${table} ` +
            `WHERE OBJECT_TYPE IN ('TABLE', 'MATERIALIZED VIEW') AND OBJECT_DATABASE ${inside}`,
        ),
      ),
    ),
  );
  const dependencies = await ifKnown(() =>
    connection.query(
      'SELECT object_database, object_name, ref_object_database, ref_object_name FROM sys.object_dependencies ' +
        `WHERE ref_object_database ${inside}`,
    ),
  );
  const [roles, users] = grants;
  return {
    statistics,
    grants:
      roles === undefined || users === undefined
        ? undefined
        : [...roles.map((row) => grantOf(row, 'ROLE')), ...users.map((row) => grantOf(row, 'USER'))],
    dependencies: dependencies?.map((row) => ({
      view: `${textOf(row, 'object_database')}.${textOf(row, 'object_name')}`,
      base: `${textOf(row, 'ref_object_database')}.${textOf(row, 'ref_object_name')}`,
    })),
  };
}

/** A table that this version or this user does not have tells nothing. */
async function ifKnown<Value>(read: () => Promise<Value>): Promise<Value | undefined> {
  try {
    return await read();
  } catch (error) {
    if (error instanceof StatementError) return undefined;
    throw error;
  }
}

function grantOf(row: Row, kind: 'ROLE' | 'USER'): ObjectGrant {
  const grantee = textOf(row, 'grantee');
  return {
    object: `${textOf(row, 'object_database')}.${textOf(row, 'object_name')}`,
    privileges: textOf(row, 'privilege_type').split(/,\s*/).join(', '),
    grantee: kind === 'ROLE' ? `ROLE ${grantee}` : `USER ${grantee}`,
    grantable: /^(yes|true|1)$/i.test(textOf(row, 'is_grantable')),
  };
}

const LINE = /^(.+) ON (?:TABLE|MATERIALIZED VIEW) (\S+?)( WITH GRANT OPTION)?$/;

/** Grants on single tables and materialized views, from what the live model holds. */
export function grantsOf(live: readonly LiveObject[]): readonly ObjectGrant[] {
  return live.flatMap(({ definition, name }) =>
    definition?.kind === 'grants'
      ? definition.privileges.flatMap((line) => {
          const [, privileges, object, grantable] = LINE.exec(line) ?? [];
          if (privileges === undefined || object === undefined) return [];
          return [{ object, privileges, grantee: granteeOf(name), grantable: grantable !== undefined }];
        })
      : [],
  );
}

/** `role:analyst` or `user:app@%`. */
function granteeOf(name: string): string {
  const rest = name.slice(name.indexOf(':') + 1);
  if (!name.startsWith('user:')) return `ROLE ${rest}`;
  const at = rest.lastIndexOf('@');
  return `USER ${quoteValue(at < 0 ? rest : rest.slice(0, at))}@${quoteValue(at < 0 ? '%' : rest.slice(at + 1))}`;
}
