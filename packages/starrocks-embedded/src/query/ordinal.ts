import { analysisError } from './errors';
import { kindOf, open, type Node } from './nodes';
import type { Output } from './statement';

/** Place of an output that a plain number names, as in ORDER BY 1; undefined for everything else. */
export function ordinal(node: Node, outputs: readonly Output[]): number | undefined {
  if (kindOf(node) !== 'literal') return undefined;
  const { fields } = open(node);
  if (fields['literal_type'] !== 'number') return undefined;
  const place = Number(fields['value']);
  if (!Number.isInteger(place) || place < 1 || place > outputs.length)
    throw analysisError(`Group by or order by position ${String(fields['value'])} is not in select list.`);
  return place;
}
