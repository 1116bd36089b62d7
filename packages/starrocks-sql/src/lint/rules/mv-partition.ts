import type { ColumnId, Lineage } from '../../lineage/model';
import type { LintLibrary, LintRule } from '../rule';

export const mvPartition: LintRule = {
  id: 'mv-partition',
  demand: 'A materialized view over one partitioned table that keeps its partition column is partitioned by it.',
  check({ id, statement }, library) {
    if (statement.kind !== 'create-materialized-view' || statement.partitionBy !== undefined) return [];
    const own = library.lineage.objects.find((object) => object.id === id);
    const read = new Set(
      [...(own?.columns.flatMap(({ sources }) => sources) ?? []), ...(own?.influences ?? [])].map(
        ({ object }) => object,
      ),
    );
    if (own === undefined || read.size !== 1) return [];
    for (const { name } of own.columns) {
      const base = copiedFrom({ object: id, column: name }, library.lineage);
      if (base === undefined || !isPartitionColumn(base, library)) continue;
      const message = `every refresh computes all rows anew: '${name}' is the partition column of ${base.object}, add PARTITION BY`;
      return [{ offset: statement.at.offset, message }];
    }
    return [];
  },
};

/** The column of a table that arrives unchanged, through any number of views. */
function copiedFrom(column: ColumnId, lineage: Lineage): ColumnId | undefined {
  const object = lineage.objects.find(({ id }) => id === column.object);
  const found = object?.columns.find(({ name }) => name === column.column);
  if (object === undefined || found === undefined) return undefined;
  if (object.kind === 'table') return column;
  const [source] = found.sources;
  return found.computed || source === undefined || found.sources.length > 1 ? undefined : copiedFrom(source, lineage);
}

function isPartitionColumn({ object, column }: ColumnId, { subjects }: LintLibrary): boolean {
  const statement = subjects.get(object)?.statement;
  const scheme = statement?.kind === 'create-table' ? statement.partition : undefined;
  switch (scheme?.kind) {
    case undefined:
      return false;
    case 'range':
    case 'list':
      return scheme.columns.includes(column);
    case 'range-expression':
      return mentions(scheme.expression.text, column);
    case 'expression':
      return scheme.expressions.some(({ text }) => mentions(text, column));
  }
}

function mentions(expression: string, column: string): boolean {
  return expression.split(/[^\p{L}\p{N}_$]+/u).includes(column);
}
