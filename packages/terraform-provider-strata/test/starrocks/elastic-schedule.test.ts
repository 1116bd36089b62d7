import type { Schedule } from '../../src/starrocks/elastic-schedule';
import { clockShift, firstOverlap, ruleTimes, scheduleOf, shiftProblem } from '../../src/starrocks/elastic-schedule';

const DAY: Schedule = {
  recurrence: 'daily',
  every: 1,
  days: [],
  first_day: '2026-12-07',
  scale_out_at: '08:00',
  scale_in_at: '20:00',
};
const overlap = (a: Partial<Schedule>, b: Partial<Schedule>) =>
  firstOverlap(ruleTimes({ ...DAY, ...a }, 0), ruleTimes({ ...DAY, ...b }, 0))?.toISOString();

describe('two elastic rules', () => {
  test.each([
    ['at other times of the day', { scale_in_at: '12:00' }, { scale_out_at: '12:00' }],
    ['on other days of the week', weekly('MON'), weekly('TUE')],
    ['on other days of the month', monthly('1'), monthly('15')],
    [
      'in turn, every second week',
      { ...weekly('MON'), every: 2 },
      { ...weekly('MON'), every: 2, first_day: '2026-12-14' },
    ],
    ['once, on a day before the other begins', { recurrence: 'once', first_day: '2026-12-06' }, {}],
  ] as const)('do not overlap %s', (_, a, b) => {
    expect(overlap(a, b)).toBeUndefined();
  });

  test.each([
    ['the same hours', {}, { scale_out_at: '19:00', scale_in_at: '23:00' }, '2026-12-07T19:00'],
    ['over midnight', night(), { scale_out_at: '05:00', scale_in_at: '07:00' }, '2026-12-08T05:00'],
    ['a weekday and a day of the month', weekly('FRI'), monthly('1'), '2027-01-01T08:00'],
    ['every second and every third day', { every: 2 }, { every: 3, first_day: '2026-12-08' }, '2026-12-11T08:00'],
  ] as const)('overlap: %s', (_, a, b, first) => {
    expect(overlap(a, b)).toBe(`${first}:00.000Z`);
  });
});

describe('a schedule on another clock', () => {
  test.each([
    ['ahead', 480],
    ['behind', -300],
    ['the same', 0],
  ])('%s, is the same when it is told back', (_, shift) => {
    for (const schedule of [
      DAY,
      { ...DAY, ...weekly('MON', 'SUN') },
      { ...DAY, ...monthly('3') },
      { ...DAY, ...night() },
    ]) {
      expect(scheduleOf(ruleTimes(schedule, shift), shift)).toEqual(schedule);
    }
  });

  test('moves weekdays over midnight', () => {
    const { scalingOutRule, scalingInRule } = ruleTimes(
      { ...DAY, ...weekly('SUN'), scale_out_at: '20:00', scale_in_at: '02:00' },
      480,
    );
    expect(scalingOutRule).toMatchObject({ hour: 4, recurrenceValues: ['MON'] });
    expect(scalingInRule).toMatchObject({ hour: 10, recurrenceValues: ['MON'] });
  });

  test('is ahead by the same minutes all year, or not known', () => {
    expect(clockShift('UTC', 'Asia/Shanghai', '2026-12-07')).toBe(480);
    expect(clockShift('Europe/Berlin', 'Asia/Shanghai', '2026-12-07')).toBeUndefined();
  });

  test('fails for days of a month that would fall out of it', () => {
    expect(shiftProblem({ ...DAY, ...monthly('31'), ...night() }, 0)).toContain('needs days that every month has');
    expect(shiftProblem({ ...DAY, ...monthly('27') }, 0)).toBeUndefined();
  });
});

function weekly(...days: readonly string[]) {
  return { recurrence: 'weekly', days } as const;
}

function monthly(...days: readonly string[]) {
  return { recurrence: 'monthly', days } as const;
}

function night() {
  return { scale_out_at: '22:00', scale_in_at: '06:00' } as const;
}
