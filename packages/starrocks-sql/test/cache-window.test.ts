import { buildBundle, windowDays } from '../src/index';

const table = (window: string): string =>
  `CREATE TABLE loan (id BIGINT NOT NULL, day DATE NOT NULL)
PRIMARY KEY (id, day)
PARTITION BY date_trunc('day', day)
DISTRIBUTED BY HASH (id)
PROPERTIES ("datacache.enable" = "true", "datacache.partition_duration" = "${window}");
`;

function deployed(window: string, cacheDays?: number): string {
  const files = [{ path: 'ods/loan.sql', text: table(window) }];
  const { bundle, errors } = buildBundle(files, {
    layers: ['ods'],
    ...(cacheDays === undefined ? {} : { cacheDays }),
  });
  expect(errors).toEqual([]);
  const [object] = bundle.objects;
  const [, found = ''] = /"datacache\.partition_duration" = "([^"]*)"/.exec(object?.sql ?? '') ?? [];
  return found;
}

describe('the window of a table', () => {
  test('is as its file says when nothing is known of the disks', () => {
    expect(deployed('3 MONTH')).toBe('3 MONTH');
  });

  test('is no longer than the disks have room for', () => {
    expect(deployed('3 MONTH', 7)).toBe('7 DAY');
    expect(deployed('12 MONTH', 359)).toBe('359 DAY');
  });

  test('stays shorter when its file says so', () => {
    expect(deployed('3 DAY', 7)).toBe('3 DAY');
    expect(deployed('7 DAY', 7)).toBe('7 DAY');
    expect(deployed('12 HOUR', 7)).toBe('12 HOUR');
  });

  test.each([
    ['7 DAY', 7],
    ['2 weeks', 14],
    ['1 month 2 day', 32],
    ['1 YEAR', 365],
    ['12 hours', 0.5],
  ])('%s are %d days', (window, days) => {
    expect(windowDays(window)).toBe(days);
  });

  test.each(['', '7', 'DAY', '7 DAYZ', '-1 DAY', '1 DAY 2'])('fails to read "%s"', (window) => {
    expect(windowDays(window)).toBeUndefined();
  });
});
