/** Connections to a warehouse over the MySQL protocol. */

import { createConnection } from 'mysql2/promise';
import type { Connection as MysqlConnection } from 'mysql2/promise';

import type { ConnectOptions, Connection, Row } from './connection-types';
import { ConnectionError, StatementError } from './errors';

const DEFAULT_TIMEOUT_MS = 10_000;

/**
 * Connects to the frontend of a StarRocks.
 *
 * @throws ConnectionError: STR1401 nobody answers, STR1402 password refused, STR1403 no StarRocks, STR1405 too slow, STR1406 TLS.
 */
export async function connect(options: ConnectOptions): Promise<Connection> {
  const connection = await open(options);
  try {
    await connection.query('SELECT current_version() AS version');
  } catch (error) {
    await connection.close();
    if (error instanceof StatementError) {
      throw new ConnectionError(
        'STR1403',
        `${place(options)} speaks the MySQL protocol but is not a StarRocks: it does not know current_version() (${error.message}). Give the query port of a StarRocks frontend, usually 9030.`,
        { cause: error },
      );
    }
    throw error;
  }
  return connection;
}

async function open(options: ConnectOptions): Promise<Connection> {
  try {
    const connection = await createConnection({
      host: options.host,
      port: options.port,
      user: options.user,
      password: options.password,
      connectTimeout: options.timeoutMs ?? DEFAULT_TIMEOUT_MS,
      dateStrings: true,
      supportBigNumbers: true,
      bigNumberStrings: false,
      multipleStatements: false,
    });
    // An error between two statements would otherwise end the process; the next statement reports it.
    connection.on('error', () => undefined);
    return wrap(connection, options);
  } catch (error) {
    throw connectionError(error, options);
  }
}

function wrap(connection: MysqlConnection, options: ConnectOptions): Connection {
  return {
    async query(sql) {
      try {
        const [result] = await connection.query(sql);
        return Array.isArray(result) ? result.map(rowOf) : [];
      } catch (error) {
        throw statementError(error, sql, options);
      }
    },
    fork: () => open(options),
    async close() {
      try {
        await connection.end();
      } catch {
        // It is gone already.
        connection.destroy();
      }
    },
  };
}

function rowOf(row: unknown): Row {
  return Object.fromEntries(Object.entries(row ?? {}).map(([column, value]) => [column.toLowerCase(), cellOf(value)]));
}

function cellOf(value: unknown): string | number | null {
  if (value === null || value === undefined) return null;
  if (typeof value === 'number' || typeof value === 'string') return value;
  return Buffer.isBuffer(value) ? value.toString('utf8') : JSON.stringify(value);
}

interface MysqlFailure {
  readonly code: string;
  readonly errno: number;
  /** The connection is of no use any more. */
  readonly fatal: boolean;
  readonly message: string;
}

function failureOf(error: unknown): MysqlFailure {
  const fields = new Map<string, unknown>(Object.entries(error ?? {}));
  const code = fields.get('code');
  const errno = fields.get('errno');
  return {
    code: typeof code === 'string' ? code : '',
    errno: typeof errno === 'number' ? errno : 0,
    fatal: fields.get('fatal') === true,
    message: error instanceof Error ? error.message : String(error),
  };
}

const UNREACHABLE = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH', 'EADDRNOTAVAIL']);
const LOST = new Set([
  'PROTOCOL_CONNECTION_LOST',
  'ECONNRESET',
  'EPIPE',
  'PROTOCOL_ENQUEUE_AFTER_FATAL_ERROR',
  'PROTOCOL_ENQUEUE_AFTER_QUIT',
]);

function connectionError(error: unknown, options: ConnectOptions): ConnectionError {
  const { code, errno, message } = failureOf(error);
  const where = place(options);
  if (errno === 1045 || code === 'ER_ACCESS_DENIED_ERROR') {
    return new ConnectionError(
      'STR1402',
      `${where} refuses user "${options.user}": the password is wrong or the user is unknown. Check the secret that the password refers to.`,
      { cause: error },
    );
  }
  if (errno === 5205 || code === 'HANDSHAKE_NO_SSL_SUPPORT') {
    return new ConnectionError('STR1406', `${where} and this client do not agree on TLS: ${message}.`, {
      cause: error,
    });
  }
  if (code === 'ETIMEDOUT' || code === 'PROTOCOL_SEQUENCE_TIMEOUT') {
    return new ConnectionError(
      'STR1405',
      `${where} did not answer within ${options.timeoutMs ?? DEFAULT_TIMEOUT_MS} ms. Check the network path (VPC, whitelist) and that the instance runs.`,
      { cause: error },
    );
  }
  if (UNREACHABLE.has(code) || LOST.has(code)) {
    return new ConnectionError(
      'STR1401',
      `Nobody answers at ${where} (${code}). Check that the instance runs, its endpoint, and that this machine may reach it (VPC, whitelist).`,
      { cause: error },
    );
  }
  return new ConnectionError(
    'STR1403',
    `What answers at ${where} is not the MySQL protocol of a StarRocks: ${message}.`,
    {
      cause: error,
    },
  );
}

function statementError(error: unknown, sql: string, options: ConnectOptions): Error {
  const { code, errno, message, fatal } = failureOf(error);
  // A frontend that steps down answers and closes: what is sent after that fails in this process, without a number.
  if (LOST.has(code) || UNREACHABLE.has(code) || (fatal && errno === 0)) {
    const reason = code === '' ? message : code;
    return new ConnectionError('STR1404', `The connection to ${place(options)} was lost (${reason}).`, {
      cause: error,
    });
  }
  return new StatementError(errno, sql, message, { cause: error });
}

function place(options: ConnectOptions): string {
  return `${options.host}:${options.port}`;
}
