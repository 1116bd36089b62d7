import type { RecordedCase } from './cases';
import { recordedCases } from './cases';
import type { FoundError, PlannedChange } from './replay';
import { disagreements, errorsByCase, moduleName, writeCases } from './replay';
import type { Workspace } from './terraform';
import { bundleStandIn, workspace } from './terraform';

jest.setTimeout(300_000);

const all = recordedCases();
const invalid = all.filter((each) => each.kind === 'invalid');
const valid = all.filter((each) => each.kind !== 'invalid');
const opened: Workspace[] = [];

async function initialized(cases: readonly RecordedCase[]): Promise<Workspace> {
  const target = workspace();
  opened.push(target);
  writeCases(target, cases);
  const { code, output } = await target.run('init', '-no-color');
  if (code !== 0) throw new Error(output);
  return target;
}

beforeAll(bundleStandIn);
afterAll(() => opened.forEach((each) => each.remove()));

describe('what the real provider planned, the stand-in plans', () => {
  const changes = new Map<string, PlannedChange>();

  beforeAll(async () => {
    const target = await initialized(valid);
    const { code, output } = await target.run('plan', '-refresh=false', '-out=plan', '-no-color');
    if (code !== 0) throw new Error(output);
    const shown = await target.run('show', '-json', 'plan');
    const { resource_changes: found } = JSON.parse(shown.output) as { resource_changes: PlannedChange[] };
    found.forEach((change) => changes.set(change.address, change));
  });

  test.each(valid.map((each) => [each.name, each] as const))('%s', (name, recorded) => {
    const expected = Object.entries(recorded.changes ?? {});
    const found = expected.map(([address, change]) => [
      address,
      disagreements(changes.get(`module.${moduleName(name)}.${address}`), change),
    ]);
    expect(found).toEqual(expected.map(([address]) => [address, []]));
  });
});

describe('what the real provider refused, the stand-in refuses', () => {
  let errors: ReadonlyMap<string, readonly FoundError[]>;

  beforeAll(async () => {
    const target = await initialized(invalid);
    errors = errorsByCase((await target.run('validate', '-json')).output);
  });

  test.each(invalid.map((each) => [each.name, each] as const))('fails %s', (name, recorded) => {
    const expected = recorded.errors.map(([, path, kind]) => [path, kind]);
    expect([...(errors.get(name) ?? [])].sort()).toEqual(expected.sort());
  });
});
