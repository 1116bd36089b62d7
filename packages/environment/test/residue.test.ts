import { thingsOf } from '../src';
import type { CloudThing, Environment } from '../src';
import { account, environment } from './helpers';

const thing = (type: string, id: string, attributes: Record<string, unknown> = {}): CloudThing => ({
  type: `alicloud_${type}`,
  id,
  attributes,
});
const mine = { tags: { 'strata:environment': 'risk-dev' } };
const theirs = { tags: { 'strata:environment': 'other-dev' } };

const found = (all: readonly CloudThing[], of: Environment = environment()): readonly string[] =>
  thingsOf(of, account(), all).map(({ id }) => id);

describe('what of an environment exists', () => {
  test('is what carries its tag', () => {
    expect(found([thing('vpc', 'vpc-1', mine), thing('vpc', 'vpc-2', theirs), thing('vpc', 'vpc-3')])).toEqual([
      'vpc-1',
    ]);
  });

  test('is what has one of its names, also without tags', () => {
    expect(found([thing('realtime_compute_vvp_instance', 'f-1', { vvp_instance_name: 'risk-dev-flink' })])).toEqual([
      'f-1',
    ]);
  });

  test('is what is part of that, and what is part of a part', () => {
    const all = [
      thing('db_account_privilege', 'rm-1:user:ReadOnly', { account_name: 'user' }),
      thing('rds_account', 'rm-1:user', { db_instance_id: 'rm-1' }),
      thing('db_instance', 'rm-1', mine),
      thing('rds_account', 'rm-2:user', { db_instance_id: 'rm-2' }),
    ];
    expect([...found(all)].sort()).toEqual(['rm-1', 'rm-1:user', 'rm-1:user:ReadOnly']);
  });

  test('is never what carries the tag of another one, even inside of it or by its name', () => {
    expect(found([thing('vpc', 'vpc-1', mine), thing('vswitch', 'vsw-1', { ...theirs, vpc_id: 'vpc-1' })])).toEqual([
      'vpc-1',
    ]);
    expect(found([thing('db_instance', 'rm-1', { ...theirs, instance_name: 'risk-dev-mysql-core' })])).toEqual([]);
  });

  test('is on a shared instance its warehouses alone', () => {
    const shared = environment({
      instance: '{ shared: risk-prod }',
      network: '',
      secrets: '{ admin: kms:risk/admin, user: kms:risk/user }',
      warehouses: '[{ name: etl, cu: 8 }]',
    });
    const all = [
      thing('star_rocks_instance', 'c-1', { instance_name: 'risk-prod-starrocks' }),
      thing('star_rocks_node_group', 'c-1:ng-1', { instance_id: 'c-1', node_group_name: 'etl' }),
      thing('star_rocks_node_group', 'c-1:ng-2', { instance_id: 'c-1', node_group_name: 'serving' }),
    ];
    expect(found(all, shared)).toEqual(['c-1:ng-1']);
  });
});
