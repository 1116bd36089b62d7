import type { LiveModel } from '../../src';

/** A warehouse as somebody sees it where nobody has a ledger: what belongs to others may be adopted. */
export function unowned(live: LiveModel): LiveModel {
  return { ...live, objects: live.objects.map((object) => ({ ...object, owner: undefined })) };
}
