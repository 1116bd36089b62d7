import { printString } from '@strata/starrocks-sql';
import type { Cell } from './model';

/** A cell as SQL writes it. */
export function literal(cell: Cell): string {
  if (cell === null) return 'NULL';
  return typeof cell === 'string' ? printString(cell) : String(cell);
}
