/** Runs tests of SQL on a server, in scratch databases that are dropped at the end. */

import { randomBytes } from 'node:crypto';
import type { ColumnDefinition, SchemaBundle, SchemaObject, SqlFile, Statement } from '@strata/starrocks-sql';
import { buildBundle, printIdentifier, printStatement } from '@strata/starrocks-sql';
import type { Connection, RowDataPacket } from 'mysql2/promise';
import { CliError } from '../output';
import { compareRows } from './compare';
import { literal } from './literal';
import type { Cell, Row, SqlTest, SqlTestResult } from './model';
import type { StandInColumn } from './stand-in';
import { standInSql } from './stand-in';

export interface Library {
  readonly files: readonly SqlFile[];
  readonly layers: readonly string[];
}

/**
 * Runs the tests one after another; a test that fails does not stop the others.
 *
 * Materialized views are made as views: their query is what is tested, and a view needs no refresh.
 *
 * @throws CliError STR1910 when the library has errors; what a test does wrong is in its result
 */
export async function runSqlTests(
  connection: Connection,
  library: Library,
  tests: readonly SqlTest[],
): Promise<readonly SqlTestResult[]> {
  const prefix = `strata_test_${randomBytes(4).toString('hex')}`;
  const { bundle, errors } = buildBundle(library.files, {
    layers: library.layers,
    databaseOf: (layer) => `${prefix}_${layer}`,
    refresh: 'manual',
  });
  if (errors.length > 0) throw new CliError('STR1910', errors.map(({ message }) => message).join('\n'));
  const runner = new Runner(connection, bundle);
  try {
    for (const { database } of bundle.layers) await connection.query(`CREATE DATABASE ${printIdentifier(database)}`);
    const results: SqlTestResult[] = [];
    for (const test of tests) results.push(await runner.run(test));
    return results;
  } finally {
    for (const { database } of bundle.layers) {
      await connection.query(`DROP DATABASE IF EXISTS ${printIdentifier(database)} FORCE`);
    }
  }
}

class Runner {
  private readonly byId: ReadonlyMap<string, SchemaObject>;
  private readonly made = new Set<string>();
  private readonly filled = new Set<string>();
  /** Views in whose place are given rows. */
  private readonly standIns = new Set<string>();
  private readonly columns = new Map<string, readonly StandInColumn[]>();
  private readonly connection: Connection;
  private readonly bundle: SchemaBundle;

  constructor(connection: Connection, bundle: SchemaBundle) {
    this.connection = connection;
    this.bundle = bundle;
    this.byId = new Map(bundle.objects.map((object) => [object.id, object]));
  }

  public async run(test: SqlTest): Promise<SqlTestResult> {
    const started = performance.now();
    const { file, name, object } = test;
    const done = (result: Pick<SqlTestResult, 'differences' | 'error'>): SqlTestResult => ({
      ...{ file, name, object, ...result },
      passed: result.error === undefined && result.differences.length === 0,
      milliseconds: Math.round(performance.now() - started),
    });
    try {
      return done({ differences: compareRows(test.expect, await this.rowsOf(test)) });
    } catch (error) {
      return done({ differences: [], error: error instanceof Error ? error.message : String(error) });
    }
  }

  private async rowsOf(test: SqlTest): Promise<readonly Row[]> {
    const object = this.byId.get(test.object);
    if (object?.kind !== 'view' && object?.kind !== 'materialized-view') {
      throw new CliError('STR1920', `${test.object} is no view and no materialized view of the library`);
    }
    const views = [...test.given.keys()].filter((id) => this.isView(id));
    const needed = this.closure(test.object, views);
    for (const id of test.given.keys()) this.checkGiven(id, test.object, needed);
    for (const id of this.standIns) this.made.delete(id);
    // Views are looked at before one of them is replaced that others read.
    for (const id of views) await this.columnsOf(id);
    for (const id of views) await this.standIn(id, test.given.get(id) ?? []);
    await this.makeAll(needed, views);
    for (const id of this.filled) await this.connection.query(`TRUNCATE TABLE ${this.nameOf(id)}`);
    this.filled.clear();
    for (const [table, rows] of test.given) await this.insert(table, rows);
    const condition = test.where === undefined ? '' : ` WHERE ${test.where}`;
    const [rows] = await this.connection.query<RowDataPacket[]>(
      `SELECT * FROM ${this.nameOf(test.object)}${condition}`,
    );
    return rows.map((row) => cellsOf(row));
  }

  private isView(id: string): boolean {
    const kind = this.byId.get(id)?.kind;
    return kind === 'view' || kind === 'materialized-view';
  }

  /** What an object reads, directly and behind that; not what is behind given rows. */
  private closure(id: string, given: readonly string[] = []): ReadonlySet<string> {
    const seen = new Set<string>();
    const open = [id];
    for (let next = open.pop(); next !== undefined; next = open.pop()) {
      if (!seen.has(next) && !given.includes(next)) open.push(...(this.byId.get(next)?.references ?? []));
      seen.add(next);
    }
    return seen;
  }

  private checkGiven(id: string, object: string, needed: ReadonlySet<string>): void {
    if (this.byId.get(id)?.kind !== 'table' && !this.isView(id))
      throw new CliError('STR1920', `given ${id}: is no table and no view of the library`);
    if (id === object) throw new CliError('STR1920', `given ${id}: is under test itself`);
    if (needed.has(id)) return;
    const behind = this.closure(object).has(id) ? ' but through what is given instead' : '';
    throw new CliError('STR1920', `given ${id}: ${object} does not read it${behind}`);
  }

  /** Puts given rows in the place of a view. Its columns and their types are those of the view itself. */
  private async standIn(id: string, rows: readonly Row[]): Promise<void> {
    const columns = await this.columnsOf(id);
    const known = columns.map(({ name }) => name);
    refuseStrangers(id, rows, known);
    await this.connection.query(standInSql(this.nameOf(id), columns, rows));
    this.standIns.add(id);
  }

  private async columnsOf(id: string): Promise<readonly StandInColumn[]> {
    const known = this.columns.get(id);
    if (known !== undefined) return known;
    await this.makeAll(this.closure(id));
    const [rows] = await this.connection.query<RowDataPacket[]>(`DESC ${this.nameOf(id)}`);
    const columns = rows.map((row) => ({ name: String(row['Field']), type: String(row['Type']) }));
    this.columns.set(id, columns);
    return columns;
  }

  private async makeAll(ids: ReadonlySet<string>, given: readonly string[] = []): Promise<void> {
    for (const each of this.bundle.objects) {
      if (ids.has(each.id) && !given.includes(each.id)) await this.make(each);
    }
  }

  private async make(object: SchemaObject): Promise<void> {
    if (this.made.has(object.id)) return;
    await this.connection.query(printStatement(asView(object.statement, this.standIns.delete(object.id))));
    this.made.add(object.id);
  }

  private async insert(table: string, rows: readonly Row[]): Promise<void> {
    const statement = this.byId.get(table)?.statement;
    if (statement?.kind !== 'create-table' || rows.length === 0) return;
    this.filled.add(table);
    const known = statement.columns.map(({ name }) => name);
    refuseStrangers(table, rows, known);
    const columns = statement.columns.filter(
      ({ generated, autoIncrement }) => generated === undefined && !autoIncrement,
    );
    const values = rows.map(
      (row) => `(${columns.map((column) => literal(row[column.name] ?? absent(column, row))).join(', ')})`,
    );
    const names = columns.map(({ name }) => printIdentifier(name)).join(', ');
    await this.connection.query(`INSERT INTO ${this.nameOf(table)} (${names}) VALUES ${values.join(', ')}`);
  }

  private nameOf(id: string): string {
    const object = this.byId.get(id);
    return `${printIdentifier(object?.database ?? '')}.${printIdentifier(object?.name ?? '')}`;
  }
}

/** @throws CliError STR1920 for a column that the table or view does not have */
function refuseStrangers(id: string, rows: readonly Row[], known: readonly string[]): void {
  const stranger = rows.flatMap((row) => Object.keys(row)).find((column) => !known.includes(column));
  if (stranger === undefined) return;
  throw new CliError('STR1920', `given ${id}: no column ${stranger}, it has ${known.join(', ')}`);
}

/** The query of a materialized view as a view. @param orReplace whether given rows are in its place */
function asView(statement: Statement, orReplace: boolean): Statement {
  if (statement.kind === 'create-view') return { ...statement, orReplace };
  if (statement.kind !== 'create-materialized-view') return statement;
  const { name, ifNotExists, columns, query, at } = statement;
  return { kind: 'create-view', name, ifNotExists, orReplace, columns, properties: [], query, at };
}

/** What a column holds that the test does not mention: nothing, or where it must hold something the least of its type. */
function absent({ name, nullable, type }: ColumnDefinition, row: Row): Cell {
  if (nullable !== false || row[name] === null) return null;
  if (type?.kind === 'string') return '';
  if (type?.kind === 'decimal') return 0;
  if (type?.kind !== 'simple') return '';
  switch (type.name) {
    case 'DATE':
      return '2000-01-01';
    case 'DATETIME':
      return '2000-01-01 00:00:00';
    case 'STRING':
    case 'JSON':
      return '';
    default:
      return 0;
  }
}

function cellsOf(row: RowDataPacket): Row {
  return Object.fromEntries(
    Object.entries(row as Readonly<Record<string, unknown>>).map(([column, value]) => [column, cellOf(value)]),
  );
}

function cellOf(value: unknown): Cell {
  if (value === null || typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean')
    return value;
  return Buffer.isBuffer(value) ? value.toString('utf8') : JSON.stringify(value);
}
