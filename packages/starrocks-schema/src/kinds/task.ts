/** Tasks with a schedule. One that runs once is work, not an object. */

import type { SubmitTaskStatement } from '@strata/starrocks-sql';

import { compareProperties, maskedText, text } from '../compare-text';
import type { Row } from '../connection-types';
import { foldSql } from '../fold';
import { idOf } from '../model';
import { intervalText, propertiesOf } from '../normalise-text';
import type { Verdict } from '../plan-types';
import { textOf } from '../row';
import { withoutSecrets } from '../secrets';
import { NOWHERE, quoteValue } from '../sql-text';
import type { PlainChange } from './common';
import { defineKind, mapValues, plainValue, step, verdict } from './common';
import type { TaskDefinition } from './definition';
import type { Query, Read, ReadScope } from './kind';
import { clearObject, dropObject, printedProperties, statementOf } from './statements';

const PERIODICAL = /^PERIODICAL\b.*?START\(([^)]*)\)\s+EVERY\((\d+)\s+(\w+?)S?\)/i;

export const task = defineKind<TaskDefinition>({
  kind: 'task',
  title: 'task',
  inDatabase: true,
  holdsData: false,
  normalise: (statements) => {
    const statement = statementOf(statements, 'submit-task');
    if (statement === undefined) return undefined;
    const { schedule } = statement;
    return {
      kind: 'task',
      body: foldSql(statement.body.text),
      every: schedule && singular(intervalText(schedule.every)),
      start: schedule?.start?.replace('T', ' '),
      properties: mapValues(propertiesOf(statement.properties), plainValue),
    };
  },
  create: ({ sql }) => [sql],
  drop: ({ name }) => [dropObject('TASK', name)],
  compare: (declared, live, managed) => [
    ...text('schedule', scheduleText(declared), scheduleText(live, declared.start !== undefined)),
    ...maskedText('body', declared.body, live.body),
    ...compareProperties(declared.properties, live.properties, managed),
  ],
  managedKeys: ({ properties }) => Object.keys(properties),
  alter,
  introspect: readTasks,
});

function singular(interval: string): string {
  return interval.toUpperCase().replace(/S$/, '');
}

function scheduleText({ every, start }: TaskDefinition, withStart = true): string {
  return `${start !== undefined && withStart ? `start ${fullTime(start)} ` : ''}every ${every ?? ''}`;
}

/** The engine leaves seconds of zero away. */
function fullTime(time: string): string {
  return /^\d{4}-\d\d-\d\d \d\d:\d\d$/.test(time) ? `${time}:00` : time;
}

/** A task has no state but its schedule: it is submitted anew. A run that is under way ends by itself. */
function alter({ desired, differences }: PlainChange<TaskDefinition>): Verdict {
  const statements = [clearObject('TASK', desired.name), desired.sql];
  return verdict([step('alter-task', statements, differences)]);
}

async function readTasks(query: Query, scope: ReadScope): Promise<readonly Read[]> {
  if (scope.databases.length === 0) return [];
  const rows = await query(
    `SELECT TASK_NAME, \`SCHEDULE\`, \`DATABASE\`, DEFINITION, PROPERTIES FROM information_schema.tasks WHERE \`DATABASE\` IN (${scope.databases.map(quoteValue).join(', ')})`,
  );
  return rows.flatMap(readOf);
}

/** Refreshes of materialized views are tasks too; they belong to those. */
function readOf(row: Row): readonly Read[] {
  const name = textOf(row, 'task_name');
  const schedule = PERIODICAL.exec(textOf(row, 'schedule'));
  if (schedule === null || /^mv-\d+$/.test(name)) return [];
  const [, start = '', every = '', unit = ''] = schedule;
  const database = textOf(row, 'database');
  const statement: SubmitTaskStatement = {
    kind: 'submit-task',
    name: { parts: [database, name], at: NOWHERE },
    properties: printedProperties(textOf(row, 'properties')),
    schedule: {
      start: fullTime(start.replace('T', ' ')),
      every: { kind: 'interval', value: { text: every, at: NOWHERE }, unit: unit.toUpperCase() },
    },
    body: { text: withoutSecrets(textOf(row, 'definition')), at: NOWHERE },
    at: NOWHERE,
  };
  return [{ id: idOf('task', database, name), database, name, statements: [statement] }];
}
