/** What keeps tables from being ingested, by number. */
export type IngestErrorCode =
  /** A fault in Strata: tables are refused, but no problem is named. */
  | 'STR2000'
  /** An annotation `source` that says no source. */
  | 'STR2001'
  /** A table whose source the job has no connection to. */
  | 'STR2003'
  /** A table that follows MySQL without a primary key. */
  | 'STR2004'
  /** A column of a type that no job loads. */
  | 'STR2005';

/** What keeps a table from being ingested. */
export interface IngestProblem {
  readonly code: IngestErrorCode;
  readonly file: string;
  /** From 1. */
  readonly line: number;
  /** From 1. */
  readonly column: number;
  /** The rule, what was got, what to do. */
  readonly message: string;
}

/** Tables that no job can be generated for; names every problem at once. */
export class IngestError extends Error {
  /** The code of the first problem. */
  readonly code: IngestErrorCode;

  constructor(readonly problems: readonly IngestProblem[]) {
    super(
      problems
        .map(({ file, line, column, message, code }) => `${file}:${line}:${column}\n  ${message} (${code})`)
        .join('\n'),
    );
    this.name = 'IngestError';
    this.code = problems[0]?.code ?? 'STR2000';
  }
}
