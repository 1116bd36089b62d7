import fc from 'fast-check';
import { addMonths, day, dayOf, dayText, momentText, monthNumber, monthStart } from '../../src/demo-data/calendar';
import { decimalText, quotientText } from '../../src/demo-data/money';
import { randomFrom } from '../../src/demo-data/random';

describe('the calendar', () => {
  test.each([
    ['2024-01-31', 1, '2024-02-28'],
    ['2024-12-05', 1, '2025-01-05'],
    ['2025-06-28', 12, '2026-06-28'],
  ])('%s and %d months later is %s', (from, months, to) => expect(dayText(addMonths(day(from), months))).toBe(to));

  test('writes a moment as StarRocks does', () =>
    expect(momentText(day('2025-03-09') * 86_400 + 3_661)).toBe('2025-03-09 01:01:01'));

  test('a day lies in its month', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 40_000 }), (date) => {
        const month = monthNumber(date);
        return (
          monthStart(month) <= date &&
          date < monthStart(month + 1) &&
          day(dayText(date)) === date &&
          dayOf(date * 86_400) === date
        );
      }),
    );
  });
});

describe('decimals', () => {
  test.each([
    [0, 2, '0.00'],
    [-5, 2, '-0.05'],
    [123456, 4, '12.3456'],
    [-7, 0, '-7'],
  ])('%d units of scale %d is %s', (units, scale, text) => expect(decimalText(units, scale)).toBe(text));

  test.each([
    [1, 3, 4, '0.3333'],
    [2, 3, 4, '0.6667'],
    [1, 32, 4, '0.0313'],
    [-1, 32, 4, '-0.0313'],
    [69, 120, 2, '0.58'],
  ])('%d / %d rounded to %d digits is %s', (a, b, scale, text) => {
    expect(quotientText({ units: a, scale: 0 }, { units: b, scale: 0 }, scale)).toBe(text);
  });

  test('nothing divided by nothing is NULL', () => {
    expect(quotientText({ units: 0, scale: 2 }, { units: 0, scale: 2 }, 4)).toBeNull();
    expect(quotientText({ units: 1, scale: 2 }, null, 4)).toBeNull();
  });
});

describe('randomFrom', () => {
  test('gives the same numbers for a seed on every machine', () => {
    const random = randomFrom('strata');
    expect([random.bits(), random.bits(), random.bits()]).toEqual([816907420, 2201385782, 1834960512]);
  });

  test('stays within what was asked for', () => {
    fc.assert(
      fc.property(
        fc.string(),
        fc.integer({ min: -50, max: 50 }),
        fc.integer({ min: 0, max: 50 }),
        (seed, low, span) => {
          const random = randomFrom(seed);
          const value = random.between(low, low + span);
          return (
            value >= low &&
            value <= low + span &&
            ['a', 'b'].includes(
              random.weighted([
                ['a', 1],
                ['b', 2],
              ]),
            )
          );
        },
      ),
    );
  });

  test('follows the weights', () => {
    const random = randomFrom('weights');
    const draws = Array.from({ length: 10_000 }, () =>
      random.weighted([
        ['often', 9],
        ['seldom', 1],
      ]),
    );
    expect(draws.filter((draw) => draw === 'seldom').length / draws.length).toBeCloseTo(0.1, 1);
  });

  test('ids have the form of a UUID', () => {
    expect(randomFrom('id').uuid()).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-a[0-9a-f]{3}-[0-9a-f]{12}$/);
  });
});
