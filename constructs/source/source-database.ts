import { Construct } from 'constructs';
import { DbAccountPrivilege } from '@cdktf/provider-alicloud/lib/db-account-privilege';
import { DbBackupPolicy } from '@cdktf/provider-alicloud/lib/db-backup-policy';
import { DbDatabase } from '@cdktf/provider-alicloud/lib/db-database';
import { DbInstance } from '@cdktf/provider-alicloud/lib/db-instance';
import { RdsAccount } from '@cdktf/provider-alicloud/lib/rds-account';
import { ValidationError } from '../core/errors';
import type { INetwork } from '../network/network';

export interface SourceDatabaseProps {
  readonly network: INetwork;
  /** Zone of the server. Never changes. */
  readonly zone: string;
  readonly instanceName: string;
  /** First label of the host name: 8 to 40 lower-case letters, digits and hyphens, unique in the region for all customers. */
  readonly hostPrefix: string;
  /** Databases that are created and captured. */
  readonly databases: readonly string[];
  /** Password of the replication account, a token of a sensitive variable. */
  readonly replicationPassword: string;
  /** RDS instance class, e.g. mysql.n2.medium.1. */
  readonly instanceClass: string;
  /** GB; grows in place and never shrinks. */
  readonly storageGb: number;
  /**
   * Hours that binlogs are kept, from 24 to 168: the longest outage of a CDC job without loss.
   *
   * @default 168
   */
  readonly binlogHours?: number;
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

/**
 * Defines an RDS MySQL that is ready for change data capture: full row images, binlogs that outlive an outage, an account
 * that may only read, utf8mb4. Stateful.
 */
export class SourceDatabase extends Construct {
  /** Host name inside the VPC. */
  public readonly host: string;
  /** The account that reads the binlog. */
  public readonly replicationAccount = REPLICATION_ACCOUNT;
  /** The primary resource, for settings these props do not cover. */
  public readonly resource: DbInstance;

  constructor(scope: Construct, id: string, props: SourceDatabaseProps) {
    super(scope, id);
    const { network, zone, tags } = props;
    const binlogHours = props.binlogHours ?? 168;
    const protection = props.protection ?? true;
    const lifecycle = { preventDestroy: protection };
    this.validate(props, binlogHours);
    this.resource = new DbInstance(this, 'Resource', {
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
      securityIps: [network.cidr],
      connectionStringPrefix: props.hostPrefix,
      autoUpgradeMinorVersion: 'Manual',
      deletionProtection: protection,
      // CDC needs all columns of a changed row. Entries that are taken out later keep their value.
      parameters: [{ name: 'binlog_row_image', value: 'FULL' }],
      tags,
      lifecycle,
    });
    this.host = this.resource.connectionString;
    this.keepBinlogs(binlogHours);
    this.createDatabases(props.databases, props.replicationPassword, lifecycle);
  }

  private keepBinlogs(hours: number): void {
    new DbBackupPolicy(this, 'BackupPolicy', {
      instanceId: this.resource.id,
      // Without it the provider drops the three settings below in silence.
      enableBackupLog: true,
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

  private validate({ databases, hostPrefix }: SourceDatabaseProps, binlogHours: number): void {
    if (databases.length === 0) {
      throw new ValidationError(this, 'STR1210', '`databases` must name at least one database, got none.');
    }
    if (binlogHours < 24 || binlogHours > 168) {
      throw new ValidationError(
        this,
        'STR1211',
        `\`binlogHours\` must be from 24 to 168, got ${binlogHours}. A job that was down for longer starts again from nothing.`,
      );
    }
    if (!/^[a-z][a-z0-9-]{7,39}$/.test(hostPrefix)) {
      throw new ValidationError(
        this,
        'STR1212',
        `\`hostPrefix\` must be 8 to 40 lower-case letters, digits and hyphens, got ${hostPrefix}.`,
      );
    }
  }
}
