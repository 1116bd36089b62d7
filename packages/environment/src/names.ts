import { createHash } from 'node:crypto';
import type { Account } from './account';
import type { CreatedSource, Environment, Layer } from './model';

export const LIFECYCLES = ['network', 'warehouse', 'streams', 'pipelines'] as const;
export type Lifecycle = (typeof LIFECYCLES)[number];

/** Names of everything that an environment owns in the account. They never change: most of them cannot without losing data. */
export interface PhysicalNames {
  readonly vpc: string;
  readonly securityGroup: string;
  readonly nat: string;
  /** Address through which servers reach the internet. */
  readonly publicAddress: string;
  readonly vswitch: (zone: string) => string;
  /** The StarRocks instance, by which the strata provider finds its endpoint; that of another environment when it is shared. */
  readonly instance: string;
  /** The database of a layer; on a shared instance begun by the environment. */
  readonly database: (layer: Layer) => string;
  /** User, role and resource group of the environment on a shared instance. */
  readonly sqlUser: string;
  /** RAM role that operates the warehouse. */
  readonly operatorRole: string;
  /** The RDS instance of a source. */
  readonly source: (name: string) => string;
  /** First label of the RDS host name, unique in the region for all customers. */
  readonly sourceHost: (name: string) => string;
  readonly kafka: string;
  readonly consumerGroup: (topic: string) => string;
  /** Flink workspace. */
  readonly flinkWorkspace: string;
  readonly flinkNamespace: string;
  /** A Flink deployment. */
  readonly job: (source: string) => string;
  /** Bucket for Flink's checkpoints; bucket names are unique in all of Alibaba Cloud. */
  readonly bucket: string;
  /** Contact group that hears the alarms; contact groups and contacts are unique in the account. */
  readonly alarmGroup: string;
  readonly alarmContact: (name: string) => string;
}

/** `<team>-<stage>-<lifecycle>`: stack id, state key and output folder. */
export function stackId(environment: Pick<Environment, 'id'>, lifecycle: Lifecycle): string {
  return `${environment.id}-${lifecycle}`;
}

/** The lifecycles that an environment has stacks for: `network` only when it creates one. */
export function lifecyclesOf(environment: Pick<Environment, 'network'>): readonly Lifecycle[] {
  return LIFECYCLES.filter((lifecycle) => lifecycle !== 'network' || environment.network.kind === 'created');
}

/** Longest names that the services accept. */
const LIMITS = {
  vpc: 128,
  vswitch: 128,
  securityGroup: 128,
  nat: 128,
  publicAddress: 128,
  sqlUser: 64,
  operatorRole: 64,
  instance: 64,
  source: 64,
  host: 40,
  kafka: 64,
  consumerGroup: 64,
  flink: 60,
  job: 64,
  bucket: 63,
  alarmGroup: 64,
  alarmContact: 40,
};

/**
 * All physical names of an environment; the only place where they are made.
 *
 * @trap 2.7-5
 */
export function physicalNames(
  environment: Pick<Environment, 'id' | 'instance'>,
  account: Pick<Account, 'account'>,
): PhysicalNames {
  const { id, instance } = environment;
  const shared = instance.kind === 'shared';
  const owner = account.account.name;
  const flinkWorkspace = fit(`${id}-flink`, LIMITS.flink);
  return {
    vpc: fit(`${id}-vpc`, LIMITS.vpc),
    securityGroup: fit(`${id}-sg`, LIMITS.securityGroup),
    nat: fit(`${id}-nat`, LIMITS.nat),
    publicAddress: fit(`${id}-eip`, LIMITS.publicAddress),
    vswitch: (zone) => fit(`${id}-vsw-${zone}`, LIMITS.vswitch),
    instance: fit(`${shared ? instance.environment : id}-starrocks`, LIMITS.instance),
    database: (layer) => (shared ? `${id}_${layer}`.replaceAll('-', '_') : layer),
    sqlUser: fit(id, LIMITS.sqlUser).replaceAll('-', '_'),
    operatorRole: fit(`${id}-operator`, LIMITS.operatorRole),
    source: (name) => fit(`${id}-mysql-${name}`, LIMITS.source),
    sourceHost: (name) => fit(`${owner}-${id}-${name}`, LIMITS.host),
    kafka: fit(`${id}-kafka`, LIMITS.kafka),
    consumerGroup: (topic) => fit(`${id}-${topic.replace(/[^a-z0-9-]/g, '-')}`, LIMITS.consumerGroup),
    flinkWorkspace,
    flinkNamespace: `${flinkWorkspace}-default`,
    job: (source) => fit(`${id}-${source}`, LIMITS.job),
    bucket: fit(`${owner}-${id}-flink`, LIMITS.bucket),
    alarmGroup: fit(`${id}-alarms`, LIMITS.alarmGroup),
    alarmContact: (name) => fit(name.startsWith(`${id}-`) ? name : `${id}-${name}`, LIMITS.alarmContact),
  };
}

/** The Terraform variable of an environment: one that is set for one environment never reaches another. */
export function terraformVariable(environment: Pick<Environment, 'id'>, name: string): string {
  return `${environment.id}_${name}`.replaceAll('-', '_');
}

/** A password that Terraform is given when it runs. */
export interface SecretVariableName {
  readonly stack: string;
  /** Environment variable of the shell in which the stack is deployed. */
  readonly variable: string;
  readonly description: string;
}

/** The passwords that must be in the shell when a cloud environment is deployed; the sandbox knows its own. */
export function secretVariables(environment: Environment): readonly SecretVariableName[] {
  if (environment.target === 'sandbox' || environment.state === 'retired') return [];
  const named = (lifecycle: Lifecycle, name: string, description: string): SecretVariableName => ({
    stack: stackId(environment, lifecycle),
    variable: `TF_VAR_${terraformVariable(environment, name)}`,
    description,
  });
  return [
    ...(environment.instance.kind === 'dedicated'
      ? [named('warehouse', BOOTSTRAP_PASSWORD, BOOTSTRAP_DESCRIPTION)]
      : []),
    ...createdSources(environment).map((source) =>
      named('streams', replicationPassword(source), replicationDescription(source)),
    ),
  ];
}

/** The database servers that the environment makes. */
export function createdSources({ sources }: Pick<Environment, 'sources'>): readonly CreatedSource[] {
  return sources.filter((source) => source.kind === 'created');
}

/** Variable of the first password of StarRocks' `admin`. */
export const BOOTSTRAP_PASSWORD = 'starrocks_bootstrap_password';
export const BOOTSTRAP_DESCRIPTION = 'Password of StarRocks admin until it is rotated, right after creation';

/** Variable of the password of a source's replication account. */
export function replicationPassword({ name }: Pick<CreatedSource, 'name'>): string {
  return `${name.replaceAll('-', '_')}_replication_password`;
}

export function replicationDescription({ name, password }: Pick<CreatedSource, 'name' | 'password'>): string {
  return `Password of the replication account of ${name}, the value of ${password}`;
}

/** Keeps a name within a limit: a name that is too long ends with eight digits of its hash, so that it stays unique. */
export function fit(name: string, limit: number): string {
  if (name.length <= limit) return name;
  const hash = createHash('sha256').update(name).digest('hex').slice(0, 8);
  return `${name.slice(0, limit - hash.length - 1).replace(/-+$/, '')}-${hash}`;
}

/** Every physical name of an environment with what it names, for finding names that two environments share. */
export function listNames(environment: Environment, account: Pick<Account, 'account'>): ReadonlyMap<string, string> {
  const names = physicalNames(environment, account);
  const entries: (readonly [string, string])[] = [
    ...(environment.instance.kind === 'dedicated' ? [['StarRocks instance', names.instance] as const] : []),
    ...environment.warehouses.map(({ name }) => [`warehouse ${name} on`, names.instance] as const),
    ['Kafka instance', names.kafka],
    ['Flink workspace', names.flinkWorkspace],
    ['bucket', names.bucket],
    ...createdSources(environment).flatMap(({ name }) => [
      ['RDS instance', names.source(name)] as const,
      ['RDS host', names.sourceHost(name)] as const,
    ]),
  ];
  return new Map(entries.map(([what, name]) => [`${what} ${name}`, name]));
}
