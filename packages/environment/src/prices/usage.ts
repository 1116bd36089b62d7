import { hotDataOf } from '../cache/data-facts';
import { dataFactsOf, warehouseDisks } from '../cache/warehouse-disks';
import type { Environment, NodeGroupSize, WarehouseSettings } from '../model';
import { ingests } from '../model';
import { createdSources } from '../names';
import { weeklyHours } from '../schedule';
import { MONTH_HOURS } from './price';

/** How much of an item something uses in a month. */
export interface Usage {
  /** Whose it is, e.g. `warehouse etl`. */
  readonly what: string;
  readonly item: string;
  /** Units, e.g. compute units or GB; undefined when it cannot be known from the file. */
  readonly quantity?: number;
  /** Of a month. */
  readonly hours: number;
}

const WEEK_HOURS = 168;

/** Everything that an environment is billed for by its size. A retired one is on its way to use nothing. */
export function usageOf(environment: Environment): readonly Usage[] {
  if (environment.state === 'retired') return [];
  const { instance, network, warehouses } = environment;
  return [
    ...(instance.kind === 'dedicated'
      ? [...groupUsage('frontends', instance.frontend), ...groupUsage('default_warehouse', instance.compute)]
      : []),
    ...warehouses.flatMap(warehouseUsage),
    ...storageUsage(environment),
    ...sourceUsage(environment),
    ...(environment.streams.length > 0 ? [always('Kafka', 'kafka', 1)] : []),
    ...(ingests(environment)
      ? [always('Flink', 'flink-cu', environment.flinkCu), { what: 'Flink', item: 'oss-bucket', hours: MONTH_HOURS }]
      : []),
    ...(network.kind === 'created' && network.outbound === true ? [always('network', 'nat', 1)] : []),
    ...(instance.kind === 'dedicated' && instance.gateway?.loadBalancer === true
      ? [always('gateway of StarRocks', 'load-balancer', 1)]
      : []),
  ];
}

function always(what: string, item: string, quantity: number): Usage {
  return { what, item, quantity, hours: MONTH_HOURS };
}

function groupUsage(what: string, { cu, nodes, diskGb }: NodeGroupSize): readonly Usage[] {
  return [always(what, 'starrocks-cu', cu * nodes), always(what, 'starrocks-disk-pl1', diskGb * nodes)];
}

/** Nodes of a schedule are billed for the hours at which they are there, with their disks. */
function warehouseUsage(warehouse: WarehouseSettings): readonly Usage[] {
  const { name, cu, nodes, schedule, scaleToZero } = warehouse;
  const disks = warehouseDisks(warehouse);
  const [level, gb] = typeof disks === 'string' ? ['pl1', 0] : [disks.level, disks.disks * disks.diskGb];
  const use = (what: string, count: number, hours: number): readonly Usage[] => [
    { what, item: 'starrocks-cu', quantity: cu * count, hours },
    { what, item: `starrocks-disk-${level}`, quantity: gb * count, hours },
  ];
  return [
    ...(scaleToZero ? [] : use(`warehouse ${name}`, nodes, MONTH_HOURS)),
    ...(schedule?.rules ?? []).flatMap((rule) =>
      use(`warehouse ${name}, ${rule.name}`, rule.nodes, (weeklyHours(rule) / WEEK_HOURS) * MONTH_HOURS),
    ),
  ];
}

/** Warehouses of an instance read the same data: the largest size that one of them names is that of all. */
function storageUsage({ warehouses }: Environment): readonly Usage[] {
  const sizes = warehouses.flatMap(({ cache }) => {
    const hot = cache === undefined ? undefined : hotDataOf(dataFactsOf(cache));
    return typeof hot === 'object' && hot.totalGib !== undefined ? [hot.totalGib] : [];
  });
  const quantity = sizes.length === 0 ? {} : { quantity: Math.max(...sizes) };
  return [{ what: 'data', item: 'starrocks-storage', ...quantity, hours: MONTH_HOURS }];
}

function sourceUsage(environment: Environment): readonly Usage[] {
  return createdSources(environment).flatMap(({ name, instanceClass, storageGb }) => [
    always(`source ${name}`, `rds-class/${instanceClass}`, 1),
    always(`source ${name}`, 'rds-storage', storageGb),
  ]);
}
