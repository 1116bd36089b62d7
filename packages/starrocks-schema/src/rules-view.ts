/** What can be done to a view or a materialized view in place. */

import type {
  AlterMaterializedViewAction,
  CreateMaterializedViewStatement,
  RefreshScheme,
} from '@strata/starrocks-sql';
import { printStatement } from '@strata/starrocks-sql';

import { ABSENT } from './compare';
import type { DeclaredObject } from './model';
import type { Difference, StepDraft, Verdict } from './plan-types';
import { refusalText } from './rules-table';
import { NOWHERE, nameOf } from './sql-text';

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

const REBUILD = 'declare the new one under another name and drop this one once its readers have moved';

/** Schedule and properties change in place; for the rest the engine knows only a new materialized view. */
export function alterMaterializedView(desired: DeclaredObject, differences: readonly Difference[]): Verdict {
  const { statement } = desired;
  if (statement?.kind !== 'create-materialized-view') {
    return { steps: [], refusals: ['its kind cannot change in place'], warnings: [] };
  }
  const properties = differences.filter(({ path }) => path.startsWith('properties.'));
  const refresh = differences.find(({ path }) => path === 'refresh');
  const rest = differences.filter((difference) => difference !== refresh && !properties.includes(difference));
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
    ],
    refusals,
    warnings: [],
  };
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
