/** Users of a Kafka cluster, what they may do and from where, over ApsaraMQ for Kafka, API 2019-09-16. */

import { ACL_FIELDS, KAFKA_VERSION, USER_FIELDS } from '../../control-plane/alikafka-fields';
import { toApi, toTerraform } from '../../control-plane/fields';
import { record } from '../sandbox-http';
import type { ApiContext, Attributes, ResourceApi } from './resource-api';
import { compact } from './resource-api';
import { listUnder, product } from './rpc-product';
import type { Parameters } from './rpc-product';

const kafka = product(KAFKA_VERSION);

export const KAFKA_USER_API: ResourceApi = {
  create: async (context, attributes) => {
    await kafka(context, 'CreateSaslUser', userCall(attributes));
    return `${String(attributes['instance_id'])}:${String(attributes['username'])}`;
  },
  read: readUser,
  update: async (context, id, changes) => {
    if (!('password' in changes)) return;
    const user = (await readUser(context, id)) ?? {};
    await kafka(context, 'CreateSaslUser', userCall({ ...user, password: changes['password'] }));
  },
  remove: async (context, id) => {
    const [InstanceId, Username] = twoParts(id);
    const { type } = (await readUser(context, id)) ?? {};
    await kafka(context, 'DeleteSaslUser', compact({ InstanceId, Username, Type: type }));
  },
};

function userCall(attributes: Attributes): Parameters {
  return { ...toApi([...USER_FIELDS, ['password', 'Password']], attributes) };
}

async function readUser(context: ApiContext, id: string): Promise<Attributes | undefined> {
  const [InstanceId, Username] = twoParts(id);
  const users = listUnder(await kafka(context, 'DescribeSaslUsers', { InstanceId }), 'SaslUserList', 'SaslUserVO');
  const found = users.find((user) => user['Username'] === Username);
  return found === undefined ? undefined : { instance_id: InstanceId, ...toTerraform(USER_FIELDS, found) };
}

/** The parts of a rule's id, under the names that calls have for them. */
const ACL_PARTS = [
  'InstanceId',
  'Username',
  'AclResourceType',
  'AclResourceName',
  'AclResourcePatternType',
  'AclOperationType',
] as const;

/** Spelled as in configurations, for answers that have them in capital letters. */
const SPELLINGS = ['Topic', 'Group', 'Cluster', 'TransactionalId', 'Write', 'Read', 'Describe', 'IdempotentWrite'];

export const KAFKA_ACL_API: ResourceApi = {
  create: async (context, attributes) => {
    const call = toApi(ACL_FIELDS, attributes);
    await kafka(context, 'CreateAcl', call);
    return ACL_PARTS.map((part) => String(call[part])).join(':');
  },
  read: async (context, id) => {
    const whose = aclCall(id);
    const rules = listUnder(await kafka(context, 'DescribeAcls', whose), 'KafkaAclList', 'KafkaAclVO').map(spelled);
    const found = rules.find((rule) => ACL_PARTS.slice(1).every((part) => rule[part] === whose[part]));
    return found === undefined ? undefined : { ...toTerraform(ACL_FIELDS, found), instance_id: whose['InstanceId'] };
  },
  // As in the real provider: nothing of a rule is changed in place.
  update: () => Promise.resolve(),
  remove: async (context, id) => {
    await kafka(context, 'DeleteAcl', aclCall(id));
  },
};

function aclCall(id: string): Parameters {
  const parts = id.split(':');
  return Object.fromEntries(ACL_PARTS.map((part, index) => [part, parts[index]]));
}

function spelled(rule: Attributes): Attributes {
  const spell = (value: unknown): unknown =>
    SPELLINGS.find((name) => name.toUpperCase() === String(value).replaceAll('_', '')) ?? value;
  return {
    ...rule,
    AclResourceType: spell(rule['AclResourceType']),
    AclOperationType: spell(rule['AclOperationType']),
  };
}

export const KAFKA_ALLOWED_IP_API: ResourceApi = {
  create: async (context, attributes) => {
    const { instance_id, allowed_type, port_range, allowed_ip } = attributes;
    const id = [instance_id, allowed_type, port_range, allowed_ip].map(String).join(':');
    await kafka(context, 'UpdateAllowedIp', { ...allowedIpCall(id), UpdateType: 'add' });
    return id;
  },
  read: async (context, id) => {
    const { InstanceId, AllowedListType, PortRange, AllowedListIp } = allowedIpCall(id);
    const lists = record((await kafka(context, 'GetAllowedIpList', { InstanceId }))['AllowedList']);
    const list = lists[AllowedListType === 'vpc' ? 'VpcList' : 'InternetList'];
    const ports: readonly unknown[] = Array.isArray(list) ? list : [];
    const found = ports.map(record).find((port) => port['PortRange'] === PortRange);
    const ips = found?.['AllowedIpList'];
    if (!Array.isArray(ips) || !ips.includes(AllowedListIp)) return undefined;
    return {
      instance_id: InstanceId,
      allowed_type: AllowedListType,
      port_range: PortRange,
      allowed_ip: AllowedListIp,
    };
  },
  update: () => Promise.resolve(),
  remove: async (context, id) => {
    await kafka(context, 'UpdateAllowedIp', { ...allowedIpCall(id), UpdateType: 'delete' });
  },
};

function allowedIpCall(id: string): Parameters {
  const [InstanceId, AllowedListType, PortRange, ...ip] = id.split(':');
  return { InstanceId, AllowedListType, PortRange, AllowedListIp: ip.join(':') };
}

function twoParts(id: string): readonly [string, string] {
  const colon = id.indexOf(':');
  return [id.slice(0, colon), id.slice(colon + 1)];
}
