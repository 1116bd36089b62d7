import type { Workspace } from '../../terraform-plugin/test/lab/terraform';
import { messagesOf } from '../src/resources/guard-messages';
import { destructionRefusals, refusals } from '../src/resources/guard-refusals';
import type { Guarded, Wanted } from '../src/resources/guard-refusals';
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
  fixed: null,
  ...keys,
});
const wanted = (keys: Pick<Guarded, 'protection' | 'allow_data_loss'>, more: Partial<Wanted> = {}): Wanted => ({
  ...state(keys),
  moved: null,
  ...more,
});

describe('what leaves the configuration', () => {
  const refused = (was: Guarded, now: Wanted): readonly string[] => refusals(was, now).map(({ lock }) => lock);
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
    expect(destructionRefusals(state(ONE_KEY)).map(({ address }) => address)).toEqual(Object.keys(DATABASE));
  });
});

describe('what is replaced', () => {
  const [ADDRESS = ''] = Object.keys(DATABASE);
  interface Settings {
    readonly values?: Readonly<Record<string, unknown>>;
    readonly ignored?: readonly string[];
    readonly preventDestroy?: boolean;
  }
  const with_ = <T extends Guarded>(guarded: T, settings: Settings | undefined, address = ADDRESS): T => ({
    ...guarded,
    fixed:
      settings === undefined
        ? null
        : { [address]: JSON.stringify({ values: {}, ignored: [], preventDestroy: false, ...settings }) },
  });
  const changesOf = (
    was: Settings | undefined,
    now: Settings | undefined,
    keys: readonly [typeof PROTECTED, typeof PROTECTED] = [PROTECTED, BOTH_KEYS],
  ): readonly (string | undefined)[] =>
    refusals(with_(state(keys[0]), was), with_(wanted(keys[1]), now)).map(({ changes }) => changes);
  const zone = (name: unknown, more: Settings = {}): Settings => ({ values: { zone_id: name }, ...more });

  test('is nothing when its fixed settings stay', () => {
    expect(changesOf(zone('a'), zone('a'))).toEqual([]);
  });

  test('may be replaced when both keys are in the state and still given', () => {
    expect(changesOf(zone('a'), zone('b'), [BOTH_KEYS, BOTH_KEYS])).toEqual([]);
  });

  test.each([
    ['both keys are given in the same change', PROTECTED, BOTH_KEYS],
    ['the second key is given in the same change', ONE_KEY, BOTH_KEYS],
    ['the first key is given in the same change', OTHER_KEY, BOTH_KEYS],
    ['the second key is taken back in the same change', BOTH_KEYS, ONE_KEY],
    ['the state is protected', PROTECTED, PROTECTED],
  ])('fails with the setting before and now when %s', (_, was, now) => {
    expect(changesOf(zone('a'), zone('b'), [was, now])).toEqual(['zone_id "a" -> "b"']);
  });

  test('fails when a setting appears, goes, or refers to something else, where Terraform would destroy', () => {
    const reference = '${alicloud_vswitch.a.id}';
    expect(changesOf(zone(null), zone('a'))).toEqual(['zone_id nothing -> "a"']);
    expect(changesOf(zone('a'), zone(null))).toEqual(['zone_id "a" -> nothing']);
    expect(changesOf(zone(reference), zone('a'))).toEqual([`zone_id "${reference}" -> "a"`]);
    expect(changesOf(zone([reference]), zone([reference]))).toEqual([]);
  });

  test('is left to Terraform where that may find no change, and would refuse to destroy', () => {
    const prevented = { preventDestroy: true };
    expect(changesOf(zone(null), zone('a', prevented))).toEqual([]);
    expect(changesOf(zone('${x.y.id}'), zone('a', prevented))).toEqual([]);
    expect(changesOf(zone('a'), zone('b', prevented))).toEqual(['zone_id "a" -> "b"']);
  });

  test('is nothing when the change is ignored', () => {
    expect(changesOf(zone('a'), { ignored: ['zone_id'] })).toEqual([]);
  });

  test('fails when a change is no longer ignored: what is there may be something else', () => {
    expect(changesOf({ ignored: ['zone_id'] }, zone('a'))).toEqual(['zone_id ignored so far -> "a"']);
  });

  test('is nothing that was deployed before settings were recorded, or that another version records', () => {
    expect(changesOf(undefined, zone('b'))).toEqual([]);
    expect(changesOf(zone('a'), undefined)).toEqual([]);
    expect(changesOf({ values: { engine: 'MySQL' } }, zone('b'))).toEqual([]);
  });

  test('may refer to an address that moved', () => {
    const moved = { [ADDRESS]: 'alicloud_db_instance.b', 'alicloud_vswitch.a': 'alicloud_vswitch.b' };
    const was = with_(state(PROTECTED), zone('${alicloud_vswitch.a.id} ${alicloud_vswitch.a-1.id}'));
    const data = { 'alicloud_db_instance.b': 'RDS instance x' };
    const now = (text: string): Wanted =>
      with_(wanted(BOTH_KEYS, { data, moved }), zone(text), 'alicloud_db_instance.b');
    expect(refusals(was, now('${alicloud_vswitch.b.id} ${alicloud_vswitch.a-1.id}'))).toEqual([]);
    expect(refusals(was, now('${alicloud_vswitch.b.id} ${alicloud_vswitch.b-1.id}'))).toHaveLength(1);
  });

  test('may refer to addresses that changed places', () => {
    const moved = { 'alicloud_vswitch.a': 'alicloud_vswitch.b', 'alicloud_vswitch.b': 'alicloud_vswitch.a' };
    const was = with_(state(PROTECTED), zone('${alicloud_vswitch.a.id}'));
    expect(refusals(was, with_(wanted(BOTH_KEYS, { moved }), zone('${alicloud_vswitch.b.id}')))).toEqual([]);
    expect(refusals(was, with_(wanted(BOTH_KEYS, { moved }), zone('${alicloud_vswitch.a.id}')))).toHaveLength(1);
  });

  test('is a warehouse only with protection off, which must have been deployed before', () => {
    const [address = ''] = Object.keys(WAREHOUSE);
    const refused = (was: typeof PROTECTED, now: typeof PROTECTED) =>
      refusals(with_(state(was), zone('a'), address), with_(wanted(now), zone('b'), address));
    expect(refused(ONE_KEY, ONE_KEY)).toEqual([]);
    expect(refused(PROTECTED, ONE_KEY)).toMatchObject([{ lock: 'services', how: 'replaced' }]);
  });
});

describe('a refusal', () => {
  test('says in its first line what, why and the way out, once for all things alike', () => {
    const topics = { 'alicloud_alikafka_topic.a': 'Kafka topic a', 'alicloud_alikafka_topic.b': 'Kafka topic b' };
    const was = { ...state(ONE_KEY), data: topics };
    expect(messagesOf(refusals(was, wanted(ONE_KEY, { data: {} })), was)).toEqual([
      {
        summary:
          'STR1610: Kafka topic a and 1 more would be destroyed: they are no longer declared. Put them back, or first deploy `protection: off` and `allowDataLoss: on` alone.',
        detail: expect.stringMatching(
          /^- Kafka topic a: alicloud_alikafka_topic\.a\n- Kafka topic b: [^]*The last deploy of risk-dev-streams had `protection: off`, `allowDataLoss: off`\.$/,
        ) as string,
      },
    ]);
    expect(messagesOf(destructionRefusals(state(PROTECTED)), was).map(({ summary }) => summary)).toEqual([
      'STR1610: RDS instance risk-dev-core may not be destroyed. To lose it, first deploy `protection: off` and `allowDataLoss: on`.',
      'STR1610: StarRocks warehouse etl may not be destroyed. To lose it, first deploy `protection: off`.',
    ]);
  });
});

describe('strata_guard under real Terraform', () => {
  let workspace: Workspace;
  const TOPICS = { a: 'Kafka topic app_event', b: 'Kafka topic marketing_touch' };
  type Topics = Partial<typeof TOPICS>;

  /** A stack as our app writes it: one guard before the topics, one after them. */
  const use = (keys: typeof PROTECTED, topics: Topics, zone = 'l'): void => {
    const names = Object.keys(topics);
    const fixed = JSON.stringify(JSON.stringify({ values: { zone }, ignored: [], preventDestroy: false }));
    const data = Object.entries(topics).map(([name, what]) => `"terraform_data.${name}" = "${what}"`);
    const guard = (name: string, after: string): string =>
      `resource "strata_guard" "${name}" {\n  stack = "risk-dev-streams"\n  protection = ${keys.protection}\n` +
      `  allow_data_loss = ${keys.allow_data_loss}\n  data = {\n${data.join('\n')}\n}\n` +
      `  fixed = {\n${names.map((each) => `"terraform_data.${each}" = ${fixed}`).join('\n')}\n}\n  depends_on = [${after}]\n}\n`;
    workspace.write(
      'main.tf',
      mainFile(
        guard('announced', '') +
          names
            .map(
              (name) =>
                `resource "terraform_data" "${name}" {\n  triggers_replace = "${zone}"\n  depends_on = [strata_guard.announced]\n}\n`,
            )
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
    expect(flat(output)).toContain('- Kafka topic marketing_touch: terraform_data.b');
    expect(flat(output)).toContain('Put it back, or first deploy `protection: off` and `allowDataLoss: on` alone.');
  });

  test('fails a plan that gives both keys and takes a topic out at once', async () => {
    use(BOTH_KEYS, { a: TOPICS.a });
    expect(await apply()).toMatchObject({ code: 1 });
    expect(Object.keys(await workspace.state())).toContain('terraform_data.b');
  });

  test('fails a plan that gives both keys and replaces the topics at once', async () => {
    const before = await workspace.state();
    use(BOTH_KEYS, TOPICS, 'm');
    const { code, output } = await apply();
    expect(code).toBe(1);
    expect(flat(output)).toContain(
      'Kafka topic app_event and 1 more would be destroyed and made anew: zone "l" -> "m". Put the old values back',
    );
    expect(await workspace.state()).toEqual(before);
  });

  test('fails settings that are not what a guard can compare', async () => {
    workspace.write(
      'broken.tf',
      'resource "strata_guard" "broken" {\n  stack = "x"\n  protection = true\n  data = {}\n  fixed = { a = "{}" }\n}\n',
    );
    const { code, output } = await workspace.run('validate');
    workspace.write('broken.tf', '');
    expect(code).toBe(1);
    expect(flat(output)).toContain('`fixed` of a must be JSON with an object `values`');
  });

  test('fails to destroy the stack as long as the state has not both keys', async () => {
    use(BOTH_KEYS, TOPICS);
    const { code, output } = await workspace.run('destroy', '-auto-approve');
    expect(code).toBe(1);
    expect(flat(output)).toContain('Kafka topic app_event and 1 more may not be destroyed.');
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

  test('replaces a topic once both keys were deployed, and remembers the new one', async () => {
    use(BOTH_KEYS, { a: TOPICS.a }, 'm');
    const { code, output } = await apply();
    expect(code).toBe(0);
    expect(output).toContain('terraform_data.a: Destruction complete');
    expect(await workspace.run('plan', '-detailed-exitcode')).toMatchObject({ code: 0 });
  });

  test('lets the whole stack go with both keys in the state', async () => {
    expect(await workspace.run('destroy', '-auto-approve')).toMatchObject({ code: 0 });
    expect(await workspace.state()).toEqual({});
  });
});
