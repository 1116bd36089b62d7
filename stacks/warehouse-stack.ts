import type { Construct } from 'constructs';
import { StarrocksAdmin } from '@strata/provider-strata/lib/starrocks-admin';
import { StrataProvider } from '@strata/provider-strata/lib/provider';
import { BOOTSTRAP_DESCRIPTION, BOOTSTRAP_PASSWORD } from '@strata/environment';
import { EnvironmentStack } from '../constructs/core/environment-stack';
import type { EnvironmentStackProps } from '../constructs/core/environment-stack';
import { Guard } from '../constructs/core/guard';
import { SecretVariable } from '../constructs/core/secret-variable';
import type { INetwork } from '../constructs/network/network';
import { StarRocksInstance } from '../constructs/warehouse/starrocks-instance';
import { addOperator } from './operator';
import { addWarehouses, letClientsIn } from './warehouses';

export interface WarehouseStackProps extends Omit<EnvironmentStackProps, 'lifecycle'> {
  readonly network: (stack: EnvironmentStack) => INetwork;
}

/** The StarRocks instance of an environment, its compute warehouses and its administrator. */
export class WarehouseStack extends EnvironmentStack {
  public readonly instance: StarRocksInstance;

  constructor(scope: Construct, props: WarehouseStackProps) {
    super(scope, { ...props, lifecycle: 'warehouse' });
    new StrataProvider(this, 'Strata');
    new Guard(this, 'Guard');
    const { environment, names, tags } = this;
    const { instance } = environment;
    if (instance.kind === 'shared') throw new Error(`${environment.file}: the warehouse stack makes an instance`);
    const bootstrap = new SecretVariable(this, BOOTSTRAP_PASSWORD, {
      environment,
      description: BOOTSTRAP_DESCRIPTION,
    });
    const network = props.network(this);
    const { gateway, upgrades, parameters, resourceGroupId } = instance;
    this.instance = new StarRocksInstance(this, 'StarRocks', {
      environment,
      network,
      zone: environment.zones[0],
      instanceName: names.instance,
      version: instance.version,
      bootstrapPassword: bootstrap.stringValue,
      frontend: instance.frontend,
      compute: instance.compute,
      ...(gateway === undefined ? {} : { gateway }),
      ...(upgrades === undefined ? {} : { upgrades }),
      ...(parameters === undefined ? {} : { parameters }),
      ...(resourceGroupId === undefined ? {} : { resourceGroupId }),
      protection: this.keepsData,
      tags,
    });
    this.rotatePassword();
    addWarehouses(this, this.instance);
    letClientsIn(this, this.instance, network);
    addOperator(this, this.instance);
    network.privateZone?.addAlias(this, 'starrocks', this.instance.host);
  }

  private rotatePassword(): void {
    const { adminPassword, adminPasswordVersion } = this.environment;
    const admin = new StarrocksAdmin(this, 'Admin', {
      ...this.instance.place,
      password: adminPassword,
      secretVersion: adminPasswordVersion,
      dependsOn: [this.instance.resource],
    });
    // The first password is known to whoever deployed: it goes before anything else is done.
    this.instance.inTurn.addFirst(admin);
  }
}
