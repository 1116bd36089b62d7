/** Routine loads write by the id of a table: behind a swap they must be made anew, from where they were. */

import type { CreateRoutineLoadStatement } from '@strata/starrocks-sql';
import { printStatement } from '@strata/starrocks-sql';

import { controlSql, isNamed, isOpen, pauseDraft, ROUTINE_LOADS } from '../kinds/routine-load-control';
import type { DeclaredObject, LiveObject } from '../model';
import type { Difference, StepDraft } from '../plan-types';
import { quoteValue } from '../sql-text';
import { leftoverOf } from './names';

/** Where a new load begins: written from what the former one has read. */
const FILLED = ['kafka_partitions', 'kafka_offsets'];

export function loadRefusals(loads: readonly LiveObject[], declared: readonly DeclaredObject[]): readonly string[] {
  return loads
    .filter((load) => declarationOf(load, declared) === undefined)
    .map(
      (load) =>
        `Routine load ${load.database}.${load.name} writes into it by its id, so behind a swap it would go on filling the former table, ` +
        'and it is not declared as a Kafka load here, so it cannot be made anew. To go on, declare it, or stop it by hand.',
    );
}

function declarationOf(load: LiveObject, declared: readonly DeclaredObject[]): CreateRoutineLoadStatement | undefined {
  const statement = declared.find(({ id }) => id === load.id)?.statement;
  return statement?.kind === 'create-routine-load' && statement.source.toUpperCase() === 'KAFKA'
    ? statement
    : undefined;
}

/** A run that was cut off behind a swap left a load on the former table: it is made anew where it was. */
export function strandedLoad(
  live: LiveObject,
  differences: readonly Difference[],
  declared: readonly DeclaredObject[],
): readonly StepDraft[] {
  const { definition } = live;
  const of = definition?.kind === 'routine-load' ? leftoverOf(definition.table)?.of : undefined;
  if (definition?.kind !== 'routine-load' || of === undefined) return [];
  if (!differences.every(({ path, declared: table }) => path === 'table' && table === of)) return [];
  const steps = repointSteps([{ ...live, definition: { ...definition, table: of } }], declared, () => false);
  return steps.map((step) => ({ ...step, resolves: ['table'] }));
}

/**
 * Behind the swap each load ends and begins anew where it was, so it reads nothing twice and leaves nothing out.
 *
 * @param staysPaused whether somebody had paused a load before the swap
 */
export function repointSteps(
  loads: readonly LiveObject[],
  declared: readonly DeclaredObject[],
  staysPaused: (load: LiveObject) => boolean,
): readonly StepDraft[] {
  return loads.flatMap((load) => {
    const statement = declarationOf(load, declared);
    if (statement === undefined) return [];
    const anew = [stopStep(load), createStep(load, statement)];
    return staysPaused(load) ? [...anew, pauseDraft([load], [])] : anew;
  });
}

function stopStep(load: LiveObject): StepDraft {
  return {
    kind: 'drop-routine-load',
    statements: [controlSql('STOP', load)],
    risk: 'locks-writers',
    mechanism: 'metadata',
    resolves: [],
    settled: {
      kind: 'query',
      sql: `SELECT COUNT(*) = 0 FROM ${ROUTINE_LOADS} WHERE ${isOpen(load)} AND TABLE_NAME <> ${tableOf(load)}`,
    },
    wayBack: 'the load is made anew from where it was',
  };
}

function createStep(load: LiveObject, statement: CreateRoutineLoadStatement): StepDraft {
  const kept = statement.sourceProperties.filter(({ key }) => !FILLED.includes(key));
  const sourceProperties = [
    ...kept,
    { key: 'kafka_partitions', value: '{{partitions}}' },
    { key: 'kafka_offsets', value: '{{offsets}}' },
  ];
  return {
    kind: 'resume-loads',
    statements: [printStatement({ ...statement, sourceProperties })],
    risk: 'safe',
    mechanism: 'metadata',
    resolves: [],
    fills: [
      {
        kind: 'kafka-progress',
        column: 'PROGRESS',
        sql: `SELECT PROGRESS FROM ${ROUTINE_LOADS} WHERE ${isNamed(load)} ORDER BY CREATE_TIME DESC LIMIT 1`,
        unread: printStatement(statement),
      },
    ],
    settled: {
      kind: 'query',
      sql: `SELECT COUNT(*) > 0 FROM ${ROUTINE_LOADS} WHERE ${isOpen(load)} AND TABLE_NAME = ${tableOf(load)}`,
    },
    wayBack: controlSql('STOP', load),
  };
}

function tableOf({ definition }: LiveObject): string {
  const table = definition?.kind === 'routine-load' ? definition.table : '';
  return quoteValue(table.slice(table.indexOf('.') + 1));
}
