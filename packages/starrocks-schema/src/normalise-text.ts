/** Comments, intervals and properties in normal form. */

import type { IntervalLiteral, Property } from '@strata/starrocks-sql';

import type { Properties } from './definition';
import { foldSql } from './fold';

/** What the engine prints for an object without a comment. */
const NO_COMMENT = new Set(['', 'OLAP', 'MATERIALIZED_VIEW', 'VIEW', 'CLOUD_NATIVE']);

export function commentOf(comment: string | undefined): string {
  return comment === undefined || NO_COMMENT.has(comment) ? '' : comment;
}

/** `10 MINUTE`. */
export function intervalText(interval: IntervalLiteral): string {
  return `${foldSql(interval.value.text).replace(/^['"]|['"]$/g, '')} ${interval.unit}`;
}

/** Properties by key. */
export function propertiesOf(properties: readonly Property[]): Properties {
  return Object.fromEntries(properties.map(({ key, value }) => [key, propertyValue(value)]));
}

/** `TRUE` is `true`, `7 DAYS` is `7 day`. */
function propertyValue(value: string): string {
  const trimmed = value.trim();
  if (/^(true|false)$/i.test(trimmed)) return trimmed.toLowerCase();
  const interval = /^(\d+)\s+([a-z]+?)s?$/i.exec(trimmed);
  return interval === null ? trimmed : `${interval[1] ?? ''} ${(interval[2] ?? '').toLowerCase()}`;
}
