import type { ValueObject } from '@strata/terraform-plugin';

import type { StandInWorld } from './world';
import { idOf, standInWorld } from './world';

let world: StandInWorld;

beforeEach(async () => {
  world = await standInWorld();
});

afterEach(() => world.stop());

const DATABASE_SERVER = {
  engine: 'MySQL',
  engine_version: '8.0',
  instance_type: 'mysql.n2.medium.1',
  instance_storage: 20,
  instance_charge_type: 'Postpaid',
  vswitch_id: 'vsw-1',
  security_ips: ['10.0.0.0/8'],
  connection_string_prefix: 'demo-core-mysql',
  deletion_protection: true,
  parameters: [{ name: 'binlog_row_image', value: 'FULL' }],
  tags: { team: 'risk' },
};

/** What was called, without what only looks. */
const changesSent = (): readonly string[] =>
  world.cloud.calls.map(({ call }) => call).filter((call) => !call.startsWith('Describe') && !call.startsWith('GET '));

async function changed(type: string, prior: ValueObject, changes: ValueObject): Promise<ValueObject> {
  const next = { ...prior, ...changes };
  expect(await world.apply(type, prior, next)).toMatchObject({ state: next });
  expect(await world.read(type, next)).toEqual(next);
  return next;
}

/** Nothing is left to do. */
async function expectNoChange(type: string, state: ValueObject, given: ValueObject): Promise<void> {
  const { plannedState } = await world.plan(type, state, { ...state, ...given });
  expect(plannedState).toEqual(state);
}

describe('a database server goes through the API of RDS', () => {
  const type = 'alicloud_db_instance';

  test('what the creation does not carry follows at once', async () => {
    const state = await world.created(type, DATABASE_SERVER);
    expect(state).toMatchObject({
      vpc_id: 'vpc-1',
      connection_string: 'demo-core-mysql.mysql.rds.aliyuncs.com',
      status: 'Running',
    });
    expect(changesSent()).toEqual([
      'CreateDBInstance',
      'ModifyParameter',
      'ModifyDBInstanceDeletionProtection',
      'TagResources',
      'ModifyDBInstanceConnectionString',
      `PUT /sandbox/resources/${type}/${idOf(state)}`,
    ]);
    expect(await world.read(type, state)).toEqual(state);
    await expectNoChange(type, state, DATABASE_SERVER);
  });

  test('one call per thing that changes, the rest through the generic door', async () => {
    const prior = await world.created(type, DATABASE_SERVER);
    world.cloud.calls.length = 0;
    await changed(type, prior, {
      parameters: [{ name: 'loose_max_statement_time', value: '5' }],
      security_ips: ['10.0.0.0/8', '192.168.0.0/16'],
      instance_storage: 50,
      tags: { team: 'finance' },
      sql_collector_status: 'Enabled',
    });
    expect(changesSent()).toEqual([
      'ModifyParameter',
      'TagResources',
      'ModifySecurityIps',
      'ModifyDBInstanceSpec',
      `PUT /sandbox/resources/${type}/${idOf(prior)}`,
    ]);
    const kept = world.cloud.resources[type]?.[idOf(prior)];
    expect(kept?.['parameters']).toHaveLength(2);
  });

  test('fails to delete it while it is protected; what is in it goes with it', async () => {
    const prior = await world.created(type, DATABASE_SERVER);
    const id = idOf(prior);
    await world.created('alicloud_db_database', { instance_id: id, data_base_name: 'loans' });
    const refused = await world.apply(type, prior, null);
    expect(refused).toMatchObject({
      state: prior,
      diagnostics: [{ detail: expect.stringContaining('OperationDenied.DeletionProtection') as string }],
    });
    const open = await changed(type, prior, { deletion_protection: false });
    expect(await world.apply(type, open, null)).toEqual({ state: null });
    expect(world.cloud.resources).toMatchObject({ [type]: {}, alicloud_db_database: {} });
  });

  test('is imported', async () => {
    const id = idOf(await world.created(type, DATABASE_SERVER));
    expect(await world.imported(type, id)).toMatchObject({
      engine: 'MySQL',
      instance_storage: 20,
      security_ips: ['10.0.0.0/8'],
      tags: { team: 'risk' },
    });
  });
});

describe('what is in a database server goes through the API of RDS', () => {
  let instance: string;

  beforeEach(async () => {
    instance = idOf(await world.created('alicloud_db_instance', DATABASE_SERVER));
    world.cloud.calls.length = 0;
  });

  test('a database', async () => {
    const type = 'alicloud_db_database';
    const given = { instance_id: instance, data_base_name: 'loans', character_set: 'utf8mb4' };
    const prior = await world.created(type, given);
    expect(prior).toMatchObject({ id: `${instance}:loans`, name: 'loans', status: 'Running' });
    const next = await changed(type, prior, { description: 'the loans' });
    expect(await world.imported(type, `${instance}:loans`)).toMatchObject(given);
    expect(await world.apply(type, next, null)).toEqual({ state: null });
    expect(changesSent()).toEqual(['CreateDatabase', 'ModifyDBDescription', 'DeleteDatabase']);
  });

  test('an account, whose password is sent and never kept', async () => {
    const type = 'alicloud_rds_account';
    const given = { db_instance_id: instance, account_name: 'flink', account_password: 'Demo-Passw0rd' };
    const prior = await world.created(type, { ...given, account_type: 'Normal', account_description: 'cdc' });
    expect(prior).toMatchObject({ id: `${instance}:flink`, name: 'flink', instance_id: instance, type: 'Normal' });
    await changed(type, prior, { account_password: 'Other-Passw0rd', check_policy: true });
    expect(JSON.stringify(world.cloud.resources)).not.toContain('Passw0rd');
    expect(await world.apply(type, prior, null)).toEqual({ state: null });
    expect(changesSent()).toEqual([
      'CreateAccount',
      'ResetAccountPassword',
      'ModifyAccountCheckPolicy',
      'DeleteAccount',
    ]);
  });

  test('a privilege is granted in each database', async () => {
    const type = 'alicloud_db_account_privilege';
    for (const name of ['loans', 'cards']) {
      await world.created('alicloud_db_database', { instance_id: instance, data_base_name: name });
    }
    const account = { db_instance_id: instance, account_name: 'flink', account_password: 'Demo-Passw0rd' };
    await world.created('alicloud_rds_account', account);
    world.cloud.calls.length = 0;
    const given = { instance_id: instance, account_name: 'flink', privilege: 'ReadOnly', db_names: ['loans'] };
    const prior = await world.created(type, given);
    expect(prior['id']).toBe(`${instance}:flink:ReadOnly`);
    const next = await changed(type, prior, { db_names: ['cards'] });
    expect(await world.apply(type, next, null)).toEqual({ state: null });
    expect(changesSent()).toEqual([
      'GrantAccountPrivilege',
      'RevokeAccountPrivilege',
      'GrantAccountPrivilege',
      'RevokeAccountPrivilege',
    ]);
    expect(await world.read(type, next)).toBeNull();
  });

  test('fails to grant a privilege in a database that is not there', async () => {
    const account = { db_instance_id: instance, account_name: 'flink', account_password: 'Demo-Passw0rd' };
    await world.created('alicloud_rds_account', account);
    const given = { instance_id: instance, account_name: 'flink', privilege: 'ReadOnly', db_names: ['none'] };
    await expect(world.created('alicloud_db_account_privilege', given)).rejects.toThrow('InvalidDBName.NotFound');
  });

  test('the backup policy, which nobody can delete', async () => {
    const type = 'alicloud_db_backup_policy';
    const given = { instance_id: instance, enable_backup_log: true, local_log_retention_hours: 168 };
    const prior = await world.created(type, given);
    expect(await world.read(type, prior)).toEqual(prior);
    await expectNoChange(type, prior, given);
    await changed(type, prior, { local_log_retention_hours: 72 });
    expect(await world.apply(type, prior, null)).toEqual({ state: null });
    expect(new Set(changesSent())).toEqual(new Set(['ModifyBackupPolicy']));
    expect(await world.imported(type, instance)).toMatchObject({ enable_backup_log: true });
  });
});
