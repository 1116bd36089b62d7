import type { ValueObject } from '@strata/terraform-plugin';

import { loadProviderData } from '../../src/stand-in/data';
import type { StandInWorld } from './world';
import { idOf, standInWorld } from './world';

const { signal } = new AbortController();
const data = loadProviderData();
let world: StandInWorld;

beforeEach(async () => {
  world = await standInWorld();
});

afterEach(() => world.stop());

async function read(type: string, given: ValueObject = {}, region = 'cn-shanghai') {
  await world.handlers.configure?.({ config: { region }, terraformVersion: '1.11.4', signal });
  const names = Object.keys(data.schema.dataSources[type]?.block.attributes ?? {});
  const config = { ...Object.fromEntries(names.map((name) => [name, null])), ...given };
  const answer = await world.handlers.readDataSource?.({ typeName: type, config, signal });
  return { names, state: answer?.state, diagnostics: answer?.diagnostics };
}

test.each(Object.keys(data.schema.dataSources))('%s answers every attribute, as Terraform asks of it', async (type) => {
  const { state, names, diagnostics } = await read(type);
  expect(diagnostics).toBeUndefined();
  expect(Object.keys(state ?? {}).sort()).toEqual(names.sort());
  expect(state?.['id']).toEqual(expect.any(String));
});

test('zones are those of the region of the provider', async () => {
  expect((await read('alicloud_zones', {}, 'cn-hongkong')).state).toMatchObject({
    ids: ['cn-hongkong-b', 'cn-hongkong-c', 'cn-hongkong-d'],
  });
});

test('the current region is one', async () => {
  expect((await read('alicloud_regions', { current: true })).state).toMatchObject({ ids: ['cn-shanghai'] });
  expect((await read('alicloud_regions', { name: 'cn-beijing' })).state).toMatchObject({ ids: ['cn-beijing'] });
});

test('networks are found by name, by id and by what they lie in', async () => {
  const vpc = await world.created('alicloud_vpc', { vpc_name: 'risk-dev', cidr_block: '10.0.0.0/8', tags: { a: 'b' } });
  await world.created('alicloud_vswitch', {
    vpc_id: idOf(vpc),
    zone_id: 'cn-shanghai-l',
    cidr_block: '10.1.0.0/16',
  });
  expect((await read('alicloud_vpcs', { name_regex: '^risk-' })).state).toMatchObject({
    ids: [vpc['id']],
    names: ['risk-dev'],
    total_count: 1,
    vpcs: [{ vpc_id: vpc['id'], cidr_block: '10.0.0.0/8' }],
  });
  expect((await read('alicloud_vpcs', { tags: { a: 'c' } })).state).toMatchObject({ ids: [], vpcs: [] });
  expect((await read('alicloud_vpcs', { ids: ['vpc-1'] })).state).toMatchObject({ ids: ['vpc-1'] });
  expect((await read('alicloud_vswitches', { vpc_id: idOf(vpc) })).state).toMatchObject({
    vswitches: [{ zone_id: 'cn-shanghai-l' }],
  });
});

test('fails for zones of a region that the sandbox does not know', async () => {
  const { state, diagnostics } = await read('alicloud_zones', {}, 'mars-1');
  expect(state).toBeNull();
  expect(diagnostics?.[0]?.summary).toMatch(/STR1723: The sandbox knows no zones of mars-1, only of cn-beijing/);
});
