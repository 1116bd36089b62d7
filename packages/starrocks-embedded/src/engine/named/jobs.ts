import type {
  AlterRoutineLoadStatement,
  ControlRoutineLoadStatement,
  CreateFunctionStatement,
  CreatePipeStatement,
  CreateRoutineLoadStatement,
  DropFunctionStatement,
  QualifiedName,
} from '@strata/starrocks-sql';

import { SqlError, analysisError, unsupported } from '../../errors';
import { OK } from '../../protocol/result';
import type { StatementResult } from '../../protocol/result';
import type { NamedRecord } from '../../storage/model';
import type { ServerContext, SessionState } from '../context';
import { requireTable, resolveName } from '../targets';
import { typeLabel } from '../table/type-names';
import { addNamed, dropNamed, putNamed, toRecord } from './store';

/** `database.name` of an object that lives in a database. */
export function fullName(session: SessionState, name: QualifiedName): string {
  const target = resolveName(session, name);
  return `${target.database}.${target.name}`;
}

const BROKERS = /^\s*\[?([0-9a-zA-Z\-%._:]*)\]?:(\d+)\s*(,\s*\[?([0-9a-zA-Z\-%._:]*)\]?:(\d+)\s*)*$/;

/** Keeps a routine load; nothing is consumed here. */
export async function createRoutineLoad(
  context: ServerContext,
  session: SessionState,
  statement: CreateRoutineLoadStatement,
): Promise<StatementResult> {
  const table = requireTable(context, resolveName(session, inDatabaseOf(statement)));
  const name = fullName(session, {
    ...statement.name,
    parts: [...database(session, statement.name, table.database), statement.name.parts.at(-1) ?? ''],
  });
  const properties = toRecord(statement.properties);
  const source = toRecord(statement.sourceProperties);
  if (properties['desired_concurrent_number'] !== undefined && Number(properties['desired_concurrent_number']) <= 0)
    throw analysisError('desired_concurrent_number should > 0');
  const brokers = source['kafka_broker_list'] ?? source['pulsar_service_url'];
  if (brokers === undefined) throw analysisError('kafka_broker_list is a required property');
  if (statement.source === 'KAFKA' && !BROKERS.test(brokers))
    throw analysisError(`kafka_broker_list: ${brokers} does not match pattern .*?\\[?([0-9a-zA-Z\\-%._:]*)\\]?:(\\d+)`);
  const old = context.catalog.named('routine-load', name);
  if (old !== undefined && old.state === 'STOPPED') await dropNamed(context, 'routine-load', name);
  const isNew = await addNamed(context, session, {
    kind: 'routine-load',
    name,
    properties,
    state: 'NEED_SCHEDULE',
    details: {
      tableId: table.id,
      source: statement.source,
      sourceProperties: source,
      loadProperties: statement.loadProperties,
    },
  });
  if (!isNew)
    throw new SqlError(1064, `Name ${statement.name.parts.at(-1) ?? ''} already used in db ${table.database}`);
  return OK;
}

/** The table of a job is in the job's database. */
function inDatabaseOf({ name, table }: CreateRoutineLoadStatement): QualifiedName {
  return name.parts.length > 1 && table.parts.length === 1
    ? { ...table, parts: [name.parts[0] ?? '', ...table.parts] }
    : table;
}

function database(session: SessionState, name: QualifiedName, fallback: string): readonly string[] {
  if (name.parts.length > 1) return [name.parts[0] ?? ''];
  return [session.database === '' ? fallback : session.database];
}

function requireRoutineLoad(context: ServerContext, name: string): NamedRecord {
  const job = context.catalog.named('routine-load', name);
  if (job === undefined)
    throw new SqlError(1064, `There is no routine load job with name ${name.split('.').at(-1) ?? ''}`);
  return job;
}

export async function controlRoutineLoad(
  context: ServerContext,
  session: SessionState,
  statement: ControlRoutineLoadStatement,
): Promise<StatementResult> {
  const job = requireRoutineLoad(context, fullName(session, statement.name));
  const states = { PAUSE: 'PAUSED', RESUME: 'NEED_SCHEDULE', STOP: 'STOPPED' } as const;
  if (job.state === 'STOPPED')
    throw new SqlError(1064, `There is no operable routine load job with name ${job.name.split('.').at(-1) ?? ''}`);
  if (statement.verb === 'PAUSE' && job.state === 'PAUSED') {
    throw new SqlError(1064, 'Could not transform PAUSED to PAUSED');
  }
  await putNamed(context, {
    ...job,
    state: states[statement.verb],
    details: { ...job.details, changedMs: Date.now() },
  });
  return OK;
}

export async function alterRoutineLoad(
  context: ServerContext,
  session: SessionState,
  statement: AlterRoutineLoadStatement,
): Promise<StatementResult> {
  const job = requireRoutineLoad(context, fullName(session, statement.name));
  if (job.state !== 'PAUSED') throw new SqlError(1064, 'Only supports modification of PAUSED jobs');
  await putNamed(context, {
    ...job,
    properties: { ...job.properties, ...toRecord(statement.properties) },
    details: {
      ...job.details,
      ...(statement.loadProperties.length === 0 ? {} : { loadProperties: statement.loadProperties }),
      sourceProperties: {
        ...(job.details['sourceProperties'] as Readonly<Record<string, string>>),
        ...toRecord(statement.sourceProperties),
      },
    },
  });
  return OK;
}

export async function createPipe(
  context: ServerContext,
  session: SessionState,
  statement: CreatePipeStatement,
): Promise<StatementResult> {
  const bad = (reason: string): SqlError =>
    new SqlError(5800, `Getting analyzing error. Detail message: Bad pipe statement: '${reason}'.`);
  const text = statement.insert.text;
  if (!/\bselect\b/i.test(text)) throw bad('must be select statement');
  if (!/\bfiles\s*\(/i.test(text)) throw bad('only support FileTableFunction');
  const name = fullName(session, statement.name);
  if (statement.orReplace) await dropNamed(context, 'pipe', name);
  const isNew = await addNamed(context, session, {
    kind: 'pipe',
    name,
    properties: toRecord(statement.properties),
    state: 'RUNNING',
    details: { insert: text, table: /insert\s+into\s+([\w.`]+)/i.exec(text)?.[1] ?? '' },
  });
  if (!isNew && !statement.ifNotExists)
    throw new SqlError(1064, `pipe-${statement.name.parts.at(-1) ?? ''} already exists`);
  return OK;
}

export async function setPipeState(context: ServerContext, name: string, state: string): Promise<StatementResult> {
  const pipe = context.catalog.named('pipe', name);
  if (pipe === undefined) throw new SqlError(1064, `pipe-${name.split('.').at(-1) ?? ''} not exists`);
  await putNamed(context, { ...pipe, state });
  return OK;
}

const LANGUAGES = ['starrocksjar', 'python'];

/** Keeps a function that is an SQL expression. External ones need a file that nothing here can run. */
export async function createFunction(
  context: ServerContext,
  session: SessionState,
  statement: CreateFunctionStatement,
): Promise<StatementResult> {
  const { body } = statement;
  const refuse = (detail: string): never => {
    throw new SqlError(5064, `Getting analyzing error. Detail message: ${detail}.`);
  };
  if (body.kind === 'external') {
    const properties = toRecord(body.properties);
    const language = (properties['type'] ?? '').toLowerCase();
    if (!LANGUAGES.includes(language)) refuse('unknown lang type');
    if (language === 'python' && body.inline !== undefined && properties['file'] !== 'inline')
      refuse("inline function file should be 'inline'");
    if (properties['file'] === undefined && body.inline === undefined) refuse("No 'object_file' in properties");
    throw unsupported('functions in Java and Python');
  }
  const name = statement.global ? statement.name.parts.join('.') : fullName(session, statement.name);
  const key = `${name}(${body.arguments.map((argument) => typeLabel(argument.type)).join(',')})`;
  if (statement.orReplace) await dropNamed(context, 'function', key);
  const isNew = await addNamed(context, session, {
    kind: 'function',
    name: key,
    details: { expression: body.expression.text, arguments: body.arguments },
  });
  if (!isNew && !statement.ifNotExists) throw new SqlError(1064, `function already exists`);
  return OK;
}

export async function dropFunction(
  context: ServerContext,
  session: SessionState,
  statement: DropFunctionStatement,
): Promise<StatementResult> {
  const name = statement.global ? statement.name.parts.join('.') : fullName(session, statement.name);
  const key = `${name}(${statement.arguments.map(typeLabel).join(',')})`;
  if (await dropNamed(context, 'function', key)) return OK;
  throw new SqlError(1055, `Getting analyzing error. Detail message: Unknown function '${key}'.`);
}
