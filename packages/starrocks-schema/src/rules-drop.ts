/** The two keys to destruction (D9). */

import type { PlanPolicy } from './plan-types';

/**
 * Whether data may be destroyed: the object's own key (`--@ allow-drop`) or the one that stands for all of them
 * (`allowDataLoss`), and the environment's (protection off).
 */
export function mayDestroy(allowDrop: boolean, policy: PlanPolicy): boolean {
  return (allowDrop || policy.allowDataLoss) && !policy.protection;
}

/** Which of the keys are missing, for a message. */
export function missingKeys(allowDrop: boolean, policy: PlanPolicy): string {
  const missing = [
    ...(allowDrop || policy.allowDataLoss
      ? []
      : ['`--@ allow-drop` in its file (applied before the file is deleted) or allowDataLoss']),
    ...(policy.protection ? ['protection off for the environment'] : []),
  ];
  return missing.join(' and ');
}
