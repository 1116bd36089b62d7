import { findSandboxFolder, sandboxSecret, sandboxStatus } from '@strata/alicloud-sandbox';
import { loadPlatform, physicalNames } from '@strata/environment';
import type { Connection, RowDataPacket } from 'mysql2/promise';
import { CliError } from '../output';
import { environmentOf } from '../settings';
import type { Answer } from '../table';
import type { LoadTarget } from './stream-load';

/** The demo's warehouse: where it listens, and who asks. */
export interface DemoWarehouse extends LoadTarget {
  readonly queryPort: number;
}

/**
 * Finds the running warehouse of the environment `demo`.
 *
 * @throws CliError STR1904 when the sandbox does not run, STR1905 when the environment is not deployed
 */
export async function demoWarehouse(checkout: string): Promise<DemoWarehouse> {
  const environment = environmentOf(checkout, 'demo');
  const folder = findSandboxFolder(checkout, process.env['STRATA_SANDBOX_DIR']);
  const status = await sandboxStatus(folder);
  if (status === undefined) {
    throw new CliError(
      'STR1904',
      'The sandbox does not run. Start it: npx strata sandbox up (or do everything: npm run demo)',
    );
  }
  const name = physicalNames(environment, loadPlatform(checkout).account).instance;
  const instance = status.instances.find((one) => one.name === name);
  if (instance?.queryPort === undefined || instance.httpPort === undefined) {
    throw new CliError(
      'STR1905',
      `The sandbox has no StarRocks instance ${name}. Deploy it: npx cdktf deploy demo-network demo-warehouse demo-streams demo-pipelines`,
    );
  }
  return {
    host: '127.0.0.1',
    queryPort: instance.queryPort,
    httpPort: instance.httpPort,
    user: 'admin',
    password: sandboxSecret(folder.secrets, environment.adminPassword.replace(/^sandbox:/, '')),
  };
}

/** A value as the server prints it; JSON columns arrive parsed. */
function textOf(value: unknown): string | null {
  if (value === null || typeof value === 'string') return value;
  return JSON.stringify(value);
}

/** Asks one query. */
export async function ask(connection: Connection, sql: string): Promise<Answer> {
  const [rows, fields] = await connection.query<RowDataPacket[][]>({ sql, rowsAsArray: true });
  return {
    columns: fields.map((field) => field.name),
    rows: rows.map((row) => row.map(textOf)),
  };
}
