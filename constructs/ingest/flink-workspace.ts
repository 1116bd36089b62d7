import { Token } from 'cdktf';
import { Construct } from 'constructs';
import type { IConstruct } from 'constructs';
import { RealtimeComputeVvpInstance } from '@cdktf/provider-alicloud/lib/realtime-compute-vvp-instance';
import { ValidationError } from '../core/errors';
import { Connections } from '../network/connections';
import type { IConnectable } from '../network/connections';
import type { INetwork } from '../network/network';
import { ObjectStore } from '../storage/object-store';

/** Where Flink jobs run, defined in this app or imported. Jobs find it by its name. */
export interface IFlinkWorkspace extends IConstruct, IConnectable {
  readonly workspaceName: string;
  /** The namespace that every workspace has. */
  readonly namespace: string;
}

export interface FlinkWorkspaceAttributes {
  readonly workspaceName: string;
  /** IPv4 range of the vSwitch that its jobs connect from. */
  readonly range: string;
}

export interface FlinkWorkspaceProps {
  readonly network: INetwork;
  /** Zone of the jobs. Never changes. */
  readonly zone: string;
  /** Up to 60 letters, digits and hyphens. Never changes. */
  readonly workspaceName: string;
  /** Bucket for checkpoints, savepoints and logs; unique in all of Alibaba Cloud. */
  readonly bucketName: string;
  /** Compute units (one is 1 vCPU and 4 GiB) that all jobs share, from 2 to 1000. */
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

/** The cloud calls the first namespace of a workspace so. */
export function namespaceOf(workspaceName: string): string {
  return `${workspaceName}-default`;
}

/** Defines a workspace of Realtime Compute for Apache Flink with its bucket. Stateful: savepoints are kept there. */
export class FlinkWorkspace extends Construct implements IFlinkWorkspace {
  /** Refers to a workspace that this app does not define. */
  public static fromFlinkWorkspaceAttributes(
    scope: Construct,
    id: string,
    attributes: FlinkWorkspaceAttributes,
  ): IFlinkWorkspace {
    return new ImportedWorkspace(scope, id, attributes);
  }

  public readonly workspaceName: string;
  public readonly namespace: string;
  public readonly connections: Connections;
  /** Checkpoints, savepoints and logs. Jobs delete there what they no longer need; nothing else may. */
  public readonly store: ObjectStore;
  /** The primary resource, for settings these props do not cover. */
  public readonly resource: RealtimeComputeVvpInstance;

  constructor(scope: Construct, id: string, props: FlinkWorkspaceProps) {
    super(scope, id);
    const { network, zone, tags, workspaceName } = props;
    const protection = props.protection ?? true;
    this.validate(props);
    this.workspaceName = workspaceName;
    this.namespace = namespaceOf(workspaceName);
    this.connections = new Connections(this, { name: 'flink', ranges: [network.rangeOf(zone)] });
    this.store = new ObjectStore(this, 'Bucket', {
      bucketName: props.bucketName,
      protection,
      ...(tags === undefined ? {} : { tags }),
    });
    this.resource = new RealtimeComputeVvpInstance(this, 'Resource', {
      vvpInstanceName: workspaceName,
      paymentType: 'PayAsYouGo',
      zoneId: zone,
      vpcId: network.vpcId,
      vswitchIds: [network.vswitchId(zone)],
      storage: { oss: { bucket: this.store.bucketName } },
      resourceSpec: { cpu: props.cu, memoryGb: props.cu * 4 },
      lifecycle: { preventDestroy: protection },
    });
  }

  private validate({ cu, workspaceName }: FlinkWorkspaceProps): void {
    if (!Token.isUnresolved(cu) && (!Number.isInteger(cu) || cu < 2 || cu > 1000)) {
      throw new ValidationError(this, 'STR1276', `\`cu\` must be a whole number from 2 to 1000, got ${cu}.`);
    }
    if (!/^[a-z][a-z0-9-]{0,58}[a-z0-9]$/.test(workspaceName)) {
      throw new ValidationError(
        this,
        'STR1279',
        `\`workspaceName\` must be 2 to 60 lower-case letters, digits and hyphens, got ${workspaceName}.`,
      );
    }
  }
}

class ImportedWorkspace extends Construct implements IFlinkWorkspace {
  public readonly workspaceName: string;
  public readonly namespace: string;
  public readonly connections: Connections;

  constructor(scope: Construct, id: string, { workspaceName, range }: FlinkWorkspaceAttributes) {
    super(scope, id);
    this.workspaceName = workspaceName;
    this.namespace = namespaceOf(workspaceName);
    this.connections = new Connections(this, { name: 'flink', ranges: [range] });
  }
}
