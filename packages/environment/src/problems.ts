/** One thing wrong in a configuration file, placed where a reader has to look. */
export interface Problem {
  /** Stable code, `STR11xx`. */
  readonly code: `STR11${string}`;
  /** Path of the file as given to the reader, usually relative to the checkout. */
  readonly file: string;
  /** From 1. */
  readonly line: number;
  /** From 1. */
  readonly column: number;
  /** Where in the document, e.g. `warehouses[0].cu`; empty for the document itself. */
  readonly path: string;
  /** The rule, what was got, what to do. */
  readonly message: string;
}

/** Configuration files that do not hold; names every problem of every file at once. */
export class EnvironmentError extends Error {
  /** The code of the first problem. */
  readonly code: string;

  constructor(readonly problems: readonly Problem[]) {
    super(problems.map(formatProblem).join('\n'));
    this.name = 'EnvironmentError';
    this.code = problems[0]?.code ?? 'STR1100';
  }
}

/** `file:line:column  path`, then the message on its own line. */
export function formatProblem(problem: Problem): string {
  const where = `${problem.file}:${problem.line}:${problem.column}`;
  const path = problem.path === '' ? '' : `  ${problem.path}`;
  return `${where}${path}\n  ${problem.message} (${problem.code})`;
}
