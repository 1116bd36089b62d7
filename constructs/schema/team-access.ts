import type { TeamLimits } from '@strata/environment';
import { printIdentifier, printString } from '@strata/starrocks-sql';
import type { SqlFile } from '@strata/starrocks-sql';

export interface TeamAccess {
  /** Name of the user, of the role and of the resource group. */
  readonly name: string;
  /** Reference to the password: env:NAME, kms:name or sandbox:name. */
  readonly password: string;
  /** Layers that the team deploys: it reads and writes their tables. */
  readonly layers: readonly string[];
  /** Layers of another environment that it reads through views. */
  readonly borrowed: readonly string[];
  /**
   * Warehouse in which its queries run unless they name another one.
   *
   * @default - `default_warehouse`, in which everybody's background work runs
   */
  readonly warehouse?: string;
  readonly limits: TeamLimits;
}

/**
 * The files that let a team in on an instance that it shares: a user with one role, whose rights end at the databases of
 * the team, and a resource group that keeps its queries within limits. What an object is stays with its file: the team
 * changes rows, not tables.
 */
export function teamFiles({ name, password, layers, borrowed, warehouse, limits }: TeamAccess): readonly SqlFile[] {
  const id = printIdentifier(name);
  const grant = (rights: string, kind: string, layer: string): string =>
    `GRANT ${rights} ON ALL ${kind} IN DATABASE ${printIdentifier(layer)} TO ROLE ${id};`;
  const role = [
    `CREATE ROLE ${id} COMMENT ${printString(`what ${name} may do`)};`,
    ...layers.flatMap((layer) => [
      grant('SELECT, INSERT, UPDATE, DELETE', 'TABLES', layer),
      grant('SELECT', 'VIEWS', layer),
      grant('SELECT, REFRESH', 'MATERIALIZED VIEWS', layer),
    ]),
    ...borrowed.map((layer) => grant('SELECT', 'VIEWS', layer)),
  ];
  const user = [
    `CREATE USER ${id} IDENTIFIED BY 'secret:${password}' DEFAULT ROLE ${id}${warehouse === undefined ? '' : ` PROPERTIES ("session.warehouse" = ${printString(warehouse)})`};`,
    `GRANT ${id} TO USER ${id};`,
  ];
  const group = `CREATE RESOURCE GROUP ${id} TO (user='${name}')
WITH ("cpu_weight" = "${limits.cpuWeight}", "mem_limit" = "${limits.memoryPercent}%", "concurrency_limit" = "${limits.concurrency}");`;
  return [
    { path: `roles/${name}.sql`, text: `${role.join('\n')}\n` },
    { path: `users/${name}.sql`, text: `${user.join('\n')}\n` },
    { path: `resources/${name}.sql`, text: `${group}\n` },
  ];
}
