import { AGGREGATE_ROWS } from './aggregates';
import { ARRAY_ROWS } from './arrays';
import { DATE_ROWS } from './dates';
import { JSON_ROWS } from './json';
import { NUMBER_ROWS } from './numbers';
import type { FunctionRow } from './row';
import { STRING_ROWS } from './strings';
import { WINDOW_ROWS } from './windows';

/** All functions whose arguments are plain values, in the order of the docs. */
export const FUNCTION_ROWS: readonly FunctionRow[] = [
  ...STRING_ROWS,
  ...NUMBER_ROWS,
  ...DATE_ROWS,
  ...JSON_ROWS,
  ...ARRAY_ROWS,
  ...AGGREGATE_ROWS,
  ...WINDOW_ROWS,
];

const byName: ReadonlyMap<string, FunctionRow> = new Map(FUNCTION_ROWS.map((found) => [found.name, found]));

/** The row of a function, or undefined: the embedded server then refuses the call. */
export function findFunction(name: string): FunctionRow | undefined {
  return byName.get(name);
}
