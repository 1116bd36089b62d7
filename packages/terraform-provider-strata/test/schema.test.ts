import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { providerHandlers, UNKNOWN } from '@strata/terraform-plugin';
import type { ApplyAnswer, Diagnostic, PlanAnswer, Value, ValueObject } from '@strata/terraform-plugin';
import { strataProvider } from '../src';
import { FakeControlPlane } from './helpers/control-plane';
import { FakeWarehouse } from './helpers/engine';
import { sandboxFolder } from './helpers/provider';

const typeName = 'strata_schema';
const NONE = new Uint8Array(0);

/** What Terraform would keep between two runs. */
interface Kept {
  readonly state: ValueObject | null;
  readonly private: Uint8Array;
}

describe('strata_schema', () => {
  const cloud = new FakeControlPlane();
  const sandbox = sandboxFolder();
  const folder = mkdtempSync(join(tmpdir(), 'strata-schema-'));
  const { signal } = new AbortController();
  let warehouse: FakeWarehouse;

  beforeAll(() => cloud.start(sandbox));
  afterAll(async () => {
    await cloud.stop();
    rmSync(folder, { recursive: true });
    rmSync(dirname(dirname(sandbox)), { recursive: true });
  });
  beforeEach(() => {
    warehouse = new FakeWarehouse();
    cloud.instances.splice(0, 9, { id: 'c-1', name: 'demo_dw', queryPort: 1 });
  });

  const handlers = () =>
    providerHandlers(
      strataProvider({ workingDirectory: folder, environment: { STRATA_SANDBOX_DIR: sandbox, PW: 'secret' } }, () =>
        Promise.resolve(warehouse.engine),
      ),
      () => undefined,
    );

  function config(objects: Record<string, string>, more: Record<string, Value> = {}): ValueObject {
    const text = JSON.stringify(objects);
    const sha256 = createHash('sha256').update(text).digest('hex');
    writeFileSync(join(folder, `${sha256}.json`), text);
    return {
      id: null,
      environment: 'demo',
      target: 'sandbox',
      region: 'cn-hangzhou',
      instance_name: 'demo_dw',
      user: 'admin',
      password: 'env:PW',
      bundle: `${sha256}.json`,
      bundle_sha256: sha256,
      allow_data_loss: null,
      protection: null,
      read_timeout_seconds: null,
      objects: null,
      changes: null,
      ...more,
    };
  }

  /** As Terraform proposes it: configuration, and prior values where the provider computes. */
  function propose(given: ValueObject, prior: ValueObject | null): ValueObject {
    const computed = ['id', 'objects', 'changes', 'protection'].map((name) => [
      name,
      given[name] ?? prior?.[name] ?? null,
    ]);
    return { ...given, ...(Object.fromEntries(computed) as ValueObject) };
  }

  function plan(given: ValueObject, kept?: Kept): Promise<PlanAnswer> {
    const priorState = kept?.state ?? null;
    const proposedState = propose(given, priorState);
    const priorPrivate = kept?.private ?? NONE;
    return Promise.resolve(
      handlers().plan({ typeName, priorState, proposedState, config: given, priorPrivate, signal }),
    );
  }

  function applyPlan(given: ValueObject, planned: PlanAnswer, kept?: Kept): Promise<ApplyAnswer> {
    const { plannedState, plannedPrivate = NONE } = planned;
    const priorState = kept?.state ?? null;
    return Promise.resolve(
      handlers().apply({ typeName, priorState, plannedState, config: given, plannedPrivate, signal }),
    );
  }

  async function deploy(given: ValueObject, kept?: Kept): Promise<Kept & { readonly errors: readonly string[] }> {
    const answer = await applyPlan(given, await plan(given, kept), kept);
    return { state: answer.state, private: answer.private ?? NONE, errors: summaries(answer.diagnostics) };
  }

  async function refresh(kept: Kept): Promise<Kept & { readonly warnings: readonly string[] }> {
    const answer = await handlers().read({ typeName, state: kept.state ?? {}, private: kept.private, signal });
    return { state: answer.state, private: answer.private ?? NONE, warnings: summaries(answer.diagnostics) };
  }

  function destroy(kept: Kept): Promise<ApplyAnswer> {
    return Promise.resolve(
      handlers().apply({
        typeName,
        priorState: kept.state,
        plannedState: null,
        config: null,
        plannedPrivate: kept.private,
        signal,
      }),
    );
  }

  function planDestruction(kept: Kept): Promise<PlanAnswer> {
    const { state: priorState, private: priorPrivate } = kept;
    return Promise.resolve(
      handlers().plan({ typeName, priorState, proposedState: null, config: null, priorPrivate, signal }),
    );
  }

  const summaries = (all: readonly Diagnostic[] = []): string[] => all.map((one) => one.summary);

  test('a creation is planned without a contact, and shows its statements', async () => {
    cloud.instances.length = 0;
    const { plannedState } = await plan(config({ 'ods.a': '1', 'ads.b': '2' }));
    expect(plannedState).toMatchObject({
      id: UNKNOWN,
      protection: true,
      objects: { 'ods.a': '1', 'ads.b': '2' },
      changes: ['CREATE ods.a=1', 'CREATE ads.b=2'],
    });
    expect(warehouse.connections).toBe(0);
  });

  test('everything is unknown while the bundle is', async () => {
    const { plannedState } = await plan(config({}, { bundle: UNKNOWN }));
    expect(plannedState).toMatchObject({ objects: UNKNOWN, changes: UNKNOWN });
  });

  test('apply runs what was planned; the next plan is empty, with and without a refresh', async () => {
    const given = config({ 'ods.a': '1' });
    const kept = await deploy(given);
    expect(kept.errors).toEqual([]);
    expect(kept.state).toMatchObject({ id: 'demo/demo_dw', changes: ['CREATE ods.a=1'] });
    expect(warehouse.ran).toEqual(['CREATE ods.a=1']);
    expect((await plan(given, kept)).plannedState).toEqual(kept.state);
    const refreshed = await refresh(kept);
    expect(refreshed.state).toMatchObject({ changes: [] });
    expect((await plan(given, refreshed)).plannedState).toEqual(refreshed.state);
  });

  test('planning again during apply gives the same answer, whatever happened meanwhile', async () => {
    const kept = await refresh(await deploy(config({ 'ods.a': '1' })));
    const next = config({ 'ods.a': '2' });
    const first = await plan(next, kept);
    warehouse.objects['ods.a'] = 'changed by hand';
    expect(await plan(next, kept)).toEqual(first);
  });

  test('fails to apply a stale plan, names the object, and keeps what is there', async () => {
    const kept = await refresh(await deploy(config({ 'ods.a': '1' })));
    warehouse.objects['ods.a'] = 'changed by hand';
    const after = await deploy(config({ 'ods.a': '2' }), kept);
    expect(after.errors).toEqual(['STR1420: ods.a changed since the plan']);
    expect(after.state).toMatchObject({ objects: { 'ods.a': 'changed by hand' }, bundle: kept.state?.['bundle'] });
  });

  test('a drifted object comes back with the next plan', async () => {
    const given = config({ 'ods.a': '1' });
    const kept = await deploy(given);
    warehouse.objects['ods.a'] = 'drifted';
    const { plannedState } = await plan(given, await refresh(kept));
    expect(plannedState).toMatchObject({ changes: ['ALTER ods.a=1'], objects: { 'ods.a': '1' } });
  });

  test('a refusal is an error of the plan that names file and object', async () => {
    const kept = await deploy(config({ 'ods.a': '1' }));
    const { diagnostics } = await plan(config({ 'ods.a': 'impossible' }), kept);
    expect(diagnostics).toMatchObject([
      { severity: 'error', summary: expect.stringContaining('ods.a.sql (ods.a)') as string, path: ['bundle'] },
    ]);
  });

  test('a failed creation returns no state; the next run goes on', async () => {
    const given = config({ 'ods.a': '1', 'ods.b': '1' });
    warehouse.failAt = 'CREATE ods.b=1';
    const failed = await deploy(given);
    expect(failed).toMatchObject({ state: null, errors: ['STR1424: ods.b refused'] });
  });

  test('a failed update returns what was reached, and the next plan has the rest', async () => {
    const kept = await refresh(await deploy(config({ 'ods.a': '1' })));
    const next = config({ 'ods.a': '1', 'ods.b': '1', 'ods.c': '1' });
    warehouse.failAt = 'CREATE ods.c=1';
    const failed = await deploy(next, kept);
    expect(failed.state).toMatchObject({ objects: { 'ods.a': '1', 'ods.b': '1' }, bundle: kept.state?.['bundle'] });
    expect((await plan(next, failed)).plannedState).toMatchObject({ changes: ['CREATE ods.c=1'] });
  });

  test('out of reach, a refresh keeps the record and warns; the plan is made from it', async () => {
    const given = config({ 'ods.a': '1' });
    const kept = await deploy(given);
    warehouse.reachable = false;
    const offline = await refresh(kept);
    expect(offline.warnings).toEqual(['The plan of demo_dw is offline: the warehouse is out of reach.']);
    expect(offline.state).toMatchObject({ objects: { 'ods.a': '1' }, changes: [] });
    expect((await plan(config({ 'ods.a': '2' }), offline)).plannedState).toMatchObject({ changes: ['ALTER ods.a=2'] });
  });

  test('without the value of its password, a refresh says which variable is missing, not that nobody answers', async () => {
    const kept = await deploy(config({ 'ods.a': '1' }));
    const unset = { ...kept, state: { ...kept.state, password: 'env:NOT_SET' } };
    const answer = await handlers().read({ typeName, state: unset.state, private: unset.private, signal });
    expect(answer.diagnostics).toMatchObject([
      {
        severity: 'warning',
        summary: 'The plan of demo_dw is offline: the password has no value here.',
        detail: expect.stringMatching(
          /^The secret env:NOT_SET has no value: the environment variable NOT_SET is not set where Terraform runs\. It is referenced as `password` of admin at demo_dw\./,
        ) as string,
      },
    ]);
  });

  test('an instance that is gone is planned as new', async () => {
    const kept = await deploy(config({ 'ods.a': '1' }));
    cloud.instances.length = 0;
    expect((await refresh(kept)).state).toBeNull();
  });

  test('fails to apply without an instance, and says what to deploy first', async () => {
    cloud.instances.length = 0;
    const after = await deploy(config({ 'ods.a': '1' }));
    expect(after.errors[0]).toMatch(/STR1606: .*demo_dw.*Deploy the warehouse stack first/);
    expect(after.state).toBeNull();
  });

  test('fails when the bundle is not the one that the configuration names', async () => {
    await expect(plan(config({ 'ods.a': '1' }, { bundle_sha256: '0'.repeat(64) }))).rejects.toThrow(/is not the one/);
  });

  test('fails when the password is not a reference, and does not repeat it', async () => {
    const diagnostics = await handlers().validateResource?.({
      typeName,
      config: config({}, { password: 'hunter2' }),
      signal,
    });
    expect(diagnostics).toMatchObject([{ path: ['password'] }]);
    expect(JSON.stringify(diagnostics)).not.toContain('hunter2');
  });

  describe('destruction', () => {
    const keys = { protection: false, allow_data_loss: true };

    test('needs both keys in the state, and says so in the plan', async () => {
      const kept = await deploy(config({ 'ods.a': '1' }, { protection: false }));
      expect(summaries((await planDestruction(kept)).diagnostics)[0]).toMatch(
        /^STR1610: The SQL objects of demo must not/,
      );
      expect(summaries((await destroy(kept)).diagnostics)[0]).toMatch(/^STR1610/);
      expect(warehouse.objects).toEqual({ 'ods.a': '1' });
    });

    test('with both keys shows the drops, runs them, and nothing is left', async () => {
      const kept = await deploy(config({ 'ods.a': '1' }, keys));
      const planned = await planDestruction(kept);
      expect(planned.diagnostics).toMatchObject([
        { severity: 'warning', detail: expect.stringContaining('DROP ods.a') as string },
      ]);
      expect(await destroy(kept)).toMatchObject({ state: null, diagnostics: [] });
      expect(warehouse.objects).toEqual({});
    });

    test('is needed for a move to another place as well, so that asks for both keys', async () => {
      const kept = await deploy(config({ 'ods.a': '1' }));
      const { diagnostics } = await plan(config({ 'ods.a': '1' }, { region: 'cn-shanghai' }), kept);
      expect(summaries(diagnostics)[0]).toMatch(/^STR1610/);
    });

    test('succeeds when the instance is gone', async () => {
      const kept = await deploy(config({ 'ods.a': '1' }, keys));
      cloud.instances.length = 0;
      expect(await destroy(kept)).toMatchObject({ state: null, diagnostics: [] });
    });

    test('fails out of reach, keeps the state and shows the way out', async () => {
      const kept = await deploy(config({ 'ods.a': '1' }, keys));
      warehouse.reachable = false;
      const answer = await destroy(kept);
      expect(answer.state).toEqual(kept.state);
      expect(answer.diagnostics?.[0]?.detail).toContain('terraform state rm');
    });
  });
});
