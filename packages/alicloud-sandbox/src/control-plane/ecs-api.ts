/** Security groups: ECS, API 2014-05-26, RPC style. */

import { describeRegions } from './account-api';
import type { StoredResource } from './cloud';
import { SECURITY_GROUP } from './cloud';
import { dependentsOf } from './dependents';
import { ApiError } from './errors';
import { givenIn, toApi } from './fields';
import { required } from './http';
import type { Operation, RpcApi } from './rpc';
import { listIn, tagList, tagOperations, tagsIn } from './rpc';
import type { Attributes } from './state';
import { ECS_VERSION, SECURITY_GROUP_FIELDS } from './vpc-fields';

export const ECS_API: RpcApi = {
  product: 'ecs',
  version: ECS_VERSION,
  operations: {
    DescribeRegions: describeRegions,
    CreateSecurityGroup: async (cloud, request) => {
      const given = { ...givenIn(SECURITY_GROUP_FIELDS, request), tags: tagsIn(request) };
      return { SecurityGroupId: (await cloud.createFor(request, SECURITY_GROUP, given)).id };
    },
    DescribeSecurityGroupAttribute: (cloud, request) => {
      const id = required(request, 'SecurityGroupId');
      const attributes = cloud.get(SECURITY_GROUP, id);
      const view = toApi(SECURITY_GROUP_FIELDS, attributes);
      return { ...view, SecurityGroupId: id, InnerAccessPolicy: attributes['inner_access_policy'] };
    },
    DescribeSecurityGroups: (cloud, request) => {
      const [id, vpc] = [request.parameters.get('SecurityGroupId'), request.parameters.get('VpcId')];
      const found = cloud
        .list(SECURITY_GROUP)
        .filter((each) => id === undefined || each.id === id)
        .filter(({ attributes }) => vpc === undefined || attributes['vpc_id'] === vpc);
      return { TotalCount: found.length, SecurityGroups: { SecurityGroup: found.map(view) } };
    },
    ModifySecurityGroupAttribute: change(({ parameters }) => ({
      ...(parameters.has('SecurityGroupName') ? { security_group_name: parameters.get('SecurityGroupName') } : {}),
      ...(parameters.has('Description') ? { description: parameters.get('Description') } : {}),
    })),
    ModifySecurityGroupPolicy: change((request) => innerAccess(required(request, 'InnerAccessPolicy'))),
    JoinResourceGroup: (cloud, request) => {
      const changes = { resource_group_id: required(request, 'ResourceGroupId') };
      cloud.update(SECURITY_GROUP, required(request, 'ResourceId'), changes);
      return {};
    },
    DeleteSecurityGroup: async (cloud, request) => {
      const id = listIn(request, 'SecurityGroupId')[0] ?? '';
      const [inside] = dependentsOf(cloud, SECURITY_GROUP, id);
      if (inside !== undefined) {
        throw new ApiError(
          403,
          'DependencyViolation',
          `There is still instance(s) in the specified security group. In the sandbox: ${inside.type} ${inside.id}.`,
        );
      }
      await cloud.remove(SECURITY_GROUP, id);
      return {};
    },
    ...tagOperations((_request, id) => [SECURITY_GROUP, id]),
  },
};

function change(changes: (request: Parameters<Operation>[1]) => Attributes): Operation {
  return (cloud, request) => {
    cloud.update(SECURITY_GROUP, required(request, 'SecurityGroupId'), changes(request));
    return {};
  };
}

function innerAccess(policy: string): Attributes {
  return { inner_access_policy: policy, inner_access: policy === 'Accept' };
}

function view({ id, attributes }: StoredResource): unknown {
  return {
    ...toApi(SECURITY_GROUP_FIELDS, attributes),
    SecurityGroupId: id,
    CreationTime: attributes['create_time'],
    Tags: { Tag: tagList(attributes) },
  };
}
