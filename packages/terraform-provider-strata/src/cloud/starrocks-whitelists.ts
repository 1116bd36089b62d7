/** Whitelists of an instance inside the VPC (StarRocks 2022-10-19): groups of CIDR blocks by name. */

import { z } from 'zod';
import type { InstanceDoor } from './instance-door';
import { roaCall } from './starrocks';

const groupsSchema = z.object({
  Data: z.array(z.object({ InnerIpWhitelistGroupId: z.string(), CidrIpList: z.array(z.string()).nullish() })).nullish(),
});

/** What is in a group. @returns undefined when there is no such group */
export async function readWhitelist(
  { call, instance }: InstanceDoor,
  group: string,
): Promise<readonly string[] | undefined> {
  const path = '/webapi/securityGroup/list';
  const answer = await call(roaCall('DescribeInnerIpWhitelistGroups', path, { InstanceId: instance.id }));
  const found = groupsSchema.parse(answer).Data?.find((one) => one.InnerIpWhitelistGroupId === group);
  return found === undefined ? undefined : (found.CidrIpList ?? []);
}

/** Makes a group, or sets what is in it. */
export async function setWhitelist(
  { call, instance }: InstanceDoor,
  group: string,
  cidrs: readonly string[],
): Promise<void> {
  const body = { InstanceId: instance.id, InnerIpWhitelistGroupId: group, CidrIpList: cidrs };
  await call({ ...roaCall('UpdateInnerIpWhitelistGroup', '/webapi/securityGroup/update', {}), body });
}

export async function removeWhitelist({ call, instance }: InstanceDoor, group: string): Promise<void> {
  const body = { InstanceId: instance.id, InnerIpWhitelistGroupId: group };
  await call({ ...roaCall('DeleteInnerIpWhitelistGroup', '/webapi/securityGroup/delete', {}), body });
}
