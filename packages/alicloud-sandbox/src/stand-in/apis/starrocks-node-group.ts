/** `alicloud_star_rocks_node_group` over EMR Serverless StarRocks, API 2022-10-19. Its id is `instance:group`. */

import { record } from '../sandbox-http';
import type { ApiContext, Attributes, ResourceApi } from './resource-api';
import { compact, roa } from './resource-api';

export const STARROCKS_NODE_GROUP_API: ResourceApi = { create, read, update, remove };

/** In the order in which the real provider sends them. */
const CHANGES: readonly (readonly [attribute: string, operation: string, parameter: string])[] = [
  ['cu', 'modifyCu', 'Target'],
  ['disk_number', 'modifyDiskNumber', 'Target'],
  ['storage_size', 'modifyDiskSize', 'Target'],
  ['storage_performance_level', 'modifyDiskPerformanceLevel', 'Target'],
  ['resident_node_number', 'modifyNodeNumber', 'Target'],
  ['spec_type', 'modifySpecType', 'TargetSpecType'],
];

async function create(context: ApiContext, attributes: Attributes): Promise<string> {
  const instance = attributes['instance_id'];
  const body = compact({
    InstanceId: instance,
    RegionId: attributes['region_id'],
    NodeGroupName: attributes['node_group_name'],
    Description: attributes['description'],
    Cu: attributes['cu'],
    SpecType: attributes['spec_type'],
    ResidentNodeNumber: attributes['resident_node_number'],
    DiskNumber: attributes['disk_number'],
    StorageSize: attributes['storage_size'],
    StoragePerformanceLevel: attributes['storage_performance_level'],
    PayType: attributes['pay_type'],
  });
  const answer = await roa(context, '/webapi/lifecycle/createNodeGroup', {}, body);
  return `${String(instance)}:${String(record(answer)['NodeGroupId'])}`;
}

async function read(context: ApiContext, id: string): Promise<Attributes | undefined> {
  const { InstanceId, NodeGroupId } = partsOf(id);
  const query = { ClusterId: InstanceId };
  const answer = await roa(context, '/webapi/nodegroup/describeNodeGroups', query, { nodeGroupIds: [NodeGroupId] });
  const groups = Array.isArray(answer) ? answer.map(record) : [];
  const group = groups.find((one) => one['NodeGroupId'] === NodeGroupId);
  if (group === undefined) return undefined;
  return compact({
    instance_id: InstanceId,
    node_group_id: NodeGroupId,
    node_group_name: group['NodeGroupName'],
    status: group['Status'],
    region_id: group['RegionId'],
    create_time: group['CreateTime'],
    description: group['Description'],
    cu: group['Cu'],
    spec_type: group['SpecType'],
    resident_node_number: group['ResidentNodeNumber'],
    disk_number: group['DiskNumber'],
    storage_size: group['StorageSize'],
    storage_performance_level: group['StoragePerformanceLevel'],
    pay_type: group['PayType'],
  });
}

/** Several changes are several calls; a value that is taken away is not sent. */
async function update(context: ApiContext, id: string, changes: Attributes): Promise<void> {
  const along = compact({ FastMode: changes['fast_mode'], PromotionOptionNo: changes['promotion_option_no'] });
  for (const [attribute, operation, parameter] of CHANGES) {
    const target = changes[attribute];
    if (target === undefined || target === null) continue;
    await roa(context, `/webapi/resourceChange/${operation}`, { ...partsOf(id), [parameter]: target, ...along });
  }
}

async function remove(context: ApiContext, id: string): Promise<void> {
  await roa(context, '/webapi/lifecycle/releaseNodeGroup', partsOf(id));
}

function partsOf(id: string): { readonly InstanceId: string; readonly NodeGroupId: string } {
  const colon = id.indexOf(':');
  return { InstanceId: id.slice(0, colon), NodeGroupId: id.slice(colon + 1) };
}
