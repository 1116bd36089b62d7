/** What a guard refuses, and how it says so. Pure. */

import { replacementOf } from './guard-fixed';

/** Address -> what it is, e.g. `alicloud_db_instance.Source` -> `RDS instance risk-dev-core`. */
export type GuardedThings = Readonly<Record<string, string>>;

/** What a guard knows at one time: in the state, or in the configuration. */
export interface Guarded {
  readonly stack: string;
  readonly protection: boolean;
  readonly allow_data_loss: boolean | null;
  readonly data: GuardedThings;
  readonly services: GuardedThings | null;
  /** Address -> its fixed settings as JSON. */
  readonly fixed: GuardedThings | null;
}

/** What the configuration says; `moved` tells which address of the state is which one now. */
export interface Wanted extends Guarded {
  readonly moved: GuardedThings | null;
}

/** Which keys a thing needs. */
export type Lock = 'data' | 'services';

/** A destruction that is not allowed. */
export interface Refusal {
  readonly lock: Lock;
  /** Gone from the configuration, changed there in a way that makes it anew, or destroyed with the whole stack. */
  readonly how: 'removed' | 'replaced' | 'destroyed';
  readonly address: string;
  readonly what: string;
  /** Which settings change, of what is replaced. */
  readonly changes?: string;
}

/**
 * What leaves the configuration or would be replaced without leave. Both keys must be in the state *and* still be given,
 * so that no change can turn a key and destroy something at once.
 */
export function refusals(state: Guarded, wanted: Wanted): readonly Refusal[] {
  const nowOf = (address: string): string => wanted.moved?.[address] ?? address;
  const stays = (address: string): boolean =>
    Object.hasOwn(wanted.data, nowOf(address)) || Object.hasOwn(wanted.services ?? {}, nowOf(address));
  return behindClosed(state, (lock) => opens(lock, state) && opens(lock, wanted)).flatMap((thing): Refusal[] => {
    if (!stays(thing.address)) return [{ ...thing, how: 'removed' }];
    const now = wanted.fixed?.[nowOf(thing.address)];
    const changes = replacementOf(state.fixed?.[thing.address], now, wanted.moved ?? {});
    return changes === undefined ? [] : [{ ...thing, how: 'replaced', changes }];
  });
}

/** What a destruction of the whole stack would take along without leave: it has no configuration, the state decides. */
export function destructionRefusals(state: Guarded): readonly Refusal[] {
  return behindClosed(state, (lock) => opens(lock, state)).map((thing) => ({ ...thing, how: 'destroyed' }));
}

type Thing = Pick<Refusal, 'lock' | 'address' | 'what'>;

function opens(lock: Lock, { protection, allow_data_loss }: Guarded): boolean {
  switch (lock) {
    case 'data':
      return !protection && allow_data_loss === true;
    case 'services':
      return !protection;
  }
}

/** Everything behind a lock that is closed. */
function behindClosed(state: Guarded, isOpen: (lock: Lock) => boolean): readonly Thing[] {
  const things = { data: state.data, services: state.services ?? {} };
  return (['data', 'services'] as const)
    .filter((lock) => !isOpen(lock))
    .flatMap((lock) => Object.entries(things[lock]).map(([address, what]) => ({ lock, address, what })));
}
