/** PIVOT: an aggregate for each value of its columns, beside the columns that neither of them uses. */

import type { OutlineNode } from '../parser/outline';
import type { LineageColumn } from './model';
import { distinct } from './model';
import type { QueryReader } from './query';
import type { Relation, Scope } from './scope';

/** The relation that a PIVOT makes of others. */
export function pivoted(
  reader: QueryReader,
  node: OutlineNode,
  pivot: OutlineNode,
  found: readonly Relation[],
  outer: Scope,
): Relation {
  const qualifiers = node.name === undefined ? [] : [node.name];
  const rows = found.flatMap((relation) => relation.rows);
  const columns = found.flatMap((relation) => relation.columns ?? []);
  const values = pivot.children.filter(({ kind }) => kind === 'value');
  const aggregates = pivot.children.filter(({ kind }) => kind === 'item');
  const reason = uncertain(pivot, found, aggregates, values);
  if (reason !== undefined) return { qualifiers, rows, reason };
  const scope: Scope = { relations: found, ctes: outer.ctes, outer };
  const chosen = columnsNamed(columns, pivot.names ?? []).flatMap(({ sources }) => sources);
  const kept = columns.filter(({ name }) => !usedNames(pivot, aggregates).has(name.toLowerCase()));
  reader.influence(
    kept.flatMap(({ sources }) => sources),
    'group-by',
  );
  const made = values.flatMap((value) =>
    aggregates.map((aggregate): LineageColumn => ({
      name: aggregates.length === 1 ? (value.name ?? '') : `${value.name ?? ''}_${aggregate.name ?? ''}`,
      sources: distinct([...reader.sources(aggregate.children, scope), ...chosen]),
      computed: true,
    })),
  );
  return { qualifiers, rows, columns: [...kept, ...made] };
}

/** Why the columns are not certain: the engine makes names of expressions in a way of its own. */
function uncertain(
  { name }: OutlineNode,
  found: readonly Relation[],
  aggregates: readonly OutlineNode[],
  values: readonly OutlineNode[],
): string | undefined {
  if (name !== 'PIVOT') return `whose columns ${name ?? 'UNPIVOT'} makes`;
  if (found.some(({ columns }) => columns === undefined)) return 'whose columns PIVOT makes of some that are not known';
  if (values.some((value) => value.name === undefined)) {
    return 'whose columns PIVOT names by its values: give each an alias';
  }
  const isNamed = aggregates.length === 1 || aggregates.every((aggregate) => aggregate.name !== undefined);
  return isNamed ? undefined : 'whose columns PIVOT names by its aggregates: give each an alias';
}

function columnsNamed(columns: readonly LineageColumn[], names: readonly string[]): readonly LineageColumn[] {
  const wanted = new Set(names.map((name) => name.toLowerCase()));
  return columns.filter(({ name }) => wanted.has(name.toLowerCase()));
}

/** Columns that the aggregates read and those of FOR; by the others the rows are grouped. */
function usedNames(pivot: OutlineNode, aggregates: readonly OutlineNode[]): ReadonlySet<string> {
  const read = (node: OutlineNode): readonly string[] => [
    ...(node.kind === 'column' ? [node.parts?.at(-1) ?? ''] : []),
    ...node.children.flatMap(read),
  ];
  return new Set([...(pivot.names ?? []), ...aggregates.flatMap(read)].map((name) => name.toLowerCase()));
}
