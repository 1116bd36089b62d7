import { request } from 'node:http';
import { CliError } from '../output';

/** Where Stream Load is served, and who loads. */
export interface LoadTarget {
  readonly host: string;
  readonly httpPort: number;
  readonly user: string;
  readonly password: string;
}

/** One load: a label that makes it idempotent, and its rows. */
export interface LoadBatch {
  readonly database: string;
  readonly table: string;
  readonly label: string;
  /** All headers of the load but authentication, `label` included. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Buffer;
}

/** The part of Stream Load's answer that is used here. */
interface LoadAnswer {
  readonly Status?: string;
  readonly Message?: string;
  readonly NumberLoadedRows?: number;
  readonly NumberFilteredRows?: number;
  readonly ErrorURL?: string;
}

/**
 * Loads one batch. A label that was loaded before counts as done, so that an interrupted run can be repeated.
 *
 * @returns the rows that were loaded now
 * @throws CliError STR1903 when the server refuses the batch: nothing of it is loaded then
 */
export async function streamLoad(target: LoadTarget, batch: LoadBatch): Promise<number> {
  const answer = JSON.parse(await put(target, batch)) as LoadAnswer;
  if (answer.Status === 'Label Already Exists') return 0;
  if (answer.Status !== 'Success') {
    throw new CliError(
      'STR1903',
      `${batch.database}.${batch.table}, label ${batch.label}: ${answer.Status}: ${answer.Message ?? ''}` +
        (answer.NumberFilteredRows === undefined ? '' : ` ${answer.NumberFilteredRows} rows were refused.`) +
        (answer.ErrorURL === undefined ? '' : ` See them: ${answer.ErrorURL}`),
    );
  }
  return answer.NumberLoadedRows ?? 0;
}

function put(target: LoadTarget, batch: LoadBatch): Promise<string> {
  return new Promise((resolve, reject) => {
    const call = request(
      {
        host: target.host,
        port: target.httpPort,
        method: 'PUT',
        path: `/api/${batch.database}/${batch.table}/_stream_load`,
        auth: `${target.user}:${target.password}`,
        headers: {
          Expect: '100-continue',
          'content-length': Buffer.byteLength(batch.body),
          ...batch.headers,
        },
      },
      (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.once('end', () => resolve(Buffer.concat(chunks).toString('utf8')));
        response.once('error', reject);
      },
    );
    call.once('continue', () => call.end(batch.body));
    call.once('error', reject);
    call.flushHeaders();
  });
}
