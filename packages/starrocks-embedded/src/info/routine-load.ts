/** A routine load in the words of the frontend: its JSON columns and its printed statement. */

import type { LoadProperty } from '@strata/starrocks-sql';
import { printStatement } from '@strata/starrocks-sql';

import type { NamedRecord } from '../storage/model';

const JOB_KEYS: Readonly<Record<string, string>> = {
  desired_concurrent_number: 'desireTaskConcurrentNum',
  max_error_number: 'maxErrorNum',
  max_filter_ratio: 'maxFilterRatio',
  max_batch_interval: 'maxBatchIntervalS',
  max_batch_rows: 'maxBatchRows',
  task_consume_second: 'taskConsumeSecond',
  task_timeout_second: 'taskTimeoutSecond',
};
const DEFAULTS: Readonly<Record<string, string>> = {
  desired_concurrent_number: '5',
  max_error_number: '0',
  max_filter_ratio: '1.0',
  max_batch_interval: '10',
  max_batch_rows: '200000',
  task_consume_second: '15',
  task_timeout_second: '60',
  format: 'csv',
  strip_outer_array: 'false',
  json_root: '',
  strict_mode: 'false',
  timezone: 'Asia/Shanghai',
  partial_update: 'false',
};
const SOURCE_KEYS: Readonly<Record<string, string>> = {
  kafka_topic: 'topic',
  kafka_broker_list: 'brokerList',
  pulsar_topic: 'topic',
  pulsar_service_url: 'serviceUrl',
  pulsar_subscription: 'subscription',
};
const CUSTOM = 'property.';

export function jobPropertiesJson(job: NamedRecord): string {
  const all = { ...DEFAULTS, ...job.properties };
  const named = Object.entries(all).map(([key, value]) => [JOB_KEYS[key] ?? key, value] as const);
  return JSON.stringify({ ...Object.fromEntries(named), ...clausesOf(job), dataFormat: all.format });
}

export function sourcePropertiesJson(job: NamedRecord): string {
  const entries = sourceOf(job).flatMap(([key, value]) => {
    const name = SOURCE_KEYS[key];
    return name === undefined ? [] : [[name, value]];
  });
  return JSON.stringify(Object.fromEntries(entries));
}

export function customPropertiesJson(job: NamedRecord): string {
  const own = sourceOf(job).filter(([key]) => key.startsWith(CUSTOM));
  return JSON.stringify(Object.fromEntries(own.map(([key, value]) => [key.slice(CUSTOM.length), masked(key, value)])));
}

/** Where a job stands that reads nothing here: before the offsets that it was given. */
export function progressJson(job: NamedRecord): string {
  const source = new Map(sourceOf(job));
  const list = (key: string): readonly string[] => (source.get(key) ?? '').split(',').map((part) => part.trim());
  const offsets = list('kafka_offsets');
  const places = list('kafka_partitions').flatMap((partition, index) =>
    partition === '' ? [] : [[partition, shownOffset(offsets[index] ?? 'OFFSET_END')]],
  );
  return JSON.stringify(Object.fromEntries(places));
}

/** The offset of the last message that was read; the words of the engine where none was. */
function shownOffset(next: string): string {
  if (next === '0') return 'OFFSET_ZERO';
  return /^\d+$/.test(next) ? String(BigInt(next) - 1n) : next;
}

/** What the clauses of the load say; a star where there is none. */
function clausesOf(job: NamedRecord): Readonly<Record<string, string>> {
  const clauses = { partitions: '*', columnToColumnExpr: '*', whereExpr: '*' };
  for (const property of loadPropertiesOf(job)) {
    if (property.kind === 'partitions') clauses.partitions = property.partitions.names.join(',');
    if (property.kind === 'columns') clauses.columnToColumnExpr = property.columns.map(({ text }) => text).join(',');
    if (property.kind === 'where') clauses.whereExpr = property.condition.text;
  }
  return clauses;
}

function masked(key: string, value: string): string {
  return /password|secret/i.test(key) ? '******' : value;
}

function sourceOf(job: NamedRecord): readonly (readonly [string, string])[] {
  return Object.entries(job.details['sourceProperties'] ?? {}).map(([key, value]) => [key, String(value)]);
}

/** As SHOW CREATE ROUTINE LOAD prints it: quotes inside of values are not escaped. */
export function createRoutineLoadText(job: NamedRecord, table: string): string {
  const lines = loadLines(job);
  const head = `CREATE ROUTINE LOAD ${job.name} on ${table}${lines === '' ? '' : `,\n${lines}`}`;
  const list = (all: readonly (readonly [string, string])[]): string =>
    all.map(([key, value]) => `"${key}"="${masked(key, value)}"`).join(',\n');
  const source = String(job.details['source']);
  return `${head}\nPROPERTIES\n(\n${list(Object.entries({ ...DEFAULTS, ...job.properties }))}\n)\nFROM ${source}\n(\n${list(sourceOf(job))}\n);`;
}

/** The clauses of the load by the printer, between the name of the table and FROM. */
function loadLines(job: NamedRecord): string {
  const at = { offset: 0, line: 1, column: 1 };
  const printed = printStatement({
    kind: 'create-routine-load',
    name: { parts: ['j'], at },
    table: { parts: ['t'], at },
    loadProperties: loadPropertiesOf(job),
    properties: [],
    source: 'KAFKA',
    sourceProperties: [],
    at,
  });
  return printed.slice(printed.indexOf('ON t') + 'ON t'.length, printed.lastIndexOf('FROM KAFKA')).trim();
}

function loadPropertiesOf(job: NamedRecord): readonly LoadProperty[] {
  const kept = job.details['loadProperties'];
  return Array.isArray(kept) ? kept.filter(isLoadProperty) : [];
}

function isLoadProperty(value: unknown): value is LoadProperty {
  return typeof value === 'object' && value !== null && 'kind' in value;
}
