import type { Account } from '../account';
import type { Step } from '../document';
import type { Environment } from '../model';
import type { Problem } from '../problems';
import type { EnvironmentFile } from '../schema/environment-file';

/** Names a problem of the file at a path. */
export type Report = (code: Problem['code'], path: readonly Step[], message: string) => void;

/** What rules between fields look at: the file as written, and what it comes to. */
export interface Checked {
  readonly file: EnvironmentFile;
  readonly environment: Environment;
  readonly account: Account;
  readonly report: Report;
}
