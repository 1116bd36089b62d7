/** The two keys to destruction (D9). */

import { printStatement } from '@strata/starrocks-sql';

import type { RelationKind } from './definition';
import { isPlain, kindOf } from './kinds/registry';
import type { LiveObject, ObjectId } from './model';
import type { PlanPolicy } from './plan-types';
import { NOWHERE, nameOf } from './sql-text';

/** The statement that drops an object. What is dropped without FORCE can be recovered for a day. */
export function dropSql(id: ObjectId, kind: RelationKind): string {
  const common = { name: nameOf(id), ifExists: false, at: NOWHERE };
  switch (kind) {
    case 'database':
      return printStatement({ kind: 'drop-database', force: false, ...common });
    case 'table':
      return printStatement({ kind: 'drop-table', temporary: false, force: false, ...common });
    case 'view':
      return printStatement({ kind: 'drop-view', ...common });
    case 'materialized-view':
      return printStatement({ kind: 'drop-materialized-view', force: false, ...common });
  }
}

/** The statements that drop a live object. */
export function dropStatements(live: LiveObject): readonly string[] {
  return isPlain(live.kind) ? kindOf(live.kind).drop(live) : [dropSql(live.id, live.kind)];
}

/** Whether its end loses what no file says; what does not goes without keys. */
export function holdsData(live: LiveObject): boolean {
  return !isPlain(live.kind) || kindOf(live.kind).holdsData;
}

/**
 * Whether data may be destroyed: the object's own key (`--@ allow-drop`) or the one that stands for all of them
 * (`allowDataLoss`), and the environment's (protection off).
 */
export function mayDestroy(allowDrop: boolean, policy: PlanPolicy): boolean {
  return (allowDrop || policy.allowDataLoss) && !policy.protection;
}

/** Which of the keys are missing, for a message. */
export function missingKeys(allowDrop: boolean, policy: PlanPolicy): string {
  const missing = [
    ...(allowDrop || policy.allowDataLoss
      ? []
      : ['`--@ allow-drop` in its file (applied before the file is deleted) or allowDataLoss']),
    ...(policy.protection ? ['protection off for the environment'] : []),
  ];
  return missing.join(' and ');
}
