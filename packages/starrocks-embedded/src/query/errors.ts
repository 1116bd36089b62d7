/** StarRocks' numbers that queries can fail with. */
export const ErrorNumber = {
  syntax: 1064,
  noDatabase: 1046,
  unknownColumn: 1064,
  ambiguousColumn: 1064,
  unknownTable: 5502,
  unsupported: 5001,
} as const;

/** Code of queries that the embedded server does not run. */
type QueryErrorCode =
  /** A query that the embedded server refuses. */
  'STR1820';

/** A query (or a part of it) that the embedded server refuses rather than answer differently from StarRocks. */
export class UnsupportedQueryError extends Error {
  public readonly code: QueryErrorCode = 'STR1820';
  /** Number that goes out on the MySQL protocol. */
  public readonly errorNumber: number;

  constructor(message: string, errorNumber: number = ErrorNumber.unsupported) {
    super(message);
    this.name = 'UnsupportedQueryError';
    this.errorNumber = errorNumber;
  }
}

/** Refusal of something that StarRocks may well have and the table of the embedded server has not. `hint` says what to write instead. */
export function unsupported(what: string, hint = ''): UnsupportedQueryError {
  const advice = hint === '' ? 'Run this query on a real StarRocks, or write it differently.' : hint;
  return new UnsupportedQueryError(`The embedded server does not support ${what}. ${advice}`);
}

/** Refusal of a query that StarRocks refuses as well. */
export function analysisError(detail: string, errorNumber: number = ErrorNumber.syntax): UnsupportedQueryError {
  return new UnsupportedQueryError(`Getting analyzing error. Detail message: ${detail}`, errorNumber);
}
