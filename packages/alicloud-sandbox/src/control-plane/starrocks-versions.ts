/** Versions of StarRocks that an instance can have, and its upgrades: of its line (minor) or to a later one (major). */

import type { Cloud } from './cloud';
import { INSTANCE } from './cloud';
import type { ApiRequest } from './http';
import { flagGiven, instanceIdOf, invalidParams, mandatory } from './starrocks-request';
import { beginChange, refuseWhileChanging } from './starrocks-status';

/** The versions on offer, the oldest first: kernel, build of the service, stack. */
const VERSIONS = ['3.3.11-1.0.9-1.7.9', '3.3.13-1.1.1-1.7.13', '3.5.16-2.1.1-1.9.2'] as const;

/** The newest version of a line, or undefined for a line that is not on offer. */
export function newestVersion(line: string): string | undefined {
  return VERSIONS.filter((version) => lineOf(version) === lineOf(line)).at(-1);
}

export function queryUpgradableVersions(cloud: Cloud, request: ApiRequest): readonly string[] {
  return upgradableVersions(cloud, instanceIdOf(request), isMinor(request));
}

/** Upgrades an instance; there is no way back. @throws ApiError 400 for a version that is not on offer */
export function upgradeVersion(cloud: Cloud, request: ApiRequest): boolean {
  const [id, target] = [instanceIdOf(request), mandatory(request, 'TargetVersion')];
  refuseWhileChanging(cloud, id);
  if (!upgradableVersions(cloud, id, isMinor(request)).includes(target)) {
    throw invalidParams(`cannot be upgraded to ${target}`);
  }
  cloud.update(INSTANCE, id, { version: lineOf(target), minor_version: target });
  beginChange(cloud, id, 'upgrading');
  return true;
}

function upgradableVersions(cloud: Cloud, instanceId: string, minor: boolean): readonly string[] {
  const instance = cloud.get(INSTANCE, instanceId);
  if (instance['package_type'] === 'trial') return [];
  const line = String(instance['version']);
  const known = instance['minor_version'];
  const current = typeof known === 'string' ? known : (newestVersion(line) ?? line);
  return VERSIONS.filter((version) => {
    const order = compareVersions(lineOf(version), lineOf(line));
    return minor ? order === 0 && compareVersions(version, current) > 0 : order > 0;
  });
}

/** Left out, it means yes. */
function isMinor(request: ApiRequest): boolean {
  return flagGiven(request, 'Minor') ?? true;
}

function lineOf(version: string): string {
  return version.split('.').slice(0, 2).join('.');
}

function compareVersions(a: string, b: string): number {
  const [left, right] = [a, b].map((version) => version.split(/[.-]/).map(Number));
  const length = Math.max(left?.length ?? 0, right?.length ?? 0);
  for (let part = 0; part < length; part += 1) {
    const difference = (left?.[part] ?? 0) - (right?.[part] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}
