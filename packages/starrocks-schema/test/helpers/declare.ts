/** Declared models from SQL text. */

import { parseStatement } from '@strata/starrocks-sql';

import type { DeclaredSource } from '../../src/load';
import { modelOf } from '../../src/load';
import type { Model } from '../../src/model';
import type { PlanPolicy } from '../../src/plan-types';

export const CAREFUL: PlanPolicy = { allowDataLoss: false, protection: true };
export const BOTH_KEYS: PlanPolicy = { allowDataLoss: true, protection: false };

export interface Extras {
  readonly allowDrop?: boolean;
  readonly ignore?: readonly string[];
  readonly references?: readonly string[];
}

/** One source; what it refers to is read from its text by pattern, which is enough for tests. */
export function source(sql: string, extras: Extras = {}): DeclaredSource {
  const references = [...sql.matchAll(/(?:FROM|JOIN) (\w+\.\w+)/g)].map((match) => match[1] ?? '');
  const file = /(?:TABLE|VIEW) (\w+)\.(\w+)/.exec(sql);
  return {
    statement: parseStatement(sql),
    file: file === null ? undefined : `sql/${file[1] ?? ''}/${file[2] ?? ''}.sql`,
    database: 'ods',
    references: extras.references ?? references,
    allowDrop: extras.allowDrop ?? false,
    ignore: extras.ignore ?? [],
  };
}

export function declare(...statements: readonly (string | DeclaredSource)[]): Model {
  return modelOf(statements.map((statement) => (typeof statement === 'string' ? source(statement) : statement)));
}
