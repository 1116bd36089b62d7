import type { Construct } from 'constructs';
import { StarrocksSharedInstance } from '@strata/provider-strata/lib/starrocks-shared-instance';
import { StrataProvider } from '@strata/provider-strata/lib/provider';
import { EnvironmentStack } from '../constructs/core/environment-stack';
import type { EnvironmentStackProps } from '../constructs/core/environment-stack';
import { Guard } from '../constructs/core/guard';
import type { INetwork } from '../constructs/network/network';
import type { IStarRocksInstance } from '../constructs/warehouse/instance-base';
import { StarRocksInstance } from '../constructs/warehouse/starrocks-instance';
import { addWarehouses, letClientsIn } from './warehouses';

export interface SharedWarehouseStackProps extends Omit<EnvironmentStackProps, 'lifecycle'> {
  /**
   * Network of the environment's jobs.
   *
   * @default - none: it has no jobs
   */
  readonly network?: (stack: EnvironmentStack) => INetwork;
}

/** The compute warehouses of an environment on the StarRocks instance of another one, and who may connect to it. */
export class SharedWarehouseStack extends EnvironmentStack {
  public readonly instance: IStarRocksInstance;

  constructor(scope: Construct, props: SharedWarehouseStackProps) {
    super(scope, { ...props, lifecycle: 'warehouse' });
    new StrataProvider(this, 'Strata');
    new Guard(this, 'Guard');
    const { environment, names } = this;
    const place = {
      environment: environment.id,
      target: environment.target,
      region: environment.region,
      instanceName: names.instance,
    };
    const found = new StarrocksSharedInstance(this, 'Instance', place);
    this.instance = StarRocksInstance.fromStarRocksInstanceAttributes(this, 'StarRocks', {
      instanceId: found.instanceId,
      place,
      dependsOn: [found],
    });
    addWarehouses(this, this.instance);
    letClientsIn(this, this.instance, props.network?.(this));
  }
}
