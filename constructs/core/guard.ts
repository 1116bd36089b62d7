import { Aspects, Lazy, TerraformResource, Token } from 'cdktf';
import type { IResolveContext } from 'cdktf';
import { Construct } from 'constructs';
import type { IConstruct } from 'constructs';
import { Guard as GuardResource } from '@strata/provider-strata/lib/guard';
import type { EnvironmentStack } from './environment-stack';
import { GUARDED } from './guarded-types';
import type { GuardedType, Kind } from './guarded-types';
import { literal } from './literal';

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

type Block = Readonly<Record<string, unknown>>;

interface Lifecycle {
  readonly ignore_changes?: readonly string[] | 'all';
  readonly prevent_destroy?: boolean;
}

/**
 * Refuses plans that destroy what a stack holds: because it is no longer declared, for `prevent_destroy` goes away together
 * with the block that says it; or because a setting changes that makes it anew, in the very change that switches
 * `prevent_destroy` off. Finds the resources by their types itself, so that nobody can forget one.
 *
 * It is two resources, because a guard must hear of something new before it exists and forget it only after it is gone:
 * `Announced` comes before everything that is guarded, `Settled` after. Whatever fails half-way, one of them knows
 * everything that exists, and either can refuse.
 */
export class Guard extends Construct {
  private readonly watched: TerraformResource[] = [];
  /** What is written for each of them: it is asked for several times. */
  private readonly blocks = new Map<TerraformResource, Block>();
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
      data: this.mapOf('data', nameOf),
      services: this.mapOf('services', nameOf),
      fixed: this.mapOf(undefined, fixedOf),
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

  /** Address -> a text, of everything of a kind; known when the whole stack has been visited. */
  private mapOf(
    kind: Kind | undefined,
    textOf: (resource: TerraformResource, type: GuardedType, block: Block) => string,
  ): Record<string, string> {
    const produce = (context: IResolveContext): Readonly<Record<string, string>> =>
      Object.fromEntries(
        this.watched.flatMap((resource): [string, string][] => {
          const type = GUARDED[resource.terraformResourceType];
          if (type === undefined || (kind !== undefined && kind !== type.kind)) return [];
          return [[addressOf(resource), textOf(resource, type, this.blockOf(resource, context))]];
        }),
      );
    return Token.asStringMap(Lazy.anyValue({ produce }));
  }

  private blockOf(resource: TerraformResource, context: IResolveContext): Block {
    // A first pass only looks for references, which the resource itself has too.
    if (context.preparing) return {};
    const block = this.blocks.get(resource) ?? blockOf(resource, context);
    this.blocks.set(resource, block);
    return block;
  }
}

function addressOf(resource: TerraformResource): string {
  return `${resource.terraformResourceType}.${resource.friendlyUniqueId}`;
}

/** What is written for a resource, references as text. */
function blockOf(resource: TerraformResource, context: IResolveContext): Block {
  const { resource: types } = context.resolve(resource.toTerraform()) as {
    readonly resource: Readonly<Record<string, Readonly<Record<string, Block>>>>;
  };
  return types[resource.terraformResourceType]?.[resource.friendlyUniqueId] ?? {};
}

/** What it is and its name in the configuration; the construct's own where that is a reference. */
function nameOf(resource: TerraformResource, { what, name }: GuardedType, block: Block): string {
  const written = block[name];
  return `${what} ${typeof written === 'string' && !written.includes('${') ? written : resource.node.path}`;
}

/** The settings whose change makes a resource anew, as the provider reads them: JSON, in which references are only text. */
function fixedOf(_resource: TerraformResource, { fixed }: GuardedType, block: Block): string {
  const lifecycle = (block['lifecycle'] ?? {}) as Lifecycle;
  const ignored = lifecycle.ignore_changes ?? [];
  const isIgnored = (attribute: string): boolean => ignored === 'all' || ignored.includes(attribute);
  const compared = fixed.filter((attribute) => !isIgnored(attribute));
  const text = JSON.stringify({
    values: Object.fromEntries(compared.map((attribute) => [attribute, block[attribute] ?? null])),
    ignored: fixed.filter(isIgnored),
    preventDestroy: lifecycle.prevent_destroy ?? false,
  });
  return literal(text);
}
