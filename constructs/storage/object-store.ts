import { TerraformStack, Token } from 'cdktf';
import { Construct } from 'constructs';
import type { IConstruct } from 'constructs';
import { OssBucket } from '@cdktf/provider-alicloud/lib/oss-bucket';
import type { OssBucketLifecycleRule } from '@cdktf/provider-alicloud/lib/oss-bucket';
import { OssBucketPublicAccessBlock } from '@cdktf/provider-alicloud/lib/oss-bucket-public-access-block';
import { ValidationError } from '../core/errors';
import type { Grant, IGrantable } from '../identity/grant';
import { metricOf } from '../observability/metric';
import type { Metric, MetricOptions } from '../observability/metric';

/** A bucket of OSS, defined in this app or imported. */
export interface IObjectStore extends IConstruct {
  readonly bucketName: string;
  /** Lets somebody list and read what is in it. */
  grantRead(grantee: IGrantable): Grant;
  /** Lets somebody read, write and delete what is in it; not change the bucket itself. */
  grantReadWrite(grantee: IGrantable): Grant;
}

/** Objects that go away by themselves. */
export interface Expiry {
  /** Beginning of the objects' names, e.g. `tmp/`. */
  readonly prefix: string;
  /** Days after which they are deleted. */
  readonly days: number;
}

export interface ObjectStoreProps {
  /** Unique in all of Alibaba Cloud; never changes. */
  readonly bucketName: string;
  /**
   * Keeps what objects were before they were overwritten or deleted.
   *
   * @default false
   */
  readonly versioned?: boolean;
  /**
   * Days that older versions are kept, from 1 to 3650.
   *
   * @default 30
   */
  readonly oldVersionDays?: number;
  /**
   * @default - none: everything stays
   */
  readonly expiries?: readonly Expiry[];
  /**
   * Key of KMS with which objects are encrypted.
   *
   * @default - a key of OSS itself (AES-256)
   */
  readonly kmsKeyId?: string;
  /**
   * Keeps objects in several zones of the region. Never changes.
   *
   * @default false
   */
  readonly zoneRedundant?: boolean;
  /**
   * Refuses every plan that destroys the bucket. Without it the bucket is destroyed with everything that is in it.
   *
   * @default true
   */
  readonly protection?: boolean;
  /**
   * @default - none
   */
  readonly tags?: Readonly<Record<string, string>>;
}

/** What whoever reads or writes asks of the bucket itself. */
const BUCKET_ACTIONS = ['oss:GetBucketInfo', 'oss:GetBucketLocation', 'oss:ListObjects'];
const READ_ACTIONS = ['oss:GetObject'];
const WRITE_ACTIONS = ['oss:AbortMultipartUpload', 'oss:DeleteObject', 'oss:ListParts', 'oss:PutObject'];

/** Days after which the parts of an upload that was given up are deleted: they are billed and can be seen nowhere. */
const ABANDONED_UPLOAD_DAYS = 7;

/** What a bucket offers, wherever it was defined. */
abstract class ObjectStoreBase extends Construct implements IObjectStore {
  public abstract readonly bucketName: string;

  public grantRead(grantee: IGrantable): Grant {
    return this.grant(grantee, READ_ACTIONS);
  }

  public grantReadWrite(grantee: IGrantable): Grant {
    return this.grant(grantee, [...READ_ACTIONS, ...WRITE_ACTIONS]);
  }

  private grant(grantee: IGrantable, actions: readonly string[]): Grant {
    const bucket = `acs:oss:*:*:${this.bucketName}`;
    grantee.addToPolicy({ actions: BUCKET_ACTIONS, resources: [bucket] });
    return grantee.addToPolicy({ actions, resources: [`${bucket}/*`] });
  }
}

/** Defines a bucket that is encrypted and never public. Stateful. */
export class ObjectStore extends ObjectStoreBase {
  /** Refers to a bucket that this app does not define. */
  public static fromBucketName(scope: Construct, id: string, bucketName: string): IObjectStore {
    return new ImportedBucket(scope, id, bucketName);
  }

  public readonly bucketName: string;
  /** The primary resource, for settings these props do not cover. */
  public readonly resource: OssBucket;
  public readonly publicAccessBlock: OssBucketPublicAccessBlock;

  constructor(scope: Construct, id: string, props: ObjectStoreProps) {
    super(scope, id);
    const protection = props.protection ?? true;
    this.validate(props);
    // Inline, because separate resources for the same settings would take each other back.
    this.resource = new OssBucket(this, 'Resource', {
      bucket: props.bucketName,
      storageClass: 'Standard',
      redundancyType: (props.zoneRedundant ?? false) ? 'ZRS' : 'LRS',
      versioning: (props.versioned ?? false) ? { status: 'Enabled' } : undefined,
      serverSideEncryptionRule:
        props.kmsKeyId === undefined
          ? { sseAlgorithm: 'AES256' }
          : { sseAlgorithm: 'KMS', kmsMasterKeyId: props.kmsKeyId },
      lifecycleRule: lifecycleRules(props),
      forceDestroy: !protection,
      tags: props.tags,
      lifecycle: { preventDestroy: protection },
    });
    // Buckets were there before this construct was: at another address each would be made anew, empty.
    this.resource.overrideLogicalId(TerraformStack.of(this).getLogicalId(this.node));
    this.publicAccessBlock = new OssBucketPublicAccessBlock(this, 'PublicAccessBlock', {
      bucket: this.resource.bucket,
      blockPublicAccess: true,
    });
    this.bucketName = this.resource.bucket;
  }

  /** Share of requests that OSS answered, in percent. */
  public metricAvailability(options?: MetricOptions): Metric {
    return metricOf(BUCKET_METRICS, 'Availability', { BucketName: this.bucketName }, options);
  }

  private validate({ bucketName, expiries = [], oldVersionDays }: ObjectStoreProps): void {
    if (!Token.isUnresolved(bucketName) && !/^[a-z0-9][a-z0-9-]{1,61}[a-z0-9]$/.test(bucketName)) {
      throw new ValidationError(
        this,
        'STR1260',
        `\`bucketName\` must be 3 to 63 lower-case letters, digits and hyphens, got ${bucketName}.`,
      );
    }
    const days = [...expiries.map((expiry) => expiry.days), ...(oldVersionDays === undefined ? [] : [oldVersionDays])];
    for (const each of days) {
      if (!Number.isInteger(each) || each < 1 || each > 3650) {
        throw new ValidationError(this, 'STR1261', `objects are kept for 1 to 3650 whole days, got ${each}.`);
      }
    }
    const prefixes = expiries.map(({ prefix }) => prefix);
    const unclear = prefixes.find((prefix, index) =>
      prefixes.some((other, place) => place !== index && other.startsWith(prefix)),
    );
    if (unclear !== undefined) {
      throw new ValidationError(
        this,
        'STR1262',
        `\`expiries\` must be apart from each other, got ${JSON.stringify(unclear)} with another one inside it: OSS takes the shorter time.`,
      );
    }
  }
}

const BUCKET_METRICS = { namespace: 'acs_oss_dashboard', statistic: 'Value' } as const;

function lifecycleRules(props: ObjectStoreProps): OssBucketLifecycleRule[] {
  const uploads: OssBucketLifecycleRule = {
    id: 'abandoned-uploads',
    enabled: true,
    prefix: '',
    abortMultipartUpload: [{ days: ABANDONED_UPLOAD_DAYS }],
    ...((props.versioned ?? false) ? { noncurrentVersionExpiration: [{ days: props.oldVersionDays ?? 30 }] } : {}),
  };
  const expiries = (props.expiries ?? []).map(({ prefix, days }): OssBucketLifecycleRule => ({
    id: `expire-${prefix.replace(/[^A-Za-z0-9]+/g, '-').replace(/^-|-$/g, '')}`,
    enabled: true,
    prefix,
    expiration: [{ days }],
  }));
  return [uploads, ...expiries];
}

class ImportedBucket extends ObjectStoreBase {
  constructor(
    scope: Construct,
    id: string,
    public readonly bucketName: string,
  ) {
    super(scope, id);
  }
}
