/** A materialized view with another query: a new one beside it, filled, swapped. Its readers never see it empty. */

import type { CreateMaterializedViewStatement } from '@strata/starrocks-sql';
import { printStatement } from '@strata/starrocks-sql';

import type { DeclaredObject, ObjectId } from '../model';
import type { Difference, StepDraft, Verdict } from '../plan-types';
import { NOWHERE, nameOf, quoteId } from '../sql-text';
import { grantSteps } from './grants';
import { bareName, shadowOf } from './names';
import type { SwapScene } from './table-swap';

export function swapMaterializedView(
  desired: DeclaredObject,
  statement: CreateMaterializedViewStatement,
  differences: readonly Difference[],
  scene: SwapScene,
): Verdict {
  const { id } = desired;
  const shadow = shadowOf(id);
  const paths = differences.map(({ path }) => path);
  // Derived data: what a run that was cut off left behind is of no use to anybody.
  const stale = scene.live.some((object) => object.id === shadow) ? [dropStep(shadow)] : [];
  const steps: readonly StepDraft[] = [
    ...stale.map((step) => ({ ...step, resolves: paths })),
    createStep(statement, shadow, paths),
    refreshStep(shadow, paths),
    ...grantSteps(id, shadow, 'MATERIALIZED VIEW', scene.grants, paths),
    swapStep(id, shadow, paths),
    dropStep(shadow),
  ];
  return { steps, refusals: [], warnings: [] };
}

function createStep(
  statement: CreateMaterializedViewStatement,
  shadow: ObjectId,
  resolves: readonly string[],
): StepDraft {
  const refresh = { ...(statement.refresh ?? { mode: 'manual' as const }), moment: 'DEFERRED' as const };
  return {
    kind: 'create-shadow',
    statements: [printStatement({ ...statement, name: nameOf(shadow), ifNotExists: false, refresh })],
    risk: 'safe',
    mechanism: 'metadata',
    resolves,
    target: shadow,
    settled: { kind: 'exists', object: shadow },
    wayBack: `DROP MATERIALIZED VIEW ${quoteId(shadow)}`,
  };
}

function refreshStep(shadow: ObjectId, resolves: readonly string[]): StepDraft {
  return {
    kind: 'refresh',
    statements: [`REFRESH MATERIALIZED VIEW ${quoteId(shadow)} WITH ASYNC MODE`],
    risk: 'rewrites-data',
    mechanism: 'refresh',
    awaits: 'refresh',
    resolves,
    target: shadow,
    repeatable: true,
    rewrites: true,
    wayBack: `DROP MATERIALIZED VIEW ${quoteId(shadow)}`,
  };
}

function swapStep(id: ObjectId, shadow: ObjectId, resolves: readonly string[]): StepDraft {
  const action = { kind: 'swap', with: bareName(shadow) } as const;
  return {
    kind: 'swap',
    statements: [printStatement({ kind: 'alter-materialized-view', name: nameOf(id), action, at: NOWHERE })],
    risk: 'safe',
    mechanism: 'swap',
    resolves,
    settled: { kind: 'definition', object: id },
    wayBack: 'declare the former query; it is filled anew',
  };
}

/** Derived data takes no key: its query makes it again. */
export function dropStep(shadow: ObjectId): StepDraft {
  return {
    kind: 'put-away',
    statements: [`DROP MATERIALIZED VIEW ${quoteId(shadow)}`],
    risk: 'safe',
    mechanism: 'metadata',
    resolves: [],
    target: shadow,
    settled: { kind: 'absent', object: shadow },
    wayBack: 'declare the former query; it is filled anew',
  };
}
