/** All changes of the columns of a table in one ALTER, because each ALTER is a job. */

import type { AlterTableClause, ColumnDefinition } from '@strata/starrocks-sql';

import { ABSENT } from './compare';
import type { Column } from './definition';
import type { DeclaredObject } from './model';
import type { Difference, Risk, StepDraft } from './plan-types';
import { boundByLayout, findColumn, isKey, modifyColumn } from './rules-column';
import { mayDestroy } from './rules-drop';
import { fieldPart } from './rules-fields';
import type { KeyPlan } from './rules-key';
import { keepsValues } from './rules-type';
import { worse } from './risk';
import type { Part, TableChange } from './table-change';
import { NOTHING, alterStatement, join, metadataStep, refuse, refuseInPlace } from './table-change';

/** One clause of the ALTER and what it is good for. */
interface ColumnClause {
  readonly clause: AlterTableClause;
  readonly risk: Risk;
  readonly rewrites: boolean;
  readonly resolves: readonly string[];
}

interface Judged {
  readonly clauses: readonly ColumnClause[];
  readonly part: Part;
}

export function columnParts(change: TableChange, key: KeyPlan): Part {
  const order = change.differences.find(({ path }) => path === 'column order');
  const moved = order === undefined || key === 'reorder' ? new Set<string>() : movedColumns(change);
  const judged = [
    ...change.declared.columns.map((column) => judgeColumn(column, moved, change)),
    ...droppedColumns(change).map((difference) => judgeDrop(difference, change, key)),
  ];
  const clauses = judged.flatMap((one) => one.clauses);
  const keyPaths = key === 'columns' ? change.differences.filter(isOfKey).map(({ path }) => path) : [];
  const orderPaths = order === undefined || key === 'reorder' ? [] : [order.path];
  const step = columnStep(change.desired, clauses, [...keyPaths, ...orderPaths]);
  return join([{ steps: step, refused: [] }, ...judged.map(({ part }) => part)]);
}

/** Without ORDER BY the sort key is the key. */
function isOfKey({ path }: Difference): boolean {
  return path === 'key' || path === 'order';
}

function columnStep(
  desired: DeclaredObject,
  clauses: readonly ColumnClause[],
  more: readonly string[],
): readonly StepDraft[] {
  if (clauses.length === 0) return [];
  const rewrites = clauses.some((one) => one.rewrites);
  const onlyAdds = clauses.every(({ clause }) => clause.kind === 'add-column');
  const risk = clauses.map((one) => one.risk).reduce(worse, 'safe');
  return [
    {
      kind: onlyAdds ? 'add-columns' : 'alter-columns',
      statements: [
        alterStatement(
          desired,
          clauses.map(({ clause }) => clause),
        ),
      ],
      risk,
      mechanism: 'async-job',
      awaits: 'schema-change',
      rewrites,
      resolves: [...clauses.flatMap(({ resolves }) => resolves), ...more],
      wayBack:
        risk === 'destroys-data'
          ? 'none: what was in dropped columns is gone'
          : 'declare the columns as they were; what a wider type holds by then may not fit',
    },
  ];
}

function judgeColumn(column: Column, moved: ReadonlySet<string>, change: TableChange): Judged {
  const path = `columns.${column.name}`;
  const added = change.differences.find((difference) => difference.path === path && difference.live === ABSENT);
  if (added !== undefined) return judgeAdd(added, column, change);
  const own = change.differences.filter((difference) => difference.path.startsWith(`${path}.`));
  const isMoved = moved.has(column.name.toLowerCase());
  const [first] = own;
  if (first === undefined && !isMoved) return { clauses: [], part: NOTHING };
  const definition = definitionOf(change, column.name);
  if (definition === undefined) return { clauses: [], part: NOTHING };
  if (first !== undefined && own.length === 1 && first.path === `${path}.comment` && !isMoved) {
    const clause = { kind: 'modify-column-comment', name: column.name, comment: column.comment } as const;
    return { clauses: [], part: { steps: [metadataStep('comment', clause, first, change)], refused: [] } };
  }
  const fields = isMoved ? undefined : fieldPart(own, definition, change, mayLoseColumn(change, column.name));
  return fields === undefined ? judgeModify(own, isMoved, definition, change) : { clauses: [], part: fields };
}

function judgeModify(
  own: readonly Difference[],
  isMoved: boolean,
  definition: ColumnDefinition,
  change: TableChange,
): Judged {
  const order = change.differences.find(({ path }) => path === 'column order');
  const [first = order] = own;
  const verdict = modifyColumn(definition.name, change.declared, change.live, change.engineVersion);
  if (verdict.kind === 'refused') {
    return { clauses: [], part: first === undefined ? NOTHING : refuseInPlace(first, verdict.rule) };
  }
  if (losesValues(definition.name, change)) {
    const type = own.find(({ path }) => path.endsWith('.type'));
    return { clauses: [], part: type === undefined ? NOTHING : refuse(type, LOSES_VALUES, KEEP_TYPE) };
  }
  const position = isMoved ? placeBehind(definition.name, change) : undefined;
  if (isMoved && position === undefined && first !== undefined) {
    return { clauses: [], part: refuseInPlace(first, 'a column cannot be moved before the key') };
  }
  const inKey = change.live.key?.model !== 'PRIMARY' && isKey(change.declared, definition.name);
  const clause: AlterTableClause = {
    kind: 'modify-column',
    column: inKey ? { ...definition, key: true } : definition,
    position,
    properties: [],
  };
  const rewrites = verdict.risk === 'rewrites-data';
  return {
    clauses: [{ clause, risk: verdict.risk, rewrites, resolves: own.map(({ path }) => path) }],
    part: NOTHING,
  };
}

export const LOSES_VALUES =
  'a cast may lose values, which takes two keys: `--@ allow-drop` of the column in the file (or allowDataLoss), and protection off for the environment';
export const KEEP_TYPE = 'declare the type that it was, or give both keys';

/** Whether another type does not hold all values of the former one, and the keys for that are not given. */
export function losesValues(name: string, change: TableChange): boolean {
  const [column, live] = [findColumn(change.declared, name), findColumn(change.live, name)];
  if (column === undefined || live === undefined || column.type === '') return false;
  return !keepsValues(live.type, column.type) && !mayLoseColumn(change, name);
}

function judgeAdd(difference: Difference, column: Column, change: TableChange): Judged {
  const refused = refusedAdd(difference, column, change);
  const definition = definitionOf(change, column.name);
  if (refused !== undefined || definition === undefined) return { clauses: [], part: refused ?? NOTHING };
  const key = isKey(change.declared, column.name);
  if (!key && isFollowed(column.name, change) && placeBehind(column.name, change) === undefined) {
    return { clauses: [], part: refuseInPlace(difference, 'a column of values stands behind the key') };
  }
  const clause: AlterTableClause = {
    kind: 'add-column',
    column: key ? { ...definition, key: true } : definition,
    // A column of the key goes behind the key by itself.
    position: key ? undefined : positionOf(column.name, change),
    properties: [],
  };
  const rewrites = key || column.generated !== undefined;
  return {
    clauses: [{ clause, rewrites, risk: rewrites ? 'rewrites-data' : 'safe', resolves: [difference.path] }],
    part: NOTHING,
  };
}

function refusedAdd(difference: Difference, column: Column, change: TableChange): Part | undefined {
  if (column.autoIncrement) {
    return refuseInPlace(difference, 'AUTO_INCREMENT is given to a column only when its table is created');
  }
  if (!column.nullable && column.default === undefined && column.generated === undefined) {
    return refuse(
      difference,
      'rows that are there need a value: a new column is NULL or has a DEFAULT',
      `declare \`${column.name}\` as NULL, or give it a DEFAULT`,
    );
  }
  if (column.default?.startsWith('expression:uuid') === true) {
    return refuseInPlace(difference, 'a new column cannot have a default that differs from row to row');
  }
  if (column.generated !== undefined && isFollowed(column.name, change)) {
    return refuseInPlace(difference, 'a generated column can be added only behind all others');
  }
  const reused = change.desired.renamedColumns.some(({ from }) => from.toLowerCase() === column.name.toLowerCase());
  if (reused) {
    return refuseInPlace(difference, 'the former name of a renamed column stays its identity, so no other can have it');
  }
  return undefined;
}

/** Behind the declared predecessor, unless it goes to the end anyway. */
function positionOf(name: string, change: TableChange): Position | undefined {
  return isFollowed(name, change) ? placeBehind(name, change) : undefined;
}

type Position = { readonly kind: 'after'; readonly column: string };

function placeBehind(name: string, { declared }: TableChange): Position | undefined {
  const names = declared.columns.map((column) => column.name);
  const before = names[names.indexOf(name) - 1];
  return before === undefined ? undefined : { kind: 'after', column: before };
}

/** Whether a column that is there already stands behind it. */
function isFollowed(name: string, { declared, live }: TableChange): boolean {
  const names = declared.columns.map((column) => column.name);
  const there = new Set(live.columns.map((column) => column.name.toLowerCase()));
  return names.slice(names.indexOf(name) + 1).some((other) => there.has(other.toLowerCase()));
}

function droppedColumns({ differences }: TableChange): readonly Difference[] {
  return differences.filter(({ path, declared }) => path.startsWith('columns.') && declared === ABSENT);
}

function judgeDrop(difference: Difference, change: TableChange, key: KeyPlan): Judged {
  const name = difference.path.slice('columns.'.length);
  const live = findColumn(change.live, name);
  // An attribute that the declaration lacks, not a column.
  if (live === undefined) return { clauses: [], part: NOTHING };
  const refused = refusedDrop(difference, name, change, key);
  if (refused !== undefined) return { clauses: [], part: refused };
  const clause: AlterTableClause = { kind: 'drop-column', name, properties: [] };
  const rewrites = isKey(change.live, name);
  return { clauses: [{ clause, risk: 'destroys-data', rewrites, resolves: [difference.path] }], part: NOTHING };
}

function refusedDrop(difference: Difference, name: string, change: TableChange, key: KeyPlan): Part | undefined {
  if (!mayLoseColumn(change, name)) {
    return refuse(
      difference,
      'dropping a column destroys its data, which takes two keys: `--@ allow-drop` of the column in the file (or allowDataLoss), and protection off for the environment',
      `declare \`${name}\` again, or give both keys`,
    );
  }
  const bound = boundByLayout(name, change.live);
  if (bound?.kind === 'refused') return refuseInPlace(difference, bound.rule.replace('changed', 'dropped'));
  const sorted = change.live.orderBy?.some((part) => part.toLowerCase() === name.toLowerCase()) === true;
  if (sorted || (isKey(change.live, name) && key !== 'columns')) {
    return refuseInPlace(difference, 'a column of the key or of the sort key cannot be dropped');
  }
  return undefined;
}

/** Whether both keys are given for the values of a column. */
function mayLoseColumn({ desired, policy }: Pick<TableChange, 'desired' | 'policy'>, name: string): boolean {
  const own = desired.allowDropColumns.some((column) => column.toLowerCase() === name.toLowerCase());
  return mayDestroy(desired.allowDrop || own, policy);
}

function definitionOf({ statement }: TableChange, name: string): ColumnDefinition | undefined {
  return statement.columns.find((column) => column.name === name);
}

/** The fewest columns that must move so that those that both have stand in their declared order. */
function movedColumns({ declared, live }: TableChange): ReadonlySet<string> {
  const place = new Map(declared.columns.map((column, index) => [column.name.toLowerCase(), index]));
  const names = live.columns.map((column) => column.name.toLowerCase()).filter((name) => place.has(name));
  const places = names.map((name) => place.get(name) ?? 0);
  const kept = longestRising(places);
  return new Set(names.filter((_name, index) => !kept.has(index)));
}

/** Indexes of a longest rising part of a list. */
function longestRising(values: readonly number[]): ReadonlySet<number> {
  const lengths: number[] = [];
  const before: number[] = [];
  let best = -1;
  values.forEach((value, index) => {
    let length = 0;
    let from = -1;
    for (let other = 0; other < index; other += 1) {
      if ((values[other] ?? 0) < value && (lengths[other] ?? 0) > length) [length, from] = [lengths[other] ?? 0, other];
    }
    lengths[index] = length + 1;
    before[index] = from;
    if (best < 0 || length + 1 > (lengths[best] ?? 0)) best = index;
  });
  const kept = new Set<number>();
  for (let index = best; index >= 0; index = before[index] ?? -1) kept.add(index);
  return kept;
}
