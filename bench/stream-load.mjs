import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { COLUMNS, median, sampleCsv, seconds, streamLoad, withServer } from './harness.mjs';

const ROWS = 500_000;
const RUNS = 5;
const TABLES = [
  { table: 'duplicates', key: 'DUPLICATE KEY (id)', goal: { atLeast: 0.5 } },
  { table: 'primaries', key: 'PRIMARY KEY (id)', goal: { atLeast: 0.25 } },
];

/** Rows a second of Stream Load against DuckDB reading the same file within this process. */
export function run() {
  return withServer(async ({ folder, server, client, duckdb }) => {
    const csv = Buffer.from(sampleCsv(ROWS));
    const file = join(folder, 'rows.csv');
    writeFileSync(file, csv);
    await client.query('CREATE DATABASE bench');
    const results = [];
    for (const { table, key, goal } of TABLES) {
      const columns = key.startsWith('PRIMARY') ? COLUMNS.replace('id BIGINT', 'id BIGINT NOT NULL') : COLUMNS;
      const loads = [];
      const reads = [];
      for (let run = 0; run < RUNS; run++) {
        await client.query(`CREATE TABLE bench.${table}_${run} (${columns}) ${key} DISTRIBUTED BY HASH (id)`);
        await duckdb.run(`CREATE TABLE ${table}_${run} (${columns})`);
        loads.push(await seconds(() => streamLoad(server, `${table}_${run}`, `${table}-${run}`, csv, ROWS)));
        reads.push(await seconds(() => duckdb.run(`COPY ${table}_${run} FROM '${file}'`)));
      }
      results.push({
        name: `embedded Stream Load: ${key}`,
        value: ROWS / median(loads),
        floor: ROWS / median(reads),
        unit: 'rows/s',
        goal,
      });
    }
    return results;
  });
}
