/** Ways through the outline of a query. */

import type { OutlineNode } from '../parser/outline';
import type { LintSubject } from './rule';

/** A node and all below it, in the order of the text. */
export function nodesOf(node: OutlineNode | undefined): readonly OutlineNode[] {
  return node === undefined ? [] : [node, ...node.children.flatMap(nodesOf)];
}

/** A place in the query of a subject as a place in its file. */
export function placeInFile({ query }: LintSubject, offset: number): number {
  return (query?.at.offset ?? 0) + offset;
}
