/** Who may use a Kafka cluster: users, what they may do, and from where. Part of ApsaraMQ for Kafka, API 2019-09-16. */

import { ACL_FIELDS, USER_FIELDS } from './alikafka-fields';
import type { Cloud } from './cloud';
import { KAFKA_ACL, KAFKA_ALLOWED_IP, KAFKA_INSTANCE, KAFKA_USER } from './cloud';
import { ApiError } from './errors';
import { givenIn, toApi } from './fields';
import type { ApiRequest } from './http';
import { required } from './http';
import type { Operation } from './rpc';
import type { Attributes } from './state';

const DONE = { Code: 200, Success: true };

export const KAFKA_ACCESS_OPERATIONS: Readonly<Record<string, Operation>> = {
  CreateSaslUser: createUser,
  DescribeSaslUsers: (cloud, request) => ({
    ...DONE,
    SaslUserList: { SaslUserVO: of(cloud, request, KAFKA_USER).map((user) => toApi(USER_FIELDS, user)) },
  }),
  DeleteSaslUser: async (cloud, request) => {
    await cloud.remove(KAFKA_USER, `${required(request, 'InstanceId')}:${required(request, 'Username')}`);
    return DONE;
  },
  CreateAcl: async (cloud, request) => {
    await cloud.createFor(request, KAFKA_ACL, givenIn(ACL_FIELDS, request));
    return DONE;
  },
  DescribeAcls: (cloud, request) => ({ ...DONE, KafkaAclList: { KafkaAclVO: acls(cloud, request) } }),
  DeleteAcl: async (cloud, request) => {
    await cloud.remove(KAFKA_ACL, ACL_ID.map((parameter) => required(request, parameter)).join(':'));
    return DONE;
  },
  UpdateAllowedIp: updateAllowedIp,
  GetAllowedIpList: (cloud, request) => ({ ...DONE, AllowedList: allowedList(cloud, request) }),
};

/** Parameters that the id of a rule is made of. */
const ACL_ID = [
  'InstanceId',
  'Username',
  'AclResourceType',
  'AclResourceName',
  'AclResourcePatternType',
  'AclOperationType',
];

/** The same call sets the password of a user that exists. */
async function createUser(cloud: Cloud, request: ApiRequest): Promise<unknown> {
  const instance = cloud.get(KAFKA_INSTANCE, required(request, 'InstanceId'));
  const { config } = instance;
  if (typeof config !== 'string' || !/"enable\.acl"\s*:\s*"true"/.test(config)) {
    throw new ApiError(400, 'BIZ.INSTANCE.ACL.DISABLED', 'The instance does not check users: its enable.acl is off.');
  }
  required(request, 'Password');
  const id = `${required(request, 'InstanceId')}:${required(request, 'Username')}`;
  if (cloud.find(KAFKA_USER, id) === undefined) {
    await cloud.createFor(request, KAFKA_USER, givenIn(USER_FIELDS, request));
  }
  return DONE;
}

/** In answers, kinds and operations are in capital letters. */
function acls(cloud: Cloud, request: ApiRequest): readonly unknown[] {
  const user = request.parameters.get('Username');
  return of(cloud, request, KAFKA_ACL)
    .filter(({ username }) => user === undefined || username === user)
    .map((rule) => ({
      ...toApi(ACL_FIELDS, { host: '*', acl_permission_type: 'ALLOW', ...rule }),
      AclResourceType: String(rule['acl_resource_type']).toUpperCase(),
      AclOperationType: String(rule['acl_operation_type']).toUpperCase(),
    }));
}

async function updateAllowedIp(cloud: Cloud, request: ApiRequest): Promise<unknown> {
  const entry = {
    instance_id: required(request, 'InstanceId'),
    allowed_type: required(request, 'AllowedListType'),
    port_range: required(request, 'PortRange'),
    allowed_ip: required(request, 'AllowedListIp'),
  };
  const id = Object.values(entry).join(':');
  switch (required(request, 'UpdateType')) {
    case 'add':
      await cloud.createFor(request, KAFKA_ALLOWED_IP, entry);
      return DONE;
    case 'delete':
      await cloud.remove(KAFKA_ALLOWED_IP, id);
      return DONE;
    default:
      throw new ApiError(400, 'InvalidParameter.UpdateType', 'UpdateType must be add or delete.');
  }
}

/** The lists of each port, of the VPC and of the internet. */
function allowedList(cloud: Cloud, request: ApiRequest): unknown {
  const entries = of(cloud, request, KAFKA_ALLOWED_IP);
  const listOf = (type: string): readonly unknown[] => {
    const own = entries.filter(({ allowed_type }) => allowed_type === type);
    const ports = [...new Set(own.map(({ port_range }) => port_range))];
    return ports.map((port) => ({
      PortRange: port,
      AllowedIpList: own.filter(({ port_range }) => port_range === port).map(({ allowed_ip }) => allowed_ip),
    }));
  };
  return { DeployType: 5, VpcList: listOf('vpc'), InternetList: listOf('internet') };
}

function of(cloud: Cloud, request: ApiRequest, type: string): readonly Attributes[] {
  const instance = required(request, 'InstanceId');
  cloud.get(KAFKA_INSTANCE, instance);
  return cloud
    .list(type)
    .map(({ attributes }) => attributes)
    .filter(({ instance_id }) => instance_id === instance);
}
