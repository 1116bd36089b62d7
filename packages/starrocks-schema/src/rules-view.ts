/** What can be done to a view or a materialized view in place. */

import type {
  AlterMaterializedViewAction,
  AlterTableClause,
  CreateMaterializedViewStatement,
  RefreshScheme,
} from '@strata/starrocks-sql';
import { printStatement } from '@strata/starrocks-sql';

import { ABSENT } from './compare';
import type { DeclaredObject } from './model';
import type { Difference, PlanPolicy, StepDraft, Verdict } from './plan-types';
import { allowsRewrite } from './risk';
import { NOWHERE, nameOf } from './sql-text';
import type { SwapScene } from './swap/table-swap';
import { swapMaterializedView } from './swap/view-swap';
import { alterStatement as alterTableStatement, refusalText } from './table-change';

/** A view is replaced as a whole: its id, and so its grants, survive. */
export function replaceView(desired: DeclaredObject, differences: readonly Difference[]): Verdict {
  const { statement } = desired;
  if (statement?.kind !== 'create-view')
    return { steps: [], refusals: ['its kind cannot change in place'], warnings: [] };
  const sql = printStatement({
    ...statement,
    name: { ...statement.name, parts: [desired.database, desired.name] },
    orReplace: true,
    ifNotExists: false,
  });
  const step: StepDraft = {
    kind: 'replace-view',
    statements: [sql],
    risk: 'safe',
    mechanism: 'metadata',
    resolves: differences.map(({ path }) => path),
  };
  return { steps: [step], refusals: [], warnings: [] };
}

/** Properties that are fixed when a materialized view is created. */
const FIXED_PROPERTIES = new Set([
  'replication_num',
  'storage_medium',
  'storage_cooldown_time',
  'storage_volume',
  'refresh_mode',
  'labels.location',
]);

const REBUILD =
  'allow `rewrites-data` in the policy, so that a new one is filled and takes its place, or declare what it has';

/** Schedule and properties change in place; for the rest the engine knows only a new materialized view. */
export function alterMaterializedView(
  desired: DeclaredObject,
  differences: readonly Difference[],
  policy: PlanPolicy,
  scene: SwapScene,
): Verdict {
  const { statement } = desired;
  if (statement?.kind !== 'create-materialized-view') {
    return { steps: [], refusals: ['its kind cannot change in place'], warnings: [] };
  }
  const properties = differences.filter(({ path }) => path.startsWith('properties.'));
  const refresh = differences.find(({ path }) => path === 'refresh');
  const fixed = properties.filter(({ path }) => FIXED_PROPERTIES.has(path.slice('properties.'.length)));
  const indexes = differences.filter(({ path }) => path.startsWith('indexes.'));
  const inPlace = new Set([...properties, ...indexes, refresh]);
  const rest = differences.filter((difference) => !inPlace.has(difference));
  if (fixed.length + rest.length > 0 && allowsRewrite(policy)) {
    return swapMaterializedView(desired, qualified(statement, desired), differences, scene);
  }
  const refusals = [
    ...properties.flatMap(refusedProperty),
    ...rest.map((difference) =>
      refusalText(difference, 'StarRocks fixes this when a materialized view is created', REBUILD),
    ),
  ];
  return {
    steps: [
      ...(refresh === undefined ? [] : [refreshStep(desired, statement)]),
      ...(properties.length === 0 ? [] : [propertiesStep(desired, statement, properties)]),
      ...indexSteps(desired, statement, indexes),
    ],
    refusals,
    warnings: [],
  };
}

function qualified(
  statement: CreateMaterializedViewStatement,
  { id }: DeclaredObject,
): CreateMaterializedViewStatement {
  return { ...statement, name: nameOf(id) };
}

function refusedProperty(difference: Difference): readonly string[] {
  const key = difference.path.slice('properties.'.length);
  if (difference.declared === ABSENT) {
    const remedy = `declare "${key}" with the value that it shall have`;
    return [refusalText(difference, 'a property cannot be taken away', remedy)];
  }
  if (!FIXED_PROPERTIES.has(key)) return [];
  return [refusalText(difference, `"${key}" is fixed when a materialized view is created`, REBUILD)];
}

/** Of a materialized view ALTER TABLE takes indexes and nothing else. */
function indexSteps(
  desired: DeclaredObject,
  statement: CreateMaterializedViewStatement,
  differences: readonly Difference[],
): readonly StepDraft[] {
  return differences.flatMap((difference) => {
    const name = difference.path.slice('indexes.'.length);
    const index = statement.indexes.find((one) => one.name === name);
    const clauses: readonly AlterTableClause[] = [
      ...(difference.live === ABSENT ? [] : [{ kind: 'drop-index', name } as const]),
      ...(index === undefined ? [] : [{ kind: 'add-index', index } as const]),
    ];
    return clauses.map((clause): StepDraft => ({
      kind: 'alter-indexes',
      statements: [alterTableStatement(desired, [clause])],
      risk: 'rewrites-data',
      mechanism: 'async-job',
      awaits: 'schema-change',
      rewrites: true,
      resolves: [difference.path],
      wayBack: 'declare the indexes as they were; they are built anew',
    }));
  });
}

function refreshStep(desired: DeclaredObject, statement: CreateMaterializedViewStatement): StepDraft {
  // IMMEDIATE and DEFERRED are for the creation.
  const refresh: RefreshScheme = { ...(statement.refresh ?? { mode: 'manual' }), moment: undefined };
  const sql = alterStatement(desired, { kind: 'refresh', refresh });
  return { kind: 'alter-refresh', statements: [sql], risk: 'safe', mechanism: 'metadata', resolves: ['refresh'] };
}

function propertiesStep(
  desired: DeclaredObject,
  statement: CreateMaterializedViewStatement,
  differences: readonly Difference[],
): StepDraft {
  const keys = new Set(differences.map(({ path }) => path.slice('properties.'.length)));
  const properties = statement.properties.filter(({ key }) => keys.has(key));
  return {
    kind: 'set-properties',
    statements: [alterStatement(desired, { kind: 'set-properties', properties })],
    risk: 'safe',
    mechanism: 'metadata',
    resolves: differences.map(({ path }) => path),
  };
}

function alterStatement(desired: DeclaredObject, action: AlterMaterializedViewAction): string {
  return printStatement({ kind: 'alter-materialized-view', name: nameOf(desired.id), action, at: NOWHERE });
}
