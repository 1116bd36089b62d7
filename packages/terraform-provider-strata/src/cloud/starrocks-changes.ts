/** Calls that change the size and the version of an instance (StarRocks 2022-10-19). They are done some time later. */

import { z } from 'zod';
import type { InstanceDoor } from './instance-door';
import { roaCall } from './starrocks';

const RESIZE = {
  cu: 'ModifyCu',
  nodes: 'ModifyNodeNumber',
  disk_gb: 'ModifyDiskSize',
  disks: 'ModifyDiskNumber',
  performance_level: 'ModifyDiskPerformanceLevel',
} as const;

export async function requestResize(
  { call, instance }: InstanceDoor,
  NodeGroupId: string,
  dimension: keyof typeof RESIZE,
  target: number | string,
): Promise<void> {
  const action = RESIZE[dimension];
  const path = `/webapi/resourceChange/${action.charAt(0).toLowerCase()}${action.slice(1)}`;
  await call(roaCall(action, path, { InstanceId: instance.id, NodeGroupId, Target: String(target) }));
}

const versionsSchema = z.object({ Data: z.array(z.string()).nullish() });

/** Full versions that an instance can be upgraded to, the oldest first. */
export async function offeredVersions(
  { call, instance }: InstanceDoor,
  kind: 'major' | 'minor',
): Promise<readonly string[]> {
  const query = { InstanceId: instance.id, Minor: String(kind === 'minor') };
  const answer = await call(roaCall('QueryUpgradableVersions', '/webapi/starrocks/queryUpgradableVersions', query));
  return versionsSchema.parse(answer).Data ?? [];
}

export async function requestUpgrade(
  { call, instance }: InstanceDoor,
  kind: 'major' | 'minor',
  TargetVersion: string,
): Promise<void> {
  const query = { InstanceId: instance.id, TargetVersion, Minor: String(kind === 'minor') };
  await call(roaCall('UpgradeVersion', '/webapi/starrocks/upgradeVersion', query));
}

export async function setAutoMinorUpgrade({ call, instance }: InstanceDoor, on: boolean): Promise<void> {
  const path = '/webapi/starrocks/toggleAutoMinorVersionUpgrade';
  await call(roaCall('ToggleAutoMinorVersionUpgrade', path, { InstanceId: instance.id, AutoUpgrade: String(on) }));
}

export async function setMaintenanceWindow({ call, instance }: InstanceDoor, window: string): Promise<void> {
  const path = '/webapi/starrocks/modifyMaintainableTime';
  await call(roaCall('ModifyMaintainableTime', path, { InstanceId: instance.id, MaintainableTimePeriod: window }));
}
