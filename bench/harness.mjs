import { createRequire } from 'node:module';
import { mkdtempSync, rmSync } from 'node:fs';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { root } from '../scripts/internal/run.mjs';

const require = createRequire(join(root, 'packages', 'starrocks-embedded', 'package.json'));
const { startServerProcess } = require('@strata/starrocks-embedded');
const { createConnection } = require('mysql2/promise');
const { DuckDBInstance } = require('@duckdb/node-api');

/** Runs some work with a fresh embedded server, a client of it, and a fresh DuckDB in this process beside it. */
export async function withServer(work) {
  const folder = mkdtempSync(join(tmpdir(), 'strata-bench-'));
  const server = await startServerProcess({ port: 0, httpPort: 0, dataDir: join(folder, 'data'), user: 'root' });
  const client = await createConnection({ host: '127.0.0.1', port: server.port, user: 'root' });
  const instance = await DuckDBInstance.create(join(folder, 'floor.duckdb'));
  const duckdb = await instance.connect();
  try {
    return await work({ folder, server, client, duckdb });
  } finally {
    await client.end();
    duckdb.closeSync();
    instance.closeSync();
    await server.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Rows of CSV, always the same: id, day, group, amount, text. */
export function sampleCsv(rows) {
  const lines = [];
  let state = 1;
  for (let id = 1; id <= rows; id++) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    const day = new Date(Date.UTC(2026, 0, 1 + (state % 365))).toISOString().slice(0, 10);
    lines.push(`${id},${day},${state % 500},${(state % 1000000) / 100},customer ${state % 5000}`);
  }
  return `${lines.join('\n')}\n`;
}

/** Columns of the sample, for StarRocks and for DuckDB. */
export const COLUMNS = 'id BIGINT, day DATE, grp INT, amount DECIMAL(18, 2), name VARCHAR(64)';

/** Loads CSV through Stream Load; fails unless every row was loaded. */
export async function streamLoad(server, table, label, csv, rows) {
  const answer = await new Promise((resolve, reject) => {
    const call = request(
      {
        host: '127.0.0.1',
        port: server.httpPort,
        method: 'PUT',
        path: `/api/bench/${table}/_stream_load`,
        auth: 'root:',
        headers: { Expect: '100-continue', label, format: 'csv', column_separator: ',', 'content-length': csv.length },
      },
      (response) => {
        const chunks = [];
        response.on('data', (chunk) => chunks.push(chunk));
        response.once('end', () => resolve(JSON.parse(Buffer.concat(chunks).toString('utf8'))));
      },
    );
    call.once('continue', () => call.end(csv));
    call.once('error', reject);
    call.flushHeaders();
  });
  if (answer.Status !== 'Success' || answer.NumberLoadedRows !== rows) throw new Error(JSON.stringify(answer));
}

/** Seconds that some work takes. */
export async function seconds(work) {
  const started = process.hrtime.bigint();
  await work();
  return Number(process.hrtime.bigint() - started) / 1e9;
}

export function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)];
}
