import { Lazy, Token } from 'cdktf';
import { Construct } from 'constructs';
import type { IConstruct } from 'constructs';
import { DbAccountPrivilege } from '@cdktf/provider-alicloud/lib/db-account-privilege';
import { DbBackupPolicy } from '@cdktf/provider-alicloud/lib/db-backup-policy';
import { DbDatabase } from '@cdktf/provider-alicloud/lib/db-database';
import { DbInstance } from '@cdktf/provider-alicloud/lib/db-instance';
import { RdsAccount } from '@cdktf/provider-alicloud/lib/rds-account';
import { Connections } from '../network/connections';
import type { IConnectable } from '../network/connections';
import type { INetwork } from '../network/network';
import { tcp } from '../network/port';
import { metricOf } from '../observability/metric';
import type { Metric, MetricOptions } from '../observability/metric';
import { RDS_METRICS } from './database-metrics';
import { CDC_PARAMETERS } from './mysql-parameters';
import { ReadReplica } from './read-replica';
import type { ReadReplicaProps } from './read-replica';
import { validateSourceDatabase } from './validate';

/** A MySQL server that change data capture reads, defined in this app or there already. */
export interface ISourceDatabase extends IConstruct, IConnectable {
  /** Host name inside the VPC. */
  readonly host: string;
  readonly port: number;
  /** The account that reads the binlog. */
  readonly replicationAccount: string;
}

export interface SourceDatabaseAttributes {
  /** Called so by the lists of others: lower-case letters, digits and hyphens. */
  readonly name: string;
  readonly host: string;
  /**
   * @default 3306
   */
  readonly port?: number;
  /** Account with SELECT, REPLICATION SLAVE and REPLICATION CLIENT. */
  readonly replicationAccount: string;
  /** IPv4 range in which the server is reached. */
  readonly range: string;
}

export interface SourceDatabaseProps {
  readonly network: INetwork;
  /** Zone of the server. Never changes. */
  readonly zone: string;
  /**
   * Zone of the second server, which takes over when the first fails. Never changes.
   *
   * @default - RDS chooses one
   */
  readonly standbyZone?: string;
  readonly instanceName: string;
  /** First label of the host name: 8 to 40 lower-case letters, digits and hyphens, unique in the region for all customers. */
  readonly hostPrefix: string;
  /** Databases that are created and captured. */
  readonly databases: readonly string[];
  /** Password of the replication account, a token of a sensitive variable. */
  readonly replicationPassword: string;
  /** RDS instance class, e.g. mysql.n2.medium.1. */
  readonly instanceClass: string;
  /** GB, from 20 to 64,000; grows in place and never shrinks. */
  readonly storageGb: number;
  /**
   * Hours that binlogs are kept, from 24 to 168.
   *
   * @default 168
   */
  readonly binlogHours?: number;
  /**
   * Hours that a CDC job may be down and still go on where it was: binlogs have to be kept for as long.
   *
   * @default 24
   */
  readonly longestOutageHours?: number;
  /**
   * Days that backups are kept, from 7 to 730.
   *
   * @default 7
   */
  readonly backupDays?: number;
  /**
   * Parameters of MySQL beside those of CDC. One that is taken out later keeps its value: write its default instead.
   *
   * @default - none
   */
  readonly parameters?: Readonly<Record<string, string>>;
  /**
   * Lets the server be restarted when a parameter needs it.
   *
   * @default false
   */
  readonly allowRestart?: boolean;
  /**
   * Offers TLS to clients.
   *
   * @default true
   */
  readonly tls?: boolean;
  /**
   * A copy that only reads: snapshots and checks read there, so that the application does not notice.
   *
   * @default - none
   */
  readonly replica?: ReadReplicaProps;
  /**
   * Refuses every plan that destroys the server or a database, and deletion in the cloud.
   *
   * @default true
   */
  readonly protection?: boolean;
  /**
   * @default - none
   */
  readonly tags?: Readonly<Record<string, string>>;
}

export const REPLICATION_ACCOUNT = 'strata_cdc';
export const MYSQL_PORT = 3306;

/** What a list holds that lets nobody in: RDS takes no empty one. */
const NOBODY = '127.0.0.1';
/** Seconds between two figures of the server; the usual 300 would let no alarm ring in time. */
const MONITORING_SECONDS = 60;

/**
 * Defines an RDS MySQL that is ready for change data capture: full row images, binlogs that outlive an outage, an account
 * that may only read, utf8mb4, and a whitelist of those that are connected to it. GTIDs are on in every RDS MySQL 8.0, and
 * nobody can switch them off. Stateful.
 */
export class SourceDatabase extends Construct implements ISourceDatabase {
  /** Refers to a server that this app does not define. Nothing of it is created or changed. */
  public static fromSourceDatabaseAttributes(
    scope: Construct,
    id: string,
    attributes: SourceDatabaseAttributes,
  ): ISourceDatabase {
    return new ImportedDatabase(scope, id, attributes);
  }

  public readonly host: string;
  public readonly port = MYSQL_PORT;
  public readonly replicationAccount = REPLICATION_ACCOUNT;
  public readonly connections: Connections;
  /** The copy that only reads, if there is one. */
  public readonly replica: ReadReplica | undefined;
  /** The primary resource, for settings these props do not cover. */
  public readonly resource: DbInstance;

  constructor(scope: Construct, id: string, props: SourceDatabaseProps) {
    super(scope, id);
    validateSourceDatabase(this, props);
    const { network, zone } = props;
    const protection = props.protection ?? true;
    this.connections = new Connections(this, {
      name: props.hostPrefix,
      ranges: [network.rangeOf(zone)],
      ports: [tcp(MYSQL_PORT)],
    });
    const whitelist = this.whitelist();
    this.resource = this.createServer(props, protection, whitelist);
    this.host = this.resource.connectionString;
    this.keepBinlogs(props.binlogHours ?? 168, props.backupDays ?? 7);
    this.createDatabases(props.databases, props.replicationPassword, { preventDestroy: protection });
    this.replica = this.addReplica(props, whitelist);
  }

  /** Percent. */
  public metricCpuUtilization(options?: MetricOptions): Metric {
    return this.metric('CpuUsage', options);
  }

  /** Percent. */
  public metricMemoryUtilization(options?: MetricOptions): Metric {
    return this.metric('MemoryUsage', options);
  }

  /** Percent. A full disk stops the database. */
  public metricDiskUtilization(options?: MetricOptions): Metric {
    return this.metric('DiskUsage', options);
  }

  /** Percent of the operations a second that the disk does. */
  public metricIoUtilization(options?: MetricOptions): Metric {
    return this.metric('IOPSUsage', options);
  }

  /** Percent of the connections that the class allows. */
  public metricConnectionUtilization(options?: MetricOptions): Metric {
    return this.metric('ConnectionUsage', options);
  }

  /** Any other figure of the server. */
  public metric(metricName: string, options?: MetricOptions): Metric {
    return metricOf(RDS_METRICS, metricName, { instanceId: this.resource.id }, options);
  }

  private whitelist(): string[] {
    const produce = (): string[] => {
      const ranges = this.connections.clientRanges();
      return ranges.length === 0 ? [NOBODY] : ranges;
    };
    return Token.asList(Lazy.listValue({ produce }));
  }

  private createServer(props: SourceDatabaseProps, protection: boolean, securityIps: string[]): DbInstance {
    const { network, zone } = props;
    return new DbInstance(this, 'Resource', {
      instanceName: props.instanceName,
      engine: 'MySQL',
      engineVersion: '8.0',
      instanceType: props.instanceClass,
      instanceStorage: props.storageGb,
      instanceChargeType: 'Postpaid',
      dbInstanceStorageType: 'cloud_essd',
      vpcId: network.vpcId,
      vswitchId: network.vswitchId(zone),
      zoneId: zone,
      zoneIdSlaveA: props.standbyZone,
      securityIps,
      connectionStringPrefix: props.hostPrefix,
      autoUpgradeMinorVersion: 'Manual',
      monitoringPeriod: MONITORING_SECONDS,
      sslAction: (props.tls ?? true) ? 'Open' : 'Close',
      deletionProtection: protection,
      forceRestart: props.allowRestart ?? false,
      parameters: Object.entries({ ...CDC_PARAMETERS, ...props.parameters }).map(([name, value]) => ({ name, value })),
      tags: props.tags,
      lifecycle: { preventDestroy: protection },
    });
  }

  private keepBinlogs(hours: number, backupDays: number): void {
    new DbBackupPolicy(this, 'BackupPolicy', {
      instanceId: this.resource.id,
      backupRetentionPeriod: backupDays,
      // Without it the provider drops the settings below in silence.
      enableBackupLog: true,
      // More than backups are kept for is capped, and planned again for ever.
      logBackupRetentionPeriod: backupDays,
      localLogRetentionHours: hours,
      localLogRetentionSpace: 30,
      highSpaceUsageProtection: 'Disable',
    });
  }

  private createDatabases(
    databases: readonly string[],
    password: string,
    lifecycle: { preventDestroy: boolean },
  ): void {
    const account = new RdsAccount(this, 'ReplicationAccount', {
      dbInstanceId: this.resource.id,
      accountName: REPLICATION_ACCOUNT,
      accountType: 'Normal',
      accountPassword: password,
      accountDescription: 'Strata change data capture',
    });
    const created = databases.map(
      (name) =>
        new DbDatabase(this, `Database-${name}`, {
          instanceId: this.resource.id,
          dataBaseName: name,
          characterSet: 'utf8mb4',
          lifecycle,
        }),
    );
    new DbAccountPrivilege(this, 'ReplicationPrivilege', {
      instanceId: this.resource.id,
      accountName: account.accountName,
      // Includes REPLICATION SLAVE and REPLICATION CLIENT.
      privilege: 'ReadOnly',
      dbNames: created.map(({ dataBaseName }) => dataBaseName),
    });
  }

  private addReplica(props: SourceDatabaseProps, securityIps: string[]): ReadReplica | undefined {
    if (props.replica === undefined) return undefined;
    return new ReadReplica(this, 'Replica', {
      ...props.replica,
      master: this.resource,
      network: props.network,
      securityIps,
      ...(props.tags === undefined ? {} : { tags: props.tags }),
    });
  }
}

class ImportedDatabase extends Construct implements ISourceDatabase {
  public readonly host: string;
  public readonly port: number;
  public readonly replicationAccount: string;
  public readonly connections: Connections;

  constructor(scope: Construct, id: string, attributes: SourceDatabaseAttributes) {
    super(scope, id);
    this.host = attributes.host;
    this.port = attributes.port ?? MYSQL_PORT;
    this.replicationAccount = attributes.replicationAccount;
    this.connections = new Connections(this, {
      name: attributes.name,
      ranges: [attributes.range],
      ports: [tcp(this.port)],
    });
  }
}
