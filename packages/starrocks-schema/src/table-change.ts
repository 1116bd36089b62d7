/** What the rules for tables judge, and what they answer. */

import type { AlterTableClause, CreateTableStatement } from '@strata/starrocks-sql';
import { printStatement } from '@strata/starrocks-sql';

import type { TableDefinition } from './definition';
import type { DeclaredObject } from './model';
import type { Difference, PlanPolicy, StepDraft } from './plan-types';
import { NOWHERE, nameOf } from './sql-text';

export interface TableChange {
  readonly desired: DeclaredObject;
  readonly statement: CreateTableStatement;
  readonly declared: TableDefinition;
  readonly live: TableDefinition;
  readonly differences: readonly Difference[];
  readonly policy: PlanPolicy;
  /** `current_version()` of the warehouse; empty when none was read. */
  readonly engineVersion: string;
  /** Columns, in lower case by their new names, that the table has under their former ones. */
  readonly renamed?: ReadonlySet<string>;
}

/** What one rule makes of the differences that are its own. */
export interface Part {
  readonly steps: readonly StepDraft[];
  readonly refused: readonly Refused[];
}

interface Refused {
  readonly message: string;
  /** A second table that takes the place of the first could have it. */
  readonly bySwap: boolean;
}

export const NOTHING: Part = { steps: [], refused: [] };

export function refuse(difference: Difference, rule: string, remedy = KEEP): Part {
  return { steps: [], refused: [{ message: refusalText(difference, rule, remedy), bySwap: false }] };
}

/** Refused in place only. */
export function refuseInPlace(difference: Difference, rule: string): Part {
  return { steps: [], refused: [{ message: refusalText(difference, rule, REBUILD), bySwap: true }] };
}

const KEEP = 'declare what the table has, or declare a table of another name and move the data';
const REBUILD =
  'allow `rewrites-data` in the policy, so that a second table is filled and takes the place of this one, or declare what the table has';

/** `key: declared PRIMARY (a), live PRIMARY (b); <rule>. To go on, <remedy>.` */
export function refusalText(difference: Difference, rule: string, remedy: string): string {
  return `${difference.path}: declared ${difference.declared || "''"}, live ${difference.live || "''"}; ${rule}. To go on, ${remedy}.`;
}

export function join(parts: readonly Part[]): Part {
  return { steps: parts.flatMap(({ steps }) => steps), refused: parts.flatMap(({ refused }) => refused) };
}

export function alterStatement(desired: DeclaredObject, clauses: readonly AlterTableClause[]): string {
  return printStatement({ kind: 'alter-table', name: nameOf(desired.id), clauses, at: NOWHERE });
}

/** Takes effect when the statement returns. */
export function metadataStep(
  kind: 'comment' | 'set-properties',
  clause: AlterTableClause,
  difference: Difference,
  { desired }: TableChange,
): StepDraft {
  return {
    kind,
    statements: [alterStatement(desired, [clause])],
    risk: 'safe',
    mechanism: 'metadata',
    resolves: [difference.path],
  };
}
