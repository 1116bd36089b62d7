import type { TerraformResource } from 'cdktf';
import { Construct } from 'constructs';
import { OtsInstance } from '@cdktf/provider-alicloud/lib/ots-instance';
import { OtsTable } from '@cdktf/provider-alicloud/lib/ots-table';
import type { Account } from '@strata/environment';
import { ValidationError } from '../core/errors';
import { ObjectStore } from './object-store';

export interface StateBackendProps {
  /** Where states are kept, as `strata.yaml` says. */
  readonly state: Account['state'];
  /**
   * @default - none
   */
  readonly tags?: Readonly<Record<string, string>>;
}

/** A resource with the id by which Terraform imports it, when it is there already. */
export interface ExistingResource {
  readonly resource: TerraformResource;
  readonly id: string;
}

/** How long an older state can be brought back. */
const OLD_STATE_DAYS = 365;

/** The one key of the table; Terraform's OSS backend looks for this name. */
const LOCK_KEY = 'LockID';

/**
 * Defines what Terraform keeps its states in: a bucket with versions, and a table of locks without which two deploys would
 * overwrite each other. Made once for an account, before every other stack. Stateful, and never destroyed by a plan.
 *
 * The keys are unique because each stack has its own prefix, made of its id.
 *
 * @trap 2.10-4
 */
export class StateBackend extends Construct {
  public readonly bucket: ObjectStore;
  /** The table of locks. */
  public readonly table: OtsTable;
  /** Everything that is made, in order, with its id. */
  public readonly existing: readonly ExistingResource[];

  constructor(scope: Construct, id: string, props: StateBackendProps) {
    super(scope, id);
    const { state, tags } = props;
    this.bucket = new ObjectStore(this, 'Bucket', {
      bucketName: state.bucket,
      versioned: true,
      oldVersionDays: OLD_STATE_DAYS,
      zoneRedundant: true,
      tags,
    });
    const lifecycle = { preventDestroy: true };
    const instanceName = this.instanceName(state);
    const instance = new OtsInstance(this, 'Instance', {
      name: instanceName,
      description: 'Locks of Terraform states',
      // Deploys run in the office as well as in the VPC; who may is said by RAM.
      accessedBy: 'Any',
      tags,
      lifecycle,
    });
    this.table = new OtsTable(this, 'Table', {
      instanceName: instance.name,
      tableName: state.tablestoreTable,
      primaryKey: [{ name: LOCK_KEY, type: 'String' }],
      // A lock is held until it is given back, however long that takes.
      timeToLive: -1,
      maxVersion: 1,
      lifecycle,
    });
    this.existing = [
      { resource: this.bucket.resource, id: state.bucket },
      { resource: this.bucket.publicAccessBlock, id: state.bucket },
      { resource: instance, id: instanceName },
      { resource: this.table, id: `${instanceName}:${state.tablestoreTable}` },
    ];
  }

  /** Terraform takes the first label of the endpoint's host for the name of the instance. */
  private instanceName({ tablestoreEndpoint, region }: StateBackendProps['state']): string {
    const { hostname } = new URL(tablestoreEndpoint);
    const [name = '', ...rest] = hostname.split('.');
    const fits = /^[a-z][a-z0-9-]{1,14}[a-z0-9]$/i.test(name);
    if (!fits || !rest.join('.').startsWith(`${region}.`)) {
      throw new ValidationError(
        this,
        'STR1263',
        `\`state.tablestoreEndpoint\` must be https://<instance>.${region}.ots.aliyuncs.com with an instance of 3 to 16 letters, digits and hyphens, got ${tablestoreEndpoint}.`,
      );
    }
    return name;
  }
}
