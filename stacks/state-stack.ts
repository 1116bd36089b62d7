import { LocalBackend, TerraformStack } from 'cdktf';
import type { Construct } from 'constructs';
import { AlicloudProvider } from '@cdktf/provider-alicloud/lib/provider';
import type { Account } from '@strata/environment';
import { StateBackend } from '../constructs/storage/state-backend';

export const STATE_STACK = 'strata-state';

export interface StateStackProps {
  readonly account: Account;
}

/**
 * Where the states of all other stacks are kept. It has no state itself: `strata bootstrap` looks at what is there each
 * time, so that it can be run again from anywhere.
 */
export class StateStack extends TerraformStack {
  public readonly backend: StateBackend;

  constructor(scope: Construct, { account }: StateStackProps) {
    super(scope, STATE_STACK);
    const { state } = account;
    new LocalBackend(this, { path: 'terraform.tfstate' });
    new AlicloudProvider(this, 'Alicloud', { region: state.region, accountType: account.account.type });
    this.backend = new StateBackend(this, 'State', { state, tags: { 'strata:account': account.account.name } });
  }
}
