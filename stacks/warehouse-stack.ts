import type { TerraformResource } from 'cdktf';
import type { Construct } from 'constructs';
import { StarrocksAdmin } from '@strata/provider-strata/lib/starrocks-admin';
import { StrataProvider } from '@strata/provider-strata/lib/provider';
import { BOOTSTRAP_DESCRIPTION, BOOTSTRAP_PASSWORD, dataFactsOf } from '@strata/environment';
import { EnvironmentStack } from '../constructs/core/environment-stack';
import type { EnvironmentStackProps } from '../constructs/core/environment-stack';
import { Guard } from '../constructs/core/guard';
import { SecretVariable } from '../constructs/core/secret-variable';
import type { INetwork } from '../constructs/network/network';
import { CacheDiskPolicy } from '../constructs/warehouse/cache-disk-policy';
import { StarRocksInstance } from '../constructs/warehouse/starrocks-instance';
import { Warehouse } from '../constructs/warehouse/warehouse';

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
    this.instance = new StarRocksInstance(this, 'StarRocks', {
      environment,
      network: props.network(this),
      zone: environment.zones[0],
      instanceName: names.instance,
      version: instance.version,
      bootstrapPassword: bootstrap.stringValue,
      frontend: instance.frontend,
      compute: instance.compute,
      protection: this.keepsData,
      tags,
    });
    const admin = new StarrocksAdmin(this, 'Admin', {
      environment: environment.id,
      target: environment.target,
      region: environment.region,
      instanceName: this.instance.instanceName,
      password: environment.adminPassword,
      secretVersion: environment.adminPasswordVersion,
      dependsOn: [this.instance.capacity],
    });
    // An instance that is being changed refuses a second change: one after the other.
    let before: TerraformResource = admin;
    for (const { name, cu, nodes, cache } of environment.warehouses) {
      const warehouse = new Warehouse(this, `Warehouse-${name}`, {
        instance: this.instance,
        warehouseName: name,
        cuPerNode: cu,
        nodes,
        ...(cache === undefined ? {} : { cache: CacheDiskPolicy.forData(dataFactsOf(cache), cache) }),
        dependsOn: [before],
      });
      before = warehouse.resource;
    }
  }
}
