/** Whitelists of an instance inside the VPC: groups of CIDR blocks by name. */

import type { Cloud } from './cloud';
import { INSTANCE } from './cloud';
import { ApiError } from './errors';
import type { ApiRequest } from './http';
import { asObject } from './http';
import { instanceIdOf, invalidParams, listGiven, mandatory } from './starrocks-request';
import type { Attributes } from './state';

const CIDR = /^(\d{1,3}(?:\.\d{1,3}){3})(?:\/(\d{1,2}))?$/;

export function describeWhitelists(cloud: Cloud, request: ApiRequest): readonly unknown[] {
  return Object.entries(whitelistsOf(cloud, instanceIdOf(request))).map(([group, cidrs]) => ({
    InnerIpWhitelistGroupId: group,
    CidrIpList: cidrs,
  }));
}

/** Makes a group, or sets what is in it. */
export function updateWhitelist(cloud: Cloud, request: ApiRequest): boolean {
  const [id, group] = [instanceIdOf(request), mandatory(request, 'InnerIpWhitelistGroupId')];
  const cidrs = listGiven(request, 'CidrIpList').map(String);
  if (cidrs.length === 0) throw invalidParams('CidrIpList must not be empty');
  const wrong = cidrs.find((cidr) => !isCidr(cidr));
  if (wrong !== undefined) throw invalidParams(`${wrong} is not a CIDR block`);
  save(cloud, id, { ...whitelistsOf(cloud, id), [group]: [...new Set(cidrs)] });
  return true;
}

/** @throws ApiError 404 for a group that does not exist */
export function deleteWhitelist(cloud: Cloud, request: ApiRequest): boolean {
  const [id, group] = [instanceIdOf(request), mandatory(request, 'InnerIpWhitelistGroupId')];
  const { [group]: gone, ...rest } = whitelistsOf(cloud, id);
  if (gone === undefined) {
    throw new ApiError(404, 'InvalidWhitelistGroup.NotFound', `Whitelist ${group} of ${id} does not exist.`);
  }
  save(cloud, id, rest);
  return true;
}

function whitelistsOf(cloud: Cloud, id: string): Attributes {
  return asObject(cloud.get(INSTANCE, id)['whitelists']);
}

function save(cloud: Cloud, id: string, whitelists: Attributes): void {
  cloud.update(INSTANCE, id, { whitelists });
}

function isCidr(text: string): boolean {
  const [, address, bits] = CIDR.exec(text) ?? [];
  return address !== undefined && address.split('.').every((part) => Number(part) <= 255) && Number(bits ?? 32) <= 32;
}
