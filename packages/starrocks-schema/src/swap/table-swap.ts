/**
 * A table that cannot become what is declared in place: a second one is made, filled and compared, and takes the place
 * of the first, with its grants and loads. The first is kept under another name.
 */

import { printStatement } from '@strata/starrocks-sql';

import { pauseDraft } from '../kinds/routine-load-control';
import type { DeclaredObject, LiveObject, ObjectId } from '../model';
import type { StepDraft, Verdict } from '../plan-types';
import { NOWHERE, nameOf, quoteId, quoteName } from '../sql-text';
import type { TableChange } from '../table-change';
import { copiedColumns, copyChecks, copyRefusals, copySql } from './copy';
import { grantSteps } from './grants';
import { loadRefusals, repointSteps } from './loads';
import { bareName, oldNameOf, shadowOf } from './names';
import { heldBackFor } from './paused';

/** What of the warehouse a swap must know. */
export interface SwapScene {
  readonly live: readonly LiveObject[];
  readonly declared: readonly DeclaredObject[];
  readonly grants: readonly ObjectGrant[];
  readonly engineVersion: string;
}

/** A privilege on one object; bound to the id of the object, so it stays with what is put away. */
export interface ObjectGrant {
  readonly object: ObjectId;
  /** E.g. `SELECT, INSERT`. */
  readonly privileges: string;
  /** `ROLE analyst`, `USER 'app'@'%'`. */
  readonly grantee: string;
  readonly grantable: boolean;
}

export function swapTable(change: TableChange, scene: SwapScene): Verdict {
  const loads = loadsOf(change.desired.id, scene.live);
  const refusals = [...copyRefusals(change), ...loadRefusals(loads, scene.declared)];
  if (refusals.length > 0) return { steps: [], refusals, warnings: [] };
  const { id } = change.desired;
  const shadow = shadowOf(id);
  const taken = new Set(scene.live.map((object) => object.id));
  const paths = change.differences.map(({ path }) => path);
  const stale = taken.has(shadow) ? oldNameOf(id, taken) : undefined;
  const old = oldNameOf(id, stale === undefined ? taken : new Set([...taken, stale]));
  return {
    steps: [
      ...(stale === undefined ? [] : [putAway(id, shadow, stale)]),
      createShadow(change, shadow, paths),
      ...copySteps(change, shadow, paths, loads),
      ...grantSteps(id, shadow, 'TABLE', scene.grants, paths),
      swapStep(id, shadow, paths),
      putAway(id, shadow, old),
      ...repointSteps(loads, scene.declared, (load) => staysPaused(load, scene.live)),
    ],
    refusals: [],
    warnings: warningsOf(change, old),
  };
}

/** Routine loads that write into a table. */
export function loadsOf(table: ObjectId, live: readonly LiveObject[]): readonly LiveObject[] {
  return live.filter(({ definition }) => definition?.kind === 'routine-load' && definition.table === table);
}

/** What nobody's run paused, an operator or the engine did: a load made anew would begin by itself. */
function staysPaused(load: LiveObject, live: readonly LiveObject[]): boolean {
  return load.paused === true && heldBackFor(load, live) === undefined;
}

function createShadow({ statement }: TableChange, shadow: ObjectId, resolves: readonly string[]): StepDraft {
  return {
    kind: 'create-shadow',
    statements: [printStatement({ ...statement, name: nameOf(shadow), ifNotExists: false })],
    risk: 'safe',
    mechanism: 'metadata',
    resolves,
    target: shadow,
    settled: { kind: 'exists', object: shadow },
    wayBack: `DROP TABLE ${quoteId(shadow)}`,
  };
}

/** With loads the first copy shows that all fits before they are stopped; the second has what came meanwhile. */
function copySteps(
  change: TableChange,
  shadow: ObjectId,
  resolves: readonly string[],
  loads: readonly LiveObject[],
): readonly StepDraft[] {
  const columns = copiedColumns(change);
  const { id } = change.desired;
  const copy: StepDraft = {
    kind: 'copy',
    statements: [copySql(id, shadow, columns)],
    risk: 'rewrites-data',
    mechanism: 'swap',
    resolves,
    target: shadow,
    repeatable: true,
    rewrites: true,
    wayBack: `DROP TABLE ${quoteId(shadow)}`,
  };
  const checked = { ...copy, checks: copyChecks(id, shadow, columns) };
  return loads.length === 0 ? [checked] : [copy, pauseDraft(loads, resolves), checked];
}

function swapStep(id: ObjectId, shadow: ObjectId, resolves: readonly string[]): StepDraft {
  return {
    kind: 'swap',
    statements: [
      printStatement({
        kind: 'alter-table',
        name: nameOf(id),
        clauses: [{ kind: 'swap', with: bareName(shadow) }],
        at: NOWHERE,
      }),
    ],
    risk: 'locks-writers',
    mechanism: 'swap',
    resolves,
    settled: { kind: 'definition', object: id },
    wayBack: `ALTER TABLE ${quoteId(id)} SWAP WITH the table that was put away; rows that came since are in the new one only`,
  };
}

/** Keeps what is no longer read until `strata sql cleanup`. */
export function putAway(id: ObjectId, from: ObjectId, to: ObjectId): StepDraft {
  return {
    kind: 'put-away',
    statements: [
      printStatement({
        kind: 'alter-table',
        name: nameOf(from),
        clauses: [{ kind: 'rename', to: bareName(to) }],
        at: NOWHERE,
      }),
    ],
    risk: 'safe',
    mechanism: 'metadata',
    resolves: [],
    target: from,
    settled: { kind: 'exists', object: to },
    wayBack: `ALTER TABLE ${quoteId(to)} RENAME ${quoteName(bareName(from))}; ${id} is not touched`,
  };
}

function warningsOf({ desired, live }: TableChange, old: ObjectId): readonly string[] {
  return [
    `${desired.id} is filled anew and swapped. Writers that this engine does not know (Flink, Stream Load, INSERT) must pause ` +
      `from its copy to its swap: what they write in between stays in ${old}.`,
    ...(live.partition?.kind === 'range' || live.partition?.kind === 'list'
      ? [
          `${desired.id} has partitions that are made by hand: rows without a declared partition make the copy fail, and nothing is swapped then.`,
        ]
      : []),
  ];
}
