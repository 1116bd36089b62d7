/** A schema engine whose warehouse is a map: names to texts. */

import type { ApplyResult, Connection, LiveModel, LiveObject, Model, Plan, Step } from '@strata/starrocks-schema';
import { ApplyError, ConnectionError } from '@strata/starrocks-schema';
import type { SchemaEngine } from '../../src/schema/engine';

type Objects = Record<string, string>;

const ABSENT = 'absent';

export class FakeWarehouse {
  public objects: Objects = {};
  public reachable = true;
  /** Statement at which an apply fails. */
  public failAt: string | undefined;
  public readonly ran: string[] = [];
  public connections = 0;

  public readonly engine: SchemaEngine = {
    declared: (bundle) => declared(JSON.parse(bundle) as Objects),
    nothing: () => declared({}),
    empty: (environment) => this.live({}, environment),
    plan: (desired, live, policy) => planOf(desired, live, policy.allowDataLoss && !policy.protection),
    resumption: (desired, live) => planOf(desired, live, false),
    hashes: (model) =>
      Object.fromEntries(model.objects.map((one) => [one.id, 'hash' in one ? one.hash : one.liveHash])),
    serialise: (model) => JSON.stringify(model),
    deserialise: (text) => JSON.parse(text) as LiveModel,
    connect: () => {
      this.connections += 1;
      if (!this.reachable) return Promise.reject(new ConnectionError('STR1401', 'nobody answers'));
      return Promise.resolve({ close: () => Promise.resolve() } as unknown as Connection);
    },
    introspect: (_connection, environment) => Promise.resolve(this.live(this.objects, environment)),
    apply: (_connection, plan, options) => this.apply(plan, options.environment),
  };

  private apply(plan: Plan, environment: string): Promise<ApplyResult> {
    const result = (): ApplyResult => ({
      applied: [],
      skipped: [],
      failed: [],
      blocked: [],
      model: this.live(this.objects, environment),
    });
    for (const { id, object, statements } of plan.steps) {
      const now = this.objects[object];
      if ((now ?? ABSENT) !== id)
        return Promise.reject(new ApplyError('STR1420', `${object} changed since the plan`, result()));
      const [statement = ''] = statements;
      if (statement === this.failAt) return Promise.reject(new ApplyError('STR1424', `${object} refused`, result()));
      this.ran.push(statement);
      if (statement.startsWith('DROP')) delete this.objects[object];
      else this.objects[object] = statement.split('=')[1] ?? '';
    }
    return Promise.resolve(result());
  }

  private live(objects: Objects, environment: string): LiveModel {
    const list = Object.entries(objects).map(([id, liveHash]) => ({ id, liveHash }) as LiveObject);
    return { kind: 'live', environment, engineVersion: '3.5', objects: list, missing: [] };
  }
}

function declared(objects: Objects): Model {
  const list = Object.entries(objects).map(([id, hash]) => ({ id, hash }) as Model['objects'][number]);
  return { kind: 'declared', objects: list };
}

function planOf(desired: Model, live: LiveModel, mayDrop: boolean): Plan {
  const wanted = new Map(desired.objects.map((one) => [one.id, one.hash]));
  const there = new Map(live.objects.map((one) => [one.id, one.liveHash]));
  const steps: Step[] = [];
  const refusals: Plan['refusals'][number][] = [];
  const step = (object: string, statement: string): void => {
    // The id says what the object must be before the step.
    steps.push({ id: there.get(object) ?? ABSENT, object, statements: [statement] } as unknown as Step);
  };
  for (const [id, hash] of wanted) {
    if (!there.has(id)) step(id, `CREATE ${id}=${hash}`);
    else if (hash === 'impossible') refusals.push({ object: id, file: `${id}.sql`, message: 'its key would change' });
    else if (there.get(id) !== hash) step(id, `ALTER ${id}=${hash}`);
  }
  for (const id of there.keys()) {
    if (wanted.has(id)) continue;
    if (mayDrop) step(id, `DROP ${id}`);
    else refusals.push({ object: id, message: 'both keys are needed' });
  }
  const statements = steps.flatMap((one) => one.statements);
  return { steps, refusals, unmanaged: [], warnings: [], statements, unchanged: 0 };
}
