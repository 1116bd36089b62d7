import type { ScheduleRule } from './model';
import { WEEKDAYS } from './schema/schedule';

const DAY_MINUTES = 24 * 60;
const WEEK_MINUTES = 7 * DAY_MINUTES;

/** Minutes of a week, from Monday 00:00; `to` may be beyond the end of it. */
interface Span {
  readonly from: number;
  readonly to: number;
}

/** Minutes after midnight of a time such as 08:30. */
function minutesOf(clock: string): number {
  const [hours = 0, minutes = 0] = clock.split(':').map(Number);
  return hours * 60 + minutes;
}

function spansOf({ from, to, days }: Pick<ScheduleRule, 'from' | 'to' | 'days'>): readonly Span[] {
  const begins = minutesOf(from);
  const length = (minutesOf(to) - begins + DAY_MINUTES) % DAY_MINUTES || DAY_MINUTES;
  return days.map((day) => {
    const start = WEEKDAYS.indexOf(day) * DAY_MINUTES + begins;
    return { from: start, to: start + length };
  });
}

/** Whether two rules hold at the same time in some week. */
export function rulesOverlap(a: ScheduleRule, b: ScheduleRule): boolean {
  return spansOf(a).some((one) => spansOf(b).some((other) => spansOverlap(one, other)));
}

/** Also when one of them goes on into the next week. */
function spansOverlap(a: Span, b: Span): boolean {
  return [-WEEK_MINUTES, 0, WEEK_MINUTES].some((shift) => a.from < b.to + shift && b.from + shift < a.to);
}

/** Hours of a week at which a rule holds. */
export function weeklyHours(rule: Pick<ScheduleRule, 'from' | 'to' | 'days'>): number {
  return spansOf(rule).reduce((sum, { from, to }) => sum + (to - from), 0) / 60;
}
