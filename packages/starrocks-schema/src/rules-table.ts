/** What can be done to a table in place, and why the rest cannot. */

import { has, needs } from './capabilities/check';
import { ABSENT, compare } from './compare';
import type { TableDefinition } from './definition';
import { isIgnored } from './differences';
import type { DeclaredObject, LiveObject, RenamedColumn } from './model';
import type { Difference, PlanPolicy, StepDraft, Verdict } from './plan-types';
import { columnParts } from './rules-columns';
import { keyPlan } from './rules-key';
import { layoutParts } from './rules-layout';
import { propertyParts } from './rules-property';
import { allowsRewrite } from './risk';
import { quoteId, quoteName } from './sql-text';
import type { SwapScene } from './swap/table-swap';
import { swapTable } from './swap/table-swap';
import type { Part, TableChange } from './table-change';
import { NOTHING, alterStatement, join, metadataStep, refusalText } from './table-change';

/** Judges a table that differs from its declaration. */
export function alterTable(
  desired: DeclaredObject,
  live: LiveObject,
  differences: readonly Difference[],
  policy: PlanPolicy,
  scene: SwapScene,
): Verdict {
  const { definition: declared, statement } = desired;
  if (declared.kind !== 'table' || statement?.kind !== 'create-table' || live.definition?.kind !== 'table') {
    return { steps: [], refusals: ['its kind cannot change in place'], warnings: [] };
  }
  const renames = renamesOf(desired, live.definition, differences);
  const renamed = withRenamedColumns(live.definition, renames);
  const rest =
    renames.length === 0
      ? differences
      : compare(declared, renamed, live.ledger?.declaredProperties).filter(
          ({ path }) => !isIgnored(path, desired.ignore),
        );
  if (renames.length > 0 && !has('alter.rename-column', scene.engineVersion)) {
    const message = needs('alter.rename-column', scene.engineVersion);
    return {
      steps: [],
      refusals: [`${message} To go on, keep the former name, or upgrade the warehouse.`],
      warnings: [],
    };
  }
  const known = new Set(differences.map(({ path }) => path));
  const both = rest.filter(({ path }) => !known.has(path));
  if (both.length > 0) {
    const refusals = both.map((difference) =>
      refusalText(difference, 'a column is renamed alone', 'rename it first, and change it with the next deployment'),
    );
    return { steps: [], refusals, warnings: [] };
  }
  const done = new Set(renames.map(({ column }) => column.toLowerCase()));
  const { engineVersion } = scene;
  const change: TableChange = {
    ...{ desired, statement, declared, live: renamed, differences: rest, policy, engineVersion },
    renamed: done,
  };
  const part = partsOf(change);
  const refusals = [...new Set(part.refused.map(({ message }) => message))];
  if (refusals.length > 0 && part.refused.every(({ bySwap }) => bySwap) && allowsRewrite(policy)) {
    return swapTable({ ...change, differences }, scene);
  }
  const gone = differences
    .map(({ path }) => path)
    .filter((path) => !rest.some((difference) => difference.path === path));
  return {
    steps: [...renames.map((rename) => renameStep(desired, rename, gone)), ...part.steps],
    refusals,
    warnings: [],
  };
}

function partsOf(change: TableChange): Part {
  const key = keyPlan(change.declared, change.live, change.differences);
  return join([columnParts(change, key), commentPart(change), propertyParts(change), layoutParts(change, key)]);
}

function commentPart(change: TableChange): Part {
  const comment = change.differences.find(({ path }) => path === 'comment');
  if (comment === undefined) return NOTHING;
  const clause = { kind: 'comment', comment: change.declared.comment } as const;
  return { steps: [metadataStep('comment', clause, comment, change)], refused: [] };
}

/** Renames that are still to be done: the new name is not there, the former one is. Never guessed. */
function renamesOf(
  desired: DeclaredObject,
  live: TableDefinition,
  differences: readonly Difference[],
): readonly RenamedColumn[] {
  const missing = new Set(differences.filter((one) => one.live === ABSENT).map(({ path }) => path.toLowerCase()));
  const there = new Set(live.columns.map((column) => column.name.toLowerCase()));
  return desired.renamedColumns.filter(
    ({ column, from }) => missing.has(`columns.${column.toLowerCase()}`) && there.has(from.toLowerCase()),
  );
}

/** The table with its columns by their new names, wherever it names them. */
function withRenamedColumns(live: TableDefinition, renames: readonly RenamedColumn[]): TableDefinition {
  if (renames.length === 0) return live;
  const names = new Map(renames.map(({ column, from }) => [from.toLowerCase(), column]));
  const one = (name: string): string => names.get(name.toLowerCase()) ?? name;
  const lower = (name: string): string => one(name).toLowerCase();
  const text = (expression: string): string =>
    expression.replace(/[\p{L}\p{N}_$]+/gu, (word) => names.get(word.toLowerCase())?.toLowerCase() ?? word);
  const { bloom_filter_columns: bloom, ...properties } = live.properties;
  return {
    ...live,
    columns: live.columns.map((column) => ({
      ...column,
      name: one(column.name),
      generated: column.generated && text(column.generated),
    })),
    key: live.key && { ...live.key, columns: live.key.columns.map(one) },
    indexes: live.indexes.map((index) => ({ ...index, columns: index.columns.map(one) })),
    partition: live.partition && { ...live.partition, by: live.partition.by.map(text) },
    distribution: live.distribution && { ...live.distribution, columns: live.distribution.columns.map(lower) },
    orderBy: live.orderBy?.map(text),
    properties: bloom === undefined ? live.properties : { ...properties, bloom_filter_columns: text(bloom) },
  };
}

/** Takes effect at once, without a job. */
function renameStep(desired: DeclaredObject, { column, from }: RenamedColumn, resolves: readonly string[]): StepDraft {
  return {
    kind: 'rename-column',
    statements: [alterStatement(desired, [{ kind: 'rename-column', from, to: column }])],
    risk: 'safe',
    mechanism: 'metadata',
    resolves,
    wayBack: `ALTER TABLE ${quoteId(desired.id)} RENAME COLUMN ${quoteName(column)} TO ${quoteName(from)}`,
  };
}
