import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startServer } from '@strata/starrocks-embedded';
import type { EmbeddedServer } from '@strata/starrocks-embedded';
import { buildBundle } from '@strata/starrocks-sql';
import { createConnection } from 'mysql2/promise';
import type { Connection, RowDataPacket } from 'mysql2/promise';
import { expectedMarts, generate, streamLoadBatches } from '../../packages/cli/src/demo-data';
import type { MartRow, StreamLoadBatch } from '../../packages/cli/src/demo-data';
import { FILES, LAYERS } from '../sql/declared-objects';

jest.setTimeout(300_000);

const data = generate({ scale: 0.1 });
const marts = expectedMarts(data);
/** Refreshes are asked for one by one, so that no schedule runs into the loads. */
const { bundle } = buildBundle(FILES, { layers: LAYERS, refresh: 'manual' });
const password = 'marts-Test-1';
const dataDir = mkdtempSync(join(tmpdir(), 'strata-marts-'));
let server: EmbeddedServer;
let connection: Connection;

beforeAll(async () => {
  server = await startServer({ port: 0, httpPort: 0, dataDir, user: 'admin', password });
  connection = await createConnection({
    host: '127.0.0.1',
    port: server.port,
    user: 'admin',
    password,
    dateStrings: true,
  });
  for (const layer of LAYERS) await connection.query(`CREATE DATABASE ${layer}`);
  for (const { sql } of bundle.objects) await connection.query(sql);
  for (const batch of streamLoadBatches(data)) await load(batch);
  for (const { kind, id } of bundle.objects) {
    if (kind === 'materialized-view') await connection.query(`REFRESH MATERIALIZED VIEW ${id} WITH SYNC MODE`);
  }
});

afterAll(async () => {
  await connection?.end();
  await server?.stop();
  rmSync(dataDir, { recursive: true, force: true });
});

async function load(batch: StreamLoadBatch): Promise<void> {
  const url = `http://127.0.0.1:${server.httpPort}/api/${batch.database}/${batch.table}/_stream_load`;
  const authorization = `Basic ${Buffer.from(`admin:${password}`).toString('base64')}`;
  const response = await fetch(url, { method: 'PUT', headers: { ...batch.headers, authorization }, body: batch.body });
  expect(await response.json()).toMatchObject({
    Status: 'Success',
    NumberLoadedRows: batch.rows,
    NumberFilteredRows: 0,
  });
}

/** Rows in the order of their keys, so that a difference names the row. */
function inKeyOrder(rows: readonly MartRow[], key: readonly string[]): readonly MartRow[] {
  const textOf = (row: MartRow): string => key.map((name) => String(row[name])).join('|');
  return [...rows].sort((a, b) => (textOf(a) < textOf(b) ? -1 : 1));
}

/** A count comes as a number, also where the server sums to a wide integer and sends text. */
function comparable(row: RowDataPacket, like: MartRow | undefined): MartRow {
  return Object.fromEntries(
    Object.entries(row as Readonly<Record<string, string | number | null>>).map(([name, value]) => [
      name,
      typeof like?.[name] === 'number' && typeof value === 'string' && /^-?\d+$/.test(value) ? Number(value) : value,
    ]),
  );
}

describe('every ADS mart holds what the rows say, computed without SQL', () => {
  test('no mart is left out', () => {
    const declared = FILES.filter(({ layer }) => layer === 'ads').map(({ name }) => name);
    expect(marts.map(({ name }) => name)).toEqual(declared);
  });

  test.each(marts.map((mart) => [mart.name, mart] as const))('ads.%s', async (name, mart) => {
    const [rows] = await connection.query<RowDataPacket[]>(`SELECT * FROM ads.${name}`);
    const [like] = mart.rows;
    const got = rows.map((row) => comparable(row, like));
    expect(Object.keys(got[0] ?? {})).toEqual(Object.keys(like ?? {}));
    expect(got).toHaveLength(mart.rows.length);
    expect(inKeyOrder(got, mart.key)).toEqual(inKeyOrder(mart.rows, mart.key));
  });
});

describe('the ODS after all changes', () => {
  test.each([...data.tables].map(([table, changes]) => [table, changes] as const))(
    'ods.%s holds as many rows as the source',
    async (table, { snapshot, changes }) => {
      const live = new Set(snapshot.map((row) => Object.values(row)[0]));
      for (const { op, row } of changes) {
        if (op === 'delete') live.delete(Object.values(row)[0]);
        else live.add(Object.values(row)[0]);
      }
      const [rows] = await connection.query<RowDataPacket[]>(`SELECT count(*) AS n FROM ods.${table}`);
      expect(Number(rows[0]?.['n'])).toBe(live.size);
    },
  );
});
