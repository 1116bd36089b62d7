/** What keeps a table from being ingested. */
export interface IngestProblem {
  /** Stable code, `STR20xx`. */
  readonly code: `STR20${string}`;
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
  readonly code: string;

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
