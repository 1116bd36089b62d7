/** How long rows stay on cache disks: what a file wishes, and at most what the disks of an environment have room for. */

import type { Statement } from '../ast';

/** Property with the window: partitions whose time is further back are read from object storage. */
const WINDOW = 'datacache.partition_duration';
const UNIT_DAYS: Readonly<Record<string, number>> = {
  year: 365,
  month: 30,
  week: 7,
  day: 1,
  hour: 1 / 24,
  minute: 1 / 1440,
  second: 1 / 86_400,
};

/**
 * Days of a window such as `3 MONTH`.
 *
 * @returns undefined when it is none
 */
export function windowDays(window: string): number | undefined {
  const parts = window.trim().toLowerCase().split(/\s+/);
  let days = 0;
  for (let index = 0; index < parts.length; index += 2) {
    const [count = '', unit = ''] = parts.slice(index, index + 2);
    const unitDays = UNIT_DAYS[unit.replace(/s$/, '')];
    if (!/^\d+$/.test(count) || unitDays === undefined) return undefined;
    days += Number(count) * unitDays;
  }
  return days;
}

/** The statement with a window of so many days, if it has a longer one. */
export function withCacheWindow(statement: Statement, days: number | undefined): Statement {
  if (days === undefined || (statement.kind !== 'create-table' && statement.kind !== 'create-materialized-view')) {
    return statement;
  }
  const isLonger = (key: string, value: string): boolean => key === WINDOW && (windowDays(value) ?? 0) > days;
  if (!statement.properties.some(({ key, value }) => isLonger(key, value))) return statement;
  const properties = statement.properties.map((property) =>
    isLonger(property.key, property.value) ? { ...property, value: `${days} DAY` } : property,
  );
  return { ...statement, properties };
}
