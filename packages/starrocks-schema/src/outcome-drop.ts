/** What becomes of objects that are declared no more. */

import type { LiveObject } from './model';
import type { Outcome, PlanContext } from './outcome';
import { endStep, outcome } from './outcome';
import type { PlanPolicy } from './plan-types';
import { keepsItsName, renamesInPlace } from './rename';
import { dropSql, dropStatements, holdsData, mayDestroy, missingKeys } from './rules-drop';

export function dropped(live: LiveObject, context: PlanContext): Outcome {
  if (live.kind === 'database') return droppedDatabase(live, context);
  const renamed = context.renamed.get(live.id);
  if (renamed !== undefined) {
    // The refusal of its new name says what is to be said.
    if (keepsItsName(renamed, live)) return outcome(live.id, {});
    const kind = renamesInPlace(renamed, live) ? 'release' : 'drop';
    return outcome(live.id, { steps: [endStep(live, kind, kind === 'drop' ? dropStatements(live) : [])] });
  }
  const allowDrop = live.ledger?.allowDrop ?? false;
  if (holdsData(live) && !mayDestroy(allowDrop, context.policy)) return refusedDrop(live, allowDrop, context.policy);
  return outcome(live.id, { steps: [endStep(live, 'drop', dropStatements(live))] });
}

/** A database has nothing of its own to lose, so it is no reason for a refusal: it goes when all in it goes, or stays. */
function droppedDatabase(live: LiveObject, { changes, policy }: PlanContext): Outcome {
  const lodgers = changes.unmanaged.filter(({ object }) => object.startsWith(`${live.id}.`));
  const kept = changes.changes.filter(
    (change) =>
      change.kind === 'drop' &&
      change.live.id.startsWith(`${live.id}.`) &&
      !mayDestroy(change.live.ledger?.allowDrop ?? false, policy),
  );
  // The refusals of those objects say all there is to say.
  if (kept.length > 0) return outcome(live.id, {});
  const reason =
    lodgers.length > 0
      ? `holds objects that are not managed here (${lodgers.map(({ object }) => object).join(', ')})`
      : policy.protection
        ? 'protection is on for the environment'
        : undefined;
  if (reason === undefined) {
    return outcome(live.id, { steps: [endStep(live, 'drop', [dropSql(live.id, 'database')])] });
  }
  const warning = `Database ${live.id} is declared no more and stays, not managed any longer: ${reason}.`;
  return outcome(live.id, { steps: [endStep(live, 'release', [])], warnings: [warning] });
}

function refusedDrop(live: LiveObject, allowDrop: boolean, policy: PlanPolicy): Outcome {
  const message =
    `this ${live.kind} is applied and no longer declared. Dropping it takes two keys, and ` +
    `${missingKeys(allowDrop, policy)} is missing. To go on, declare it again, or give what is missing.`;
  return outcome(live.id, { refusals: [{ object: live.id, message }] });
}
