import { randomUUID } from 'node:crypto';

/** An id of a request as the cloud gives one to each. */
export function newRequestId(): string {
  return randomUUID().toUpperCase();
}
