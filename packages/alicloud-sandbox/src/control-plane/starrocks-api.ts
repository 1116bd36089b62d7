/** EMR Serverless StarRocks, API 2022-10-19, ROA style: POST to a path. */

import type { Cloud } from './cloud';
import { ApiError } from './errors';
import type { ApiRequest } from './http';
import { newRequestId } from './request-id';
import { configHistory, describeConfigs, modifyConfigs, rollbackConfigs } from './starrocks-configs';
import {
  addGateway,
  deleteGateway,
  enableInternalSlb,
  isolateLeader,
  listGateway,
  togglePublicSlb,
  updateGateway,
} from './starrocks-gateways';
import {
  changeAutoMinorUpgrade,
  changeMaintenanceWindow,
  changeResourceGroup,
  changeTags,
  createInstance,
  describeInstances,
  releaseInstance,
  renameInstance,
} from './starrocks-instances';
import { createNodeGroup, describeNodeGroups, releaseNodeGroup, resize } from './starrocks-node-groups';
import { instanceIdOf, mandatory } from './starrocks-request';
import {
  createScalingRule,
  deleteScalingRule,
  describeScalingRules,
  modifyScalingRule,
} from './starrocks-scaling-rules';
import { finishChanges } from './starrocks-status';
import { queryUpgradableVersions, upgradeVersion } from './starrocks-versions';
import { deleteWhitelist, describeWhitelists, updateWhitelist } from './starrocks-whitelists';

/** Gives what the answer has under `Data`, or a page of it with the `Total`. */
type Operation = (cloud: Cloud, request: ApiRequest) => unknown;

const REGIONS = ['cn-hangzhou', 'cn-shanghai', 'cn-beijing', 'cn-shenzhen', 'ap-southeast-1'] as const;

/** Path below `/webapi/` -> name of the operation, and what it does. */
const OPERATIONS: Readonly<Record<string, readonly [action: string, operation: Operation]>> = {
  'cluster/createV1': ['CreateInstanceV1', createInstance],
  'starrocks/describeInstances': ['DescribeInstances', describeInstances],
  'cluster/update_name': ['UpdateInstanceName', renameInstance],
  'resourceGroup/change': ['ChangeResourceGroup', changeResourceGroup],
  tags: ['TagResources', changeTags],
  'cluster/release': ['ReleaseInstance', releaseInstance],
  'password/modify': ['ModifyUserPassword', modifyPassword],
  'starrocks/modifyMaintainableTime': ['ModifyMaintainableTime', changeMaintenanceWindow],
  'starrocks/toggleAutoMinorVersionUpgrade': ['ToggleAutoMinorVersionUpgrade', changeAutoMinorUpgrade],
  'starrocks/queryUpgradableVersions': ['QueryUpgradableVersions', queryUpgradableVersions],
  'starrocks/upgradeVersion': ['UpgradeVersion', upgradeVersion],
  'region/list': ['DescribeRegions', () => REGIONS.map((id) => ({ RegionId: id, RegionName: id }))],
  'timezone/query': ['DescribeSystemTimezone', () => 'Asia/Shanghai'],
  'lifecycle/createNodeGroup': ['CreateNodeGroup', createNodeGroup],
  'lifecycle/releaseNodeGroup': ['ReleaseNodeGroup', releaseNodeGroup],
  'nodegroup/describeNodeGroups': ['DescribeNodeGroups', describeNodeGroups],
  'resourceChange/modifyCu': ['ModifyCu', resize('cu')],
  'resourceChange/modifyDiskNumber': ['ModifyDiskNumber', resize('disk_number')],
  'resourceChange/modifyDiskSize': ['ModifyDiskSize', resize('storage_size')],
  'resourceChange/modifyDiskPerformanceLevel': ['ModifyDiskPerformanceLevel', resize('storage_performance_level')],
  'resourceChange/modifyNodeNumber': ['ModifyNodeNumber', resize('resident_node_number')],
  'resourceChange/modifySpecType': ['ModifySpecType', resize('spec_type', 'TargetSpecType')],
  'scalingRule/createScalingRule': ['CreateScalingRule', createScalingRule],
  'scalingRule/modifyScalingRule': ['ModifyScalingRule', modifyScalingRule],
  'scalingRule/deleteScalingRule': ['DeleteScalingRule', deleteScalingRule],
  'scalingRule/describeTimeTriggerScalingRules': ['DescribeTimeTriggerScalingRules', describeScalingRules],
  'gateway/list': ['ListGateway', listGateway],
  'gateway/add': ['AddGateway', addGateway],
  'gateway/update': ['UpdateGateway', updateGateway],
  'gateway/delete': ['DeleteGateway', deleteGateway],
  'gateway/togglePublicSlb': ['TogglePublicSlb', togglePublicSlb],
  'gateway/enableInternalSlb': ['EnableInternalSlb', enableInternalSlb],
  'gateway/isolateLeader': ['IsolateLeader', isolateLeader],
  'securityGroup/list': ['DescribeInnerIpWhitelistGroups', describeWhitelists],
  'securityGroup/update': ['UpdateInnerIpWhitelistGroup', updateWhitelist],
  'securityGroup/delete': ['DeleteInnerIpWhitelistGroup', deleteWhitelist],
  'config/describeInstanceConfigs': ['DescribeInstanceConfigs', describeConfigs],
  'config/modifyInstanceConfig': ['ModifyInstanceConfig', modifyConfigs],
  'config/describeConfigHistory': ['DescribeConfigHistory', configHistory],
  'config/rollbackConfigModification': ['RollbackConfigModification', rollbackConfigs],
};

const PREFIX = '/webapi/';

/** Tells whether a path belongs to this API. */
export function isStarRocksPath(path: string): boolean {
  return path.startsWith(PREFIX);
}

/** Answers a call of the API. @throws ApiError 404 for an operation that the sandbox does not have */
export async function starRocksApi(cloud: Cloud, request: ApiRequest): Promise<unknown> {
  const path = request.path.slice(PREFIX.length);
  const found = Object.hasOwn(OPERATIONS, path) ? OPERATIONS[path] : undefined;
  if (found === undefined) {
    throw new ApiError(404, 'InvalidAction.NotFound', `The sandbox does not have ${request.path}.`);
  }
  const [action, operation] = found;
  cloud.failIfAsked(action);
  await finishChanges(cloud);
  const answer = await operation(cloud, request);
  return {
    RequestId: newRequestId(),
    Success: true,
    HttpStatusCode: 200,
    ...(isPage(answer) ? answer : { Data: answer }),
  };
}

async function modifyPassword(cloud: Cloud, request: ApiRequest): Promise<boolean> {
  await cloud.setAdminPassword(instanceIdOf(request), mandatory(request, 'Password'));
  return true;
}

function isPage(answer: unknown): answer is { readonly Data: readonly unknown[]; readonly Total: number } {
  return typeof answer === 'object' && answer !== null && 'Data' in answer && 'Total' in answer;
}
