import { unsupported } from './errors';
import { isRecord, only, open, type Fields, type Node } from './nodes';

/** LIMIT and OFFSET, which the parser puts into objects or leaves bare. */
export function limits(fields: Fields): string {
  const limit = countOf(fields['limit'], 'LIMIT');
  const offset = countOf(fields['offset'], 'OFFSET');
  return [limit === undefined ? '' : `LIMIT ${limit}`, offset === undefined ? '' : `OFFSET ${offset}`]
    .filter((part) => part !== '')
    .join(' ');
}

function countOf(node: Node, where: string): string | undefined {
  if (node === null || node === undefined) return undefined;
  const bare = isRecord(node) && 'this' in node ? node['this'] : node;
  if (isRecord(node) && 'this' in node) only(node, where, 'this');
  const { kind, fields } = open(bare);
  const value = String(fields['value']);
  if (kind !== 'literal' || !/^\d+$/.test(value)) throw unsupported(`${where} that is no number`);
  return value;
}
