/** Code of a failure outside SQL: starting, stopping, files. */
export type EmbeddedErrorCode =
  /** A port is taken by another process. */
  | 'STR1801'
  /** The data folder is used by another server, or cannot be opened. */
  | 'STR1802'
  /** An option has no legal value. */
  | 'STR1803'
  /** The server process ended, or did not answer, before it was ready. */
  | 'STR1804'
  /** A user that the call names does not exist. */
  | 'STR1805';

/** Failure of the embedded server itself, not of a statement. */
export class EmbeddedServerError extends Error {
  public readonly code: EmbeddedErrorCode;

  constructor(code: EmbeddedErrorCode, message: string, options?: ErrorOptions) {
    super(`${code}: ${message}`, options);
    this.name = 'EmbeddedServerError';
    this.code = code;
  }
}

/** SQLSTATE that StarRocks sends with an error number; all others go out as HY000. */
const SQL_STATES: Readonly<Record<number, string>> = {
  1045: '28000',
  1050: '42S01',
  1060: '42S21',
  1203: '42000',
  5064: '42000',
  5078: '42000',
  5203: '42000',
  5501: '3F000',
  5502: '42602',
  5604: '42601',
  5907: '42000',
};

/** Failure of a statement, with the number and SQLSTATE that a StarRocks frontend answers. */
export class SqlError extends Error {
  public readonly errorNumber: number;
  public readonly sqlState: string;

  constructor(errorNumber: number, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'SqlError';
    this.errorNumber = errorNumber;
    this.sqlState = SQL_STATES[errorNumber] ?? 'HY000';
  }
}

/** Rows that a statement may not write, with the reason of each of the first ones. */
export class FilteredRows extends SqlError {
  constructor(
    public readonly reasons: readonly string[],
    options?: ErrorOptions,
  ) {
    super(1064, `Insert has filtered data: ${reasons[0] ?? ''}`, options);
    this.name = 'FilteredRows';
  }
}

/** Ends the client's connection instead of an answer, or right after a last one. */
export class ConnectionCut extends Error {
  constructor(public readonly answer?: SqlError) {
    super('the connection is cut');
    this.name = 'ConnectionCut';
  }
}

/** An analysis error as a frontend words it. */
export function analysisError(detail: string): SqlError {
  return new SqlError(1064, `Getting analyzing error. Detail message: ${detail}.`);
}

/** Refuses what StarRocks can do and this server cannot. */
export function unsupported(what: string): SqlError {
  return new SqlError(
    5001,
    `The embedded server does not support ${what}. Run this on a real StarRocks, or write it differently.`,
  );
}
