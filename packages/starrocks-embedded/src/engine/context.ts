import { randomUUID } from 'node:crypto';

import type { DuckDBConnection } from '@duckdb/node-api';

import { SqlError } from '../errors';
import type { QueryColumn, QueryScope } from '../query/contract';
import type { InfoSchema } from '../info/info-schema';
import type { Catalog } from '../storage/catalog';
import type { ObjectRecord } from '../storage/model';
import type { Store } from '../storage/store';
import { queryType } from '../storage/types';
import type { AlterJobs } from './alter-jobs';
import type { Switches } from './switches';
import type { TableStatistics } from './table-statistics';
import type { TaskRunner } from './task-runner';
import { VERSION, VERSION_COMMENT } from './identity';
import { VARIABLE_DEFAULTS } from './variable-defaults';

/** What all sessions share. */
export interface ServerContext {
  readonly store: Store;
  readonly catalog: Catalog;
  readonly info: InfoSchema;
  /** Delays and faults that tests set. */
  readonly switches: Switches;
  /** Runs of tasks: refreshes of materialized views and submitted statements. */
  readonly tasks: TaskRunner;
  /** Schema changes that take time. */
  readonly jobs: AlterJobs;
  /** Rows and bytes of tables and materialized views. */
  readonly statistics: TableStatistics;
  /** Zone of the times in SHOW and of new sessions. */
  readonly timeZone: string;
  readonly startMs: number;
  readonly administrator: string;
  /** Set once the listeners are up. */
  readonly ports: { mysql: number; http: number };
  readonly sessions: Map<number, SessionState>;
  /** Notes that the rows of an object changed: what depends on it may be refreshed. */
  dataChanged(database: string, name: string): void;
}

/** What one client has set. */
export interface SessionState {
  readonly connectionId: number;
  readonly connection: DuckDBConnection;
  readonly connectedMs: number;
  readonly address: string;
  user: string;
  host: string;
  database: string;
  /** After BEGIN. */
  inTransaction: boolean;
  /** Statement that runs, for SHOW PROCESSLIST. */
  running: { readonly text: string; readonly sinceMs: number } | undefined;
  readonly variables: Map<string, string>;
  readonly userVariables: Map<string, string | number | null>;
  /** Ends the connection (KILL). */
  kill: () => void;
}

/** A session without a client: jobs and tasks run in it. */
export function backgroundSession(context: ServerContext, database: string, user: string): SessionState {
  const [, name = user, host = '%'] = /^'(.*)'@'(.*)'$/.exec(user) ?? [];
  return {
    connectionId: 0,
    connection: context.store.reader,
    connectedMs: Date.now(),
    address: '127.0.0.1',
    user: name,
    host,
    database,
    inTransaction: false,
    running: undefined,
    variables: new Map(),
    userVariables: new Map(),
    kill: () => undefined,
  };
}

export function userName(session: SessionState): string {
  return `'${session.user}'@'${session.host}'`;
}

/** Value of a system variable in a session, or undefined when there is no such variable. */
export function systemVariable(context: ServerContext, session: SessionState, name: string): string | undefined {
  const key = name.toLowerCase();
  const own = session.variables.get(key);
  if (own !== undefined) return own;
  return globalVariable(context, key);
}

export function globalVariable(context: ServerContext, name: string): string | undefined {
  const key = name.toLowerCase();
  const stored = context.catalog.globalVariables().get(key);
  if (stored !== undefined) return stored.value;
  if (key === 'version_comment') return VERSION_COMMENT;
  if (key === 'time_zone' || key === 'system_time_zone') return context.timeZone;
  if (key === 'current_version') return VERSION;
  return VARIABLE_DEFAULTS[key] ?? (key === 'sql_auto_is_null' ? VARIABLE_DEFAULTS['SQL_AUTO_IS_NULL'] : undefined);
}

/** What the translator may ask while it translates a statement of this session. */
export function queryScope(context: ServerContext, session: SessionState, database = session.database): QueryScope {
  return {
    database,
    user: userName(session),
    connectionId: session.connectionId,
    timeZone: systemVariable(context, session, 'time_zone') ?? context.timeZone,
    nowMs: Date.now(),
    columnsOf: (schema, table) => columnsOf(context, schema, table),
    isCreatedFunction: (name) =>
      context.catalog.namedOf('function').some((made) => made.name.split('(')[0]?.split('.').at(-1) === name),
    variable: (name) => {
      if (!name.startsWith('@') || name.startsWith('@@')) {
        const plain = name.replace(/^@@/, '').replace(/^(session|global|local)\./i, '');
        return systemVariable(context, session, plain) ?? session.userVariables.get(plain);
      }
      return session.userVariables.get(name.slice(1));
    },
  };
}

function columnsOf(context: ServerContext, database: string, table: string): readonly QueryColumn[] | undefined {
  const info = context.info.columns(database, table);
  if (info !== undefined) return info;
  const object = context.catalog.object(database, table);
  if (object === undefined && context.catalog.database(database) === undefined) {
    throw new SqlError(5501, `Getting analyzing error. Detail message: Unknown database '${database}'.`);
  }
  return object === undefined ? undefined : recordColumns(object);
}

function recordColumns(object: ObjectRecord): readonly QueryColumn[] {
  return object.columns.map((column) => ({ name: column.name, type: queryType(column.type) }));
}

/** Id of a query or a load, as StarRocks shapes it. */
export function newQueryId(): string {
  return randomUUID();
}
