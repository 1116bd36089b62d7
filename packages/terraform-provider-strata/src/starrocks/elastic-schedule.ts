/** Elastic rules as data: when there are more nodes, on which clock, and whether two rules meet. Pure. */

export const RECURRENCES = ['once', 'daily', 'weekly', 'monthly'] as const;
export type Recurrence = (typeof RECURRENCES)[number];

export const WEEKDAYS = ['MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT', 'SUN'] as const;

/** More nodes from one time of a day to another, on the clock of a time zone. */
export interface Schedule {
  readonly recurrence: Recurrence;
  /** Every n days, weeks or months. */
  readonly every: number;
  /** `MON` … `SUN` of a weekly one, `1` … `31` of a monthly one. */
  readonly days: readonly string[];
  /** The first day, or the only one, e.g. `2026-12-01`. */
  readonly first_day: string;
  /** Time of the day, e.g. `08:00`. */
  readonly scale_out_at: string;
  /** Time of the day; one that is not after the other is of the next day. */
  readonly scale_in_at: string;
}

const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;

/** What is wrong with a schedule, by attribute; unknown values are left out. */
export function scheduleProblems(
  given: Readonly<Partial<Record<keyof Schedule | 'time_zone', unknown>>>,
): readonly (readonly [keyof Schedule | 'time_zone', string])[] {
  const problems: [keyof Schedule | 'time_zone', string][] = [];
  const { recurrence, every, days, first_day, scale_out_at, scale_in_at, time_zone } = given;
  if (typeof recurrence === 'string' && !RECURRENCES.some((one) => one === recurrence)) {
    problems.push(['recurrence', `must be one of ${RECURRENCES.join(', ')}, got "${recurrence}"`]);
  }
  if (typeof every === 'number' && (!Number.isInteger(every) || every < 1)) {
    problems.push(['every', `must be a whole number from 1, got ${every}`]);
  }
  if (typeof first_day === 'string' && !isDay(first_day)) {
    problems.push(['first_day', `must be a day such as 2026-12-01, got "${first_day}"`]);
  }
  for (const [name, value] of [['scale_out_at', scale_out_at] as const, ['scale_in_at', scale_in_at] as const]) {
    if (typeof value === 'string' && !/^([01]\d|2[0-3]):[0-5]\d$/.test(value)) {
      problems.push([name, `must be a time such as 08:00, got "${value}"`]);
    }
  }
  if (typeof scale_out_at === 'string' && scale_out_at === scale_in_at) {
    problems.push(['scale_in_at', `must differ from \`scale_out_at\`, got "${scale_out_at}" for both`]);
  }
  if (typeof time_zone === 'string' && !isTimeZone(time_zone)) {
    problems.push(['time_zone', `must be a name of the time zone database such as Asia/Shanghai, got "${time_zone}"`]);
  }
  const wrongDays = Array.isArray(days) || days === null ? daysProblem(recurrence, days ?? []) : undefined;
  if (wrongDays !== undefined) problems.push(['days', wrongDays]);
  return problems;
}

function daysProblem(recurrence: unknown, days: readonly unknown[]): string | undefined {
  const known = days.filter((day): day is string => typeof day === 'string');
  if (recurrence === 'once' || recurrence === 'daily') {
    return days.length === 0 ? undefined : `must be left out for a rule that is ${recurrence}`;
  }
  if (recurrence !== 'weekly' && recurrence !== 'monthly') return undefined;
  if (days.length === 0) return `must name the days of a ${recurrence} rule`;
  const isValid = recurrence === 'weekly' ? isWeekday : (day: string) => /^([1-9]|[12]\d|3[01])$/.test(day);
  const wrong = known.find((day) => !isValid(day));
  if (wrong === undefined) return undefined;
  return `must be ${recurrence === 'weekly' ? WEEKDAYS.join(', ') : 'numbers from 1 to 31'}, got "${wrong}"`;
}

/** One time of a rule in the form of the API. */
export interface RuleTime {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
  readonly recurrenceType: string;
  readonly recurrenceInterval: number | null;
  readonly recurrenceValues: readonly string[] | null;
}

export interface RuleTimes {
  readonly scalingOutRule: RuleTime;
  readonly scalingInRule: RuleTime;
}

/** The times of a schedule on the service's clock. @param shift - minutes by which that is ahead of the schedule's */
export function ruleTimes(schedule: Schedule, shift: number): RuleTimes {
  const out = minutesOf(schedule.scale_out_at);
  const into = minutesOf(schedule.scale_in_at);
  return {
    scalingOutRule: timeAt(schedule, out + shift),
    scalingInRule: timeAt(schedule, into + shift + (into > out ? 0 : 24 * 60)),
  };
}

/** @param minutes - after midnight of the schedule's day; may be of the day before or of a later one */
function timeAt(schedule: Schedule, minutes: number): RuleTime {
  const dayShift = Math.floor(minutes / (24 * 60));
  const at = new Date(dayMs(schedule.first_day) + minutes * MINUTE_MS);
  const isOnce = schedule.recurrence === 'once';
  return {
    year: at.getUTCFullYear(),
    month: at.getUTCMonth() + 1,
    day: at.getUTCDate(),
    hour: at.getUTCHours(),
    minute: at.getUTCMinutes(),
    second: 0,
    recurrenceType: schedule.recurrence.toUpperCase(),
    recurrenceInterval: isOnce ? null : schedule.every,
    recurrenceValues: shiftedDays(schedule, dayShift),
  };
}

function shiftedDays({ recurrence, days }: Schedule, by: number): readonly string[] | null {
  if (recurrence === 'weekly') return sortedDays(days.map((day) => weekday(WEEKDAYS.indexOf(asWeekday(day)) + by)));
  return recurrence === 'monthly' ? sortedDays(days.map((day) => String(Number(day) + by))) : null;
}

/** Why a schedule cannot be told on a clock that is so many minutes ahead; nothing when it can. */
export function shiftProblem(schedule: Schedule, shift: number): string | undefined {
  if (schedule.recurrence !== 'monthly') return undefined;
  const { scalingOutRule, scalingInRule } = ruleTimes(schedule, shift);
  const values = [...(scalingOutRule.recurrenceValues ?? []), ...(scalingInRule.recurrenceValues ?? [])];
  if (values.every((day) => Number(day) >= 1 && Number(day) <= 28)) return undefined;
  return 'A monthly rule that begins or ends after midnight needs days that every month has: 1 to 27.';
}

/** A schedule of times on the service's clock, told on another one. */
export function scheduleOf(times: RuleTimes, shift: number): Schedule {
  const { scalingOutRule: out, scalingInRule: into } = times;
  const first = new Date(msOf(out) - shift * MINUTE_MS);
  const last = new Date(msOf(into) - shift * MINUTE_MS);
  const dayShift = Math.floor((out.hour * 60 + out.minute - shift) / (24 * 60));
  const recurrence = RECURRENCES.find((one) => one.toUpperCase() === out.recurrenceType) ?? 'once';
  const days = out.recurrenceValues ?? [];
  return {
    recurrence,
    every: out.recurrenceInterval ?? 1,
    days: shiftedDays({ ...EMPTY, recurrence, days }, dayShift) ?? [],
    first_day: first.toISOString().slice(0, 10),
    scale_out_at: first.toISOString().slice(11, 16),
    scale_in_at: last.toISOString().slice(11, 16),
  };
}

const EMPTY: Schedule = { recurrence: 'once', every: 1, days: [], first_day: '', scale_out_at: '', scale_in_at: '' };

/** Years for which two rules are compared. */
const YEARS = 4;

/** When two rules have their nodes at the same time for the first time; nothing when never. Both on one clock. */
export function firstOverlap(a: RuleTimes, b: RuleTimes): Date | undefined {
  const from = Math.max(msOf(a.scalingOutRule), msOf(b.scalingOutRule)) - 2 * DAY_MS;
  const until = from + YEARS * 366 * DAY_MS;
  const [first, second] = [spansOf(a, from, until), spansOf(b, from, until)];
  for (let i = 0, j = 0; i < first.length && j < second.length;) {
    const [one, other] = [first[i], second[j]];
    if (one === undefined || other === undefined) return undefined;
    if (one.start < other.end && other.start < one.end) return new Date(Math.max(one.start, other.start));
    if (one.end <= other.end) i += 1;
    else j += 1;
  }
  return undefined;
}

interface Span {
  readonly start: number;
  readonly end: number;
}

function spansOf(times: RuleTimes, from: number, until: number): readonly Span[] {
  const { scalingOutRule: out, scalingInRule: into } = times;
  const length = msOf(into) - msOf(out);
  const lasts = length > 0 ? length : DAY_MS;
  return startsOf(out, until)
    .map((start) => ({ start, end: start + lasts }))
    .filter(({ end }) => end > from);
}

function startsOf(time: RuleTime, until: number): readonly number[] {
  const begin = msOf(time);
  const clock = begin - midnight(begin);
  const starts: number[] = [];
  for (let day = midnight(begin); day < until; day += DAY_MS) {
    if (day + clock >= begin && isDue(time, begin, day)) starts.push(day + clock);
    if (time.recurrenceType === 'ONCE') break;
  }
  return starts;
}

function isDue(time: RuleTime, begin: number, day: number): boolean {
  const every = time.recurrenceInterval ?? 1;
  const values = time.recurrenceValues ?? [];
  const date = new Date(day);
  switch (time.recurrenceType) {
    case 'DAILY':
      return ((day - midnight(begin)) / DAY_MS) % every === 0;
    case 'WEEKLY':
      return values.includes(weekdayOf(date)) && ((monday(day) - monday(begin)) / (7 * DAY_MS)) % every === 0;
    case 'MONTHLY':
      return values.includes(String(date.getUTCDate())) && (monthOf(date) - monthOf(new Date(begin))) % every === 0;
    default:
      return true;
  }
}

/**
 * Minutes by which one clock is ahead of another in the years of a schedule.
 *
 * @returns undefined when that differs over the year, because one of them has summer time
 */
export function clockShift(zone: string, serviceZone: string, firstDay: string): number | undefined {
  const shifts = new Set<number>();
  for (let month = 0; month < 12; month += 1) {
    const at = dayMs(firstDay) + month * 30 * DAY_MS;
    shifts.add(offsetMinutes(serviceZone, at) - offsetMinutes(zone, at));
  }
  const [only] = shifts;
  return shifts.size === 1 ? only : undefined;
}

function offsetMinutes(zone: string, at: number): number {
  const format = new Intl.DateTimeFormat('en-US', { timeZone: zone, timeZoneName: 'longOffset' });
  const name = format.formatToParts(at).find(({ type }) => type === 'timeZoneName')?.value ?? 'GMT';
  const [, sign, hours = '0', minutes = '0'] = /GMT([+-])(\d{2}):(\d{2})/.exec(name) ?? [];
  return (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes));
}

function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en-US', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}

function isDay(text: string): boolean {
  return /^\d{4}-\d{2}-\d{2}$/.test(text) && new Date(dayMs(text)).toISOString().startsWith(text);
}

function dayMs(day: string): number {
  const at = Date.parse(`${day}T00:00:00Z`);
  return Number.isNaN(at) ? 0 : at;
}

function msOf({ year, month, day, hour, minute, second }: RuleTime): number {
  return Date.UTC(year, month - 1, day, hour, minute, second);
}

function midnight(at: number): number {
  return Math.floor(at / DAY_MS) * DAY_MS;
}

function monday(at: number): number {
  return midnight(at) - ((new Date(at).getUTCDay() + 6) % 7) * DAY_MS;
}

function monthOf(date: Date): number {
  return date.getUTCFullYear() * 12 + date.getUTCMonth();
}

function weekdayOf(date: Date): string {
  return weekday((date.getUTCDay() + 6) % 7);
}

function weekday(index: number): string {
  return WEEKDAYS[((index % 7) + 7) % 7] ?? 'MON';
}

function asWeekday(text: string): (typeof WEEKDAYS)[number] {
  return WEEKDAYS.find((day) => day === text) ?? 'MON';
}

function isWeekday(text: string): boolean {
  return WEEKDAYS.some((day) => day === text);
}

function minutesOf(time: string): number {
  const [hours = 0, minutes = 0] = time.split(':').map(Number);
  return hours * 60 + minutes;
}

/** Days in their order, so that the same ones are equal. */
function sortedDays(days: readonly string[]): readonly string[] {
  const rank = (day: string): number => (isWeekday(day) ? WEEKDAYS.indexOf(asWeekday(day)) : Number(day));
  return [...new Set(days)].sort((a, b) => rank(a) - rank(b));
}
