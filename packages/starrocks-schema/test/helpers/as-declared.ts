/** Whether a warehouse holds what a model declares and nothing else: by the ledger, and as somebody sees it who has none. */

import type { Connection, LiveModel, Model, PlanPolicy } from '../../src';
import { databasesOf, diff, introspect, planSteps } from '../../src';
import { unowned } from './unowned';

/** What swaps leave until `strata sql cleanup`. */
const LEFT = /__strata_old_\d+$/;

/** What does not hold; empty when all does. */
export async function problemsOf(
  connection: Connection,
  model: Model,
  options: { readonly environment: string; readonly policy: PlanPolicy },
): Promise<readonly string[]> {
  const databases = databasesOf(model);
  const objects = model.objects.map(({ id }) => id);
  const own = await introspect(connection, { environment: options.environment, databases, objects });
  const all = unowned(await introspect(connection, { environment: 'stranger', databases, objects: 'all' }));
  return [...ownProblems(model, own, options.policy), ...strangeProblems(model, all)];
}

function ownProblems(model: Model, live: LiveModel, policy: PlanPolicy): readonly string[] {
  const plan = planSteps(diff(model, live), policy);
  return [
    ...plan.steps.map(({ id, statements }) => `a second plan has \`${id}\`: ${statements.join('; ')}`),
    ...plan.refusals.map(({ object, message }) => `a second plan refuses ${object}: ${message}`),
    ...live.objects.flatMap(({ id, inactive }) => (inactive === undefined ? [] : [`${id} is inactive: ${inactive}`])),
  ];
}

function strangeProblems(model: Model, live: LiveModel): readonly string[] {
  const { changes, unmanaged } = diff(model, live);
  return [
    ...changes.flatMap((change) => {
      if (change.kind === 'adopt') return [];
      const id = change.kind === 'drop' ? change.live.id : change.desired.id;
      const what = 'differences' in change ? JSON.stringify(change.differences) : '';
      return [`${id} is not as declared: ${change.kind} ${what}`];
    }),
    ...unmanaged
      .filter(({ object }) => !LEFT.test(object))
      .map(({ object, kind }) => `${object} is left, a ${kind} that nobody declares`),
  ];
}
