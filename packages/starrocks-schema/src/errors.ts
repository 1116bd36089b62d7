/** Failures of this layer. Each says where, what, the rule, and what to do; `code` is stable. */

/** A connection could not be made or was lost. */
export type ConnectionErrorCode =
  /** No server answers. */
  | 'STR1401'
  /** User or password refused. */
  | 'STR1402'
  /** The server is not a StarRocks. */
  | 'STR1403'
  /** The connection was lost. */
  | 'STR1404'
  /** The server did not answer in time. */
  | 'STR1405'
  /** The server wants TLS, or offers none. */
  | 'STR1406';

export class ConnectionError extends Error {
  public override readonly name = 'ConnectionError';

  constructor(
    public readonly code: ConnectionErrorCode,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

export type PlanErrorCode =
  /** The plan has refusals. */
  | 'STR1410'
  /** Declared statements that make no model: no object, one twice, or a secret in plain text. */
  | 'STR1411'
  /** A recorded model cannot be read. */
  | 'STR1412'
  /** A policy file is none. */
  | 'STR1413'
  /** A bundle of SQL files that this version does not read. */
  | 'STR1414';

export class PlanError extends Error {
  public override readonly name = 'PlanError';

  constructor(
    public readonly code: PlanErrorCode,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

/** A statement that the warehouse refused. */
export class StatementError extends Error {
  public override readonly name = 'StatementError';
  public readonly code = 'STR1424';

  constructor(
    /** MySQL error number, e.g. 1064. */
    public readonly errno: number,
    public readonly sql: string,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

export type ApplyErrorCode =
  /** The warehouse is not what the plan was made from. */
  | 'STR1420'
  /** An object of that name exists and is not ours. */
  | 'STR1421'
  /** Another run holds the lock. */
  | 'STR1422'
  /** The lock was taken over by another run. */
  | 'STR1423'
  /** The warehouse refused a statement. */
  | 'STR1424'
  /** A job of the warehouse was cancelled. */
  | 'STR1425'
  /** Stopped on request. */
  | 'STR1426'
  /** What a step left is not what it should have left, e.g. a copy with fewer rows. */
  | 'STR1427'
  /** A job of the warehouse does not move any more. */
  | 'STR1428'
  /** A load that does not say how far it has read. */
  | 'STR1429';

export class ApplyError<Result = unknown> extends Error {
  public override readonly name = 'ApplyError';

  constructor(
    public readonly code: ApplyErrorCode,
    message: string,
    /** What was reached before it failed. */
    public readonly result?: Result,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}
