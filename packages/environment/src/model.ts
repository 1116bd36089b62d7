import type { EnvironmentFile } from './schema/environment-file';
import type { LAKE_KINDS } from './schema/lake';
import type { WEEKDAYS } from './schema/schedule';
import type { LAYERS } from './schema/words';

export type Target = EnvironmentFile['target'];
export type Stage = EnvironmentFile['stage'];
export type Layer = (typeof LAYERS)[number];
export type Weekday = (typeof WEEKDAYS)[number];
export type LakeKind = (typeof LAKE_KINDS)[number];

/** Size of a group of equal nodes. */
export interface NodeGroupSize {
  /** Compute units of one node: 8, 16, 32 or 64. */
  readonly cu: number;
  readonly nodes: number;
  readonly diskGb: number;
}

export type NetworkSettings =
  | {
      readonly kind: 'created';
      readonly cidr: string;
      /** Whether servers reach the internet. */
      readonly outbound?: boolean;
      /** Domain of names that only the VPC knows. */
      readonly domain?: string;
    }
  | {
      readonly kind: 'existing';
      readonly vpcId: string;
      readonly cidr: string;
      /** Zone -> vSwitch id. */
      readonly vswitches: Readonly<Record<string, string>>;
      readonly securityGroupId: string;
    }
  /** An environment on a shared instance that has no server of its own. */
  | { readonly kind: 'none' };

/** The StarRocks instance of an environment. */
export type InstanceSettings =
  | {
      readonly kind: 'dedicated';
      readonly version: string;
      readonly frontend: NodeGroupSize;
      /** The compute nodes of `default_warehouse`, which every instance has. */
      readonly compute: NodeGroupSize;
      readonly gateway?: GatewaySettings;
      readonly upgrades?: UpgradeSettings;
      readonly parameters?: readonly ParameterSettings[];
      readonly resourceGroupId?: string;
    }
  | {
      readonly kind: 'shared';
      /** Id of the environment whose instance it is. */
      readonly environment: string;
      readonly limits: TeamLimits;
    };

export interface GatewaySettings {
  readonly loadBalancer?: boolean;
  readonly isolateLeader?: boolean;
}

export interface UpgradeSettings {
  readonly minorVersion?: string;
  readonly automatic?: boolean;
  readonly allowMajor?: string;
  readonly maintenanceWindow?: string;
}

export interface ParameterSettings {
  readonly component: string;
  readonly key: string;
  readonly value: string;
  readonly restart?: boolean;
}

/** How much of a shared instance the users of an environment may take. */
export interface TeamLimits {
  /** Share of the processors when they are scarce, against other groups; a group that says nothing has 1. */
  readonly cpuWeight: number;
  /** Most of a node's memory, in percent. */
  readonly memoryPercent: number;
  /** Most queries at a time. */
  readonly concurrency: number;
}

/** A network from which people or tools query. */
export interface ClientSettings {
  readonly name: string;
  readonly cidr: string;
}

/** What the cache disks of a warehouse are for; exactly one of `hotDays` and `hotShare` is there. */
export interface CacheSettings {
  /** Days that are answered from the disks. */
  readonly hotDays?: number;
  /** Part of all data that is answered from the disks. */
  readonly hotShare?: number;
  /** Of one day, as the sources send it. */
  readonly dailyGrowthGb: number;
  /** How many times smaller the data are in StarRocks. */
  readonly compression?: number;
  readonly retentionDays?: number;
  /** Of all data in StarRocks. */
  readonly totalGb?: number;
  /** Part of all reads that the hottest fifth of the data takes. */
  readonly skew?: number;
  readonly level?: 'pl0' | 'pl1' | 'pl2' | 'pl3';
  /** Why more than a fifth of the data is on disk. */
  readonly reason?: string;
}

/** Times of a week at which a warehouse has more nodes. */
export interface ScheduleRule {
  readonly name: string;
  /** Nodes that are added. */
  readonly nodes: number;
  /** As 08:30. */
  readonly from: string;
  /** Before `from`, or the same: on the next day. */
  readonly to: string;
  /** Days on which `from` counts. */
  readonly days: readonly Weekday[];
}

export interface ScheduleSettings {
  readonly timeZone: string;
  /** No two overlap. */
  readonly rules: readonly ScheduleRule[];
}

export interface WarehouseSettings {
  readonly name: string;
  readonly cu: number;
  /** Nodes that are always there, unless `scaleToZero`. */
  readonly nodes: number;
  readonly cache?: CacheSettings;
  readonly schedule?: ScheduleSettings;
  /** Whether there are nodes only while a rule of the schedule holds; without a schedule, none at all. */
  readonly scaleToZero: boolean;
}

export interface CreatedSource {
  readonly kind: 'created';
  readonly name: string;
  readonly databases: readonly string[];
  readonly instanceClass: string;
  readonly storageGb: number;
  /** How long RDS keeps binlogs, hence the longest outage of a CDC job without loss. */
  readonly binlogHours: number;
  /** Reference to the password of the replication account. */
  readonly password: string;
}

export interface ExistingSource {
  readonly kind: 'existing';
  readonly name: string;
  readonly databases: readonly string[];
  /** Address inside the VPC. */
  readonly host: string;
  readonly port: number;
  /** Account that reads the binlog. */
  readonly user: string;
  /** Reference to its password. */
  readonly password: string;
}

/** A MySQL server that change data capture reads. */
export type SourceSettings = CreatedSource | ExistingSource;

export interface TopicSettings {
  readonly topic: string;
  readonly partitions: number;
  readonly about: string;
}

/** An external catalog. */
export type LakeSettings =
  | { readonly kind: 'hive'; readonly name: string; readonly metastore: string }
  | {
      readonly kind: 'iceberg';
      readonly name: string;
      /** Of a Hive metastore; else there is `uri`. */
      readonly metastore?: string;
      /** Of a REST catalog; else there is `metastore`. */
      readonly uri?: string;
      /** Of the REST catalog. */
      readonly warehouse?: string;
    }
  | {
      readonly kind: 'paimon';
      readonly name: string;
      /** Of a Hive metastore; else there is `warehouse`. */
      readonly metastore?: string;
      /** Path in OSS; else there is `metastore`. */
      readonly warehouse?: string;
    }
  | { readonly kind: 'dlf'; readonly name: string; readonly format: 'paimon' | 'iceberg'; readonly catalog: string };

/** A layer that another environment owns and this one only reads. */
export interface BorrowedLayer {
  readonly layer: Layer;
  /** Id of the environment that owns it. */
  readonly environment: string;
}

export interface AlarmSettings {
  readonly contacts: readonly { readonly name: string; readonly mail: string }[];
  /** Contact groups that exist already. */
  readonly contactGroups: readonly string[];
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
  readonly instance: InstanceSettings;
  readonly warehouses: readonly WarehouseSettings[];
  readonly sources: readonly SourceSettings[];
  readonly streams: readonly TopicSettings[];
  readonly flinkCu: number;
  readonly lake: readonly LakeSettings[];
  /** Layers that this environment deploys, lowest first. */
  readonly layers: readonly Layer[];
  /** Layers that it reads of another one, lowest first. */
  readonly borrowedLayers: readonly BorrowedLayer[];
  /** What `'var:name'` in the SQL of a layer stands for. */
  readonly variables: Readonly<Partial<Record<Layer, Readonly<Record<string, string>>>>>;
  readonly clients: readonly ClientSettings[];
  /** ARNs of those who may act as the role that operates the warehouse. */
  readonly operators: readonly string[];
  /** Reference to the password of StarRocks' `admin`. */
  readonly adminPassword: string;
  /** Reference to the password of the environment's user; always there on a shared instance. */
  readonly userPassword?: string;
  /** Any text; another one has the password set again, after the secret was rotated. */
  readonly adminPasswordVersion?: string;
  readonly alarms: AlarmSettings;
  readonly exceptions: readonly PolicyException[];
  /** CNY a month. */
  readonly budget?: number;
  /** Refuses every plan that would destroy data. */
  readonly protection: boolean;
  /** With protection off, lets SQL objects that are no longer declared be dropped, and the environment be destroyed. */
  readonly allowDataLoss: boolean;
  readonly state: 'active' | 'retired';
}

/** A policy that does not hold in the environment for a while. */
export interface PolicyException {
  readonly policy: string;
  /** Address of what it is about, with `*` for any text. */
  readonly resource: string;
  readonly reason: string;
  /** Last day. */
  readonly until: string;
}

/** Whether Flink jobs, and so a workspace, are needed. */
export function ingests({ sources, streams }: Pick<Environment, 'sources' | 'streams'>): boolean {
  return sources.length + streams.length > 0;
}
