/** How routine loads are read: one query for all, and one for the columns of each job. */

import type { CreateRoutineLoadStatement, LoadProperty, Property } from '@strata/starrocks-sql';

import type { Row } from '../connection-types';
import { idOf } from '../model';
import { textOf } from '../row';
import { NOWHERE, quoteId, quoteValue } from '../sql-text';
import type { Query, Read, ReadScope } from './kind';
import { parsed, printedProperties, statementOf } from './statements';

/** What the engine calls a property in the job's JSON. */
const JOB_KEYS: Readonly<Record<string, string>> = {
  desireTaskConcurrentNum: 'desired_concurrent_number',
  maxErrorNum: 'max_error_number',
  maxFilterRatio: 'max_filter_ratio',
  maxBatchIntervalS: 'max_batch_interval',
  maxBatchRows: 'max_batch_rows',
  taskConsumeSecond: 'task_consume_second',
  taskTimeoutSecond: 'task_timeout_second',
};
/** Of the JSON what is no property of the job. */
const INTERNAL = new Set(['partitions', 'columnToColumnExpr', 'whereExpr', 'dataFormat', 'currentTaskConcurrentNum']);
const SOURCE_KEYS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  KAFKA: { topic: 'kafka_topic', brokerList: 'kafka_broker_list' },
  PULSAR: { topic: 'pulsar_topic', serviceUrl: 'pulsar_service_url', subscription: 'pulsar_subscription' },
};
const ENDED = new Set(['STOPPED', 'CANCELLED']);

export async function readRoutineLoads(query: Query, scope: ReadScope): Promise<readonly Read[]> {
  if (scope.databases.length === 0) return [];
  const rows = await query(
    'SELECT NAME, DB_NAME, TABLE_NAME, STATE, DATA_SOURCE_TYPE, JOB_PROPERTIES, DATA_SOURCE_PROPERTIES, CUSTOM_PROPERTIES ' +
      `FROM information_schema.routine_load_jobs WHERE DB_NAME IN (${scope.databases.map(quoteValue).join(', ')})`,
  );
  const open = rows.filter((row) => !ENDED.has(textOf(row, 'state')));
  return Promise.all(open.map((row) => readLoad(query, row)));
}

async function readLoad(query: Query, row: Row): Promise<Read> {
  const [database, name] = [textOf(row, 'db_name'), textOf(row, 'name')];
  const [shown] = await query(`SHOW CREATE ROUTINE LOAD ${quoteId(`${database}.${name}`)}`);
  const source = textOf(row, 'data_source_type').toUpperCase();
  const statement: CreateRoutineLoadStatement = {
    kind: 'create-routine-load',
    name: { parts: [database, name], at: NOWHERE },
    table: { parts: [database, textOf(row, 'table_name')], at: NOWHERE },
    loadProperties: shown === undefined ? [] : loadProperties(textOf(shown, 'create job')),
    properties: jobProperties(textOf(row, 'job_properties')),
    source,
    sourceProperties: [
      ...sourceProperties(source, textOf(row, 'data_source_properties')),
      ...printedProperties(textOf(row, 'custom_properties')).map(({ key, value }) => ({
        key: `property.${key}`,
        value,
      })),
    ],
    at: NOWHERE,
  };
  return {
    id: idOf('routine-load', database, name),
    database,
    name,
    statements: [statement],
    paused: textOf(row, 'state').toUpperCase() === 'PAUSED',
  };
}

function jobProperties(json: string): readonly Property[] {
  return printedProperties(json)
    .filter(({ key, value }) => !INTERNAL.has(key) && value !== 'null')
    .map(({ key, value }) => ({ key: JOB_KEYS[key] ?? key, value }));
}

function sourceProperties(source: string, json: string): readonly Property[] {
  const names = SOURCE_KEYS[source] ?? {};
  return printedProperties(json).flatMap(({ key, value }) => {
    const name = names[key];
    return name === undefined ? [] : [{ key: name, value }];
  });
}

/** The printed statement cannot be run again (quotes in properties are not escaped), but its head can be read. */
function loadProperties(printed: string): readonly LoadProperty[] {
  const [head = ''] = printed.split(/\nPROPERTIES\s*\n?\(/);
  const clauses = head.replace(/^CREATE ROUTINE LOAD\s+\S+\s+ON\s+[^\s,]+\s*,?/i, '').trim();
  if (clauses === '') return [];
  const { statements } = parsed(`CREATE ROUTINE LOAD a ON b ${clauses} FROM KAFKA ("kafka_topic" = "t")`);
  return statementOf(statements, 'create-routine-load')?.loadProperties ?? [];
}
