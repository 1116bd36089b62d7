import type { Connection } from 'mysql2/promise';
import { createConnection } from 'mysql2/promise';

/** Where a warehouse listens, and who asks. */
export interface Endpoint {
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly password: string;
}

/** Runs some work over a connection of a MySQL client; dates and big numbers arrive as the server prints them. */
export async function withConnection<T>(
  { host, port, user, password }: Endpoint,
  work: (connection: Connection) => Promise<T>,
): Promise<T> {
  const connection = await createConnection({
    host,
    port,
    user,
    password,
    dateStrings: true,
    supportBigNumbers: true,
    bigNumberStrings: true,
  });
  try {
    return await work(connection);
  } finally {
    await connection.end();
  }
}
