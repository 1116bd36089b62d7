import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { COLUMNS, median, sampleCsv, seconds, streamLoad, withServer } from './harness.mjs';

const ROWS = 1_000_000;
const RUNS = 15;
const QUERY =
  'SELECT grp, count(*) AS n, sum(amount) AS total, max(day) AS last_day, count(DISTINCT name) AS names FROM bench.t GROUP BY grp ORDER BY total DESC LIMIT 100';

/** An analytical query through the MySQL protocol against the same query in DuckDB within this process. */
export function run() {
  return withServer(async ({ folder, server, client, duckdb }) => {
    const csv = Buffer.from(sampleCsv(ROWS));
    const file = join(folder, 'rows.csv');
    writeFileSync(file, csv);
    await client.query('CREATE DATABASE bench');
    await client.query(`CREATE TABLE bench.t (${COLUMNS}) DUPLICATE KEY (id) DISTRIBUTED BY HASH (id)`);
    await streamLoad(server, 't', 'query', csv, ROWS);
    await duckdb.run('CREATE SCHEMA bench');
    await duckdb.run(`CREATE TABLE bench.t (${COLUMNS})`);
    await duckdb.run(`COPY bench.t FROM '${file}'`);
    const throughProtocol = [];
    const inProcess = [];
    for (let run = 0; run < RUNS; run++) {
      throughProtocol.push(await seconds(() => client.query(QUERY)));
      inProcess.push(await seconds(async () => (await duckdb.runAndReadAll(QUERY)).getRowObjects()));
    }
    return [
      {
        name: 'embedded StarRocks: query through the MySQL protocol',
        value: median(throughProtocol) * 1000,
        floor: median(inProcess) * 1000,
        unit: 'ms',
        goal: { atMost: 1.5 },
      },
    ];
  });
}
