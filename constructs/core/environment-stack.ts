import { LocalBackend, OssBackend, TerraformStack } from 'cdktf';
import type { Construct } from 'constructs';
import { AlicloudProvider } from '@cdktf/provider-alicloud/lib/provider';
import { physicalNames, stackId } from '@strata/environment';
import type { Account, Environment, Lifecycle, PhysicalNames } from '@strata/environment';

export interface EnvironmentStackProps {
  readonly environment: Environment;
  readonly account: Account;
  /** Which part of the environment the stack holds; ends its id. */
  readonly lifecycle: Lifecycle;
}

/**
 * A stack of one environment: its id, where its state is kept, its provider and its tags follow from the environment.
 *
 * The sandbox keeps state below `.strata/` of the checkout, the cloud in an OSS bucket with a lock; neither can open the
 * other's. Credentials are never written: the provider takes them from where Terraform runs.
 */
export class EnvironmentStack extends TerraformStack {
  public readonly environment: Environment;
  public readonly account: Account;
  public readonly names: PhysicalNames;
  /** Tags of everything that can be tagged. */
  public readonly tags: Readonly<Record<string, string>>;

  constructor(scope: Construct, props: EnvironmentStackProps) {
    const { environment, account, lifecycle } = props;
    super(scope, stackId(environment, lifecycle));
    this.environment = environment;
    this.account = account;
    this.names = physicalNames(environment, account);
    this.tags = tagsOf(environment);
    this.keepState();
    new AlicloudProvider(this, 'Alicloud', { region: environment.region, accountType: account.account.type });
  }

  /** Whether Terraform may destroy nothing that holds data here: it needs both keys (`protection: off`, `allowDataLoss: on`). */
  public get keepsData(): boolean {
    return this.environment.protection || !this.environment.allowDataLoss;
  }

  private keepState(): void {
    const { target } = this.environment;
    const id = this.node.id;
    switch (target) {
      case 'sandbox':
        new LocalBackend(this, { path: `../../../.strata/state/${id}.tfstate` });
        return;
      case 'cloud': {
        const { bucket, region, prefix, tablestoreEndpoint, tablestoreTable } = this.account.state;
        new OssBackend(this, {
          bucket,
          region,
          prefix: `${prefix}/${id}`,
          key: 'terraform.tfstate',
          encrypt: true,
          tablestoreEndpoint,
          tablestoreTable,
        });
      }
    }
  }
}

function tagsOf({ team, stage, owner, expires, id }: Environment): Readonly<Record<string, string>> {
  const tags = { 'strata:environment': id, 'strata:team': team, 'strata:stage': stage, 'strata:owner': owner };
  return expires === undefined ? tags : { ...tags, 'strata:expires': expires };
}
