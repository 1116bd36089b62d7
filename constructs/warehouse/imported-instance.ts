import type { ITerraformDependable } from 'cdktf';
import type { Construct } from 'constructs';
import type { Connections } from '../network/connections';
import { StarRocksInstanceBase } from './instance-base';
import type { InstancePlace } from './instance-base';

export interface StarRocksInstanceAttributes {
  readonly instanceId: string;
  readonly place: InstancePlace;
  /**
   * Ranges in which its nodes stand: those of the vSwitch of its zone.
   *
   * @default - unknown: others connect to it, it connects to nobody
   */
  readonly ranges?: readonly string[];
  /**
   * What has to be done before anything is set in it.
   *
   * @default - nothing: it is there
   */
  readonly dependsOn?: readonly ITerraformDependable[];
  /**
   * @default 'instanceId'
   */
  readonly metricDimension?: string;
}

/** An instance that another app, stack or environment defines. */
export class ImportedInstance extends StarRocksInstanceBase {
  public readonly instanceId: string;
  public readonly instanceName: string;
  public readonly place: InstancePlace;
  public readonly connections: Connections;
  public readonly metricDimensions: Readonly<Record<string, string>>;

  protected readonly madeBefore: ITerraformDependable[];

  constructor(scope: Construct, id: string, attributes: StarRocksInstanceAttributes) {
    super(scope, id);
    const { instanceId, place } = attributes;
    this.madeBefore = [...(attributes.dependsOn ?? [])];
    this.instanceId = instanceId;
    this.instanceName = place.instanceName;
    this.place = place;
    // Other environments have whitelists there, too.
    this.connections = this.connect(attributes.ranges ?? [], `${place.environment}-`);
    this.metricDimensions = { [attributes.metricDimension ?? 'instanceId']: instanceId };
  }
}
