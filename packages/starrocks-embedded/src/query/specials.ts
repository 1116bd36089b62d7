import { AGGREGATE_ROWS } from './specials/aggregates';
import { CONDITION_ROWS } from './specials/conditions';
import { DATE_ROWS } from './specials/dates';
import { SESSION_ROWS } from './specials/session';
import type { Special, SpecialRow } from './specials/special';

export const SPECIAL_ROWS: readonly SpecialRow[] = [
  ...CONDITION_ROWS,
  ...DATE_ROWS,
  ...AGGREGATE_ROWS,
  ...SESSION_ROWS,
];

/** Meaning of a special function by its name. */
export const specialFunctions: ReadonlyMap<string, Special> = new Map(
  SPECIAL_ROWS.map((row) => [row.name, row.translate]),
);
