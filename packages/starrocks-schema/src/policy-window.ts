/** Times of the week in which changes may run. */

import { z } from 'zod';

const DAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;
const CLOCK = /^([01]\d|2[0-3]):[0-5]\d$/;

export const windowSchema = z.strictObject({
  /** The days on which the window opens. */
  days: z.array(z.enum(DAYS)).nonempty().optional(),
  from: z.string().regex(CLOCK, 'is a time such as `01:30`'),
  to: z.string().regex(CLOCK, 'is a time such as `05:00`'),
  timezone: z.string().refine(isTimezone, 'is no time zone such as `Asia/Shanghai`').default('UTC'),
});

export type Window = Readonly<z.output<typeof windowSchema>>;

function isTimezone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}

/** Why nothing may run at a moment; undefined inside of the window. It may go over midnight. */
export function outsideWindow(window: Window, at: Date): string | undefined {
  const { day, clock } = localTime(at, window.timezone);
  const overnight = window.from >= window.to;
  const isLate = clock >= window.from;
  const isOpen = overnight ? isLate || clock < window.to : isLate && clock < window.to;
  // Behind midnight it is the window of the day before.
  const opened = overnight && !isLate ? (DAYS[(DAYS.indexOf(day) + 6) % 7] ?? day) : day;
  const isDay = window.days === undefined || window.days.includes(opened);
  if (isOpen && isDay) return undefined;
  const days = window.days === undefined ? 'every day' : `on ${window.days.join(', ')}`;
  return `changes run ${days} from ${window.from} to ${window.to} (${window.timezone}), and there it is ${day} ${clock}`;
}

function localTime(at: Date, timeZone: string): { readonly day: (typeof DAYS)[number]; readonly clock: string } {
  const format = new Intl.DateTimeFormat('en-GB', {
    timeZone,
    weekday: 'short',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  });
  const parts = new Map(format.formatToParts(at).map(({ type, value }) => [type, value]));
  const name = (parts.get('weekday') ?? '').toLowerCase();
  return {
    day: DAYS.find((day) => name.startsWith(day)) ?? 'mon',
    clock: `${parts.get('hour') ?? '00'}:${parts.get('minute') ?? '00'}`,
  };
}
