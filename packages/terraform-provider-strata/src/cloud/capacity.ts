/** Version and size of a StarRocks instance (API 2022-10-19): what it is, and the calls that change it in place. */

import { z } from 'zod';
import { ProviderError } from '../errors';
import type { Capacity, Change, Group, GroupName } from '../capacity';
import type { CallApi } from './open-api';
import { roaCall } from './starrocks';
import type { Instance } from './starrocks';

const instanceSchema = z.object({
  Data: z.array(
    z.object({
      InstanceId: z.string(),
      InstanceStatus: z.string().nullish(),
      Version: z.string().nullish(),
      MinorVersion: z.string().nullish(),
      PackageType: z.string().nullish(),
    }),
  ),
});

const groupsSchema = z.object({
  Data: z.array(
    z.object({
      NodeGroupId: z.string(),
      NodeGroupName: z.string().nullish(),
      ComponentType: z.string().nullish(),
      DefaultGroup: z.boolean().nullish(),
      Status: z.string().nullish(),
      Cu: z.number().nullish(),
      ResidentNodeNumber: z.number().nullish(),
      StorageSize: z.number().nullish(),
    }),
  ),
});

const versionsSchema = z.object({ Data: z.array(z.string()).nullish() });

type ApiGroup = z.infer<typeof groupsSchema>['Data'][number];

/** An instance as it is now. */
export interface LiveCapacity {
  readonly capacity: Capacity;
  /** Nothing is being changed at the moment. */
  readonly settled: boolean;
  /** Edition Basic (`trial`): it is never changed in place. */
  readonly fixed: boolean;
  readonly groupIds: Readonly<Record<GroupName, string>>;
}

/** @throws ProviderError STR1606 when the instance or one of its default groups is gone */
export async function readCapacity(call: CallApi, instance: Instance): Promise<LiveCapacity> {
  const described = instanceSchema
    .parse(await call(roaCall('DescribeInstances', '/webapi/starrocks/describeInstances', { InstanceId: instance.id })))
    .Data.find((one) => one.InstanceId === instance.id);
  if (described === undefined) throw gone(instance, 'it');
  const groups = groupsSchema.parse(
    await call({
      ...roaCall('DescribeNodeGroups', '/webapi/nodegroup/describeNodeGroups', { PageNumber: '1', PageSize: '100' }),
      body: { instanceId: instance.id },
    }),
  ).Data;
  const frontend = groups.find((one) => isDefault(one, ['FE'], 'defaultFeNodeGroup'));
  const compute = groups.find((one) => isDefault(one, ['CN', 'BE'], 'default_warehouse'));
  if (frontend === undefined || compute === undefined) throw gone(instance, 'one of its default groups');
  // Not every answer says a state; a change that goes on always does.
  const running = [frontend, compute].every(({ Status }) => (Status ?? 'RUNNING') === 'RUNNING');
  return {
    capacity: { version: lineOf(described.Version ?? ''), frontend: sizeOf(frontend), compute: sizeOf(compute) },
    settled: running && (described.InstanceStatus ?? 'running') === 'running',
    fixed: described.PackageType === 'trial',
    groupIds: { frontend: frontend.NodeGroupId, compute: compute.NodeGroupId },
  };
}

/** Versions of later lines that the instance can be upgraded to, as the API names them. */
export async function upgradableVersions(call: CallApi, instance: Instance): Promise<readonly string[]> {
  const path = '/webapi/starrocks/queryUpgradableVersions';
  const answer = await call(roaCall('QueryUpgradableVersions', path, { InstanceId: instance.id, Minor: 'false' }));
  return versionsSchema.parse(answer).Data ?? [];
}

/** Asks for one change; it is done some time later. */
export async function requestChange(
  call: CallApi,
  instance: Instance,
  groupIds: Readonly<Record<GroupName, string>>,
  change: Change,
): Promise<void> {
  if (change.kind === 'version') {
    const TargetVersion = await newestOf(call, instance, change.to);
    const path = '/webapi/starrocks/upgradeVersion';
    await call(roaCall('UpgradeVersion', path, { InstanceId: instance.id, TargetVersion, Minor: 'false' }));
    return;
  }
  const action = RESIZE[change.dimension];
  const path = `/webapi/resourceChange/${action.charAt(0).toLowerCase()}${action.slice(1)}`;
  const NodeGroupId = groupIds[change.group];
  await call(roaCall(action, path, { InstanceId: instance.id, NodeGroupId, Target: String(change.to) }));
}

const RESIZE = { cu: 'ModifyCu', nodes: 'ModifyNodeNumber', disk_gb: 'ModifyDiskSize' } as const;

async function newestOf(call: CallApi, instance: Instance, line: string): Promise<string> {
  const newest = (await upgradableVersions(call, instance)).filter((version) => lineOf(version) === line).at(-1);
  if (newest !== undefined) return newest;
  throw new ProviderError('STR1617', `${instance.name} cannot be upgraded to ${line}. Plan again to see what it can.`);
}

/** `3.3` of `3.3.13-1.1.1-1.7.13`. */
export function lineOf(version: string): string {
  return version.split('.').slice(0, 2).join('.');
}

function isDefault(group: ApiGroup, components: readonly string[], name: string): boolean {
  if (group.NodeGroupName === name) return true;
  return group.DefaultGroup === true && components.includes(group.ComponentType ?? '');
}

function sizeOf(group: ApiGroup): Group {
  return { cu: group.Cu ?? 0, nodes: group.ResidentNodeNumber ?? 0, disk_gb: group.StorageSize ?? 0 };
}

function gone(instance: Instance, what: string): ProviderError {
  return new ProviderError(
    'STR1606',
    `StarRocks instance ${instance.name} (${instance.id}): ${what} is gone. Plan again.`,
  );
}
