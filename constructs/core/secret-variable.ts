import { TerraformVariable } from 'cdktf';
import type { Construct } from 'constructs';
import type { Target } from '@strata/environment';

export interface SecretVariableProps {
  readonly target: Target;
  /** What it is the password of; shown when Terraform asks for it. */
  readonly description: string;
}

/** The password that the sandbox gives; it guards nothing, and is rotated away where it would. */
const SANDBOX_PASSWORD = 'Sandbox-bootstrap-1';

/** A password that Terraform is given when it runs (`TF_VAR_<id>`), and never synthesized; the sandbox has a fixed one. */
export class SecretVariable extends TerraformVariable {
  constructor(scope: Construct, id: string, props: SecretVariableProps) {
    super(scope, id, {
      type: 'string',
      sensitive: true,
      nullable: false,
      description: props.description,
      ...(props.target === 'sandbox' ? { default: SANDBOX_PASSWORD } : {}),
    });
    this.overrideLogicalId(id);
  }
}
