import { TerraformVariable } from 'cdktf';
import type { Construct } from 'constructs';
import { terraformVariable } from '@strata/environment';
import type { Environment } from '@strata/environment';

export interface SecretVariableProps {
  readonly environment: Pick<Environment, 'id' | 'target'>;
  /** What it is the password of; shown when Terraform asks for it. */
  readonly description: string;
}

/** The password that the sandbox gives; it guards nothing, and is rotated away where it would. */
const SANDBOX_PASSWORD = 'Sandbox-bootstrap-1';

/**
 * A password that Terraform is given when it runs, and never synthesized; the sandbox has a fixed one. The name of the
 * variable, `TF_VAR_<environment>_<id>`, belongs to one environment, so that a password that is exported for one never
 * gets into the state of another.
 */
export class SecretVariable extends TerraformVariable {
  constructor(scope: Construct, id: string, props: SecretVariableProps) {
    super(scope, id, {
      type: 'string',
      sensitive: true,
      nullable: false,
      description: props.description,
      ...(props.environment.target === 'sandbox' ? { default: SANDBOX_PASSWORD } : {}),
    });
    this.overrideLogicalId(terraformVariable(props.environment, id));
  }
}
