/** Typed reading of rows. */

import type { Row } from './connection-types';

export function textOf(row: Row, column: string): string {
  const value = row[column];
  return value === null || value === undefined ? '' : String(value);
}

export function numberOf(row: Row, column: string): number {
  return Number(row[column] ?? 0);
}
