/** States of an instance and of its node groups while a change goes on. The service takes one change at a time. */

import { z } from 'zod';
import type { Cloud } from './cloud';
import { INSTANCE, NODE_GROUP } from './cloud';
import { ApiError } from './errors';
import { paceOf } from './pace';
import type { Attributes } from './state';

const changeSchema = z.object({
  /** State of the instance meanwhile, e.g. `scaling_up`. */
  status: z.string(),
  /** The group that is changed; absent for the whole instance. */
  nodeGroupId: z.string().optional(),
  /** When it began, in milliseconds since 1970. */
  since: z.number(),
});

type Change = z.infer<typeof changeSchema>;

const CHANGING = 'changing';

/** What is going on, or undefined. */
function changeOf(cloud: Cloud, instance: Attributes): Change | undefined {
  const change = changeSchema.safeParse(instance[CHANGING]).data;
  return change === undefined || isOver(cloud, change) ? undefined : change;
}

function isOver(cloud: Cloud, change: Change): boolean {
  return change.since + paceOf(cloud) <= Date.now();
}

export function instanceStatus(cloud: Cloud, instance: Attributes): string {
  return changeOf(cloud, instance)?.status ?? 'running';
}

/** The state of a group: its own change's, or that of the whole instance's. */
export function nodeGroupStatus(cloud: Cloud, instance: Attributes, nodeGroupId: unknown): string {
  const change = changeOf(cloud, instance);
  if (change === undefined) return 'RUNNING';
  return change.nodeGroupId === undefined || change.nodeGroupId === nodeGroupId
    ? change.status.toUpperCase()
    : 'RUNNING';
}

/** @throws ApiError 400 while a change goes on */
export function refuseWhileChanging(cloud: Cloud, instanceId: string): void {
  const change = changeOf(cloud, cloud.get(INSTANCE, instanceId));
  if (change === undefined) return;
  throw new ApiError(
    400,
    'IncorrectInstanceStatus',
    `Instance ${instanceId} is ${change.status}. It takes one change at a time.`,
  );
}

/** Says that a change goes on from now. @param nodeGroupId - the group that is changed; left out, the whole instance */
export function beginChange(cloud: Cloud, instanceId: string, status: string, nodeGroupId?: string): void {
  if (paceOf(cloud) === 0) return;
  const change: Change = { status, since: Date.now(), ...(nodeGroupId === undefined ? {} : { nodeGroupId }) };
  cloud.update(INSTANCE, instanceId, { [CHANGING]: change });
}

/** Forgets the changes whose time is over, and makes away with what was released. */
export async function finishChanges(cloud: Cloud): Promise<void> {
  for (const { id, attributes } of cloud.list(INSTANCE)) {
    const change = changeSchema.safeParse(attributes[CHANGING]).data;
    if (change === undefined || !isOver(cloud, change)) continue;
    if (change.status === 'deleting' && change.nodeGroupId === undefined) {
      await cloud.remove(INSTANCE, id);
      continue;
    }
    if (change.status === 'deleting') await cloud.remove(NODE_GROUP, `${id}:${change.nodeGroupId}`);
    cloud.update(INSTANCE, id, { [CHANGING]: undefined });
  }
}
