import type { Account, StageSettings } from './account';
import { environmentId } from './identity';
import type {
  AlarmSettings,
  CacheSettings,
  Environment,
  InstanceSettings,
  LakeSettings,
  Layer,
  NetworkSettings,
  NodeGroupSize,
  ScheduleSettings,
  SourceSettings,
  TeamLimits,
  WarehouseSettings,
} from './model';
import { LAYERS } from './schema/words';
import { WEEKDAYS } from './schema/schedule';
import type { EnvironmentFile } from './schema/environment-file';

/** Fills in what a file leaves to its stage. */
export function resolveEnvironment(file: EnvironmentFile, path: string, account: Account): Environment {
  const stage = account.stages[file.stage];
  const { defaults } = stage;
  const [zone = '', ...zones] = file.zones;
  const budget = file.budget ?? quotaOf(account, file.team, file.stage).budget;
  return {
    id: environmentId(file, path),
    file: path,
    team: file.team,
    stage: file.stage,
    target: file.target,
    owner: file.owner,
    ...(file.expires === undefined ? {} : { expires: file.expires }),
    region: file.region,
    zones: [zone, ...zones],
    network: networkOf(file.network),
    instance: instanceOf(file.instance, defaults),
    warehouses: (file.warehouses ?? []).map((each) => warehouseOf(each, file, stage)),
    sources: (file.sources ?? []).map((source) => sourceOf(source, defaults)),
    streams: (file.streams ?? []).map((stream) => ({
      topic: stream.topic,
      partitions: stream.partitions ?? defaults.partitions,
      about: stream.about,
    })),
    flinkCu: file.flink?.cu ?? defaults.flinkCu,
    lake: (file.lake ?? []).map(lakeOf),
    ...layersOf(file),
    clients: file.clients ?? [],
    operators: file.operators ?? [],
    ...adminOf(file.secrets.admin),
    ...(file.secrets.user === undefined ? {} : { userPassword: file.secrets.user }),
    alarms: alarmsOf(file, environmentId(file, path)),
    exceptions: (file.exceptions ?? []).map(({ resource = '*', ...exception }) => ({ ...exception, resource })),
    ...(budget === undefined ? {} : { budget }),
    protection: file.protection ?? stage.protection,
    allowDataLoss: file.allowDataLoss ?? false,
    state: file.state ?? 'active',
  };
}

/** What a team may have in a stage: its own figures, else those of the stage. */
export function quotaOf(
  account: Account,
  team: string,
  stage: EnvironmentFile['stage'],
): { readonly cu: number; readonly budget?: number; readonly of: string } {
  const own = account.teams?.[team]?.[stage];
  const general = account.stages[stage].quota;
  const budget = own?.budget ?? general.budget;
  return {
    cu: own?.cu ?? general.cu,
    ...(budget === undefined ? {} : { budget }),
    of: own?.cu === undefined ? stage : `team ${team} in ${stage}`,
  };
}

function networkOf(network: EnvironmentFile['network']): NetworkSettings {
  if (network === undefined) return { kind: 'none' };
  if ('vpcId' in network) return { kind: 'existing', ...network };
  return { kind: 'created', cidr: network.cidr, ...given(network, ['outbound', 'domain']) };
}

function instanceOf(instance: EnvironmentFile['instance'], defaults: StageSettings['defaults']): InstanceSettings {
  if (instance !== undefined && 'shared' in instance) {
    return { kind: 'shared', environment: instance.shared, limits: limitsOf(instance.limits) };
  }
  return {
    kind: 'dedicated',
    version: instance?.version ?? defaults.version,
    frontend: size(instance?.frontend, defaults.frontend),
    compute: size(instance?.compute, defaults.compute),
    ...settingsOf(instance ?? {}),
  };
}

type DedicatedFile = Exclude<NonNullable<EnvironmentFile['instance']>, { shared: string }>;
type SharedFile = Extract<NonNullable<EnvironmentFile['instance']>, { shared: string }>;

function settingsOf({ gateway, upgrades, parameters, resourceGroupId }: DedicatedFile) {
  return {
    ...(gateway === undefined ? {} : { gateway: given(gateway, ['loadBalancer', 'isolateLeader']) }),
    ...(upgrades === undefined
      ? {}
      : { upgrades: given(upgrades, ['minorVersion', 'automatic', 'allowMajor', 'maintenanceWindow']) }),
    ...(parameters === undefined
      ? {}
      : {
          parameters: parameters.map(({ component, key, value, ...rest }) => ({
            component,
            key,
            value,
            ...given(rest, ['restart']),
          })),
        }),
    ...(resourceGroupId === undefined ? {} : { resourceGroupId }),
  };
}

function limitsOf(limits: SharedFile['limits']): TeamLimits {
  return {
    cpuWeight: limits?.cpuWeight ?? 2,
    memoryPercent: limits?.memoryPercent ?? 20,
    concurrency: limits?.concurrency ?? 10,
  };
}

function size(
  given: Partial<Record<keyof NodeGroupSize, number | undefined>> | undefined,
  defaults: NodeGroupSize,
): NodeGroupSize {
  return {
    cu: given?.cu ?? defaults.cu,
    nodes: given?.nodes ?? defaults.nodes,
    diskGb: given?.diskGb ?? defaults.diskGb,
  };
}

type WarehouseFile = NonNullable<EnvironmentFile['warehouses']>[number];

function warehouseOf(
  warehouse: WarehouseFile,
  { pauseOutsideWorkingHours }: EnvironmentFile,
  { defaults, workingHours }: StageSettings,
): WarehouseSettings {
  const nodes = warehouse.nodes ?? defaults.warehouseNodes;
  const own = warehouse.schedule === undefined ? undefined : resolveSchedule(warehouse.schedule);
  const pausing = own === undefined && warehouse.scaleToZero === undefined && (pauseOutsideWorkingHours ?? true);
  const schedule = own ?? (pausing && workingHours !== undefined ? workingSchedule(workingHours, nodes) : undefined);
  return {
    name: warehouse.name,
    cu: warehouse.cu,
    nodes,
    ...(warehouse.cache === undefined ? {} : { cache: cacheOf(warehouse.cache) }),
    ...(schedule === undefined ? {} : { schedule }),
    scaleToZero: warehouse.scaleToZero ?? (pausing && workingHours !== undefined),
  };
}

/** A schedule with the days that it leaves out. */
export function resolveSchedule({ timeZone, rules }: NonNullable<WarehouseFile['schedule']>): ScheduleSettings {
  return { timeZone, rules: rules.map((rule) => ({ ...rule, days: rule.days ?? WEEKDAYS })) };
}

function workingSchedule(
  { timeZone, from, to, days }: NonNullable<StageSettings['workingHours']>,
  nodes: number,
): ScheduleSettings {
  return { timeZone, rules: [{ name: 'working-hours', nodes, from, to, days }] };
}

function cacheOf(cache: NonNullable<WarehouseFile['cache']>): CacheSettings {
  return {
    dailyGrowthGb: cache.dailyGrowthGb,
    ...given(cache, ['hotDays', 'hotShare', 'compression', 'retentionDays', 'totalGb', 'skew', 'level', 'reason']),
  };
}

function sourceOf(
  source: NonNullable<EnvironmentFile['sources']>[number],
  defaults: StageSettings['defaults'],
): SourceSettings {
  const { name, databases, password } = source;
  if ('host' in source) {
    return {
      kind: 'existing',
      name,
      databases,
      host: source.host,
      port: source.port ?? 3306,
      user: source.user,
      password,
    };
  }
  return {
    kind: 'created',
    name,
    databases,
    instanceClass: source.class ?? defaults.sourceClass,
    storageGb: source.storageGb ?? defaults.sourceStorageGb,
    binlogHours: source.binlogHours ?? defaults.binlogHours,
    password,
  };
}

function lakeOf(lake: NonNullable<EnvironmentFile['lake']>[number]): LakeSettings {
  switch (lake.kind) {
    case 'hive':
    case 'dlf':
      return lake;
    case 'iceberg':
      return { kind: lake.kind, name: lake.name, ...given(lake, ['metastore', 'uri', 'warehouse']) };
    case 'paimon':
      return { kind: lake.kind, name: lake.name, ...given(lake, ['metastore', 'warehouse']) };
  }
}

/** The keys that have a value. */
function given<T extends object, K extends keyof T>(
  from: T,
  keys: readonly K[],
): { [P in K]?: Exclude<T[P], undefined> } {
  const found: { [P in K]?: Exclude<T[P], undefined> } = {};
  for (const key of keys) {
    const value = from[key];
    if (value !== undefined) found[key] = value as Exclude<T[K], undefined>;
  }
  return found;
}

/** The layers in their order, with those of another environment apart. */
function layersOf({ layers, instance }: EnvironmentFile): Pick<Environment, 'layers' | 'borrowedLayers' | 'variables'> {
  const shared = instance !== undefined && 'shared' in instance ? instance.shared : undefined;
  const given: NonNullable<EnvironmentFile['layers']> =
    layers ?? LAYERS.map((name) => (shared !== undefined && name !== 'ads' ? { name, from: shared } : name));
  const items = given.map((item) => (typeof item === 'string' ? { name: item } : item));
  items.sort((a, b) => LAYERS.indexOf(a.name) - LAYERS.indexOf(b.name));
  return {
    layers: items.filter(({ from }) => from === undefined).map(({ name }) => name),
    borrowedLayers: items.flatMap(({ name, from }) => (from === undefined ? [] : { layer: name, environment: from })),
    variables: Object.fromEntries(
      items.flatMap(({ name, variables }): [Layer, Readonly<Record<string, string>>][] =>
        variables === undefined ? [] : [[name, variables]],
      ),
    ),
  };
}

/** The admin's password with its version. */
export function adminOf(
  admin: EnvironmentFile['secrets']['admin'],
): Pick<Environment, 'adminPassword' | 'adminPasswordVersion'> {
  return typeof admin === 'string'
    ? { adminPassword: admin }
    : { adminPassword: admin.secret, adminPasswordVersion: admin.version };
}

function alarmsOf({ alarms, owner }: EnvironmentFile, id: string): AlarmSettings {
  return {
    contacts: alarms?.contacts ?? (alarms?.contactGroups === undefined ? [{ name: `${id}-owner`, mail: owner }] : []),
    contactGroups: alarms?.contactGroups ?? [],
  };
}
