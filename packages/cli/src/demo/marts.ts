import type { Connection } from 'mysql2/promise';
import type { Mart, MartRow } from '../demo-data';
import { expectedMarts, generate } from '../demo-data';
import type { Answer } from '../table';
import { readLayers } from '../sql-files';
import type { DemoWarehouse } from './warehouse';
import { withConnection } from '../connection';
import { ask } from './warehouse';

/** Rows of each mart that are shown. */
const SAMPLE_ROWS = 6;

/** What a mart holds, and whether that is what was computed from the same rows without SQL. */
export interface MartReport {
  readonly name: string;
  readonly rows: number;
  readonly asExpected: boolean;
  /** The last rows in the order of its key. */
  readonly sample: Answer;
}

/** Refreshes every materialized view, those that others read first; answers their names. */
export async function refreshMarts(checkout: string, warehouse: DemoWarehouse): Promise<readonly string[]> {
  const views = readLayers(checkout).objects.filter((object) => object.kind === 'materialized-view');
  return withConnection({ ...warehouse, port: warehouse.queryPort }, async (connection) => {
    for (const view of views) {
      await connection.query(`REFRESH MATERIALIZED VIEW ${view.id} FORCE WITH SYNC MODE`);
    }
    return views.map((view) => view.id);
  });
}

/** Queries every mart and compares it with the figures that TypeScript computes from the sample rows. */
export async function martsOf(warehouse: DemoWarehouse): Promise<readonly MartReport[]> {
  const expected = expectedMarts(generate());
  return withConnection({ ...warehouse, port: warehouse.queryPort }, async (connection) => {
    const reports: MartReport[] = [];
    for (const mart of expected) reports.push(await reportOf(connection, mart));
    return reports;
  });
}

async function reportOf(connection: Connection, mart: Mart): Promise<MartReport> {
  const all = await ask(connection, `SELECT * FROM ads.${mart.name} ORDER BY ${mart.key.join(', ')}`);
  return {
    name: mart.name,
    rows: all.rows.length,
    asExpected: sameRows(all, mart.rows),
    sample: { columns: all.columns, rows: all.rows.slice(-SAMPLE_ROWS) },
  };
}

/** Compares as sets of rows: the order of a mart has no meaning. */
function sameRows({ columns, rows }: Answer, expected: readonly MartRow[]): boolean {
  const wantedColumns = Object.keys(expected[0] ?? {});
  if (wantedColumns.length !== columns.length || !wantedColumns.every((name) => columns.includes(name))) return false;
  const line = (values: readonly (string | null)[]) => JSON.stringify(values);
  const got = rows.map(line).sort();
  const wanted = expected.map((row) => line(columns.map((name) => textOf(row[name])))).sort();
  return got.length === wanted.length && got.every((row, index) => row === wanted[index]);
}

function textOf(value: string | number | null | undefined): string | null {
  return value === null || value === undefined ? null : String(value);
}

/** How a user goes on after the demo. */
export function nextSteps(warehouse: DemoWarehouse): readonly string[] {
  return [
    'The sandbox stays up. Go on with:',
    `  MYSQL_PWD=$(cat .strata/sandbox/secrets/starrocks-admin) mysql -h 127.0.0.1 -P ${warehouse.queryPort} -u admin   # look into the warehouse`,
    '  npx cdktf diff demo-pipelines     # edit a file in sql/, then plan: the plan shows the statements',
    '  npx cdktf deploy demo-pipelines   # run exactly those',
    '  npx strata sandbox down           # stop it',
  ];
}
