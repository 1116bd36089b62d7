/** Materialized views that a plan makes inactive, or finds so, are reactivated in the order of their bases. */

import type { Readers } from './blast-radius';
import { blastRadiusOf, effectOf, touchedColumns, viewsBehind } from './blast-radius';
import type { DeclaredObject, LiveObject, ObjectId } from './model';
import type { PlanContext } from './outcome';
import { recordOf } from './outcome';
import type { Step } from './plan-types';
import { NOWHERE, nameOf } from './sql-text';
import { loadsOf } from './swap/table-swap';
import { printStatement } from '@strata/starrocks-sql';

interface Activation {
  readonly steps: readonly Step[];
  readonly warnings: readonly string[];
}

/** The steps with what they touch, and those that reactivate what they made inactive. */
export function withActivations(steps: readonly Step[], context: PlanContext, readers: Readers): Activation {
  const { changes } = context;
  const now = (id: ObjectId): ObjectId => changes.moves.get(id) ?? id;
  const live = new Map(changes.live.map((object) => [now(object.id), object]));
  const isView = (id: ObjectId): boolean => live.get(id)?.kind === 'materialized-view';
  const causes = new Map<ObjectId, Set<string>>();
  const touched = steps.map((step): Step => {
    const effect = effectOf(step, changes.engineVersion);
    const loads = step.kind === 'pause-loads' ? loadsOf(step.object, changes.live) : [];
    const former = step.kind === 'rename' ? (step.target ?? step.object) : step.object;
    const views =
      effect === 'none'
        ? []
        : [...new Set([step.object, former].flatMap((id) => viewsBehind(id, readers, () => true)).map(now))]
            .filter(isView)
            .filter((view) => readsTouched(step, live.get(view)));
    for (const view of views) add(causes, view, step.id);
    const blastRadius = blastRadiusOf(
      step,
      effect,
      views,
      loads.map(({ database, name }) => `${database}.${name}`),
    );
    return blastRadius === undefined ? step : { ...step, blastRadius };
  });
  const found = changes.live.filter(
    ({ id, inactive, kind }) => kind === 'materialized-view' && inactive !== undefined && !causes.has(now(id)),
  );
  for (const { id } of found) causes.set(now(id), new Set());
  return activations(touched, causes, found, live, context);
}

function add(causes: Map<ObjectId, Set<string>>, view: ObjectId, step: string): void {
  const known = causes.get(view);
  if (known === undefined) causes.set(view, new Set([step]));
  else known.add(step);
}

/** A view that names none of the columns that change is left as it is. A query with a star may read them all. */
function readsTouched(step: Step, view: LiveObject | undefined): boolean {
  const columns = touchedColumns(step);
  if (columns === undefined || view?.definition?.kind !== 'materialized-view') return true;
  const { query } = view.definition;
  if (query.includes('*')) return true;
  const words = new Set((query.match(/[\p{L}\p{N}_$]+/gu) ?? []).map((word) => word.toLowerCase()));
  return [...columns].some((column) => words.has(column));
}

function activations(
  steps: readonly Step[],
  causes: ReadonlyMap<ObjectId, ReadonlySet<string>>,
  found: readonly LiveObject[],
  live: ReadonlyMap<ObjectId, LiveObject>,
  { changes }: PlanContext,
): Activation {
  const declared = new Map(changes.declared.map((object) => [object.id, object]));
  const madeAnew = new Set(steps.filter(({ kind }) => kind === 'swap' || kind === 'drop').map(({ object }) => object));
  const ends = endsOf(steps);
  const added: Step[] = [];
  const warnings: string[] = [];
  for (const [view, from] of [...causes].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const [desired, object] = [declared.get(view), live.get(view)];
    if (object === undefined || madeAnew.has(view)) continue;
    if (desired?.kind !== 'materialized-view' || object.ledger === undefined) {
      if (from.size > 0) warnings.push(foreignWarning(view, steps, from));
      continue;
    }
    added.push(activateStep(desired, object, ends, from));
  }
  const reasons = found
    .filter(({ id }) => added.some(({ object }) => object === (changes.moves.get(id) ?? id)))
    .map(({ id, inactive }) => `${id} is inactive (${inactive ?? ''}): the plan reactivates it.`);
  return { steps: [...steps, ...added], warnings: [...reasons, ...warnings] };
}

function foreignWarning(view: ObjectId, steps: readonly Step[], from: ReadonlySet<string>): string {
  const never = steps.some((step) => from.has(step.id) && step.blastRadius?.neverComesBack.includes(view) === true);
  const after = never ? 'StarRocks never reactivates it by itself' : 'StarRocks reactivates it within minutes';
  return `${view} is not managed here and becomes inactive by ${[...from].join(', ')}: ${after}.`;
}

/** Where the steps of an object end, and whose a step is. */
interface Ends {
  readonly lastOf: ReadonlyMap<ObjectId, Step>;
  readonly objectOf: ReadonlyMap<string, ObjectId>;
}

function endsOf(steps: readonly Step[]): Ends {
  return {
    lastOf: new Map(steps.map((step) => [step.object, step])),
    objectOf: new Map(steps.map(({ id, object }) => [id, object])),
  };
}

function activateStep(desired: DeclaredObject, live: LiveObject, ends: Ends, from: ReadonlySet<string>): Step {
  const last = ends.lastOf.get(desired.id);
  // What made it inactive is over only when all steps of that object are.
  const behind = [...from].flatMap((id) => ends.lastOf.get(ends.objectOf.get(id) ?? '')?.id ?? []);
  return {
    id: `activate ${desired.id}`,
    kind: 'activate',
    object: desired.id,
    objectKind: desired.kind,
    statements: [
      printStatement({
        kind: 'alter-materialized-view',
        name: nameOf(desired.id),
        action: { kind: 'set-status', status: 'ACTIVE' },
        at: NOWHERE,
      }),
    ],
    risk: 'safe',
    mechanism: 'metadata',
    dependsOn: [...new Set([...(last === undefined ? [] : [last.id]), ...behind])],
    expects: last?.expects ?? { kind: 'present', liveHash: live.liveHash },
    resolves: [],
    declared: desired.definition,
    ignore: desired.ignore,
    record: recordOf(desired),
    repeatable: true,
    estimate: { duration: 'seconds' },
    wayBack: `ALTER MATERIALIZED VIEW ${desired.id} INACTIVE`,
  };
}
