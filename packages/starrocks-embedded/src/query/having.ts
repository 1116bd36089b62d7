import { findFunction } from './functions/table';
import { isRecord, type Node } from './nodes';
import { FUNCTION_PREFIX } from './source';
import { SPECIAL_ROWS } from './specials';

/** Nodes whose insides are another query, or are computed after the aggregates. */
const CLOSED: ReadonlySet<string> = new Set(['subquery', 'exists', 'window_function']);
const AGGREGATE_NODES: ReadonlySet<string> = new Set(['aggregate_function', 'group_concat', 'array_agg']);

/** Whether an expression, or one of several, aggregates rows. */
export function aggregates(node: Node): boolean {
  if (Array.isArray(node)) return node.some(aggregates);
  if (!isRecord(node)) return false;
  return Object.entries(node).some(([kind, fields]) => {
    if (CLOSED.has(kind)) return false;
    if (AGGREGATE_NODES.has(kind)) return true;
    return (kind === 'function' && isRecord(fields) && isAggregate(String(fields['name']))) || aggregates(fields);
  });
}

function isAggregate(written: string): boolean {
  const name = written.replace(FUNCTION_PREFIX, '').toLowerCase();
  if (findFunction(name)?.kind === 'aggregate') return true;
  return SPECIAL_ROWS.some((row) => row.name === name && row.kind === 'aggregate');
}

/** WHERE and HAVING of a query: without groups and aggregates HAVING is a condition on the rows. */
export function filters(
  where: string,
  group: string,
  having: string,
  parts: readonly Node[],
): { readonly where: string; readonly having: string } {
  if (having === '' || group !== '' || aggregates(parts)) return { where, having };
  const condition = having.replace(/^HAVING /, '');
  const both = where === '' ? condition : `(${where.replace(/^WHERE /, '')}) AND (${condition})`;
  return { where: `WHERE ${both}`, having: '' };
}
