/** VPCs and vSwitches over VPC (API 2016-04-28), security groups over ECS (API 2014-05-26). */

import type { Fields } from '../../control-plane/fields';
import { toApi, toTerraform } from '../../control-plane/fields';
import {
  ECS_VERSION,
  SECURITY_GROUP_FIELDS,
  VPC_FIELDS,
  VPC_STATUS_FIELDS,
  VPC_VERSION,
  VSWITCH_FIELDS,
  VSWITCH_STATUS_FIELDS,
} from '../../control-plane/vpc-fields';
import { record } from '../sandbox-http';
import { removePatiently } from './patient-removal';
import type { ApiContext, Attributes, ResourceApi } from './resource-api';
import { compact } from './resource-api';
import type { ChangeCall, OldNames, Send } from './rpc-product';
import { carrying, changeTags, listUnder, product, renamed, sendChanges, tagParameter, tagsUnder } from './rpc-product';

const vpc = product(VPC_VERSION);
const ecs = product(ECS_VERSION);

/** A thing of a network: one id, one call per job. */
interface Thing {
  readonly send: Send;
  readonly idParameter: string;
  readonly create: string;
  readonly fields: Fields;
  /** Old names of arguments, which a configuration may still use. */
  readonly oldNames: OldNames;
  readonly read: (context: ApiContext, id: string) => Promise<Attributes | undefined>;
  readonly changes: readonly ChangeCall[];
  /** Changed by calls of their own, also right after the creation. */
  readonly afterwards?: (context: ApiContext, id: string, changes: Attributes, before: Attributes) => Promise<void>;
  readonly remove: string;
  /** Codes with which the cloud refuses to remove it, for now. */
  readonly awaited: readonly string[];
  readonly tagType: string;
}

export const VPC_RESOURCE_API: ResourceApi = thingApi({
  send: vpc,
  idParameter: 'VpcId',
  create: 'CreateVpc',
  fields: [...VPC_FIELDS, ['user_cidrs', 'UserCidr']],
  oldNames: { name: 'vpc_name' },
  read: readVpc,
  changes: [
    carrying('ModifyVpcAttribute', [
      ['vpc_name', 'VpcName'],
      ['description', 'Description'],
      ['cidr_block', 'CidrBlock'],
      ['enable_ipv6', 'EnableIpv6'],
    ]),
  ],
  afterwards: changeSecondaryCidrs,
  remove: 'DeleteVpc',
  awaited: ['DependencyViolation.VSwitch', 'DependencyViolation.SecurityGroup'],
  tagType: 'VPC',
});

export const VSWITCH_RESOURCE_API: ResourceApi = thingApi({
  send: vpc,
  idParameter: 'VSwitchId',
  create: 'CreateVSwitch',
  fields: VSWITCH_FIELDS,
  oldNames: { name: 'vswitch_name', availability_zone: 'zone_id' },
  read: readVSwitch,
  changes: [
    carrying('ModifyVSwitchAttribute', [
      ['vswitch_name', 'VSwitchName'],
      ['description', 'Description'],
      ['enable_ipv6', 'EnableIPv6'],
    ]),
  ],
  remove: 'DeleteVSwitch',
  awaited: ['DependencyViolation'],
  tagType: 'VSWITCH',
});

export const SECURITY_GROUP_RESOURCE_API: ResourceApi = thingApi({
  send: ecs,
  idParameter: 'SecurityGroupId',
  create: 'CreateSecurityGroup',
  fields: SECURITY_GROUP_FIELDS,
  oldNames: { name: 'security_group_name' },
  read: readSecurityGroup,
  changes: [
    carrying('ModifySecurityGroupAttribute', [
      ['security_group_name', 'SecurityGroupName'],
      ['description', 'Description'],
    ]),
  ],
  afterwards: changeInnerAccess,
  remove: 'DeleteSecurityGroup',
  awaited: ['DependencyViolation'],
  tagType: 'securitygroup',
});

function thingApi(thing: Thing): ResourceApi {
  const { send, idParameter, read } = thing;
  const whose = (id: string) => ({ [idParameter]: id });
  return {
    create: async (context, given) => {
      const attributes = renamed(thing.oldNames, given);
      const tags = tagParameter(attributes['tags']);
      const answer = await send(context, thing.create, { ...toApi(thing.fields, attributes), ...tags });
      return String(answer[idParameter]);
    },
    complete: async (context, id, given) => {
      if (thing.afterwards === undefined) return;
      await thing.afterwards(context, id, renamed(thing.oldNames, given), (await read(context, id)) ?? {});
    },
    read,
    update: async (context, id, given) => {
      const changes = renamed(thing.oldNames, given);
      const before = (await read(context, id)) ?? {};
      await sendChanges(send, context, whose(id), thing.changes, changes, before);
      await thing.afterwards?.(context, id, changes, before);
      if ('resource_group_id' in changes) await moveGroup(thing, context, id, changes['resource_group_id']);
      if (!('tags' in changes)) return;
      const tagged = { ResourceType: thing.tagType, ResourceId: [id] };
      await changeTags(send, context, tagged, record(before['tags']), record(changes['tags']));
    },
    remove: async (context, id) => {
      await removePatiently(() => send(context, thing.remove, whose(id)), thing.awaited, context.signal);
    },
  };
}

async function moveGroup({ send, tagType }: Thing, context: ApiContext, id: string, group: unknown): Promise<void> {
  if (send === ecs)
    await ecs(context, 'JoinResourceGroup', { ResourceType: tagType, ResourceId: id, ResourceGroupId: group });
  else await vpc(context, 'MoveResourceGroup', { ResourceType: tagType, ResourceId: id, NewResourceGroupId: group });
}

async function readVpc(context: ApiContext, id: string): Promise<Attributes> {
  const answer = await vpc(context, 'DescribeVpcAttribute', { VpcId: id });
  const table = listed(answer, 'RouterTableIds', 'RouterTableIds')?.[0];
  return compact({
    ...toTerraform([...VPC_FIELDS, ...VPC_STATUS_FIELDS], answer),
    route_table_id: table,
    user_cidrs: listed(answer, 'UserCidrs', 'UserCidr'),
    secondary_cidr_blocks: listed(answer, 'SecondaryCidrBlocks', 'SecondaryCidrBlock'),
    tags: tagsUnder(answer, 'Tag'),
  });
}

async function readVSwitch(context: ApiContext, id: string): Promise<Attributes> {
  const answer = await vpc(context, 'DescribeVSwitchAttributes', { VSwitchId: id });
  const attributes = toTerraform([...VSWITCH_FIELDS, ...VSWITCH_STATUS_FIELDS], answer);
  return compact({ ...attributes, tags: tagsUnder(answer, 'Tag') });
}

/** Two calls know a part each. */
async function readSecurityGroup(context: ApiContext, id: string): Promise<Attributes | undefined> {
  const attribute = await ecs(context, 'DescribeSecurityGroupAttribute', { SecurityGroupId: id });
  const answer = await ecs(context, 'DescribeSecurityGroups', { SecurityGroupId: id });
  const [group] = listUnder(answer, 'SecurityGroups', 'SecurityGroup');
  if (group === undefined) return undefined;
  return compact({
    ...toTerraform([...SECURITY_GROUP_FIELDS, ['create_time', 'CreationTime']], group),
    inner_access_policy: attribute['InnerAccessPolicy'],
    inner_access: attribute['InnerAccessPolicy'] === 'Accept',
    tags: tagsUnder(group, 'Tag'),
  });
}

/** The policy has a call of its own; a new group accepts. */
async function changeInnerAccess(
  context: ApiContext,
  id: string,
  changes: Attributes,
  before: Attributes,
): Promise<void> {
  const policy = changes['inner_access_policy'] ?? policyOf(changes['inner_access']);
  if (typeof policy !== 'string' || policy === before['inner_access_policy']) return;
  await ecs(context, 'ModifySecurityGroupPolicy', { SecurityGroupId: id, InnerAccessPolicy: policy });
}

/** The old argument says it with a flag. */
function policyOf(accepted: unknown): string | undefined {
  return typeof accepted === 'boolean' ? (accepted ? 'Accept' : 'Drop') : undefined;
}

async function changeSecondaryCidrs(
  context: ApiContext,
  id: string,
  changes: Attributes,
  before: Attributes,
): Promise<void> {
  const wanted = changes['secondary_cidr_blocks'];
  if (!Array.isArray(wanted)) return;
  const present = before['secondary_cidr_blocks'];
  const there: readonly unknown[] = Array.isArray(present) ? present : [];
  for (const cidr of there.filter((each) => !wanted.includes(each))) {
    await vpc(context, 'UnassociateVpcCidrBlock', { VpcId: id, SecondaryCidrBlock: cidr });
  }
  for (const cidr of wanted.filter((each) => !there.includes(each))) {
    await vpc(context, 'AssociateVpcCidrBlock', { VpcId: id, SecondaryCidrBlock: cidr });
  }
}

function listed(answer: Attributes, outer: string, inner: string): readonly unknown[] | undefined {
  const list = record(answer[outer])[inner];
  return Array.isArray(list) ? list : undefined;
}
