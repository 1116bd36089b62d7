import { Aspects, Lazy, TerraformResource, Token } from 'cdktf';
import { Construct } from 'constructs';
import type { IConstruct } from 'constructs';
import { Guard as GuardResource } from '@strata/provider-strata/lib/guard';
import type { EnvironmentStack } from './environment-stack';

export interface GuardProps {
  /**
   * Address in the state -> address now, of guarded resources whose address in the code changed: each becomes a `moved`
   * block, so that the resource is renamed in the state instead of being made anew. An entry stays until every
   * environment has been deployed with it.
   *
   * @default - nothing has moved
   */
  readonly moved?: Readonly<Record<string, string>>;
}

/** What is lost with a resource: its data, or only its service. */
type Kind = 'data' | 'services';

interface GuardedType {
  readonly kind: Kind;
  /** What it is, in words. */
  readonly what: string;
  /** Its attribute with the name that users know. */
  readonly name: string;
}

/** Types that a guard watches. A policy holds every type whose destruction loses data to this table. */
export const GUARDED: Readonly<Record<string, GuardedType>> = {
  alicloud_alikafka_instance: { kind: 'data', what: 'Kafka cluster', name: 'name' },
  alicloud_alikafka_topic: { kind: 'data', what: 'Kafka topic', name: 'topic' },
  alicloud_db_database: { kind: 'data', what: 'RDS database', name: 'data_base_name' },
  alicloud_db_instance: { kind: 'data', what: 'RDS instance', name: 'instance_name' },
  alicloud_oss_bucket: { kind: 'data', what: 'OSS bucket', name: 'bucket' },
  alicloud_realtime_compute_vvp_instance: { kind: 'data', what: 'Flink workspace', name: 'vvp_instance_name' },
  alicloud_star_rocks_instance: { kind: 'data', what: 'StarRocks instance', name: 'instance_name' },
  alicloud_star_rocks_node_group: { kind: 'services', what: 'StarRocks warehouse', name: 'node_group_name' },
};

/**
 * Refuses plans that destroy what a stack holds because it is no longer declared: `prevent_destroy` goes away together
 * with the block that says it. Finds the resources by their types itself, so that nobody can forget one.
 *
 * It is two resources, because a guard must hear of something new before it exists and forget it only after it is gone:
 * `Announced` comes before everything that is guarded, `Settled` after. Whatever fails half-way, one of them knows
 * everything that exists, and either can refuse.
 */
export class Guard extends Construct {
  private readonly watched: TerraformResource[] = [];
  private readonly announced: GuardResource;
  private readonly settled: GuardResource;

  constructor(stack: EnvironmentStack, id: string, props: GuardProps = {}) {
    super(stack, id);
    const moved = props.moved ?? {};
    const { protection, allowDataLoss } = stack.environment;
    const settings = {
      stack: stack.node.id,
      protection,
      allowDataLoss,
      data: this.things('data'),
      services: this.things('services'),
      moved,
    };
    this.announced = new GuardResource(this, 'Announced', settings);
    this.settled = new GuardResource(this, 'Settled', settings);
    const blocks = Object.entries(moved).map(([from, to]) => ({ from, to }));
    if (blocks.length > 0) stack.addOverride('moved', blocks);
    Aspects.of(stack).add({ visit: (node) => this.watch(node) });
  }

  private watch(node: IConstruct): void {
    if (!(node instanceof TerraformResource) || GUARDED[node.terraformResourceType] === undefined) return;
    this.watched.push(node);
    node.dependsOn = [...(node.dependsOn ?? []), addressOf(this.announced)];
    this.settled.dependsOn = [...(this.settled.dependsOn ?? []), addressOf(node)];
  }

  /** Address -> what it is, of everything of a kind; known when the whole stack has been visited. */
  private things(kind: Kind): Record<string, string> {
    const produce = (): Readonly<Record<string, string>> =>
      Object.fromEntries(
        this.watched
          .filter(({ terraformResourceType }) => GUARDED[terraformResourceType]?.kind === kind)
          .map((resource): [string, string] => [addressOf(resource), this.describe(resource)]),
      );
    return Token.asStringMap(Lazy.anyValue({ produce }));
  }

  private describe(resource: TerraformResource): string {
    const type = GUARDED[resource.terraformResourceType];
    return type === undefined ? resource.terraformResourceType : `${type.what} ${nameOf(resource, type.name)}`;
  }
}

function addressOf(resource: TerraformResource): string {
  return `${resource.terraformResourceType}.${resource.friendlyUniqueId}`;
}

/** The name in the configuration; the construct's own where that is a reference. */
function nameOf(resource: TerraformResource, attribute: string): string {
  const { resource: types } = resource.toTerraform() as {
    resource?: Record<string, Record<string, Record<string, unknown>>>;
  };
  const name = types?.[resource.terraformResourceType]?.[resource.friendlyUniqueId]?.[attribute];
  return typeof name === 'string' && !Token.isUnresolved(name) ? name : resource.node.path;
}
