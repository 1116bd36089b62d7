import type { Workspace } from '../../terraform-plugin/test/lab/terraform';
import { destructionRefusals, refusals } from '../src/resources/guard';
import type { Guarded, Wanted } from '../src/resources/guard';
import { bundleProvider, mainFile, sandboxFolder, strataWorkspace } from './helpers/provider';

jest.setTimeout(180_000);

const DATABASE = { 'alicloud_db_instance.a': 'RDS instance risk-dev-core' };
const WAREHOUSE = { 'alicloud_star_rocks_node_group.w': 'StarRocks warehouse etl' };
const PROTECTED = { protection: true, allow_data_loss: false };
const ONE_KEY = { protection: false, allow_data_loss: false };
const OTHER_KEY = { protection: true, allow_data_loss: true };
const BOTH_KEYS = { protection: false, allow_data_loss: true };

const state = (keys: Pick<Guarded, 'protection' | 'allow_data_loss'>): Guarded => ({
  stack: 'risk-dev-streams',
  data: DATABASE,
  services: WAREHOUSE,
  ...keys,
});
const wanted = (keys: Pick<Guarded, 'protection' | 'allow_data_loss'>, more: Partial<Wanted> = {}): Wanted => ({
  ...state(keys),
  moved: null,
  ...more,
});

describe('what leaves the configuration', () => {
  const refused = (was: Guarded, now: Wanted): readonly string[] =>
    refusals(was, now).map(({ attribute }) => attribute);
  const nothing = { data: {}, services: {} };

  test('is nothing when everything stays, whatever the keys say', () => {
    expect(refusals(state(PROTECTED), wanted(BOTH_KEYS))).toEqual([]);
  });

  test('may leave when both keys are in the state and still given', () => {
    expect(refusals(state(BOTH_KEYS), wanted(BOTH_KEYS, nothing))).toEqual([]);
  });

  test('may be a warehouse with protection off: it holds no data', () => {
    expect(refusals(state(ONE_KEY), wanted(ONE_KEY, { services: {} }))).toEqual([]);
  });

  test.each([
    ['the state is protected', PROTECTED, PROTECTED, ['data', 'services']],
    ['both keys are given in the same change', PROTECTED, BOTH_KEYS, ['data', 'services']],
    ['the second key is given in the same change', ONE_KEY, BOTH_KEYS, ['data']],
    ['the first key is given in the same change', OTHER_KEY, BOTH_KEYS, ['data', 'services']],
    ['protection comes back in the same change', BOTH_KEYS, OTHER_KEY, ['data', 'services']],
    ['the second key is taken back in the same change', BOTH_KEYS, ONE_KEY, ['data']],
  ])('fails when %s', (_, was, now, attributes) => {
    expect(refused(state(was), wanted(now, nothing))).toEqual(attributes);
  });

  test('fails when something gets another address: that is a new, empty one', () => {
    expect(
      refused(state(PROTECTED), wanted(PROTECTED, { data: { 'alicloud_db_instance.b': 'RDS instance x' } })),
    ).toEqual(['data']);
  });

  test('may get another address with a `moved` block', () => {
    const moved = { 'alicloud_db_instance.a': 'alicloud_db_instance.b' };
    const data = { 'alicloud_db_instance.b': 'RDS instance risk-dev-core' };
    expect(refusals(state(PROTECTED), wanted(PROTECTED, { data, moved }))).toEqual([]);
    expect(refused(state(PROTECTED), wanted(PROTECTED, { data: {}, moved }))).toEqual(['data']);
  });

  test('may be everything only when both keys are in the state', () => {
    expect(destructionRefusals(state(BOTH_KEYS))).toEqual([]);
    expect(destructionRefusals(state(ONE_KEY)).map(({ summary }) => summary)).toEqual([
      'RDS instance risk-dev-core would be destroyed: it is no longer declared.',
    ]);
  });
});

describe('strata_guard under real Terraform', () => {
  let workspace: Workspace;
  const TOPICS = { a: 'Kafka topic app_event', b: 'Kafka topic marketing_touch' };
  type Topics = Partial<typeof TOPICS>;

  /** A stack as our app writes it: one guard before the topics, one after them. */
  const use = (keys: typeof PROTECTED, topics: Topics): void => {
    const names = Object.keys(topics);
    const data = Object.entries(topics).map(([name, what]) => `"terraform_data.${name}" = "${what}"`);
    const guard = (name: string, after: string): string =>
      `resource "strata_guard" "${name}" {\n  stack = "risk-dev-streams"\n  protection = ${keys.protection}\n` +
      `  allow_data_loss = ${keys.allow_data_loss}\n  data = {\n${data.join('\n')}\n}\n  depends_on = [${after}]\n}\n`;
    workspace.write(
      'main.tf',
      mainFile(
        guard('announced', '') +
          names
            .map((name) => `resource "terraform_data" "${name}" {\n  depends_on = [strata_guard.announced]\n}\n`)
            .join('') +
          guard('settled', names.map((name) => `terraform_data.${name}`).join(', ')),
      ),
    );
  };
  const apply = () => workspace.run('apply', '-auto-approve', '-input=false');
  const flat = (text: string): string => text.replace(/\s+/g, ' ');

  beforeAll(async () => {
    workspace = strataWorkspace(bundleProvider(), sandboxFolder());
    use(PROTECTED, TOPICS);
    expect(await workspace.run('init')).toMatchObject({ code: 0 });
    expect(await apply()).toMatchObject({ code: 0 });
  });
  afterAll(() => workspace.remove());

  test('plans nothing the second time', async () => {
    expect(await workspace.run('plan', '-detailed-exitcode')).toMatchObject({ code: 0 });
  });

  test('fails a plan that takes a topic out, and says how it may be done', async () => {
    use(PROTECTED, { a: TOPICS.a });
    const { code, output } = await workspace.run('plan');
    expect(code).toBe(1);
    expect(flat(output)).toContain('Kafka topic marketing_touch would be destroyed: it is no longer declared.');
    expect(flat(output)).toContain('terraform_data.b in stack risk-dev-streams.');
    expect(flat(output)).toContain('first deploy with both keys and everything in its place, then take it out.');
  });

  test('fails a plan that gives both keys and takes a topic out at once', async () => {
    use(BOTH_KEYS, { a: TOPICS.a });
    expect(await apply()).toMatchObject({ code: 1 });
    expect(Object.keys(await workspace.state())).toContain('terraform_data.b');
  });

  test('fails to destroy the stack as long as the state has not both keys', async () => {
    use(BOTH_KEYS, TOPICS);
    const { code, output } = await workspace.run('destroy', '-auto-approve');
    expect(code).toBe(1);
    expect(flat(output)).toContain('Kafka topic app_event would be destroyed');
  });

  test('lets a topic go once both keys were deployed, and forgets it after it is gone', async () => {
    use(BOTH_KEYS, TOPICS);
    expect(await apply()).toMatchObject({ code: 0 });
    use(BOTH_KEYS, { a: TOPICS.a });
    const { code, output } = await apply();
    expect(code).toBe(0);
    const order = ['terraform_data.b: Destruction complete', 'strata_guard.settled: Modifying'];
    expect(order.map((line) => output.indexOf(line))).toEqual([expect.any(Number), expect.any(Number)]);
    expect(output.indexOf(order[0] ?? '')).toBeGreaterThan(-1);
    expect(output.indexOf(order[0] ?? '')).toBeLessThan(output.indexOf(order[1] ?? ''));
    expect(await workspace.run('plan', '-detailed-exitcode')).toMatchObject({ code: 0 });
  });

  test('lets the whole stack go with both keys in the state', async () => {
    expect(await workspace.run('destroy', '-auto-approve')).toMatchObject({ code: 0 });
    expect(await workspace.state()).toEqual({});
  });
});
