/** What can be wrong in configuration files, by number. */
export type EnvironmentErrorCode =
  /** A fault in Strata: files do not hold, but no problem is named. */
  | 'STR1100'
  /** A file that is no YAML. */
  | 'STR1101'
  /** A key that the file does not know. */
  | 'STR1102'
  /** A value of a wrong form: type, pattern or range. */
  | 'STR1103'
  /** A value of the right form that breaks a rule of its field. */
  | 'STR1104'
  /** A safeguard of prod that is off. */
  | 'STR1105'
  /** No day of expiry, where the stage needs one. */
  | 'STR1106'
  /** A region that strata.yaml does not open. */
  | 'STR1107'
  /** An environment that is retired where no file may destroy it. */
  | 'STR1108'
  /** A zone without a vSwitch in an existing network. */
  | 'STR1109'
  /** A secret of the sandbox in an environment of the cloud. */
  | 'STR1110'
  /** A name that is there twice. */
  | 'STR1111'
  /** More compute units than the quota of the stage. */
  | 'STR1112'
  /** Two files that make things of the same name. */
  | 'STR1113'
  /** A file whose name is not the id of its environment. */
  | 'STR1114'
  /** No environment at all. */
  | 'STR1115'
  /** A file that goes away although its environment is not retired. */
  | 'STR1116'
  /** Another target than before. */
  | 'STR1117'
  /** A network of its own that an environment gives up, or whose ranges change. */
  | 'STR1118'
  /** A loss without the keys that must have been deployed before it, alone. */
  | 'STR1119'
  /** An environment that would live longer than its stage allows. */
  | 'STR1120'
  /** Stacks in the sandbox that no environment declares any more. */
  | 'STR1121'
  /** A zone that is not one of the region. */
  | 'STR1122'
  /** A range of addresses that is none, or does not begin at its first address. */
  | 'STR1123'
  /** Two environments with the same addresses. */
  | 'STR1124'
  /** A created network outside of the plan in strata.yaml. */
  | 'STR1125'
  /** A shared instance that an environment cannot use. */
  | 'STR1126'
  /** An environment that costs more than its budget. */
  | 'STR1127'
  /** Rules of a schedule that hold at the same time. */
  | 'STR1128'
  /** A layer that cannot come from there, or no layer at all. */
  | 'STR1129'
  /** An external catalog of which it is not known where its tables are. */
  | 'STR1130'
  /** No network where servers stand, or one that does not reach the instance. */
  | 'STR1131'
  /** A cache that no disks can hold, or that is not worth its disks. */
  | 'STR1132'
  /** A user of a shared instance without a password, or where there is none. */
  | 'STR1133'
  /** Settings of an instance that do not fit together: a leading frontend that cannot be kept away from queries, a version of another line. */
  | 'STR1134'
  /** No folder `environments/`, or something in it that is not read as an environment. */
  | 'STR1135';

/** One thing wrong in a configuration file, placed where a reader has to look. */
export interface Problem {
  readonly code: EnvironmentErrorCode;
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
  readonly code: EnvironmentErrorCode;

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
