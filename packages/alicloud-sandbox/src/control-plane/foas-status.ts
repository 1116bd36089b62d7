/** States of a Flink workspace while it is made, changed or released. */

import { z } from 'zod';
import type { Cloud } from './cloud';
import { FLINK_WORKSPACE } from './cloud';
import { paceOf } from './pace';
import type { Attributes } from './state';

const changeSchema = z.object({
  status: z.enum(['CREATING', 'MODIFYING', 'DELETING']),
  /** When it began, in milliseconds since 1970. */
  since: z.number(),
});
type Change = z.infer<typeof changeSchema>;

const CHANGING = 'changing';

export function workspaceStatus(cloud: Cloud, workspace: Attributes): string {
  const change = changeSchema.safeParse(workspace[CHANGING]).data;
  return change === undefined || isOver(cloud, change) ? 'RUNNING' : change.status;
}

export function beginWorkspaceChange(cloud: Cloud, id: string, status: Change['status']): void {
  if (paceOf(cloud) === 0) return;
  const change: Change = { status, since: Date.now() };
  cloud.update(FLINK_WORKSPACE, id, { [CHANGING]: change });
}

/** Forgets the changes whose time is over, and makes away with what was released. */
export async function finishWorkspaceChanges(cloud: Cloud): Promise<void> {
  for (const { id, attributes } of cloud.list(FLINK_WORKSPACE)) {
    const change = changeSchema.safeParse(attributes[CHANGING]).data;
    if (change === undefined || !isOver(cloud, change)) continue;
    if (change.status === 'DELETING') await cloud.remove(FLINK_WORKSPACE, id);
    else cloud.update(FLINK_WORKSPACE, id, { [CHANGING]: undefined });
  }
}

function isOver(cloud: Cloud, change: Change): boolean {
  return change.since + paceOf(cloud) <= Date.now();
}
