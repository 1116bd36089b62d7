/** Databases, accounts, privileges and the backup policy of an RDS instance, API 2014-08-15. */

import { toApi, toTerraform } from '../../control-plane/fields';
import {
  ACCOUNT_FIELDS,
  DATABASE_FIELDS,
  DATA_BACKUP_FIELDS,
  LOG_BACKUP_FIELDS,
  RDS_VERSION,
} from '../../control-plane/rds-fields';
import type { ApiContext, Attributes, ResourceApi } from './resource-api';
import { compact } from './resource-api';
import { withRest } from './rest';
import type { ChangeCall, OldNames, Parameters } from './rpc-product';
import { carrying, listUnder, product, renamed, sendChanges } from './rpc-product';

const rds = product(RDS_VERSION);

const DATABASE_OLD: OldNames = { name: 'data_base_name' };

export const RDS_DATABASE_API: ResourceApi = {
  create: async (context, given) => {
    const attributes = renamed(DATABASE_OLD, given);
    const instance = attributes['instance_id'];
    await rds(context, 'CreateDatabase', { DBInstanceId: instance, ...toApi(DATABASE_FIELDS, attributes) });
    return `${String(instance)}:${String(attributes['data_base_name'])}`;
  },
  read: async (context, id) => {
    const [DBInstanceId, DBName] = parts(id);
    const answer = await rds(context, 'DescribeDatabases', { DBInstanceId, DBName });
    const [found] = listUnder(answer, 'Databases', 'Database');
    if (found === undefined) return undefined;
    const attributes = toTerraform([...DATABASE_FIELDS, ['status', 'DBStatus']], found);
    return { ...attributes, instance_id: DBInstanceId };
  },
  update: async (context, id, changes) => {
    const [DBInstanceId, DBName] = parts(id);
    const calls = [carrying('ModifyDBDescription', [['description', 'DBDescription']])];
    await sendChanges(rds, context, { DBInstanceId, DBName }, calls, changes);
  },
  remove: async (context, id) => {
    const [DBInstanceId, DBName] = parts(id);
    await rds(context, 'DeleteDatabase', { DBInstanceId, DBName });
  },
};

const ACCOUNT_OLD: OldNames = {
  name: 'account_name',
  type: 'account_type',
  description: 'account_description',
  instance_id: 'db_instance_id',
  password: 'account_password',
};

const ACCOUNT_CHANGES: readonly ChangeCall[] = [
  carrying('ModifyAccountDescription', [['account_description', 'AccountDescription']]),
  carrying('ResetAccountPassword', [['account_password', 'AccountPassword']]),
  carrying('ModifyAccountCheckPolicy', [['check_policy', 'CheckPolicy']]),
  {
    attributes: ['reset_permission_flag'],
    action: 'ResetAccount',
    parameters: ({ reset_permission_flag: flag }) => (flag === true ? {} : undefined),
  },
  lock('LockAccount', 'Lock'),
  lock('UnlockAccount', 'Available'),
];

function lock(action: string, status: string): ChangeCall {
  return { attributes: ['status'], action, parameters: (changes) => (changes['status'] === status ? {} : undefined) };
}

export const RDS_ACCOUNT_API: ResourceApi = {
  create: async (context, given) => {
    const attributes = renamed(ACCOUNT_OLD, given);
    const instance = attributes['db_instance_id'];
    await rds(context, 'CreateAccount', {
      DBInstanceId: instance,
      ...toApi([...ACCOUNT_FIELDS, ['account_password', 'AccountPassword']], attributes),
    });
    return `${String(instance)}:${String(attributes['account_name'])}`;
  },
  read: async (context, id) => {
    const found = await accountOf(context, id);
    if (found === undefined) return undefined;
    const fields = [...ACCOUNT_FIELDS, ['status', 'AccountStatus'], ['check_policy', 'CheckPolicy']] as const;
    return { ...toTerraform(fields, found), db_instance_id: parts(id)[0] };
  },
  update: (context, id, changes) =>
    sendChanges(rds, context, accountParameters(id), ACCOUNT_CHANGES, renamed(ACCOUNT_OLD, changes)),
  remove: async (context, id) => {
    await rds(context, 'DeleteAccount', accountParameters(id));
  },
};

export const RDS_PRIVILEGE_API: ResourceApi = {
  create: async (context, attributes) => {
    const id = [attributes['instance_id'], attributes['account_name'], attributes['privilege']].map(String).join(':');
    await changeGrants(context, id, [], textsIn(attributes['db_names']));
    return id;
  },
  read: async (context, id) => {
    const databases = await granted(context, id);
    if (databases.length === 0) return undefined;
    const [instance_id, account_name, privilege] = parts(id);
    return { instance_id, account_name, privilege, db_names: databases };
  },
  update: async (context, id, changes) => {
    if ('db_names' in changes) {
      await changeGrants(context, id, await granted(context, id), textsIn(changes['db_names']));
    }
  },
  remove: async (context, id) => changeGrants(context, id, await granted(context, id), []),
};

/** Databases in which the account has the privilege. */
async function granted(context: ApiContext, id: string): Promise<readonly string[]> {
  const privilege = parts(id)[2];
  const found = (await accountOf(context, id)) ?? {};
  return listUnder(found, 'DatabasePrivileges', 'DatabasePrivilege')
    .filter((one) => one['AccountPrivilege'] === privilege)
    .map((one) => String(one['DBName']));
}

/** One call per database. */
async function changeGrants(
  context: ApiContext,
  id: string,
  before: readonly string[],
  wanted: readonly string[],
): Promise<void> {
  const whose = accountParameters(id);
  for (const DBName of before.filter((name) => !wanted.includes(name))) {
    await rds(context, 'RevokeAccountPrivilege', { ...whose, DBName });
  }
  for (const DBName of wanted.filter((name) => !before.includes(name))) {
    await rds(context, 'GrantAccountPrivilege', { ...whose, DBName, AccountPrivilege: parts(id)[2] });
  }
}

const BACKUP_OLD: OldNames = {
  backup_period: 'preferred_backup_period',
  backup_time: 'preferred_backup_time',
  retention_period: 'backup_retention_period',
  log_backup: 'enable_backup_log',
  log_retention_period: 'log_backup_retention_period',
};

const BACKUP_CHANGES: readonly ChangeCall[] = [
  {
    attributes: ['preferred_backup_period', ...DATA_BACKUP_FIELDS.map(([attribute]) => attribute)],
    action: 'ModifyBackupPolicy',
    parameters: (changes) => ({
      BackupPolicyMode: 'DataBackupPolicy',
      ...toApi(DATA_BACKUP_FIELDS, changes),
      ...compact({ PreferredBackupPeriod: textsIn(changes['preferred_backup_period']).join(',') || undefined }),
    }),
  },
  {
    attributes: ['enable_backup_log', ...LOG_BACKUP_FIELDS.map(([attribute]) => attribute)],
    action: 'ModifyBackupPolicy',
    // The real provider says how long logs are kept only along with this flag.
    parameters: (changes, before) =>
      (changes['enable_backup_log'] ?? before['enable_backup_log']) === true
        ? { BackupPolicyMode: 'LogBackupPolicy', EnableBackupLog: '1', ...toApi(LOG_BACKUP_FIELDS, changes) }
        : { BackupPolicyMode: 'LogBackupPolicy', EnableBackupLog: '0' },
  },
];

/** What the real provider sets when the resource is deleted: a policy cannot go. */
const BACKUP_RESET: Attributes = {
  preferred_backup_period: ['Tuesday', 'Thursday', 'Saturday'],
  preferred_backup_time: '02:00Z-03:00Z',
  backup_retention_period: 7,
};

const BACKUP_CARRIED = new Set([
  ...BACKUP_CHANGES.flatMap(({ attributes }) => attributes),
  ...Object.keys(BACKUP_OLD),
  'instance_id',
]);

export const RDS_BACKUP_API: ResourceApi = withRest(
  'alicloud_db_backup_policy',
  {
    create: async (context, attributes) => {
      const id = String(attributes['instance_id']);
      await changeBackup(context, id, attributes);
      return id;
    },
    read: async (context, id) => {
      const answer = await rds(context, 'DescribeBackupPolicy', { DBInstanceId: id });
      const present: Attributes = {
        ...toTerraform([...DATA_BACKUP_FIELDS, ...LOG_BACKUP_FIELDS], answer),
        preferred_backup_period: String(answer['PreferredBackupPeriod']).split(','),
        enable_backup_log: String(answer['EnableBackupLog']) === '1',
      };
      const old = Object.entries(BACKUP_OLD).map(([name, now]): [string, unknown] => [name, present[now]]);
      return { ...Object.fromEntries(old), ...present, instance_id: id };
    },
    update: (context, id, changes) => changeBackup(context, id, changes),
    remove: (context, id) => changeBackup(context, id, BACKUP_RESET),
  },
  BACKUP_CARRIED,
);

async function changeBackup(context: ApiContext, id: string, changes: Attributes): Promise<void> {
  const before = await rds(context, 'DescribeBackupPolicy', { DBInstanceId: id });
  const flag = { enable_backup_log: String(before['EnableBackupLog']) === '1' };
  const wanted = renamed(BACKUP_OLD, changes);
  await sendChanges(rds, context, { DBInstanceId: id }, BACKUP_CHANGES, wanted, flag);
}

async function accountOf(context: ApiContext, id: string): Promise<Attributes | undefined> {
  const answer = await rds(context, 'DescribeAccounts', accountParameters(id));
  return listUnder(answer, 'Accounts', 'DBInstanceAccount')[0];
}

function accountParameters(id: string): Parameters {
  const [DBInstanceId, AccountName] = parts(id);
  return { DBInstanceId, AccountName };
}

function parts(id: string): readonly string[] {
  return id.split(':');
}

function textsIn(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.map(String) : [];
}
