import type { StandInWorld } from './world';
import { idOf, standInWorld } from './world';

let world: StandInWorld;

beforeEach(async () => {
  world = await standInWorld();
});

afterEach(() => world.stop());

/** What was called, without what only looks. */
const changesSent = (): readonly string[] =>
  world.cloud.calls.map(({ call }) => call).filter((call) => !call.startsWith('Describe'));

describe('networks go through the APIs of VPC and ECS', () => {
  test('a VPC', async () => {
    const type = 'alicloud_vpc';
    const prior = await world.created(type, { vpc_name: 'demo', cidr_block: '10.0.0.0/8', tags: { team: 'risk' } });
    const next = {
      ...prior,
      description: 'all of it',
      secondary_cidr_blocks: ['192.168.0.0/16'],
      tags: { stage: 'dev' },
    };
    expect((await world.apply(type, prior, next)).state).toEqual(next);
    expect(await world.read(type, next)).toEqual(next);
    expect(await world.imported(type, idOf(prior))).toMatchObject({ vpc_name: 'demo', tags: { stage: 'dev' } });
    expect(await world.apply(type, next, null)).toEqual({ state: null });
    expect(changesSent()).toEqual([
      'CreateVpc',
      'ModifyVpcAttribute',
      'AssociateVpcCidrBlock',
      'UntagResources',
      'TagResources',
      'DeleteVpc',
    ]);
  });

  test('a vSwitch, by the old names of its arguments', async () => {
    const type = 'alicloud_vswitch';
    const given = { vpc_id: 'vpc-1', cidr_block: '10.1.0.0/16', availability_zone: 'cn-shanghai-i', name: 'demo-i' };
    const prior = await world.created(type, given);
    expect(prior).toMatchObject({ zone_id: 'cn-shanghai-i', vswitch_name: 'demo-i' });
    const { plannedState } = await world.plan(type, prior, { ...prior, name: 'renamed' });
    expect((await world.apply(type, prior, plannedState)).state).toMatchObject({ vswitch_name: 'renamed' });
    expect(await world.read(type, prior)).toMatchObject({ name: 'renamed', vswitch_name: 'renamed' });
    expect(await world.apply(type, prior, null)).toEqual({ state: null });
    expect(changesSent()).toEqual(['CreateVSwitch', 'ModifyVSwitchAttribute', 'DeleteVSwitch']);
  });

  test('a security group, whose policy has a call of its own', async () => {
    const type = 'alicloud_security_group';
    const given = { security_group_name: 'demo', vpc_id: 'vpc-1', inner_access_policy: 'Drop' };
    const prior = await world.created(type, given);
    const next = { ...prior, security_group_name: 'renamed', name: 'renamed', tags: { team: 'risk' } };
    expect((await world.apply(type, prior, next)).state).toEqual(next);
    expect(await world.read(type, next)).toEqual(next);
    expect(next).toMatchObject({ inner_access_policy: 'Drop' });
    expect(await world.apply(type, next, null)).toEqual({ state: null });
    expect(changesSent()).toEqual([
      'CreateSecurityGroup',
      'ModifySecurityGroupPolicy',
      'ModifySecurityGroupAttribute',
      'TagResources',
      'DeleteSecurityGroup',
    ]);
  });

  test('a vSwitch waits for what is being deleted in it', async () => {
    const vswitch = await world.created('alicloud_vswitch', {
      vpc_id: 'vpc-1',
      cidr_block: '10.1.0.0/16',
      zone_id: 'cn-shanghai-i',
    });
    world.cloud.resources['alicloud_db_instance'] = { 'rm-1': { vswitch_id: idOf(vswitch) } };
    const removed = world.apply('alicloud_vswitch', vswitch, null);
    while (!changesSent().includes('DeleteVSwitch')) await new Promise((resolve) => setImmediate(resolve));
    delete world.cloud.resources['alicloud_db_instance']['rm-1'];
    expect(await removed).toEqual({ state: null });
    expect(changesSent()).toEqual(['CreateVSwitch', 'DeleteVSwitch', 'DeleteVSwitch']);
  });

  test('fails to delete a VPC with a vSwitch in it, in the words of the cloud, after a while', async () => {
    const vpc = await world.created('alicloud_vpc', { vpc_name: 'demo', cidr_block: '10.0.0.0/8' });
    const vswitch = { vpc_id: vpc['id'] as string, cidr_block: '10.1.0.0/16', zone_id: 'cn-shanghai-i' };
    await world.created('alicloud_vswitch', vswitch);
    const { state, diagnostics } = await world.apply('alicloud_vpc', vpc, null);
    expect(state).toEqual(vpc);
    expect(diagnostics).toMatchObject([{ detail: expect.stringContaining('DependencyViolation.VSwitch') as string }]);
    expect(changesSent().filter((call) => call === 'DeleteVpc').length).toBeGreaterThan(1);
  }, 30_000);

  test('fails at once to delete a VPC in which an instance stands: the real provider does not wait for that', async () => {
    const vpc = await world.created('alicloud_vpc', { vpc_name: 'demo', cidr_block: '10.0.0.0/8' });
    world.cloud.resources['alicloud_nat_gateway'] = { 'ngw-1': { vpc_id: idOf(vpc) } };
    const { diagnostics } = await world.apply('alicloud_vpc', vpc, null);
    expect(diagnostics).toMatchObject([{ detail: expect.stringContaining('DependencyViolation.Instance') as string }]);
    expect(changesSent().filter((call) => call === 'DeleteVpc')).toHaveLength(1);
  });

  test('fails to make a vSwitch in a VPC that is gone', async () => {
    const given = { vpc_id: 'vpc-gone', cidr_block: '10.1.0.0/16', zone_id: 'cn-shanghai-i' };
    await expect(world.created('alicloud_vswitch', given)).rejects.toThrow('vpc-gone does not exist');
  });
});
