/** Objects that are declared as renamed (`--@ renamed-from`). Never guessed. */

import { printStatement } from '@strata/starrocks-sql';

import { differencesOf } from './differences';
import type { DeclaredObject, LiveObject } from './model';
import type { Outcome, PlanContext } from './outcome';
import { outcome, refusedOutcome, stepsOf } from './outcome';
import { judgeChange } from './outcome-alter';
import type { StepDraft } from './plan-types';
import { NOWHERE, nameOf, quoteId, quoteName } from './sql-text';
import { bareName } from './swap/names';

/** Tables and materialized views keep what they hold; RENAME does not leave the database. */
export function renamesInPlace(desired: DeclaredObject, former: LiveObject): boolean {
  const holds = desired.kind === 'table' || desired.kind === 'materialized-view';
  return holds && desired.kind === former.kind && desired.database === former.database;
}

/** A table that cannot be renamed stays: a new one beside it would leave its rows behind. */
export function keepsItsName(desired: DeclaredObject, former: LiveObject): boolean {
  return former.kind === 'table' && !renamesInPlace(desired, former);
}

/** Undefined where a new object is made and the former one dropped: a view holds no rows. */
export function renamed(desired: DeclaredObject, former: LiveObject, context: PlanContext): Outcome | undefined {
  if (keepsItsName(desired, former)) return refusedRename(desired, former);
  if (!renamesInPlace(desired, former)) return undefined;
  const live: LiveObject = { ...former, id: desired.id, name: desired.name };
  const differences = differencesOf(desired, live, context.changes.engineVersion);
  const verdict =
    differences.length === 0
      ? { steps: [], refusals: [], warnings: [] }
      : judgeChange({ kind: 'alter', desired, live, differences, drifted: false }, context);
  if (verdict.refusals.length > 0) return refusedOutcome(desired, verdict.refusals);
  const drafts = [renameDraft(desired, former), ...verdict.steps];
  return outcome(desired.id, {
    steps: stepsOf(
      desired,
      drafts,
      { kind: 'differs', liveHash: former.liveHash, differences, renamedFrom: former.id },
      context.statistics,
    ),
    warnings: verdict.warnings,
  });
}

function renameDraft(desired: DeclaredObject, former: LiveObject): StepDraft {
  const to = bareName(desired.id);
  const statement =
    desired.kind === 'table'
      ? printStatement({
          kind: 'alter-table',
          name: nameOf(former.id),
          clauses: [{ kind: 'rename', to }],
          at: NOWHERE,
        })
      : printStatement({
          kind: 'alter-materialized-view',
          name: nameOf(former.id),
          action: { kind: 'rename', to },
          at: NOWHERE,
        });
  const noun = desired.kind === 'table' ? 'TABLE' : 'MATERIALIZED VIEW';
  return {
    kind: 'rename',
    statements: [statement],
    risk: 'safe',
    mechanism: 'metadata',
    resolves: [],
    target: former.id,
    settled: { kind: 'exists', object: desired.id },
    wayBack: `ALTER ${noun} ${quoteId(desired.id)} RENAME ${quoteName(bareName(former.id))}`,
  };
}

function refusedRename(desired: DeclaredObject, former: LiveObject): Outcome {
  const reason =
    desired.kind === former.kind
      ? `a table stays in its database (${former.database})`
      : `it was a ${former.kind} and is declared as a ${desired.kind}`;
  return refusedOutcome(desired, [
    `it is \`${former.id}\` by its \`renamed-from\`, and ${reason}. Creating it anew would leave the data behind. ` +
      'To go on, declare it where and what it was, or remove the annotation and move the data by hand.',
  ]);
}
