/** How rows lie: key, partitions, distribution, sort key, indexes. */

import type { AlterTableClause, IndexDefinition } from '@strata/starrocks-sql';

import { has, needs } from './capabilities/check';
import { ABSENT } from './compare';
import type { Difference, StepDraft } from './plan-types';
import type { KeyPlan } from './rules-key';
import type { Part, TableChange } from './table-change';
import { NOTHING, alterStatement, join, refuse, refuseInPlace } from './table-change';

export function layoutParts(change: TableChange, key: KeyPlan): Part {
  return join([
    keyPart(change, key),
    partitionPart(change),
    distributionPart(change),
    sortKeyPart(change, key),
    indexPart(change),
  ]);
}

function find(change: TableChange, path: string): Difference | undefined {
  return change.differences.find((difference) => difference.path === path);
}

function keyPart(change: TableChange, plan: KeyPlan): Part {
  const key = find(change, 'key');
  if (key === undefined || plan === 'columns') return NOTHING;
  if (plan === 'refused' || plan === 'same') return refuseInPlace(key, 'the key of a table is fixed at its creation');
  const columns = change.declared.columns.map(({ name }) => name);
  const resolves = change.differences.map(({ path }) => path).filter((path) => REORDERED.has(path));
  return { steps: [orderStep(change, columns, resolves)], refused: [] };
}

/** What a new order of all columns brings about. */
const REORDERED = new Set(['key', 'order', 'column order']);

function orderStep({ desired }: TableChange, columns: readonly string[], resolves: readonly string[]): StepDraft {
  return {
    kind: 'sort-key',
    statements: [alterStatement(desired, [{ kind: 'order-columns', columns, properties: [] }])],
    risk: 'rewrites-data',
    mechanism: 'async-job',
    awaits: 'schema-change',
    rewrites: true,
    resolves,
    wayBack: 'declare the former order; the table is written anew once more',
  };
}

function partitionPart(change: TableChange): Part {
  const partition = find(change, 'partition');
  if (partition === undefined) return NOTHING;
  if (!coarsens(change)) return refuseInPlace(partition, 'the partitioning of a table is fixed at its creation');
  if (!has(MERGE, change.engineVersion))
    return refuseInPlace(partition, needs(MERGE, change.engineVersion).slice(0, -1));
  const scheme = change.statement.partition;
  return {
    steps: [optimizeStep(change, { kind: 'optimize', partition: scheme }, ['partition'])],
    refused: [],
  };
}

const MERGE = 'alter.partition.merge';
const UNITS = ['hour', 'day', 'week', 'month', 'quarter', 'year'];

/** Partitions by `date_trunc` may be merged into longer ones; a week is no part of a month. */
function coarsens({ declared, live }: TableChange): boolean {
  const parts = [live, declared].map(({ partition }) =>
    partition?.kind === 'expression' && partition.by.length === 1
      ? /^date_trunc\('(\w+)',([^()]+)\)$/.exec(partition.by[0] ?? '')
      : null,
  );
  const [from, to] = parts;
  if (from == null || to == null || from[2] !== to[2] || from[1] === 'week') return false;
  return UNITS.indexOf(from[1] ?? '') >= 0 && UNITS.indexOf(to[1] ?? '') > UNITS.indexOf(from[1] ?? '');
}

function optimizeStep({ desired }: TableChange, clause: AlterTableClause, resolves: readonly string[]): StepDraft {
  return {
    kind: 'optimize',
    statements: [alterStatement(desired, [clause])],
    risk: 'rewrites-data',
    mechanism: 'async-job',
    awaits: 'optimize',
    rewrites: true,
    resolves,
    wayBack: 'declare the former distribution; the table is written anew once more',
  };
}

function distributionPart(change: TableChange): Part {
  const found = change.differences.filter(({ path }) => path === 'distribution' || path === 'buckets');
  const [first] = found;
  const { distribution } = change.statement;
  if (first === undefined || distribution === undefined) return NOTHING;
  if (change.live.properties['colocate_with'] !== undefined) {
    return refuseInPlace(first, 'the distribution of a table in a colocation group is not changed in place');
  }
  if (distribution.kind === 'random' && distribution.buckets !== undefined) {
    return refuseInPlace(first, 'StarRocks takes no number of buckets for a table that becomes randomly distributed');
  }
  const clause: AlterTableClause = { kind: 'optimize', distribution };
  return {
    steps: [
      optimizeStep(
        change,
        clause,
        found.map(({ path }) => path),
      ),
    ],
    refused: [],
  };
}

function sortKeyPart(change: TableChange, key: KeyPlan): Part {
  const order = find(change, 'order');
  if (order === undefined) return NOTHING;
  const { declared, live } = change;
  const implied = declared.orderBy === undefined && live.orderBy === undefined;
  if (implied && key === 'refused') return NOTHING;
  if (implied && (key === 'columns' || key === 'reorder')) return NOTHING;
  const columns = declared.orderBy ?? (declared.key ?? live.key)?.columns ?? [];
  const names = new Map(declared.columns.map(({ name }) => [name.toLowerCase(), name]));
  const known = columns.map((column) => names.get(column.toLowerCase()));
  if (!known.every((name) => name !== undefined)) {
    return refuseInPlace(order, 'in place a sort key is made of columns alone');
  }
  if (known.length === declared.columns.length) {
    return refuseInPlace(order, 'StarRocks takes a list of all columns as their order, not as a sort key');
  }
  return { steps: [orderStep(change, known, ['order'])], refused: [] };
}

function indexPart(change: TableChange): Part {
  const found = change.differences.filter(({ path }) => path.startsWith('indexes.'));
  if (found.length === 0) return NOTHING;
  const names = found.map((difference) => ({ difference, name: difference.path.slice('indexes.'.length) }));
  const refused = names.map(({ difference, name }) => refusedIndex(difference, indexOf(change, name), change));
  if (refused.some((part) => part !== NOTHING)) return join(refused);
  const drops = names
    .filter(({ difference }) => difference.live !== ABSENT)
    .map(({ name }): AlterTableClause => ({ kind: 'drop-index', name }));
  const adds = names.flatMap(({ name }): AlterTableClause[] => {
    const index = indexOf(change, name);
    return index === undefined ? [] : [{ kind: 'add-index', index }];
  });
  // An index of the same name can be made only when the former one is gone.
  const replaced = names.some(({ difference }) => difference.live !== ABSENT && difference.declared !== ABSENT);
  const groups = replaced ? [drops, adds] : [[...drops, ...adds]];
  // A drop that makes room is not over before the new index is there.
  const paths = found.map(({ path }) => path);
  return { steps: groups.map((clauses) => indexStep(change, clauses, paths)), refused: [] };
}

function indexStep(
  { desired }: TableChange,
  clauses: readonly AlterTableClause[],
  resolves: readonly string[],
): StepDraft {
  return {
    kind: 'alter-indexes',
    statements: [alterStatement(desired, clauses)],
    risk: 'rewrites-data',
    mechanism: 'async-job',
    awaits: 'schema-change',
    rewrites: true,
    resolves,
    wayBack: 'declare the indexes as they were; they are built anew',
  };
}

function indexOf({ statement }: TableChange, name: string): IndexDefinition | undefined {
  return statement.indexes.find((index) => index.name === name);
}

function refusedIndex(difference: Difference, index: IndexDefinition | undefined, change: TableChange): Part {
  if (index === undefined) return NOTHING;
  const model = change.declared.key?.model ?? 'DUPLICATE';
  const merged = model === 'UNIQUE' || model === 'AGGREGATE';
  const keys = new Set((change.declared.key?.columns ?? []).map((name) => name.toLowerCase()));
  const bitmap = (index.type ?? 'BITMAP') === 'BITMAP';
  if (merged && bitmap && !index.columns.every((name) => keys.has(name.toLowerCase()))) {
    return refuse(difference, `a bitmap index of a table with ${model} KEY is for columns of the key only`);
  }
  return NOTHING;
}
