/** Every trouble is told within this time. */
export const DETECTION_LIMIT_SECONDS = 300;

/**
 * The longest time from the beginning of a trouble until the alarm rings. At worst it begins just after a value was taken,
 * so that `times` whole periods go by until enough values show it; and CloudMonitor looks at them once a period.
 */
export function detectionSeconds(periodSeconds: number, times: number): number {
  return periodSeconds * (times + 1);
}
