/** Accounts of an RDS instance and what they may do in its databases. */

import type { Cloud } from './cloud';
import { ACCOUNT, ACCOUNT_PRIVILEGE, DATABASE, DB_INSTANCE } from './cloud';
import { ApiError } from './errors';
import { givenIn, toApi } from './fields';
import type { ApiRequest } from './http';
import { required } from './http';
import { ACCOUNT_FIELDS } from './rds-fields';
import type { Operation } from './rpc';
import type { Attributes } from './state';

export const ACCOUNT_OPERATIONS: Readonly<Record<string, Operation>> = {
  CreateAccount: async (cloud, request) => {
    const given = { db_instance_id: required(request, 'DBInstanceId'), ...givenIn(ACCOUNT_FIELDS, request) };
    await cloud.createFor(request, ACCOUNT, given);
    return {};
  },
  DescribeAccounts: (cloud, request) => ({ Accounts: { DBInstanceAccount: accounts(cloud, request) } }),
  ModifyAccountDescription: change(({ parameters }) => ({
    account_description: parameters.get('AccountDescription') ?? '',
  })),
  ResetAccountPassword: change((request) => {
    required(request, 'AccountPassword');
    return {};
  }),
  ModifyAccountCheckPolicy: change((request) => ({ check_policy: required(request, 'CheckPolicy') === 'true' })),
  ResetAccount: change(() => ({})),
  LockAccount: change(() => ({ status: 'Lock' })),
  UnlockAccount: change(() => ({ status: 'Available' })),
  DeleteAccount: async (cloud, request) => {
    const { instance, account, key } = accountOf(request);
    await cloud.remove(ACCOUNT, key);
    for (const grant of grants(cloud, instance, account)) await cloud.remove(ACCOUNT_PRIVILEGE, grant.id);
    return {};
  },
  GrantAccountPrivilege: grant,
  RevokeAccountPrivilege: async (cloud, request) => {
    const { instance, account } = accountOf(request);
    await takeAway(cloud, instance, account, required(request, 'DBName'));
    return {};
  },
};

function accountOf(request: ApiRequest): { readonly instance: string; readonly account: string; readonly key: string } {
  const instance = required(request, 'DBInstanceId');
  const account = required(request, 'AccountName');
  return { instance, account, key: `${instance}:${account}` };
}

function change(changes: (request: ApiRequest) => Attributes): Operation {
  return (cloud, request) => {
    cloud.update(ACCOUNT, accountOf(request).key, changes(request));
    return {};
  };
}

function accounts(cloud: Cloud, request: ApiRequest): readonly unknown[] {
  const instance = required(request, 'DBInstanceId');
  cloud.get(DB_INSTANCE, instance);
  const wanted = request.parameters.get('AccountName');
  return cloud
    .list(ACCOUNT)
    .filter(({ id }) => id.startsWith(`${instance}:`))
    .map(({ id, attributes }) => ({ name: id.slice(instance.length + 1), attributes }))
    .filter(({ name }) => wanted === undefined || name === wanted)
    .map(({ name, attributes }) => ({
      ...toApi(ACCOUNT_FIELDS, attributes),
      AccountName: name,
      DBInstanceId: instance,
      AccountStatus: attributes['status'],
      CheckPolicy: attributes['check_policy'] ?? false,
      DatabasePrivileges: {
        DatabasePrivilege: grants(cloud, instance, name).flatMap((one) =>
          one.databases.map((DBName) => ({ DBName, AccountPrivilege: one.privilege })),
        ),
      },
    }));
}

interface Grant {
  readonly id: string;
  readonly privilege: unknown;
  readonly databases: readonly string[];
}

function grants(cloud: Cloud, instance: string, account: string): readonly Grant[] {
  return cloud
    .list(ACCOUNT_PRIVILEGE)
    .filter(({ attributes: one }) => one['instance_id'] === instance && one['account_name'] === account)
    .map(({ id, attributes: { privilege, db_names: names } }) => ({
      id,
      privilege,
      databases: Array.isArray(names) ? names.map(String) : [],
    }));
}

/** An account has one privilege in a database: a new one takes the place of the old. */
async function grant(cloud: Cloud, request: ApiRequest): Promise<unknown> {
  const { instance, account, key } = accountOf(request);
  const database = required(request, 'DBName');
  const privilege = required(request, 'AccountPrivilege');
  if (cloud.find(ACCOUNT, key) === undefined) {
    throw new ApiError(404, 'InvalidAccountName.NotFound', `Account ${account} does not exist in ${instance}.`);
  }
  if (cloud.find(DATABASE, `${instance}:${database}`) === undefined) {
    throw new ApiError(404, 'InvalidDBName.NotFound', `Database ${database} does not exist in ${instance}.`);
  }
  await takeAway(cloud, instance, account, database);
  const same = grants(cloud, instance, account).find((one) => one.privilege === privilege);
  if (same === undefined) {
    const given = { instance_id: instance, account_name: account, privilege, db_names: [database] };
    await cloud.createFor(request, ACCOUNT_PRIVILEGE, given);
  } else {
    cloud.update(ACCOUNT_PRIVILEGE, same.id, { db_names: [...same.databases, database] });
  }
  return {};
}

async function takeAway(cloud: Cloud, instance: string, account: string, database: string): Promise<void> {
  for (const { id, databases } of grants(cloud, instance, account)) {
    const left = databases.filter((each) => each !== database);
    if (left.length === 0) await cloud.remove(ACCOUNT_PRIVILEGE, id);
    else if (left.length < databases.length) cloud.update(ACCOUNT_PRIVILEGE, id, { db_names: left });
  }
}
