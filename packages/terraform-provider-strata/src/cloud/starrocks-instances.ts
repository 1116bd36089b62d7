/** What an instance and its node groups are now (StarRocks 2022-10-19). */

import { z } from 'zod';
import { ProviderError } from '../errors';
import type { InstanceDoor } from './instance-door';
import { roaCall } from './starrocks';

const GROUPS_OF_A_PAGE = 100;

const instancesSchema = z.object({
  Data: z
    .array(
      z.object({
        InstanceId: z.string(),
        InstanceStatus: z.string().nullish(),
        Version: z.string().nullish(),
        MinorVersion: z.string().nullish(),
        PackageType: z.string().nullish(),
        EnableAutoMinorVersionUpgrade: z.boolean().nullish(),
        MaintainablePeriod: z.string().nullish(),
        IsolateLeader: z.boolean().nullish(),
      }),
    )
    .nullish(),
});

const groupsSchema = z.object({
  Data: z
    .array(
      z.object({
        NodeGroupId: z.string(),
        NodeGroupName: z.string().nullish(),
        ComponentType: z.string().nullish(),
        DefaultGroup: z.boolean().nullish(),
        Status: z.string().nullish(),
        Cu: z.number().nullish(),
        ResidentNodeNumber: z.number().nullish(),
        StorageSize: z.number().nullish(),
        DiskNumber: z.number().nullish(),
        StoragePerformanceLevel: z.string().nullish(),
      }),
    )
    .nullish(),
});

export interface LiveInstance {
  /** E.g. `running`. */
  readonly status: string;
  /** Release line, e.g. `3.3`. */
  readonly version: string;
  /** Full version; empty when the service does not say. */
  readonly minorVersion: string;
  /** Edition Basic: never changed in place. */
  readonly isBasic: boolean;
  readonly autoMinorUpgrade: boolean;
  readonly maintenanceWindow: string | null;
  readonly isolateLeader: boolean;
}

export interface LiveGroup {
  readonly id: string;
  readonly name: string;
  /** FE, CN, BE, … */
  readonly component: string;
  readonly isDefault: boolean;
  /** E.g. `RUNNING`; undefined when the service does not say. */
  readonly status: string | undefined;
  readonly cu: number;
  readonly nodes: number;
  readonly diskGb: number;
  readonly disks: number;
  readonly performanceLevel: string;
}

/** @throws ProviderError STR1606 when the instance is gone */
export async function readInstance({ call, instance }: InstanceDoor): Promise<LiveInstance> {
  const path = '/webapi/starrocks/describeInstances';
  const answer = await call(roaCall('DescribeInstances', path, { InstanceId: instance.id }));
  const found = instancesSchema.parse(answer).Data?.find((one) => one.InstanceId === instance.id);
  if (found === undefined) {
    throw new ProviderError('STR1606', `StarRocks instance ${instance.name} (${instance.id}) is gone. Plan again.`);
  }
  return {
    status: found.InstanceStatus ?? '',
    version: found.Version ?? '',
    minorVersion: found.MinorVersion ?? '',
    isBasic: found.PackageType === 'trial',
    autoMinorUpgrade: found.EnableAutoMinorVersionUpgrade ?? true,
    maintenanceWindow: found.MaintainablePeriod ?? null,
    isolateLeader: found.IsolateLeader ?? false,
  };
}

export async function readGroups({ call, instance }: InstanceDoor): Promise<readonly LiveGroup[]> {
  const all: LiveGroup[] = [];
  for (let page = 1; ; page += 1) {
    const query = { ClusterId: instance.id, PageNumber: String(page), PageSize: String(GROUPS_OF_A_PAGE) };
    const request = roaCall('DescribeNodeGroups', '/webapi/nodegroup/describeNodeGroups', query);
    const groups = groupsSchema.parse(await call({ ...request, body: { instanceId: instance.id } })).Data ?? [];
    all.push(...groups.map(liveGroup));
    if (groups.length < GROUPS_OF_A_PAGE) return all;
  }
}

type ApiGroup = NonNullable<z.infer<typeof groupsSchema>['Data']>[number];

function liveGroup(group: ApiGroup): LiveGroup {
  return {
    id: group.NodeGroupId,
    name: group.NodeGroupName ?? '',
    component: group.ComponentType ?? '',
    isDefault: group.DefaultGroup ?? false,
    status: group.Status ?? undefined,
    cu: group.Cu ?? 0,
    nodes: group.ResidentNodeNumber ?? 0,
    diskGb: group.StorageSize ?? 0,
    disks: group.DiskNumber ?? 1,
    performanceLevel: group.StoragePerformanceLevel ?? 'pl1',
  };
}

const DEFAULT_GROUPS = {
  frontend: { name: 'defaultFeNodeGroup', components: ['FE'] },
  compute: { name: 'default_warehouse', components: ['CN', 'BE'] },
} as const;

/** One of the two groups that every instance has. @throws ProviderError STR1606 when the instance does not have it */
export async function readDefaultGroup(door: InstanceDoor, kind: keyof typeof DEFAULT_GROUPS): Promise<LiveGroup> {
  const { name, components } = DEFAULT_GROUPS[kind];
  const groups = await readGroups(door);
  const found =
    groups.find((one) => one.name === name) ??
    groups.find((one) => one.isDefault && components.some((component) => component === one.component));
  if (found !== undefined) return found;
  throw new ProviderError('STR1606', `The ${kind} group of ${door.instance.name} is gone. Plan again.`);
}

/** The group of a warehouse. @returns undefined when there is none of the name */
export async function findWarehouseGroup(door: InstanceDoor, warehouse: string): Promise<LiveGroup | undefined> {
  return (await readGroups(door)).find((one) => one.name === warehouse && one.component !== 'FE');
}

/** The group of a warehouse. @throws ProviderError STR1621 when there is none of the name */
export async function warehouseGroup(door: InstanceDoor, warehouse: string): Promise<LiveGroup> {
  const group = await findWarehouseGroup(door, warehouse);
  if (group !== undefined) return group;
  throw new ProviderError(
    'STR1621',
    `${door.instance.name} has no warehouse named ${warehouse}. Declare it as a node group, and let this depend on it.`,
  );
}
