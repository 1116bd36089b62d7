import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FlinkRunner } from '@strata/alicloud-sandbox';
import { generateFlinkJob } from '@strata/ingest';
import { startServerProcess } from '@strata/starrocks-embedded';
import type { ServerProcess } from '@strata/starrocks-embedded';
import { createConnection } from 'mysql2/promise';
import type { Connection } from 'mysql2/promise';
import { changeSql, fillSql, ODS_DDL, ODS_QUERY, odsPayment, SOURCE_DDL, SOURCE_QUERY } from '../real/cdc-tables';
import { freePort, MariaDb } from '../real/mariadb';
import { describeWith } from '../real/needs';

const ROWS = 100_000;
const ROUNDS = 20;
/** Only a hung job takes so long. */
const PATIENCE_MS = 240_000;

/**
 * The generated job on real Flink, from a real binlog into the warehouse: 100,000 rows of a snapshot and 20,000 changes,
 * while a task manager dies, the warehouse is away and the source is cut off.
 */
describeWith(['flink', 'mariadb'], 'a generated CDC job on real Flink', () => {
  const folder = mkdtempSync(join(tmpdir(), 'strata-cdc-'));
  let source: MariaDb;
  let warehouse: ServerProcess;
  let flink: FlinkRunner;
  let job: string;

  const startWarehouse = (port: number, httpPort: number): Promise<ServerProcess> =>
    startServerProcess({ port, httpPort, dataDir: join(folder, 'data'), user: 'root' });

  beforeAll(async () => {
    [source, warehouse, flink] = await Promise.all([
      MariaDb.start(),
      Promise.all([freePort(), freePort()]).then(([port, httpPort]) => startWarehouse(port, httpPort)),
      FlinkRunner.start(),
    ]);
    await inSource(SOURCE_DDL, fillSql(1, ROWS));
    await inWarehouse('CREATE DATABASE ods', ODS_DDL.replace('CREATE TABLE payment', 'CREATE TABLE ods.payment'));
  }, 120_000);
  afterAll(async () => {
    await flink.close();
    await Promise.all([source.stop(), warehouse.stop()]);
    rmSync(folder, { recursive: true, force: true });
  }, 60_000);

  async function inSource(...statements: readonly string[]): Promise<void> {
    await run(await source.connect(), statements);
  }
  async function inWarehouse(...statements: readonly string[]): Promise<void> {
    await run(await toWarehouse(), statements);
  }
  function toWarehouse(): Promise<Connection> {
    return createConnection({ host: '127.0.0.1', port: warehouse.port, user: 'root', password: '' });
  }

  async function count(): Promise<number> {
    const [row] = await rows(await toWarehouse(), 'SELECT count(*) FROM ods.payment');
    return Number(row?.[0]);
  }

  test('copies what is there, and follows what changes, whatever dies meanwhile', async () => {
    job = await flink.startJob(generated(source.port, warehouse));
    await until(async () => ((await count()) > 0 ? [] : ['no row came']));
    await flink.killTaskManager();
    for (let round = 0; round < ROUNDS; round += 1) {
      await inSource(...changeSql(round));
      if (round === 7) await warehouseIsAway();
      if (round === 14) {
        await source.kill();
        await source.resume();
      }
    }
    await until(differences);
    expect(await flink.status(job)).toMatchObject({ status: 'RUNNING' });
  }, 400_000);

  async function warehouseIsAway(): Promise<void> {
    const { port, httpPort } = warehouse;
    await warehouse.stop();
    await new Promise((resolve) => setTimeout(resolve, 10_000));
    warehouse = await startWarehouse(port, httpPort);
  }

  /** What differs between source and warehouse: the numbers of rows, and the first that are not the same. */
  async function differences(): Promise<readonly string[]> {
    const [left, right] = await Promise.all([
      comparable(await source.connect(), SOURCE_QUERY),
      comparable(await toWarehouse(), ODS_QUERY),
    ]);
    if (digest(left) === digest(right)) return [];
    const first = left.findIndex((row, index) => row !== right[index]);
    const { failure, ...state } = await flink.status(job);
    return [
      JSON.stringify(state),
      failure?.slice(0, 2_000) ?? 'no failure',
      `${left.length} rows, got ${right.length}`,
      `${left[first] ?? 'none'}, got ${right[first] ?? 'none'}`,
    ];
  }
});

function generated(
  sourcePort: number,
  warehouse: ServerProcess,
): { sql: string; configuration: Record<string, string> } {
  const { sql, configuration } = generateFlinkJob([odsPayment()], {
    starrocks: {
      jdbcUrl: `jdbc:mysql://127.0.0.1:${warehouse.port}`,
      loadUrl: `127.0.0.1:${warehouse.httpPort}`,
      username: 'root',
      password: '',
    },
    mysql: {
      hostname: '127.0.0.1',
      port: sourcePort,
      username: 'root',
      password: '',
      serverTimeZone: 'Asia/Shanghai',
      serverIdStart: 5400,
    },
    labelPrefix: 'cdc',
    checkpointSeconds: 3,
  });
  return { sql, configuration: { ...configuration } };
}

async function run(connection: Connection, statements: readonly string[]): Promise<void> {
  for (const statement of statements) await connection.query(statement);
  await connection.end();
}

async function rows(connection: Connection, sql: string): Promise<readonly (readonly (string | null)[])[]> {
  // StarRocks calls its texts utf8, which the client takes for three bytes a character at most.
  const [found] = await connection.query({
    sql,
    rowsAsArray: true,
    typeCast: (field) => field.buffer()?.toString() ?? null,
  });
  await connection.end();
  return found as (string | null)[][];
}

/** Rows as text, in order; documents by their values. */
async function comparable(connection: Connection, sql: string): Promise<readonly string[]> {
  return (await rows(connection, sql)).map((row) => {
    const document = row.at(-1) ?? null;
    return JSON.stringify([...row.slice(0, -1), document === null ? null : ordered(JSON.parse(document))]);
  });
}

/** A document with the keys of its outermost object in order. */
function ordered(document: unknown): unknown {
  return Object.fromEntries(Object.entries(document as object).sort(([a], [b]) => (a < b ? -1 : 1)));
}

function digest(list: readonly string[]): string {
  const hash = createHash('sha256');
  for (const row of list) hash.update(row);
  return hash.digest('hex');
}

/** Waits until nothing is in the way any more. */
async function until(obstacles: () => Promise<readonly string[]>): Promise<void> {
  const end = Date.now() + PATIENCE_MS;
  let last: readonly string[] = [];
  while (Date.now() < end) {
    last = await obstacles().catch((error: unknown) => [String(error)]);
    if (last.length === 0) return;
    await new Promise((resolve) => setTimeout(resolve, 1_000));
  }
  throw new Error(last.join('\n'));
}
