/** Instances of RDS: API 2014-08-15, RPC style. Databases, accounts and backups are in files of their own. */

import type { Cloud, StoredResource } from './cloud';
import { ACCOUNT, ACCOUNT_PRIVILEGE, BACKUP_POLICY, DATABASE, DB_INSTANCE } from './cloud';
import { ApiError } from './errors';
import { givenIn, toApi } from './fields';
import type { Fields } from './fields';
import type { ApiRequest } from './http';
import { asObject, required } from './http';
import { BACKUP_OPERATIONS } from './rds-backup';
import { ACCOUNT_OPERATIONS } from './rds-accounts';
import { DATABASE_OPERATIONS } from './rds-databases';
import { DB_ANSWER_FIELDS, DB_CHANGES, DB_CREATE_FIELDS, RDS_VERSION } from './rds-fields';
import type { Operation, RpcApi } from './rpc';
import { tagList, tagOperations, tagsIn } from './rpc';

/** Everything that goes with an instance. */
const PARTS = [DATABASE, ACCOUNT, ACCOUNT_PRIVILEGE, BACKUP_POLICY];

export const RDS_API: RpcApi = {
  product: 'rds',
  version: RDS_VERSION,
  operations: {
    CreateDBInstance: async (cloud, request) => {
      const ips = request.parameters.get('SecurityIPList');
      const { id, attributes } = await cloud.createFor(request, DB_INSTANCE, {
        ...givenIn(DB_CREATE_FIELDS, request),
        ...(ips === undefined ? {} : { security_ips: ips.split(',') }),
        tags: tagsIn(request),
      });
      return { DBInstanceId: id, ConnectionString: attributes['connection_string'], Port: attributes['port'] };
    },
    DescribeDBInstanceAttribute: (cloud, request) => ({
      Items: { DBInstanceAttribute: [instanceView(instance(cloud, request))] },
    }),
    DescribeDBInstances: (cloud, request) => {
      const id = request.parameters.get('DBInstanceId');
      const found = cloud.list(DB_INSTANCE).filter((one) => id === undefined || one.id === id);
      return { TotalRecordCount: found.length, Items: { DBInstance: found.map(instanceView) } };
    },
    ...Object.fromEntries(DB_CHANGES.map(([action, fields]) => [action, change(fields)])),
    ModifyDBInstanceConnectionString: changeHost,
    DescribeDBInstanceMonitor: (cloud, request) => ({
      Period: instance(cloud, request).attributes['monitoring_period'],
    }),
    DescribeParameters: (cloud, request) => {
      const { attributes } = instance(cloud, request);
      const running = parameters(attributes['parameters']).map(([name, value]) => ({
        ParameterName: name,
        ParameterValue: value,
      }));
      return { Engine: attributes['engine'], RunningParameters: { DBInstanceParameter: running } };
    },
    ModifyParameter: changeParameters,
    DescribeDBInstanceIPArrayList: (cloud, request) => {
      const ips = instance(cloud, request).attributes['security_ips'];
      const list = { DBInstanceIPArrayName: 'default', SecurityIPList: Array.isArray(ips) ? ips.join(',') : '' };
      return { Items: { DBInstanceIPArray: [list] } };
    },
    ModifySecurityIps: (cloud, request) => {
      const changes = { security_ips: required(request, 'SecurityIps').split(',') };
      cloud.update(DB_INSTANCE, required(request, 'DBInstanceId'), changes);
      return {};
    },
    DeleteDBInstance: deleteInstance,
    ...tagOperations((_request, id) => [DB_INSTANCE, id]),
    ...DATABASE_OPERATIONS,
    ...ACCOUNT_OPERATIONS,
    ...BACKUP_OPERATIONS,
  },
};

function instance(cloud: Cloud, request: ApiRequest): StoredResource {
  const id = required(request, 'DBInstanceId');
  return { id, attributes: cloud.get(DB_INSTANCE, id) };
}

function instanceView({ id, attributes }: StoredResource): unknown {
  return {
    ...toApi(DB_ANSWER_FIELDS, attributes),
    DBInstanceId: id,
    Tags: { Tag: tagList(attributes) },
  };
}

function change(fields: Fields): Operation {
  return (cloud, request) => {
    cloud.update(DB_INSTANCE, required(request, 'DBInstanceId'), givenIn(fields, request));
    return {};
  };
}

function changeHost(cloud: Cloud, request: ApiRequest): unknown {
  const { id, attributes } = instance(cloud, request);
  const prefix = request.parameters.get('ConnectionStringPrefix') ?? String(attributes['connection_string_prefix']);
  cloud.update(DB_INSTANCE, id, {
    connection_string_prefix: prefix,
    connection_string: `${prefix}.mysql.rds.aliyuncs.com`,
    port: request.parameters.get('Port') ?? attributes['port'],
  });
  return {};
}

/** Parameters that are not named keep their value. */
function changeParameters(cloud: Cloud, request: ApiRequest): unknown {
  const { id, attributes } = instance(cloud, request);
  const given = asObject(JSON.parse(required(request, 'Parameters')));
  const all = { ...Object.fromEntries(parameters(attributes['parameters'])), ...given };
  const list = Object.entries(all).map(([name, value]) => ({ name, value }));
  cloud.update(DB_INSTANCE, id, { parameters: list });
  return {};
}

function parameters(value: unknown): readonly (readonly [string, unknown])[] {
  const list: readonly unknown[] = Array.isArray(value) ? value : [];
  return list.map(asObject).map((one) => [String(one['name']), one['value']]);
}

async function deleteInstance(cloud: Cloud, request: ApiRequest): Promise<unknown> {
  const { id, attributes } = instance(cloud, request);
  if (attributes['deletion_protection'] === true) {
    throw new ApiError(
      403,
      'OperationDenied.DeletionProtection',
      `${id} is protected: set deletion_protection to false before it is deleted.`,
    );
  }
  await cloud.remove(DB_INSTANCE, id);
  for (const type of PARTS) {
    for (const part of cloud.list(type)) {
      const owner = part.attributes['instance_id'] ?? part.attributes['db_instance_id'];
      if (owner === id) await cloud.remove(type, part.id);
    }
  }
  return {};
}
