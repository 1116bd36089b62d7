/** Refusals of what the version of a warehouse does not know. */

import type { DeclaredObject } from '../model';
import { FEATURES } from './features';
import { compareVersions } from './version';

/** Messages for declared features that are newer than the warehouse; none when its version is not known. */
export function unsupported(desired: DeclaredObject, engineVersion: string): readonly string[] {
  if (engineVersion === '') return [];
  return FEATURES.filter(
    (feature) => compareVersions(engineVersion, feature.since) < 0 && feature.isUsed?.(desired) === true,
  ).map(
    ({ title, since }) =>
      `${title} needs StarRocks >= ${since}, the warehouse runs ${shown(engineVersion)}. To go on, declare it without, or upgrade the warehouse.`,
  );
}

/** `4.1.0-abcdef` as `4.1.0`. */
function shown(engineVersion: string): string {
  return /\d+(\.\d+)*/.exec(engineVersion)?.[0] ?? engineVersion;
}
