/** Refusals of what the version of a warehouse does not know. */

import type { DeclaredObject } from '../model';
import type { Feature } from './features';
import { FEATURES, featureOf } from './features';
import { compareVersions } from './version';

/** Messages for declared features that are newer than the warehouse; none when its version is not known. */
export function unsupported(desired: DeclaredObject, engineVersion: string): readonly string[] {
  if (engineVersion === '') return [];
  return FEATURES.filter(
    (feature) => compareVersions(engineVersion, feature.since) < 0 && feature.isUsed?.(desired) === true,
  ).map((feature) => `${text(feature, engineVersion)} To go on, declare it without, or upgrade the warehouse.`);
}

/** Whether a version has a feature; one that is not known has all. */
export function has(id: string, engineVersion: string): boolean {
  return engineVersion === '' || compareVersions(engineVersion, featureOf(id).since) >= 0;
}

/** `RENAME COLUMN needs StarRocks >= 3.3.2, the warehouse runs 3.3.0.` */
export function needs(id: string, engineVersion: string): string {
  return text(featureOf(id), engineVersion);
}

function text({ title, since }: Feature, engineVersion: string): string {
  return `${title} needs StarRocks >= ${since}, the warehouse runs ${shown(engineVersion)}.`;
}

/** `4.1.0-abcdef` as `4.1.0`. */
function shown(engineVersion: string): string {
  return /\d+(\.\d+)*/.exec(engineVersion)?.[0] ?? engineVersion;
}
