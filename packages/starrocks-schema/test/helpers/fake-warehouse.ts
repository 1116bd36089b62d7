/**
 * A warehouse in memory, as far as this package uses one: databases, tables, views, materialized views, the ledger's
 * rows, column jobs. It prints what it holds with the defaults that a real one adds, and can be cut off at any statement.
 */

import type {
  AlterTableClause,
  ColumnDefinition,
  CreateTableStatement,
  Property,
  Statement,
} from '@strata/starrocks-sql';
import { parseStatement, printStatement } from '@strata/starrocks-sql';

import type { Connection, Row } from '../../src/connection-types';
import { ConnectionError, StatementError } from '../../src/errors';

type Created = Extract<Statement, { kind: 'create-table' | 'create-view' | 'create-materialized-view' }>;

/** Where a connection is cut: at the statement of this number (from 1), before or after it took effect. */
export interface Cut {
  readonly at: number;
  readonly when: 'before' | 'after';
}

interface Job {
  readonly id: number;
  readonly table: string;
  readonly clauses: readonly AlterTableClause[];
  /** Looks at it that are still answered with RUNNING. */
  polls: number;
  state: 'RUNNING' | 'FINISHED' | 'CANCELLED';
}

const ENGINE_PROPERTIES: readonly Property[] = [
  { key: 'compression', value: 'LZ4' },
  { key: 'datacache.enable', value: 'true' },
  { key: 'replication_num', value: '1' },
];

export class FakeWarehouse {
  /** Every statement that took effect, in order. */
  public readonly log: string[] = [];
  public version = '3.5.0-fake';
  /** Clock, in seconds. */
  public now = 1_000_000;
  /** How often a column job answers RUNNING before it ends. */
  public jobPolls = 0;
  /** How column jobs end. */
  public jobEnd: 'FINISHED' | 'CANCELLED' = 'FINISHED';
  /** Why a column job was cancelled. */
  public jobMessage = '';
  /** What a column job says while it runs. */
  public jobState = 'RUNNING';
  /** A statement that matches fails with this error number. */
  public refuse: { readonly pattern: RegExp; readonly errno: number; readonly message: string } | undefined;
  /** Runs before each statement, e.g. to change the warehouse behind a run's back. */
  public onStatement: ((sql: string) => void) | undefined;
  private readonly databases = new Set<string>();
  private readonly objects = new Map<string, Created>();
  private readonly rows = new Map<string, Map<string, Row>>();
  private readonly jobs: Job[] = [];

  /** A connection; with `cut` it is lost at that statement, together with all its forks. */
  public connect(cut?: Cut): Connection {
    const count = { sent: 0, lost: false };
    const connection: Connection = {
      query: (sql) => {
        if (count.lost) return Promise.reject(lost());
        count.sent += 1;
        const isCut = cut?.at === count.sent;
        if (isCut) count.lost = true;
        if (isCut && cut.when === 'before') return Promise.reject(lost());
        try {
          const rows = this.execute(sql);
          return isCut ? Promise.reject(lost()) : Promise.resolve(rows);
        } catch (error) {
          return Promise.reject(error instanceof Error ? error : new Error(String(error)));
        }
      },
      fork: () => (count.lost ? Promise.reject(lost()) : Promise.resolve(connection)),
      close: () => Promise.resolve(),
    };
    return connection;
  }

  /** DDL that took effect on the objects of users. */
  public get ddl(): readonly string[] {
    return this.log.filter((sql) => /^(CREATE|ALTER|DROP)/.test(sql) && !sql.includes('_strata'));
  }

  /** Ends all jobs now. */
  public endJobs(): void {
    for (const job of this.jobs) {
      job.polls = 0;
      this.advance(job);
    }
  }

  public clearLog(): void {
    this.log.length = 0;
  }

  public execute(sql: string): readonly Row[] {
    this.onStatement?.(sql);
    if (this.refuse?.pattern.test(sql) === true) throw new StatementError(this.refuse.errno, sql, this.refuse.message);
    const rows = this.answer(sql);
    this.log.push(sql);
    return rows;
  }

  private answer(sql: string): readonly Row[] {
    if (sql.startsWith('SELECT')) return this.select(sql);
    if (sql.startsWith('SHOW CREATE')) return this.showCreate(sql);
    if (sql.startsWith('SHOW TABLES')) return this.showTables(sql);
    if (sql.startsWith('SHOW ALTER TABLE COLUMN')) return this.showJobs(sql);
    if (sql.startsWith('INSERT')) return this.insert(sql);
    return this.runDdl(sql, parseStatement(sql));
  }

  private select(sql: string): readonly Row[] {
    if (sql.includes('current_version()')) return [{ version: this.version }];
    if (sql.includes('unix_timestamp()')) return [{ now_s: this.now }];
    if (sql.includes('information_schema.schemata')) return [...this.databases].map((name) => ({ schema_name: name }));
    if (sql.includes('information_schema.')) return this.informationSchema(sql);
    const from = /FROM `_strata`\.`(\w+)`(?: WHERE (\w+) = '([^']*)')?/.exec(sql);
    const [, table = '', column = '', value = ''] = from ?? [];
    const view = this.objects.get(`_strata.${table}`);
    if (view?.kind === 'create-view') return [lockRow(view.query.text)];
    return [...(this.rows.get(table)?.values() ?? [])].filter((row) => row[column] === value);
  }

  private informationSchema(sql: string): readonly Row[] {
    const wanted = [...(/TABLE_SCHEMA (?:IN|=) \(?([^)]*)\)?/.exec(sql)?.[1] ?? '').matchAll(/'([^']*)'/g)].map(
      (m) => m[1],
    );
    const names = [...(/TABLE_NAME IN \(([^)]*)\)/.exec(sql)?.[1] ?? '').matchAll(/'([^']*)'/g)].map((m) => m[1]);
    return [...this.objects]
      .map(([id, statement]) => ({
        id,
        statement,
        schema: id.slice(0, id.indexOf('.')),
        name: id.slice(id.indexOf('.') + 1),
      }))
      .filter((object) => wanted.includes(object.schema) && (names.length === 0 || names.includes(object.name)))
      .filter(({ statement }) => {
        if (sql.includes('.materialized_views')) return statement.kind === 'create-materialized-view';
        return sql.includes('.views') ? statement.kind === 'create-view' : true;
      })
      .map((object) => ({
        table_schema: object.schema,
        table_name: object.name,
        table_type: object.statement.kind === 'create-table' ? 'BASE TABLE' : 'VIEW',
        is_active: 'true',
        inactive_reason: '',
        materialized_view_definition: printStatement(object.statement),
      }));
  }

  private showCreate(sql: string): readonly Row[] {
    const match = /^SHOW CREATE (.+) `(.+)`\.`(.+)`$/.exec(sql);
    const [, what = '', database = '', name = ''] = match ?? [];
    const statement = this.find(`${database}.${name}`, sql);
    return [{ [`create ${what.toLowerCase()}`]: printStatement(statement) }];
  }

  private showTables(sql: string): readonly Row[] {
    const [, database = '', start = ''] = /FROM `(.+)` LIKE '(.+)%'$/.exec(sql) ?? [];
    return [...this.objects.keys()]
      .filter((id) => id.startsWith(`${database}.${start}`))
      .map((id) => ({ [`tables_in_${database}`]: id.slice(database.length + 1) }));
  }

  private showJobs(sql: string): readonly Row[] {
    const [, database = '', table] = /FROM `([^`]+)`(?: WHERE TableName = "(.+)")?/.exec(sql) ?? [];
    const jobs = this.jobs.filter(({ table: id }) =>
      table === undefined ? id.startsWith(`${database}.`) : id === `${database}.${table}`,
    );
    const rows = jobs.map((job) => ({
      jobid: String(job.id),
      tablename: job.table.slice(job.table.indexOf('.') + 1),
      state: job.state === 'RUNNING' ? this.jobState : job.state,
      msg: job.state === 'CANCELLED' ? this.jobMessage : '',
      progress: '50%',
    }));
    for (const job of jobs) this.advance(job);
    return rows;
  }

  private advance(job: Job): void {
    if (job.state !== 'RUNNING') return;
    job.polls -= 1;
    if (job.polls > 0) return;
    job.state = this.jobEnd;
    if (job.state === 'FINISHED') this.changeTable(job.table, job.clauses);
  }

  private insert(sql: string): readonly Row[] {
    const [, table = '', columns = '', values = ''] =
      /^INSERT INTO `_strata`\.`(\w+)` \(([^)]*)\) VALUES (.*)$/s.exec(sql) ?? [];
    const names = columns.split(', ');
    const rows = this.rows.get(table) ?? new Map<string, Row>();
    this.rows.set(table, rows);
    for (const tuple of tuplesOf(values)) {
      rows.set(String(tuple[0]), Object.fromEntries(names.map((column, index) => [column, tuple[index] ?? null])));
    }
    return [];
  }

  private runDdl(sql: string, statement: Statement): readonly Row[] {
    switch (statement.kind) {
      case 'create-database':
        return this.createDatabase(sql, statement.name.parts.at(-1) ?? '', statement.ifNotExists);
      case 'create-table':
      case 'create-view':
      case 'create-materialized-view':
        return this.createObject(sql, statement);
      case 'drop-view':
      case 'drop-table':
      case 'drop-materialized-view':
        this.objects.delete(statement.name.parts.join('.'));
        return [];
      case 'drop-database':
        this.databases.delete(statement.name.parts.join('.'));
        return [];
      case 'alter-table':
        return this.alterTable(sql, statement.name.parts.join('.'), statement.clauses);
      case 'alter-materialized-view':
        return this.alterMaterializedView(sql, statement);
      default:
        throw new StatementError(1064, sql, `The fake warehouse does not know ${statement.kind}.`);
    }
  }

  private createDatabase(sql: string, name: string, ifNotExists: boolean): readonly Row[] {
    if (this.databases.has(name) && !ifNotExists) {
      throw new StatementError(1007, sql, `Can't create database '${name}'; database exists`);
    }
    this.databases.add(name);
    return [];
  }

  private createObject(sql: string, statement: Created): readonly Row[] {
    const id = statement.name.parts.join('.');
    if (!this.databases.has(statement.name.parts[0] ?? '')) throw new StatementError(5501, sql, 'Unknown database');
    const replaced = statement.kind === 'create-view' && statement.orReplace;
    if (this.objects.has(id) && !replaced) {
      if (statement.ifNotExists) return [];
      throw new StatementError(1050, sql, `Table '${id}' already exists`);
    }
    this.objects.set(id, statement.kind === 'create-table' ? asPrinted(statement) : { ...statement, ...PLAIN });
    return [];
  }

  private alterTable(sql: string, id: string, clauses: readonly AlterTableClause[]): readonly Row[] {
    this.find(id, sql);
    const isJob = clauses.some(({ kind }) => ['add-column', 'drop-column', 'modify-column'].includes(kind));
    if (!isJob) return this.changeTable(id, clauses);
    if (this.jobs.some((job) => job.table === id && job.state === 'RUNNING')) {
      throw new StatementError(1064, sql, `A schema change operation is in progress on the table ${id}.`);
    }
    const job: Job = { id: this.jobs.length + 1, table: id, clauses, polls: this.jobPolls, state: 'RUNNING' };
    this.jobs.push(job);
    if (this.jobPolls === 0) this.advance(job);
    return [];
  }

  private changeTable(id: string, clauses: readonly AlterTableClause[]): readonly Row[] {
    const table = this.objects.get(id);
    if (table?.kind !== 'create-table') throw new StatementError(1064, '', `Table ${id} is not found`);
    this.objects.set(id, clauses.reduce(changed, table));
    return [];
  }

  private alterMaterializedView(
    sql: string,
    statement: Extract<Statement, { kind: 'alter-materialized-view' }>,
  ): readonly Row[] {
    const id = statement.name.parts.join('.');
    const view = this.find(id, sql);
    if (view.kind !== 'create-materialized-view') throw new StatementError(1347, sql, 'is not a materialized view');
    const { action } = statement;
    if (action.kind === 'refresh') this.objects.set(id, { ...view, refresh: action.refresh });
    if (action.kind === 'set-properties') {
      this.objects.set(id, { ...view, properties: merged(view.properties, action.properties) });
    }
    return [];
  }

  private find(id: string, sql: string): Created {
    const statement = this.objects.get(id);
    if (statement === undefined) throw new StatementError(1064, sql, `Table ${id} is not found`);
    return statement;
  }
}

const PLAIN = { orReplace: false, ifNotExists: false };

function lost(): ConnectionError {
  return new ConnectionError('STR1404', 'The connection was lost.');
}

/** As a real warehouse prints a table: with defaults spelled out. */
function asPrinted(statement: CreateTableStatement): CreateTableStatement {
  return {
    ...statement,
    ifNotExists: false,
    engine: 'OLAP',
    columns: statement.columns.map((column) => printedColumn(column, statement)),
    comment: statement.comment ?? 'OLAP',
    properties: merged(ENGINE_PROPERTIES, statement.properties),
  };
}

function printedColumn(column: ColumnDefinition, table: CreateTableStatement): ColumnDefinition {
  const key = table.key?.model === 'PRIMARY' && table.key.columns.includes(column.name);
  const type: ColumnDefinition['type'] =
    column.type?.kind === 'simple' && column.type.name === 'STRING'
      ? { kind: 'string', name: 'VARCHAR', length: 65533 }
      : column.type;
  return { ...column, type, nullable: column.nullable ?? !key, comment: column.comment ?? '' };
}

function merged(old: readonly Property[], added: readonly Property[]): readonly Property[] {
  const all = new Map([...old, ...added].map(({ key, value }) => [key, value]));
  return [...all].map(([key, value]) => ({ key, value })).sort((a, b) => (a.key < b.key ? -1 : 1));
}

function changed(table: CreateTableStatement, clause: AlterTableClause): CreateTableStatement {
  switch (clause.kind) {
    case 'add-column': {
      const { position } = clause;
      const after = position?.kind === 'after' ? table.columns.findIndex(({ name }) => name === position.column) : -1;
      const at = after < 0 ? table.columns.length : after + 1;
      return { ...table, columns: table.columns.toSpliced(at, 0, printedColumn(clause.column, table)) };
    }
    case 'drop-column':
      return { ...table, columns: table.columns.filter(({ name }) => name !== clause.name) };
    case 'modify-column':
      return {
        ...table,
        columns: table.columns.map((column) =>
          column.name === clause.column.name ? printedColumn(clause.column, table) : column,
        ),
      };
    case 'modify-column-comment':
      return {
        ...table,
        columns: table.columns.map((column) =>
          column.name === clause.name ? { ...column, comment: clause.comment } : column,
        ),
      };
    case 'rename-column':
      return {
        ...table,
        columns: table.columns.map((column) => (column.name === clause.from ? { ...column, name: clause.to } : column)),
      };
    case 'comment':
      return { ...table, comment: clause.comment };
    case 'set-properties':
      return { ...table, properties: merged(table.properties, clause.properties) };
    default:
      throw new StatementError(1064, '', `The fake warehouse does not know ${clause.kind}.`);
  }
}

/** Values of a lock view: `SELECT 'x' AS owner, 'y' AS holder, 1 AS beat_at`. */
function lockRow(query: string): Row {
  const entries = [...query.matchAll(/(?:'([^']*)'|(\d+)) AS (\w+)/g)].map(([, text, number, name = '']) => [
    name,
    text ?? Number(number),
  ]);
  return Object.fromEntries(entries) as Row;
}

/** `('a', 1), ('b', 2)` as lists of values. */
function tuplesOf(values: string): readonly (readonly (string | number)[])[] {
  const tuples: (string | number)[][] = [];
  for (const [token] of values.matchAll(/'(?:[^'\\]|\\.)*'|-?\d+|\(/gs)) {
    if (token === '(') tuples.push([]);
    else tuples.at(-1)?.push(token.startsWith("'") ? token.slice(1, -1).replace(/\\(.)/gs, '$1') : Number(token));
  }
  return tuples;
}
