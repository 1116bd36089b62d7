/** Networks: VPC, API 2016-04-28, RPC style. */

import type { Cloud, StoredResource } from './cloud';
import { SECURITY_GROUP, VPC, VSWITCH } from './cloud';
import { dependentsOf } from './dependents';
import type { Dependent } from './dependents';
import { ApiError } from './errors';
import { givenIn, toApi } from './fields';
import type { Fields } from './fields';
import type { ApiRequest } from './http';
import { required } from './http';
import type { Operation, RpcApi } from './rpc';
import { listIn, tagList, tagOperations, tagsIn } from './rpc';
import { VPC_FIELDS, VPC_STATUS_FIELDS, VPC_VERSION, VSWITCH_FIELDS, VSWITCH_STATUS_FIELDS } from './vpc-fields';

export const VPC_API: RpcApi = {
  product: 'vpc',
  version: VPC_VERSION,
  operations: {
    CreateVpc: async (cloud, request) => {
      const given = { ...givenIn(VPC_FIELDS, request), user_cidrs: listed(request, 'UserCidr') };
      const { id, attributes } = await cloud.createFor(request, VPC, { ...given, tags: tagsIn(request) });
      return { VpcId: id, VRouterId: attributes['router_id'], RouteTableId: attributes['route_table_id'] };
    },
    DescribeVpcAttribute: (cloud, request) => vpcView(one(cloud, request, VPC, 'VpcId')),
    DescribeVpcs: (cloud, request) => {
      const found = matching(cloud, request, VPC, 'VpcId', VPC_FIELDS).map(vpcView);
      return { TotalCount: found.length, Vpcs: { Vpc: found } };
    },
    ModifyVpcAttribute: change(VPC, 'VpcId', VPC_FIELDS),
    AssociateVpcCidrBlock: secondaryCidrs((before, cidr) => [...before, cidr]),
    UnassociateVpcCidrBlock: secondaryCidrs((before, cidr) => before.filter((each) => each !== cidr)),
    MoveResourceGroup: (cloud, request) => {
      const changes = { resource_group_id: required(request, 'NewResourceGroupId') };
      cloud.update(VPC, required(request, 'ResourceId'), changes);
      return {};
    },
    DeleteVpc: deleteVpc,
    CreateVSwitch: async (cloud, request) => {
      const given = { ...givenIn(VSWITCH_FIELDS, request), tags: tagsIn(request) };
      return { VSwitchId: (await cloud.createFor(request, VSWITCH, given)).id };
    },
    DescribeVSwitchAttributes: (cloud, request) => vSwitchView(one(cloud, request, VSWITCH, 'VSwitchId')),
    DescribeVSwitches: (cloud, request) => {
      const found = matching(cloud, request, VSWITCH, 'VSwitchId', VSWITCH_FIELDS).map(vSwitchView);
      return { TotalCount: found.length, VSwitches: { VSwitch: found } };
    },
    ModifyVSwitchAttribute: change(VSWITCH, 'VSwitchId', VSWITCH_FIELDS),
    DeleteVSwitch: async (cloud, request) => {
      const id = required(request, 'VSwitchId');
      const [inside] = dependentsOf(cloud, VSWITCH, id);
      if (inside !== undefined) throw dependencyViolation('DependencyViolation', inside);
      await cloud.remove(VSWITCH, id);
      return {};
    },
    ...tagOperations((request, id) => [required(request, 'ResourceType').toUpperCase() === 'VPC' ? VPC : VSWITCH, id]),
  },
};

function one(cloud: Cloud, request: ApiRequest, type: string, parameter: string): StoredResource {
  const id = required(request, parameter);
  return { id, attributes: cloud.get(type, id) };
}

/** Those of an id, and of every other argument that the call names. */
function matching(
  cloud: Cloud,
  request: ApiRequest,
  type: string,
  idParameter: string,
  fields: Fields,
): readonly StoredResource[] {
  const id = request.parameters.get(idParameter);
  const wanted = Object.entries(givenIn(fields, request)).filter(([attribute]) => attribute !== 'region_id');
  return cloud
    .list(type)
    .filter((each) => id === undefined || each.id === id)
    .filter(({ attributes }) => wanted.every(([attribute, value]) => attributes[attribute] === value));
}

function vpcView({ id, attributes }: StoredResource): unknown {
  return {
    ...toApi([...VPC_FIELDS, ...VPC_STATUS_FIELDS], attributes),
    VpcId: id,
    UserCidrs: { UserCidr: attributes['user_cidrs'] },
    SecondaryCidrBlocks: { SecondaryCidrBlock: attributes['secondary_cidr_blocks'] },
    RouterTableIds: { RouterTableIds: [attributes['route_table_id']] },
    Tags: { Tag: tagList(attributes) },
  };
}

function vSwitchView({ id, attributes }: StoredResource): unknown {
  return {
    ...toApi([...VSWITCH_FIELDS, ...VSWITCH_STATUS_FIELDS], attributes),
    VSwitchId: id,
    Tags: { Tag: tagList(attributes) },
  };
}

function change(type: string, parameter: string, fields: Fields): Operation {
  return (cloud, request) => {
    const own = fields.filter(([attribute]) => attribute !== 'region_id' && attribute !== 'vpc_id');
    cloud.update(type, required(request, parameter), givenIn(own, request));
    return {};
  };
}

function secondaryCidrs(next: (before: readonly unknown[], cidr: string) => readonly unknown[]): Operation {
  return (cloud, request) => {
    const { id, attributes } = one(cloud, request, VPC, 'VpcId');
    const before = attributes['secondary_cidr_blocks'];
    const cidr = required(request, 'SecondaryCidrBlock');
    cloud.update(VPC, id, { secondary_cidr_blocks: next(Array.isArray(before) ? before : [], cidr) });
    return {};
  };
}

/** The cloud's code for what keeps a VPC; everything else is an instance. */
const VPC_DEPENDENTS: Readonly<Record<string, string>> = { [VSWITCH]: 'VSwitch', [SECURITY_GROUP]: 'SecurityGroup' };

/** A VPC goes after everything in it. What other things stand in is named first. */
async function deleteVpc(cloud: Cloud, request: ApiRequest): Promise<unknown> {
  const id = required(request, 'VpcId');
  const inside = dependentsOf(cloud, VPC, id);
  const first = inside.find(({ type }) => type in VPC_DEPENDENTS) ?? inside[0];
  if (first !== undefined) {
    throw dependencyViolation(`DependencyViolation.${VPC_DEPENDENTS[first.type] ?? 'Instance'}`, first);
  }
  await cloud.remove(VPC, id);
  return {};
}

/** The cloud's words; it does not say which resource, the sandbox does. */
function dependencyViolation(code: string, { type, id }: Dependent): ApiError {
  return new ApiError(400, code, `Specified object has dependent resources. In the sandbox: ${type} ${id}.`);
}

function listed(request: ApiRequest, name: string): readonly string[] | undefined {
  const found = listIn(request, name);
  return found.length === 0 ? undefined : found;
}
