import type { Account } from '../account';
import type { Step } from '../document';
import type { Environment } from '../model';
import type { Problem } from '../problems';
import type { EnvironmentFile } from '../schema/environment-file';

/** Names a problem of the file at a path. */
export type Report = (code: Problem['code'], path: readonly Step[], message: string) => void;

/** What rules between fields look at: the file as it is read, and what it comes to. */
export interface Checked {
  /** As it stands there, right or wrong. */
  readonly written: unknown;
  readonly file: EnvironmentFile;
  readonly environment: Environment;
  readonly account: Account;
  readonly report: Report;
}

/** A rule between fields. */
export interface Rule {
  readonly check: (checked: Checked) => void;
  /** Keys of the file that it reads, also through what they come to: it is asked only when these are right by themselves. */
  readonly reads: readonly (keyof EnvironmentFile)[];
}
