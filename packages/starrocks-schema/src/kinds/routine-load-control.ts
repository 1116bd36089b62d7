/** Routine loads, paused and resumed. */

import { printStatement } from '@strata/starrocks-sql';

import type { LiveObject } from '../model';
import type { Difference, StepDraft } from '../plan-types';
import { NOWHERE, quoteValue } from '../sql-text';

type Load = Pick<LiveObject, 'database' | 'name'>;

export const ROUTINE_LOADS = 'information_schema.routine_load_jobs';

/** Condition for the jobs of a name, ended ones among them. */
export function isNamed({ database, name }: Load): string {
  return `DB_NAME = ${quoteValue(database)} AND NAME = ${quoteValue(name)}`;
}

/** Condition for the job of a name that has not ended. */
export function isOpen(load: Load): string {
  return `${isNamed(load)} AND STATE NOT IN ('STOPPED', 'CANCELLED')`;
}

/** PAUSE, RESUME or STOP of a load. */
export function controlSql(verb: 'PAUSE' | 'RESUME' | 'STOP', { database, name }: Load): string {
  return printStatement({
    kind: 'control-routine-load',
    verb,
    name: { parts: [database, name], at: NOWHERE },
    at: NOWHERE,
  });
}

/** A load that is paused already is left so: the refusal to pause it again is no failure. */
export function pauseDraft(loads: readonly Load[], resolves: readonly string[]): StepDraft {
  return {
    kind: 'pause-loads',
    statements: loads.map((load) => controlSql('PAUSE', load)),
    risk: 'locks-writers',
    mechanism: 'metadata',
    resolves,
    repeatable: true,
    wayBack: loads.map((load) => controlSql('RESUME', load)).join('; '),
  };
}

/** Resolves nothing, so that a run that was cut off before it always comes to it. */
export function resumeDraft(load: Load): StepDraft {
  return {
    kind: 'resume-loads',
    statements: [controlSql('RESUME', load)],
    risk: 'safe',
    mechanism: 'metadata',
    resolves: [],
    repeatable: true,
    settled: {
      kind: 'query',
      sql: `SELECT COUNT(*) > 0 FROM ${ROUTINE_LOADS} WHERE ${isOpen(load)} AND STATE <> 'PAUSED'`,
    },
    wayBack: controlSql('PAUSE', load),
  };
}

/** ALTER takes a paused load only; one that was paused before stays so. */
export function whilePaused(
  load: Load & Pick<LiveObject, 'paused'>,
  draft: StepDraft,
  differences: readonly Difference[],
): readonly StepDraft[] {
  if (load.paused === true) return [draft];
  const pause = pauseDraft(
    [load],
    differences.map(({ path }) => path),
  );
  return [{ ...pause, risk: 'safe' }, draft, resumeDraft(load)];
}
