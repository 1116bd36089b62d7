import { DAY_SECONDS, day, momentOf } from './calendar';
import type { Day, Moment } from './calendar';
import type { ChangeLog } from './change-log';

/** First day on which somebody can register. */
export const FIRST_DAY = day('2024-07-01');
/** The business date: the story ends with this day. */
export const LAST_DAY = day('2026-03-18');
/** Days of changes that follow the snapshot. */
const CHANGE_DAYS = 45;

export const END: Moment = momentOf(LAST_DAY, DAY_SECONDS - 1);
export const CUT_OVER: Moment = momentOf(LAST_DAY - CHANGE_DAYS, DAY_SECONDS - 1);

export type IdKind = 'application' | 'decision' | 'loan' | 'installment' | 'repayment' | 'action';

/** What all parts of the simulation share. */
export interface World {
  readonly log: ChangeLog;
  /** Next id of the core system, counted from 1. */
  nextId(kind: IdKind): number;
}

export function newWorld(log: ChangeLog): World {
  const last = new Map<IdKind, number>();
  return {
    log,
    nextId: (kind) => {
      const id = (last.get(kind) ?? 0) + 1;
      last.set(kind, id);
      return id;
    },
  };
}

/** A moment in the waking hours of a day. */
export function daytime(random: { between(low: number, high: number): number }, date: Day): Moment {
  return momentOf(date, random.between(8 * 3600, 22 * 3600));
}
