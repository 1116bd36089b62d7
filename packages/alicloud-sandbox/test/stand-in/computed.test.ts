import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { providerSchemaFromJson } from '@strata/terraform-plugin';

import { fillComputed, newId } from '../../src/stand-in/computed';
import { loadProviderData } from '../../src/stand-in/data';
import { createEngine } from '../../src/stand-in/engine';

const data = loadProviderData();
const engine = createEngine(data);
const bindings = providerSchemaFromJson(
  JSON.parse(readFileSync(join(__dirname, '..', '..', '..', 'provider-alicloud', 'schema.json'), 'utf8')),
);
const used = Object.keys(bindings.resources);

describe('the resource types that the bindings have', () => {
  test.each(used)('%s has the same schema in the stand-in', (type) => {
    expect(data.schema.resources[type]).toEqual(bindings.resources[type]);
  });

  test.each(used)('%s gets a value for everything that only the cloud fills in', (type) => {
    const filled = fillComputed(type, newId(type, 1, { instance_id: 'c-1' }), {}, 1);
    const computed = engine.fields(type).filter((field) => field.computed && !field.optional);
    expect(computed.map(({ name }) => name).filter((name) => filled[name] === undefined)).toEqual([]);
  });
});

describe('newId', () => {
  test.each([
    ['alicloud_vpc', {}, /^vpc-bp1\w{18}$/],
    ['alicloud_vswitch', {}, /^vsw-bp1\w{18}$/],
    ['alicloud_star_rocks_instance', {}, /^c-[0-9a-f]{16}$/],
    ['alicloud_star_rocks_node_group', { instance_id: 'c-1' }, /^c-1:ng-[0-9a-f]{16}$/],
    ['alicloud_db_instance', {}, /^rm-bp\w{15}$/],
    ['alicloud_rds_account', { db_instance_id: 'rm-1', account_name: 'flink' }, /^rm-1:flink$/],
    ['alicloud_alikafka_topic', { instance_id: 'k-1', topic: 'clicks' }, /^k-1:clicks$/],
    ['alicloud_oss_bucket', { bucket: 'lake' }, /^lake$/],
  ])('of %s has the real shape', (type, attributes, shape) => {
    expect(newId(type, 1, attributes)).toMatch(shape);
  });

  test('differs from number to number and is the same for the same number', () => {
    expect(newId('alicloud_vpc', 1)).not.toBe(newId('alicloud_vpc', 2));
    expect(newId('alicloud_vpc', 1)).toBe(newId('alicloud_vpc', 1));
  });
});

describe('fillComputed', () => {
  test('never changes what was given', () => {
    const given = { engine: 'PostgreSQL', port: '6432', security_ips: ['10.0.0.0/8'] };
    expect(fillComputed('alicloud_db_instance', 'rm-1', given, 1)).toMatchObject(given);
  });

  test('gives the address of the engine', () => {
    const filled = fillComputed('alicloud_db_instance', 'rm-1', { engine: 'PostgreSQL' }, 1);
    expect(filled).toMatchObject({ connection_string: 'rm-1.pg.rds.aliyuncs.com', port: '5432' });
  });

  test('takes the region from the zone', () => {
    const filled = fillComputed('alicloud_star_rocks_instance', 'c-1', { cluster_zone_id: 'cn-shanghai-f' }, 1);
    expect(filled['region_id']).toBe('cn-shanghai');
  });

  test('fills in the old and the new name of one thing', () => {
    expect(fillComputed('alicloud_vpc', 'vpc-1', { vpc_name: 'demo' }, 1)).toMatchObject({ name: 'demo' });
    expect(fillComputed('alicloud_vpc', 'vpc-1', { name: 'demo' }, 1)).toMatchObject({ vpc_name: 'demo' });
  });
});
