import type { ParameterValue } from './parameters';
import type { ResultColumn, StatementResult } from './result';

/** What a client's login carries. */
export interface LoginRequest {
  readonly user: string;
  readonly database: string;
  /** Whether the client proved that it knows the password of a user with this hash. */
  readonly verify: (passwordHash: Buffer) => boolean;
  readonly usedPassword: boolean;
}

/** The side of a connection that understands SQL. All failures are `SqlError`. */
export interface ProtocolSession {
  login(request: LoginRequest): void;
  use(database: string): void;
  /** Runs the statements of a text in order. Nothing runs when one of them does not parse. */
  run(text: string): AsyncIterable<{ readonly result: StatementResult; readonly last: boolean }>;
  /** Number of parameters of a statement that is to be prepared. */
  prepare(text: string): number;
  execute(text: string, values: readonly ParameterValue[]): Promise<StatementResult>;
  /** Columns of a table, for COM_FIELD_LIST. */
  fields(table: string): readonly ResultColumn[];
  /** Forgets variables and the like (COM_RESET_CONNECTION). */
  reset(): void;
  close(): void;
}
