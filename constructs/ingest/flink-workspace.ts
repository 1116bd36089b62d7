import { Construct } from 'constructs';
import { OssBucket } from '@cdktf/provider-alicloud/lib/oss-bucket';
import { OssBucketPublicAccessBlock } from '@cdktf/provider-alicloud/lib/oss-bucket-public-access-block';
import { RealtimeComputeVvpInstance } from '@cdktf/provider-alicloud/lib/realtime-compute-vvp-instance';
import type { INetwork } from '../network/network';

export interface FlinkWorkspaceProps {
  readonly network: INetwork;
  /** Zone of the jobs. Never changes. */
  readonly zone: string;
  readonly workspaceName: string;
  /** Bucket for checkpoints, savepoints and logs; unique in all of Alibaba Cloud. */
  readonly bucketName: string;
  /** Compute units (one is 1 vCPU and 4 GiB) that all jobs share. */
  readonly cu: number;
  /**
   * Refuses every plan that destroys the workspace or its savepoints.
   *
   * @default true
   */
  readonly protection?: boolean;
  /**
   * Tags of the bucket. The workspace has none: the provider does not send them at creation and would plan an update ever after.
   *
   * @default - none
   */
  readonly tags?: Readonly<Record<string, string>>;
}

/** Defines a workspace of Realtime Compute for Apache Flink with its bucket. Stateful: savepoints are kept there. */
export class FlinkWorkspace extends Construct {
  public readonly workspaceName: string;
  /** The primary resource, for settings these props do not cover. */
  public readonly resource: RealtimeComputeVvpInstance;

  constructor(scope: Construct, id: string, props: FlinkWorkspaceProps) {
    super(scope, id);
    const { network, zone } = props;
    const lifecycle = { preventDestroy: props.protection ?? true };
    this.workspaceName = props.workspaceName;
    const bucket = new OssBucket(this, 'Bucket', {
      bucket: props.bucketName,
      storageClass: 'Standard',
      serverSideEncryptionRule: { sseAlgorithm: 'AES256' },
      tags: props.tags,
      lifecycle,
    });
    new OssBucketPublicAccessBlock(this, 'BucketPublicAccessBlock', {
      bucket: bucket.bucket,
      blockPublicAccess: true,
    });
    this.resource = new RealtimeComputeVvpInstance(this, 'Resource', {
      vvpInstanceName: props.workspaceName,
      paymentType: 'PayAsYouGo',
      zoneId: zone,
      vpcId: network.vpcId,
      vswitchIds: [network.vswitchId(zone)],
      storage: { oss: { bucket: bucket.bucket } },
      resourceSpec: { cpu: props.cu, memoryGb: props.cu * 4 },
      lifecycle,
    });
  }
}
