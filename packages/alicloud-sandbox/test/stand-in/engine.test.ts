import type { ValueObject } from '@strata/terraform-plugin';
import { UNKNOWN } from '@strata/terraform-plugin';

import { loadProviderData } from '../../src/stand-in/data';
import { createEngine } from '../../src/stand-in/engine';
import { importedState } from '../../src/stand-in/state';

const data = loadProviderData();
const engine = createEngine(data);

/** An object with the given values only. */
function object(type: string, values: ValueObject): ValueObject {
  return { ...importedState(engine.fields(type), 'id-1'), ...values };
}

function summaries(type: string, values: ValueObject, lenient = false): readonly string[] {
  const found = createEngine(data, { lenient }).validate(type, { ...object(type, values), id: null });
  return found.map(({ severity, summary }) => `${severity}: ${summary}`);
}

describe('validate', () => {
  test.each<[string, ValueObject, string]>([
    ['alicloud_alikafka_instance', { deploy_type: 6 }, 'expected deploy_type to be one of [4 5], got 6'],
    [
      'alicloud_db_backup_policy',
      { instance_id: 'r', local_log_retention_hours: 169 },
      'expected local_log_retention_hours to be in the range (0 - 168), got 169',
    ],
    ['alicloud_oss_bucket', { bucket: 'ab' }, 'expected length of bucket to be in the range (3 - 63), got ab'],
    ['alicloud_vpc', { name: 'a', vpc_name: 'b' }, '"vpc_name": conflicts with name'],
    ['alicloud_vpc', { status: 'Available' }, '"status": this field cannot be set'],
    [
      'alicloud_star_rocks_node_group',
      { cu: 8.5 },
      'cu: cannot parse \'\' as int: strconv.ParseInt: parsing "8.5": invalid syntax',
    ],
  ])('fails for %s with %p', (type, values, message) => {
    expect(summaries(type, values)).toContain(`error: ${message}`);
  });

  test('says nothing about values that are not known yet', () => {
    expect(
      summaries('alicloud_alikafka_topic', { configs: UNKNOWN, topic: UNKNOWN, remark: UNKNOWN, instance_id: UNKNOWN }),
    ).toEqual([]);
  });

  test('only warns where the real provider can be told to', () => {
    const [message] = summaries('alicloud_alikafka_instance', { deploy_type: 6 }, true);
    expect(message).toMatch(/^warning: expected deploy_type/);
    expect(summaries('alicloud_vpc', { name: 'a', vpc_name: 'b' }, true)[0]).toMatch(/^error: /);
  });

  test('fails at a set for an error in one of its elements, which have no address', () => {
    const rule = { id: 'old', enabled: true, expiration: [{ date: 'soon' }] };
    const found = engine.validate('alicloud_oss_bucket', {
      ...object('alicloud_oss_bucket', { lifecycle_rule: [rule] }),
      id: null,
    });
    expect(found).toMatchObject([{ path: ['lifecycle_rule', 0, 'expiration'] }]);
  });
});

describe('plan', () => {
  const kafka = { deploy_type: 5, partition_num: 50, disk_size: 500 };

  test('of a new object leaves to the cloud what nobody set', () => {
    const { state } = engine.plan('alicloud_vpc', null, object('alicloud_vpc', { cidr_block: '10.0.0.0/8' }));
    expect(state).toMatchObject({
      id: UNKNOWN,
      status: UNKNOWN,
      vpc_name: UNKNOWN,
      cidr_block: '10.0.0.0/8',
      tags: null,
    });
  });

  test('changes nothing when only a zero was left out', () => {
    const prior = object('alicloud_star_rocks_instance', { encrypted: false });
    const { state, changed } = engine.plan('alicloud_star_rocks_instance', prior, { ...prior, encrypted: null });
    expect(changed).toEqual([]);
    expect(state).toBe(prior);
  });

  test('takes away a number that the cloud does not keep', () => {
    const prior = object('alicloud_alikafka_instance', kafka);
    const { state, changed } = engine.plan('alicloud_alikafka_instance', prior, { ...prior, disk_size: null });
    expect(changed).toContain('disk_size');
    expect(state['disk_size']).toBeNull();
  });

  test('replaces for a changed argument that is fixed at creation', () => {
    const prior = object('alicloud_vswitch', { cidr_block: '10.0.0.0/24' });
    const { requiresReplace } = engine.plan('alicloud_vswitch', prior, { ...prior, cidr_block: '10.0.1.0/24' });
    expect(requiresReplace).toEqual([['cidr_block']]);
  });

  test.each<[string, string, ValueObject, ValueObject]>([
    [
      'the engine of the instance does not have it',
      'alicloud_db_instance',
      { engine: 'MySQL' },
      { recovery_model: 'simple' },
    ],
    [
      'nothing is backed up',
      'alicloud_db_backup_policy',
      { enable_backup_log: false },
      { local_log_retention_hours: 72 },
    ],
    [
      'the group is of the enterprise kind',
      'alicloud_security_group',
      { security_group_type: 'enterprise' },
      { inner_access_policy: 'Drop' },
    ],
    [
      'a password is given as well',
      'alicloud_rds_account',
      { account_password: 'Demo-Passw0rd' },
      { kms_encrypted_password: 'x' },
    ],
    [
      'both texts say the same',
      'alicloud_alikafka_topic',
      { configs: '{"a":"1","b":"2"}' },
      { configs: '{ "b": "2", "a": "1" }' },
    ],
    [
      'the key is new to the cloud',
      'alicloud_alikafka_instance',
      { config: '{"a":"1"}' },
      { config: '{"a":"1","b":"2"}' },
    ],
  ])('shows no difference when %s', (_why, type, before, change) => {
    const prior = object(type, before);
    const { changed } = engine.plan(type, prior, { ...prior, ...change });
    expect(Object.keys(change).filter((name) => changed.includes(name))).toEqual([]);
  });

  test('tells elements of a set apart by what they say, not by their order', () => {
    const one = { name: 'a', value: '1' };
    const two = { name: 'b', value: '2' };
    const prior = object('alicloud_db_instance', { parameters: [one, two] });
    const reordered = engine.plan('alicloud_db_instance', prior, { ...prior, parameters: [two, one] });
    expect(reordered.changed).not.toContain('parameters');
    const other = engine.plan('alicloud_db_instance', prior, { ...prior, parameters: [one, { ...two, value: '3' }] });
    expect(other.changed).toContain('parameters');
  });
});
