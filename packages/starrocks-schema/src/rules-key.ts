/** What can become of the key of a table: in place columns come and go at its end, or its columns change places. */

import type { TableDefinition } from './definition';
import type { Difference } from './plan-types';

/**
 * How a change of the key is made: `same` needs nothing, `columns` comes with the columns that are added or dropped,
 * `reorder` writes the table in another order, `refused` is nothing for ALTER.
 */
export type KeyPlan = 'same' | 'columns' | 'reorder' | 'refused';

export function keyPlan(declared: TableDefinition, live: TableDefinition, differences: readonly Difference[]): KeyPlan {
  if (!differences.some(({ path }) => path === 'key')) return 'same';
  const [key, former] = [declared.key, live.key];
  if (key === undefined || former === undefined || key.model !== former.model || key.model === 'PRIMARY') {
    return 'refused';
  }
  const [names, old] = [key.columns.map(lower), former.columns.map(lower)];
  const added = names.filter((name) => !old.includes(name));
  const dropped = old.filter((name) => !names.includes(name));
  const kept = old.filter((name) => names.includes(name));
  if (added.length === 0 && dropped.length === 0) return 'reorder';
  const together = [...kept, ...added];
  if (!names.every((name, index) => name === together[index])) return 'refused';
  const [has, had] = [columnsOf(declared), columnsOf(live)];
  if (added.some((name) => had.has(name)) || dropped.some((name) => has.has(name))) return 'refused';
  // Rows of one key would have to be brought together.
  return dropped.length > 0 && key.model !== 'DUPLICATE' ? 'refused' : 'columns';
}

function columnsOf(table: TableDefinition): ReadonlySet<string> {
  return new Set(table.columns.map((column) => column.name.toLowerCase()));
}

function lower(name: string): string {
  return name.toLowerCase();
}
