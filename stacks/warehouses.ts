import { dataFactsOf, ingests } from '@strata/environment';
import type { EnvironmentStack } from '../constructs/core/environment-stack';
import { Connections } from '../constructs/network/connections';
import type { INetwork } from '../constructs/network/network';
import { CacheDiskPolicy } from '../constructs/warehouse/cache-disk-policy';
import { ElasticSchedule } from '../constructs/warehouse/elastic-schedule';
import type { IStarRocksInstance } from '../constructs/warehouse/instance-base';
import { Warehouse } from '../constructs/warehouse/warehouse';

/** Adds the warehouses of an environment to an instance, its own or a shared one. */
export function addWarehouses(stack: EnvironmentStack, instance: IStarRocksInstance): void {
  for (const { name, cu, nodes, cache, schedule, scaleToZero } of stack.environment.warehouses) {
    const warehouse = new Warehouse(stack, `Warehouse-${name}`, {
      instance,
      warehouseName: name,
      cuPerNode: cu,
      nodes,
      scaleToZero,
      ...(cache === undefined ? {} : { cache: CacheDiskPolicy.forData(dataFactsOf(cache), cache) }),
    });
    if (schedule !== undefined) new ElasticSchedule(stack, `Schedule-${name}`, { warehouse, ...schedule });
  }
}

/** Lets in the networks from which an environment's people and tools query, and its jobs. */
export function letClientsIn(
  stack: EnvironmentStack,
  instance: IStarRocksInstance,
  network: INetwork | undefined,
): void {
  const { environment } = stack;
  for (const { name, cidr } of environment.clients) {
    instance.connections.allowFrom(Connections.ofRanges(stack, `client-${name}`, cidr));
  }
  if (network === undefined || !ingests(environment)) return;
  // The workspace is in the streams stack, which is deployed later; its range is known before.
  instance.connections.allowFrom(Connections.ofRanges(stack, 'flink', network.rangeOf(environment.zones[0])));
}
