import type { ITerraformDependable } from 'cdktf';
import type { PolicyStatement } from './policy-document';

/** Who can be given rights in the account. */
export interface IGrantable {
  readonly roleName: string;
  /** Gives a right. A second time changes nothing. */
  addToPolicy(statement: PolicyStatement): Grant;
}

/** A right that was given. */
export interface Grant {
  /** What must be there before the right holds: for `dependsOn` of what uses it. */
  readonly dependables: readonly ITerraformDependable[];
}
