import type { Account } from './account';
import { check, formatPath, readDocument } from './document';
import type { SourceDocument, Step } from './document';
import { environmentId } from './identity';
import { EnvironmentError } from './problems';
import type { Problem } from './problems';
import { environmentFileSchema, LAYERS } from './schema';
import type { EnvironmentFile } from './schema';

export type Target = EnvironmentFile['target'];
export type Stage = EnvironmentFile['stage'];
export type Layer = (typeof LAYERS)[number];

/** Size of a group of equal nodes. */
export interface NodeGroupSize {
  /** Compute units of one node: 8, 16, 32 or 64. */
  readonly cu: number;
  readonly nodes: number;
  readonly diskGb: number;
}

export type NetworkSettings =
  | { readonly kind: 'created'; readonly cidr: string }
  | {
      readonly kind: 'existing';
      readonly vpcId: string;
      readonly cidr: string;
      /** Zone -> vSwitch id. */
      readonly vswitches: Readonly<Record<string, string>>;
      readonly securityGroupId: string;
    };

export interface CacheSettings {
  readonly hotDays: number;
  readonly dailyGrowthGb: number;
  readonly totalGb?: number;
}

export interface WarehouseSettings {
  readonly name: string;
  readonly cu: number;
  readonly nodes: number;
  readonly cache?: CacheSettings;
}

export interface SourceSettings {
  readonly name: string;
  readonly databases: readonly string[];
  readonly instanceClass: string;
  readonly storageGb: number;
  /** How long RDS keeps binlogs, hence the longest outage of a CDC job without loss. */
  readonly binlogHours: number;
  /** Reference to the password of the replication account. */
  readonly password: string;
}

export interface TopicSettings {
  readonly topic: string;
  readonly partitions: number;
  readonly about: string;
}

/** One environment with every default filled in: what the stacks are made from. */
export interface Environment {
  /** `<team>-<stage>`, in the sandbox also `<team>`: begins stack ids and physical names. */
  readonly id: string;
  /** The file that says so. */
  readonly file: string;
  readonly team: string;
  readonly stage: Stage;
  readonly target: Target;
  readonly owner: string;
  readonly expires?: string;
  readonly region: string;
  readonly zones: readonly [string, ...string[]];
  readonly network: NetworkSettings;
  readonly version: string;
  readonly frontend: NodeGroupSize;
  /** The compute nodes of `default_warehouse`, which every instance has. */
  readonly compute: NodeGroupSize;
  readonly warehouses: readonly WarehouseSettings[];
  readonly sources: readonly SourceSettings[];
  readonly streams: readonly TopicSettings[];
  readonly flinkCu: number;
  readonly layers: readonly Layer[];
  /** Reference to the password of StarRocks' `admin`. */
  readonly adminPassword: string;
  /** Any text; another one has the password set again, after the secret was rotated. */
  readonly adminPasswordVersion?: string;
  /** CNY a month. */
  readonly budget?: number;
  /** Refuses every plan that would destroy data. */
  readonly protection: boolean;
  /** With protection off, lets SQL objects that are no longer declared be dropped, and the environment be destroyed. */
  readonly allowDataLoss: boolean;
  readonly state: 'active' | 'retired';
}

/**
 * Reads one file of `environments/` and fills in the defaults of its stage.
 *
 * @throws EnvironmentError with everything that is wrong in the file
 */
export function parseEnvironment(yaml: string, file: string, account: Account): Environment {
  const document = readDocument(yaml, file);
  const checked = check<EnvironmentFile>(document, environmentFileSchema);
  if (!('value' in checked)) throw new EnvironmentError(checked.problems);
  const environment = resolve(checked.value, file, account);
  const problems = checkRules(checked.value, environment, document, account);
  if (problems.length > 0) throw new EnvironmentError(problems);
  return environment;
}

function resolve(file: EnvironmentFile, path: string, account: Account): Environment {
  const { defaults, protection } = account.stages[file.stage];
  const [zone = '', ...zones] = file.zones;
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
    network:
      'vpcId' in file.network ? { kind: 'existing', ...file.network } : { kind: 'created', cidr: file.network.cidr },
    version: file.instance?.version ?? defaults.version,
    frontend: size(file.instance?.frontend, defaults.frontend),
    compute: size(file.instance?.compute, defaults.compute),
    warehouses: (file.warehouses ?? []).map((warehouse) => ({
      name: warehouse.name,
      cu: warehouse.cu,
      nodes: warehouse.nodes ?? defaults.warehouseNodes,
      ...(warehouse.cache === undefined ? {} : { cache: cacheOf(warehouse.cache) }),
    })),
    sources: (file.sources ?? []).map((source) => ({
      name: source.name,
      databases: source.databases,
      instanceClass: source.class ?? defaults.sourceClass,
      storageGb: source.storageGb ?? defaults.sourceStorageGb,
      binlogHours: source.binlogHours ?? defaults.binlogHours,
      password: source.password,
    })),
    streams: (file.streams ?? []).map((stream) => ({
      topic: stream.topic,
      partitions: stream.partitions ?? defaults.partitions,
      about: stream.about,
    })),
    flinkCu: file.flink?.cu ?? defaults.flinkCu,
    layers: file.layers ?? [...LAYERS],
    ...adminOf(file.secrets.admin),
    ...(file.budget === undefined ? {} : { budget: file.budget }),
    protection: file.protection ?? protection,
    allowDataLoss: file.allowDataLoss ?? false,
    state: file.state ?? 'active',
  };
}

function adminOf(
  admin: EnvironmentFile['secrets']['admin'],
): Pick<Environment, 'adminPassword' | 'adminPasswordVersion'> {
  return typeof admin === 'string'
    ? { adminPassword: admin }
    : { adminPassword: admin.secret, adminPasswordVersion: admin.version };
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

function cacheOf(cache: { hotDays: number; dailyGrowthGb: number; totalGb?: number | undefined }): CacheSettings {
  const { hotDays, dailyGrowthGb, totalGb } = cache;
  return totalGb === undefined ? { hotDays, dailyGrowthGb } : { hotDays, dailyGrowthGb, totalGb };
}

/** Rules that need more than one field. */
function checkRules(
  file: EnvironmentFile,
  environment: Environment,
  document: SourceDocument,
  account: Account,
): readonly Problem[] {
  const problems: Problem[] = [];
  const report = (code: Problem['code'], path: readonly Step[], message: string): void => {
    problems.push({ code, file: document.file, ...document.positionOf(path), path: formatPath(path), message });
  };
  if (environment.target === 'cloud' && environment.stage !== 'prod' && environment.expires === undefined) {
    const days = account.stages[environment.stage].lifetimeDays?.default;
    report(
      'STR1106',
      ['expires'],
      `is required outside prod. Write the day on which the environment may be removed${days === undefined ? '' : `, usually ${days} days from now`}.`,
    );
  }
  if (!account.regions.includes(environment.region)) {
    report(
      'STR1107',
      ['region'],
      `must be one of ${account.regions.join(', ')}, got ${environment.region}. Regions are opened in strata.yaml.`,
    );
  }
  environment.zones.forEach((zone, index) => {
    if (!zone.startsWith(environment.region)) {
      report('STR1122', ['zones', index], `must be a zone of ${environment.region}, got ${zone}.`);
    }
  });
  if (environment.stage === 'prod' && !environment.protection) {
    report('STR1105', ['protection'], 'must be on in prod, got off. Remove the line.');
  }
  if (environment.stage === 'prod' && environment.allowDataLoss) {
    report('STR1105', ['allowDataLoss'], 'must be off in prod, got on. Remove the line.');
  }
  if (environment.state === 'retired') reportRetirement(environment, report);
  if (environment.network.kind === 'existing') {
    const missing = environment.zones.filter((zone) => !Object.hasOwn(existingVswitches(environment.network), zone));
    for (const zone of missing)
      report('STR1109', ['network', 'vswitches'], `has no vSwitch in ${zone}. Add \`${zone}: vsw-…\`.`);
  }
  if (environment.target === 'cloud') reportSandboxSecrets(file, report);
  reportDuplicates(file, report);
  reportQuota(environment, account, report);
  return problems.sort((a, b) => a.line - b.line || a.column - b.column);
}

/** An environment ends by its file alone only where that may destroy data. */
function reportRetirement({ stage, protection, allowDataLoss }: Environment, report: Report): void {
  if (stage === 'prod') {
    report(
      'STR1108',
      ['state'],
      'cannot be retired in prod: no file destroys production data. Do it by hand, in the console.',
    );
  } else if (protection || !allowDataLoss) {
    report(
      'STR1108',
      ['state'],
      'cannot be retired without both keys. Deploy with `protection: off` and `allowDataLoss: on` first, then retire.',
    );
  }
}

type Report = (code: Problem['code'], path: readonly Step[], message: string) => void;

function existingVswitches(network: NetworkSettings): Readonly<Record<string, string>> {
  return network.kind === 'existing' ? network.vswitches : {};
}

function reportSandboxSecrets(file: EnvironmentFile, report: Report): void {
  const advice = 'is a secret of the sandbox. In the cloud use kms:name or env:NAME.';
  if (adminOf(file.secrets.admin).adminPassword.startsWith('sandbox:')) report('STR1110', ['secrets', 'admin'], advice);
  file.sources?.forEach((source, index) => {
    if (source.password.startsWith('sandbox:')) report('STR1110', ['sources', index, 'password'], advice);
  });
}

function reportDuplicates(file: EnvironmentFile, report: Report): void {
  const once = (list: string, key: string, names: readonly string[]): void => {
    names.forEach((name, index) => {
      if (names.indexOf(name) !== index) {
        report(
          'STR1111',
          [list, index, key],
          `must be unique, got "${name}" a second time. Rename or remove one of them.`,
        );
      }
    });
  };
  once('warehouses', 'name', file.warehouses?.map(({ name }) => name) ?? []);
  once('sources', 'name', file.sources?.map(({ name }) => name) ?? []);
  // Consumer groups and jobs are called by the topic, in which they know no `_` and `.`.
  once('streams', 'topic', file.streams?.map(({ topic }) => topic.replace(/[_.]/g, '-')) ?? []);
}

/** Compute units over all nodes of the instance and its warehouses. */
export function totalCu(environment: Environment): number {
  const groups = [environment.frontend, environment.compute, ...environment.warehouses];
  return groups.reduce((sum, group) => sum + group.cu * group.nodes, 0);
}

function reportQuota(environment: Environment, account: Account, report: Report): void {
  const quota = account.stages[environment.stage].quota.cu;
  const wanted = totalCu(environment);
  if (wanted > quota) {
    report(
      'STR1112',
      ['warehouses'],
      `needs ${wanted} compute units with frontends and default_warehouse, the quota of ${environment.stage} is ${quota}. Use fewer or smaller nodes, or ask for more in strata.yaml.`,
    );
  }
}
