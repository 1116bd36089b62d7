/** Runs tests of SQL on a server, in scratch databases that are dropped at the end. */

import { randomBytes } from 'node:crypto';
import type { ColumnDefinition, SchemaBundle, SchemaObject, SqlFile, Statement } from '@strata/starrocks-sql';
import { buildBundle, printIdentifier, printStatement, printString } from '@strata/starrocks-sql';
import type { Connection, RowDataPacket } from 'mysql2/promise';
import { CliError } from '../output';
import { compareRows } from './compare';
import type { Cell, Row, SqlTest, SqlTestResult } from './model';

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
    const needed = this.closure(test.object);
    for (const table of test.given.keys()) this.checkGiven(table, test.object, needed);
    for (const each of this.bundle.objects) if (needed.has(each.id)) await this.make(each);
    for (const id of this.filled) await this.connection.query(`TRUNCATE TABLE ${this.nameOf(id)}`);
    this.filled.clear();
    for (const [table, rows] of test.given) await this.insert(table, rows);
    const condition = test.where === undefined ? '' : ` WHERE ${test.where}`;
    const [rows] = await this.connection.query<RowDataPacket[]>(
      `SELECT * FROM ${this.nameOf(test.object)}${condition}`,
    );
    return rows.map((row) => cellsOf(row));
  }

  private closure(id: string): ReadonlySet<string> {
    const seen = new Set<string>();
    const open = [id];
    for (let next = open.pop(); next !== undefined; next = open.pop()) {
      if (!seen.has(next)) open.push(...(this.byId.get(next)?.references ?? []));
      seen.add(next);
    }
    return seen;
  }

  private checkGiven(table: string, object: string, needed: ReadonlySet<string>): void {
    if (this.byId.get(table)?.kind !== 'table')
      throw new CliError('STR1920', `given ${table}: is no table of the library`);
    if (!needed.has(table)) throw new CliError('STR1920', `given ${table}: ${object} does not read it`);
  }

  private async make(object: SchemaObject): Promise<void> {
    if (this.made.has(object.id)) return;
    await this.connection.query(printStatement(asView(object.statement)));
    this.made.add(object.id);
  }

  private async insert(table: string, rows: readonly Row[]): Promise<void> {
    const statement = this.byId.get(table)?.statement;
    if (statement?.kind !== 'create-table' || rows.length === 0) return;
    this.filled.add(table);
    const known = statement.columns.map(({ name }) => name);
    const stranger = rows.flatMap((row) => Object.keys(row)).find((column) => !known.includes(column));
    if (stranger !== undefined)
      throw new CliError('STR1920', `given ${table}: no column ${stranger}, it has ${known.join(', ')}`);
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

/** The query of a materialized view as a view. */
function asView(statement: Statement): Statement {
  if (statement.kind !== 'create-materialized-view') return statement;
  const { name, ifNotExists, columns, query, at } = statement;
  return { kind: 'create-view', name, ifNotExists, orReplace: false, columns, properties: [], query, at };
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

function literal(cell: Cell): string {
  if (cell === null) return 'NULL';
  return typeof cell === 'string' ? printString(cell) : String(cell);
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
