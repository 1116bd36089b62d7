import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import type { ProtocolHandlers, ValueObject } from '@strata/terraform-plugin';
import { NO_PRIVATE } from '@strata/terraform-plugin';

import type { FakeControlPlane } from './fake-control-plane';
import type { StandInWorld } from './world';
import { config, standInWorld } from './world';

let world: StandInWorld;
let cloud: FakeControlPlane;
let stackFolder: string;
let handlers: ProtocolHandlers;
const { signal } = new AbortController();

beforeEach(async () => {
  world = await standInWorld();
  ({ cloud, stackFolder, handlers } = world);
});

afterEach(() => world.stop());

const plan: StandInWorld['plan'] = (...given) => world.plan(...given);
const apply: StandInWorld['apply'] = (...given) => world.apply(...given);
const created: StandInWorld['created'] = (...given) => world.created(...given);

const VPC = { vpc_name: 'demo', cidr_block: '10.0.0.0/8' };
const GROUP = { cu: 8, zone_id: null, disk_number: null };
const INSTANCE = {
  instance_name: 'demo',
  admin_password: 'Demo-Passw0rd',
  version: '3.3',
  run_mode: 'shared_data',
  package_type: 'official',
  pay_type: 'postPaid',
  vpc_id: 'vpc-1',
  cluster_zone_id: 'cn-shanghai-i',
  vswitches: [{ vswitch_id: 'vsw-1', zone_id: 'cn-shanghai-i' }],
  backend_node_groups: [GROUP],
};

describe('a creation', () => {
  test('gets ids and computed values in the shape of the real ones', async () => {
    await handlers.configure?.({ terraformVersion: '1.11.4', config: { region: 'cn-shanghai' }, signal });
    const state = await created('alicloud_vpc', VPC);
    expect(state).toMatchObject({
      id: expect.stringMatching(/^vpc-sbx\w{18}$/) as string,
      route_table_id: expect.stringMatching(/^vtb-sbx\w{18}$/) as string,
      region_id: 'cn-shanghai',
      status: 'Available',
      name: 'demo',
      description: null,
    });
  });

  test('keeps zeros for unset arguments inside blocks, as the real provider does', async () => {
    const state = await created('alicloud_star_rocks_instance', INSTANCE);
    expect(state['backend_node_groups']).toMatchObject([{ cu: 8, disk_number: 0, zone_id: '' }]);
    expect(state['frontend_node_groups']).toEqual([]);
  });

  test('warns of vswitches whose zone will come back and replace the instance', async () => {
    const given = { ...INSTANCE, vswitches: [{ vswitch_id: 'vsw-1', zone_id: null }] };
    const { diagnostics } = await plan(
      'alicloud_star_rocks_instance',
      null,
      config('alicloud_star_rocks_instance', given),
    );
    expect(diagnostics).toMatchObject([{ severity: 'warning', path: ['vswitches'] }]);
  });

  test('fails and leaves nothing when the cloud refuses', async () => {
    cloud.failNext('POST', 'The quota is used up.');
    const { plannedState } = await plan('alicloud_vpc', null, config('alicloud_vpc', VPC));
    const { state, diagnostics } = await apply('alicloud_vpc', null, plannedState);
    expect(state).toBeNull();
    expect(diagnostics).toMatchObject([{ severity: 'error', detail: expect.stringContaining('quota') as string }]);
  });

  test('fails and leaves what the cloud made all the same', async () => {
    cloud.failNext('POST', 'It did not become available.', true);
    const bucket = config('alicloud_oss_bucket', { bucket: 'demo-lake' });
    const { plannedState } = await plan('alicloud_oss_bucket', null, bucket);
    const { state } = await apply('alicloud_oss_bucket', null, plannedState);
    expect(state?.['id']).toBe('demo-lake');
  });

  test('fails and leaves what the cloud made but does not show', async () => {
    cloud.failNext('DescribeVpcAttribute', 'Try again later.');
    const { plannedState } = await plan('alicloud_vpc', null, config('alicloud_vpc', VPC));
    const { state } = await apply('alicloud_vpc', null, plannedState);
    expect(state?.['id']).toMatch(/^vpc-/);
  });
});

describe('what has an API of the cloud in the sandbox', () => {
  const callsOf = (): readonly string[] => cloud.calls.map(({ call }) => call);

  test('is made, changed and deleted by the calls of the real provider: a StarRocks instance', async () => {
    const type = 'alicloud_star_rocks_instance';
    const prior = await created(type, { ...INSTANCE, tags: { team: 'risk', stage: 'dev' } });
    const next = { ...prior, instance_name: 'renamed', tags: { team: 'finance' } };
    const { state } = await apply(type, prior, next);
    expect(state).toEqual(next);
    expect(Object.values(cloud.resources[type] ?? {}).at(-1)).toMatchObject({
      instance_name: 'renamed',
      backend_node_groups: [{ cu: 8 }],
      tags: { team: 'finance' },
    });
    await apply(type, next, null);
    expect(callsOf()).toEqual([
      'POST /webapi/cluster/createV1',
      'POST /webapi/starrocks/describeInstances',
      'POST /webapi/cluster/update_name',
      'POST /webapi/starrocks/describeInstances',
      'DELETE /webapi/tags',
      'POST /webapi/tags',
      'POST /webapi/starrocks/describeInstances',
      'POST /webapi/cluster/release',
    ]);
  });

  test('one call per thing that changes: a node group', async () => {
    const type = 'alicloud_star_rocks_node_group';
    const prior = await created(type, { instance_id: 'c-1', node_group_name: 'etl', cu: 8, resident_node_number: 3 });
    expect(prior['id']).toMatch(/^c-1:ng-/);
    const next = { ...prior, cu: 16, resident_node_number: 4 };
    expect((await apply(type, prior, next)).state).toEqual(next);
    await apply(type, next, null);
    expect(cloud.calls.filter(({ call }) => !call.endsWith('describeNodeGroups')).slice(1)).toEqual([
      { call: 'POST /webapi/resourceChange/modifyCu', body: { ...whose(prior), Target: '16' } },
      { call: 'POST /webapi/resourceChange/modifyNodeNumber', body: { ...whose(prior), Target: '4' } },
      { call: 'POST /webapi/lifecycle/releaseNodeGroup', body: whose(prior) },
    ]);
  });

  test('operations in RPC style: a Flink workspace', async () => {
    const type = 'alicloud_realtime_compute_vvp_instance';
    const prior = await created(type, {
      payment_type: 'PayAsYouGo',
      vvp_instance_name: 'demo',
      zone_id: 'cn-shanghai-i',
      vpc_id: 'vpc-1',
      vswitch_ids: ['vsw-1'],
      storage: [{ oss: [{ bucket: 'demo-flink' }] }],
      tags: { team: 'risk' },
    });
    const next = { ...prior, resource_spec: [{ cpu: 20, memory_gb: 80 }], tags: { team: 'finance' } };
    expect((await apply(type, prior, next)).state).toEqual(next);
    expect((await handlers.read({ typeName: type, state: next, private: NO_PRIVATE, signal })).state).toEqual(next);
    await apply(type, next, null);
    expect(callsOf().filter((call) => call !== 'DescribeInstances')).toEqual([
      'CreateInstance',
      'TagResources',
      'ModifyPrepayInstanceSpec',
      'TagResources',
      'DeleteInstance',
    ]);
  });

  test('fails in the words of the cloud when its instance is missing: a node group', async () => {
    const type = 'alicloud_star_rocks_node_group';
    const { plannedState } = await plan(type, null, config(type, { instance_id: 'c-gone', node_group_name: 'etl' }));
    const { state, diagnostics } = await apply(type, null, plannedState);
    expect(state).toBeNull();
    expect(diagnostics).toMatchObject([{ detail: expect.stringContaining('c-gone does not exist') as string }]);
  });

  const whose = (group: ValueObject) => ({ InstanceId: 'c-1', NodeGroupId: group['node_group_id'] });
});

describe('a change', () => {
  test('of a name changes the old name of the argument as well', async () => {
    const prior = await created('alicloud_vpc', VPC);
    const { plannedState } = await plan('alicloud_vpc', prior, { ...prior, vpc_name: 'renamed' });
    const { state } = await apply('alicloud_vpc', prior, plannedState);
    expect(state).toMatchObject({ name: 'renamed', vpc_name: 'renamed' });
  });

  test('that the real provider ignores gives a warning and is not sent', async () => {
    const prior = await created('alicloud_star_rocks_instance', INSTANCE);
    const { plannedState, diagnostics } = await plan('alicloud_star_rocks_instance', prior, {
      ...prior,
      admin_password: 'Other-Passw0rd',
    });
    expect(diagnostics).toEqual([
      expect.objectContaining({
        severity: 'warning',
        summary: 'Sandbox: the real alicloud provider ignores the change of admin_password',
      }),
    ]);
    expect(diagnostics?.[0]).not.toHaveProperty('path');
    const before = cloud.calls.length;
    await apply('alicloud_star_rocks_instance', prior, plannedState);
    expect(cloud.calls.slice(before).map(({ call }) => call)).toEqual(['POST /webapi/starrocks/describeInstances']);
  });

  test('that only rides along with others gives a warning on its own', async () => {
    const type = 'alicloud_star_rocks_node_group';
    const prior = await created(type, { instance_id: 'c-1', node_group_name: 'etl', cu: 8 });
    expect((await plan(type, prior, { ...prior, fast_mode: true })).diagnostics).toHaveLength(1);
    expect((await plan(type, prior, { ...prior, fast_mode: true, cu: 16 })).diagnostics).toHaveLength(0);
  });

  test('fails and leaves the state as it was', async () => {
    const prior = await created('alicloud_vpc', VPC);
    cloud.failNext('ModifyVpcAttribute', 'Try again later.');
    const { state, diagnostics } = await apply('alicloud_vpc', prior, { ...prior, description: 'new' });
    expect(state).toEqual(prior);
    expect(diagnostics).toHaveLength(1);
  });
});

describe('a refresh', () => {
  const read = async (type: string, state: ValueObject): Promise<ValueObject | null> =>
    (await handlers.read({ typeName: type, state, private: NO_PRIVATE, signal })).state;

  test('changes nothing by itself', async () => {
    const state = await created('alicloud_star_rocks_instance', INSTANCE);
    expect(await read('alicloud_star_rocks_instance', state)).toEqual(state);
  });

  test('sees what changed, but not in what the real provider never reads', async () => {
    const state = await created('alicloud_star_rocks_instance', INSTANCE);
    Object.assign(cloud.resources['alicloud_star_rocks_instance']?.[state['id'] as string] ?? {}, {
      instance_name: 'other',
      cluster_zone_id: 'cn-shanghai-x',
    });
    expect(await read('alicloud_star_rocks_instance', state)).toMatchObject({
      instance_name: 'other',
      cluster_zone_id: 'cn-shanghai-i',
    });
  });

  test('sees that the object is gone', async () => {
    const state = await created('alicloud_vpc', VPC);
    cloud.forgetAll();
    expect(await read('alicloud_vpc', state)).toBeNull();
  });

  test('fails without a sandbox and says what to do', async () => {
    const state = await created('alicloud_vpc', VPC);
    await cloud.stop();
    const answer = await handlers.read({ typeName: 'alicloud_vpc', state, private: NO_PRIVATE, signal });
    expect(answer.diagnostics).toMatchObject([
      { summary: 'STR1720: the sandbox is not running: npx strata sandbox up' },
    ]);
  });
});

describe('a deletion', () => {
  test('of a paid-up workspace only forgets it, with a warning', async () => {
    const type = 'alicloud_realtime_compute_vvp_instance';
    const prior = await created(type, { payment_type: 'Subscription', vvp_instance_name: 'demo' });
    expect((await plan(type, prior, null)).diagnostics).toMatchObject([{ severity: 'warning' }]);
    expect((await apply(type, prior, null)).state).toBeNull();
    expect(Object.keys(cloud.resources[type] ?? {})).toHaveLength(1);
  });

  test('of what is gone already succeeds', async () => {
    const prior = await created('alicloud_vpc', VPC);
    cloud.forgetAll();
    expect(await apply('alicloud_vpc', prior, null)).toEqual({ state: null });
  });

  test('fails and keeps the state', async () => {
    const prior = await created('alicloud_vpc', VPC);
    cloud.failNext('DeleteVpc', 'DependencyViolation');
    expect((await apply('alicloud_vpc', prior, null)).state).toEqual(prior);
  });
});

describe('the provider block', () => {
  const configure = async (config: ValueObject): Promise<readonly string[]> => {
    const found = await handlers.configure?.({ terraformVersion: '1.11.4', config, signal });
    return (found ?? []).map(({ summary }) => summary);
  };

  test.each([
    ['access_key', 'LTAI5tReal'],
    ['profile', 'production'],
    ['ecs_role_name', 'deployer'],
  ])('fails with %s', async (name, value) => {
    expect(await configure({ [name]: value })).toEqual([expect.stringContaining(`sets ${name}`) as string]);
  });

  test('takes keys that say of themselves that they are none', async () => {
    expect(await configure({ access_key: 'LTAIdummydummy', secret_key: 'sandbox' })).toEqual([]);
  });

  test.each([
    ['cdk.tf.json', { terraform: { backend: { oss: { bucket: 'state' } } } }],
    ['.terraform/terraform.tfstate', { version: 3, backend: { type: 'oss' } }],
  ])('fails for a stack whose state is not local, as %s says', async (file, content) => {
    mkdirSync(join(stackFolder, '.terraform'));
    writeFileSync(join(stackFolder, file), JSON.stringify(content));
    expect(await configure({})).toEqual([expect.stringContaining('backend oss') as string]);
  });

  test('takes a stack with local state', async () => {
    const content = { terraform: { backend: { local: { path: 'demo.tfstate' } } } };
    writeFileSync(join(stackFolder, 'cdk.tf.json'), JSON.stringify(content));
    expect(await configure({})).toEqual([]);
  });
});
