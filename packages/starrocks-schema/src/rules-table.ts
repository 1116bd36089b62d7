/** What can be done to a table in place, and why the rest cannot. */

import type { AlterTableClause, ColumnDefinition, CreateTableStatement } from '@strata/starrocks-sql';
import { printStatement } from '@strata/starrocks-sql';

import { ABSENT, compare } from './compare';
import type { TableDefinition } from './definition';
import { isIgnored } from './differences';
import type { DeclaredObject, LiveObject, RenamedColumn } from './model';
import type { Difference, PlanPolicy, StepDraft, Verdict } from './plan-types';
import { modifyColumn } from './rules-column';
import { mayDestroy } from './rules-drop';
import { NOWHERE, nameOf } from './sql-text';

/** Properties that `ALTER TABLE … SET` takes in shared-data mode, from 3.3 on. */
const ALTERABLE_PROPERTIES = new Set([
  'bloom_filter_columns',
  'bloom_filter_fpp',
  'bucket_size',
  'colocate_with',
  'datacache.partition_duration',
  'enable_load_profile',
  'enable_persistent_index',
  'foreign_key_constraints',
  'mutable_bucket_num',
  'partition_live_number',
  'partition_retention_condition',
  'partition_ttl',
  'persistent_index_type',
  'primary_index_cache_expire_sec',
  'unique_constraints',
]);

interface TableChange {
  readonly desired: DeclaredObject;
  readonly statement: CreateTableStatement;
  readonly declared: TableDefinition;
  readonly live: TableDefinition;
  readonly differences: readonly Difference[];
  readonly policy: PlanPolicy;
}

/** What one difference asks for. */
type Answer =
  | {
      readonly kind: 'clause';
      readonly clause: AlterTableClause;
      readonly step: 'add-columns' | 'alter-columns';
      readonly risk: StepDraft['risk'];
    }
  | { readonly kind: 'step'; readonly step: StepDraft }
  | { readonly kind: 'refusal'; readonly message: string };

/** Judges a table that differs from its declaration. Column changes come in one ALTER, because each ALTER is a job. */
export function alterTable(
  desired: DeclaredObject,
  live: LiveObject,
  differences: readonly Difference[],
  policy: PlanPolicy,
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
  const known = new Set(differences.map(({ path }) => path));
  const both = rest.filter(({ path }) => !known.has(path));
  if (both.length > 0) {
    const refusals = both.map((difference) =>
      refusalText(difference, 'a column is renamed alone', 'rename it first, and change it with the next deployment'),
    );
    return { steps: [], refusals, warnings: [] };
  }
  const change: TableChange = { desired, statement, declared, live: renamed, differences: rest, policy };
  const answers = columnsFirst(rest, declared).map((difference) => ({
    difference,
    answer: answerTo(difference, change),
  }));
  const verdict = collect(desired, answers);
  return { ...verdict, steps: [...renames.map((rename) => renameStep(desired, rename)), ...verdict.steps] };
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

function withRenamedColumns(live: TableDefinition, renames: readonly RenamedColumn[]): TableDefinition {
  const names = new Map(renames.map(({ column, from }) => [from.toLowerCase(), column]));
  const columns = live.columns.map((column) => ({
    ...column,
    name: names.get(column.name.toLowerCase()) ?? column.name,
  }));
  return { ...live, columns };
}

/** Takes effect at once, without a job. */
function renameStep(desired: DeclaredObject, { column, from }: RenamedColumn): StepDraft {
  return {
    kind: 'rename-column',
    statements: [alterStatement(desired, [{ kind: 'rename-column', from, to: column }])],
    risk: 'safe',
    mechanism: 'metadata',
    resolves: [`columns.${column}`, `columns.${from}`],
  };
}

/** Added columns in their declared order, so that each may stand behind the one before. */
function columnsFirst(differences: readonly Difference[], declared: TableDefinition): readonly Difference[] {
  const place = new Map(declared.columns.map((column, index) => [`columns.${column.name}`, index]));
  const rank = ({ path }: Difference): number => place.get(path) ?? Number.MAX_SAFE_INTEGER;
  return [...differences].sort((a, b) => rank(a) - rank(b));
}

function collect(
  desired: DeclaredObject,
  answers: readonly { readonly difference: Difference; readonly answer: Answer }[],
): Verdict {
  const clauses: AlterTableClause[] = [];
  const resolves: string[] = [];
  const steps: StepDraft[] = [];
  const refusals: string[] = [];
  let kind: 'add-columns' | 'alter-columns' = 'add-columns';
  let risk: StepDraft['risk'] = 'safe';
  for (const { difference, answer } of answers) {
    switch (answer.kind) {
      case 'clause':
        if (!clauses.includes(answer.clause)) clauses.push(answer.clause);
        resolves.push(difference.path);
        if (answer.step === 'alter-columns') kind = 'alter-columns';
        risk = worse(risk, answer.risk);
        break;
      case 'step':
        steps.push(answer.step);
        break;
      case 'refusal':
        refusals.push(answer.message);
    }
  }
  const columnStep: StepDraft[] =
    clauses.length === 0
      ? []
      : [{ kind, statements: [alterStatement(desired, clauses)], risk, mechanism: 'async-job', resolves }];
  return { steps: [...columnStep, ...steps], refusals: [...new Set(refusals)], warnings: [] };
}

const RISKS: readonly StepDraft['risk'][] = ['safe', 'locks-writers', 'rewrites-data', 'destroys-data'];

function worse(a: StepDraft['risk'], b: StepDraft['risk']): StepDraft['risk'] {
  return RISKS.indexOf(a) >= RISKS.indexOf(b) ? a : b;
}

function alterStatement(desired: DeclaredObject, clauses: readonly AlterTableClause[]): string {
  return printStatement({ kind: 'alter-table', name: nameOf(desired.id), clauses, at: NOWHERE });
}

function answerTo(difference: Difference, change: TableChange): Answer {
  const [area, ...rest] = difference.path.split('.');
  const name = rest.join('.');
  switch (area) {
    case 'columns':
      return answerToColumn(difference, change);
    case 'properties':
      return answerToProperty(difference, name, change);
    case 'comment':
      return metadata('comment', { kind: 'comment', comment: change.declared.comment }, difference, change);
    case 'column order':
      return refuse(
        difference,
        'StarRocks cannot move the columns of a table in place',
        'write the columns in the order that the table has',
      );
    case 'key':
      return refuse(difference, 'the key of a table is fixed at its creation', REBUILD);
    case 'partition':
      return refuse(difference, 'the partitioning of a table is fixed at its creation', REBUILD);
    case 'distribution':
    case 'buckets':
      return refuse(
        difference,
        'another distribution rewrites the whole table and is not done by this version',
        'run `ALTER TABLE … DISTRIBUTED BY` by hand and declare its result, or declare what the table has',
      );
    case 'order':
      return refuse(difference, 'another sort key rewrites the whole table and is not done by this version', REBUILD);
    case 'indexes':
      return refuse(
        difference,
        'an index is built by a job of its own and is not changed by this version',
        'run `CREATE INDEX` or `DROP INDEX` by hand and declare its result',
      );
    default:
      return refuse(difference, 'this cannot change in place', REBUILD);
  }
}

const REBUILD = 'declare what the table has, or declare a table of another name and move the data';

function answerToProperty(difference: Difference, key: string, change: TableChange): Answer {
  const value = change.declared.properties[key];
  if (value === undefined) {
    return refuse(difference, 'a property cannot be taken away', `declare "${key}" with the value that it shall have`);
  }
  if (!ALTERABLE_PROPERTIES.has(key)) {
    return refuse(difference, `"${key}" is fixed at the creation of a table`, REBUILD);
  }
  const written = change.statement.properties.find((property) => property.key === key)?.value ?? value;
  return metadata(
    'set-properties',
    { kind: 'set-properties', properties: [{ key, value: written }] },
    difference,
    change,
  );
}

function answerToColumn(difference: Difference, change: TableChange): Answer {
  const [, name = '', attribute] = difference.path.split('.');
  if (attribute === undefined) {
    return difference.live === ABSENT ? addColumn(difference, name, change) : dropColumn(difference, name, change);
  }
  const column = columnOf(change, name);
  if (column === undefined) return refuse(difference, 'the column is not declared', REBUILD);
  const others = change.differences.filter(({ path }) => path.startsWith(`columns.${name}.`));
  if (attribute === 'comment' && others.length === 1) {
    const clause: AlterTableClause = {
      kind: 'modify-column-comment',
      name: column.name,
      comment: column.comment ?? '',
    };
    return metadata('comment', clause, difference, change);
  }
  const verdict = modifyColumn(name, change.declared, change.live);
  if (verdict.kind === 'refused') return refuse(difference, verdict.rule, verdict.remedy);
  return { kind: 'clause', clause: modifyClause(column), step: 'alter-columns', risk: verdict.risk };
}

/** One clause object per column: several differences of a column share it. */
const MODIFY_CLAUSES = new WeakMap<ColumnDefinition, AlterTableClause>();

function modifyClause(column: ColumnDefinition): AlterTableClause {
  const known = MODIFY_CLAUSES.get(column);
  if (known !== undefined) return known;
  const clause: AlterTableClause = { kind: 'modify-column', column, properties: [] };
  MODIFY_CLAUSES.set(column, clause);
  return clause;
}

function addColumn(difference: Difference, name: string, change: TableChange): Answer {
  const column = change.declared.columns.find((candidate) => candidate.name === name);
  const definition = columnOf(change, name);
  if (column === undefined || definition === undefined)
    return refuse(difference, 'the column is not declared', REBUILD);
  const keys = (change.declared.key?.columns ?? []).map((key) => key.toLowerCase());
  if (keys.includes(name.toLowerCase())) {
    return refuse(difference, 'the key of a table is fixed at its creation', REBUILD);
  }
  if (column.autoIncrement) {
    return refuse(difference, 'AUTO_INCREMENT is given to a column only when its table is created', REBUILD);
  }
  if (!column.nullable && column.default === undefined && column.generated === undefined) {
    return refuse(
      difference,
      'rows that are there need a value: a new column is NULL or has a DEFAULT',
      `declare \`${name}\` as NULL, or give it a DEFAULT`,
    );
  }
  return {
    kind: 'clause',
    clause: { kind: 'add-column', column: definition, position: positionOf(name, change), properties: [] },
    step: 'add-columns',
    risk: column.generated === undefined ? 'safe' : 'rewrites-data',
  };
}

/** Behind the declared predecessor, unless it goes to the end anyway. */
function positionOf(
  name: string,
  change: TableChange,
): { readonly kind: 'after'; readonly column: string } | undefined {
  const names = change.declared.columns.map((column) => column.name);
  const index = names.indexOf(name);
  const live = new Set(change.live.columns.map((column) => column.name.toLowerCase()));
  const followed = names.slice(index + 1).some((other) => live.has(other.toLowerCase()));
  const before = names[index - 1];
  return followed && before !== undefined ? { kind: 'after', column: before } : undefined;
}

function dropColumn(difference: Difference, name: string, change: TableChange): Answer {
  const bound = [...(change.live.key?.columns ?? []), ...(change.live.orderBy ?? [])].map((key) => key.toLowerCase());
  if (bound.includes(name.toLowerCase())) {
    return refuse(difference, 'a column of the key or of the sort key cannot be dropped', REBUILD);
  }
  if (!mayDestroy(mayDropColumn(change.desired, name), change.policy)) {
    return refuse(
      difference,
      'dropping a column destroys its data, which takes two keys: `--@ allow-drop` of the column in the file (or allowDataLoss), and protection off for the environment',
      `declare \`${name}\` again, or give both keys`,
    );
  }
  return {
    kind: 'clause',
    clause: { kind: 'drop-column', name, properties: [] },
    step: 'alter-columns',
    risk: 'destroys-data',
  };
}

function mayDropColumn(desired: DeclaredObject, name: string): boolean {
  return desired.allowDrop || desired.allowDropColumns.some((column) => column.toLowerCase() === name.toLowerCase());
}

function columnOf(change: TableChange, name: string): ColumnDefinition | undefined {
  return change.statement.columns.find((column) => column.name === name);
}

/** A clause that makes no job and stands alone in its statement. */
function metadata(
  kind: 'comment' | 'set-properties',
  clause: AlterTableClause,
  difference: Difference,
  change: TableChange,
): Answer {
  return {
    kind: 'step',
    step: {
      kind,
      statements: [alterStatement(change.desired, [clause])],
      risk: 'safe',
      mechanism: 'metadata',
      resolves: [difference.path],
    },
  };
}

function refuse(difference: Difference, rule: string, remedy: string): Answer {
  return { kind: 'refusal', message: refusalText(difference, rule, remedy) };
}

/** `key: declared PRIMARY (a), live PRIMARY (b); <rule>. To go on, <remedy>.` */
export function refusalText(difference: Difference, rule: string, remedy: string): string {
  return `${difference.path}: declared ${difference.declared || "''"}, live ${difference.live || "''"}; ${rule}. To go on, ${remedy}.`;
}
