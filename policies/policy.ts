import type { Environment } from '@strata/environment';

/** A resource as it is synthesized, or as a plan will leave it. */
export interface PolicyResource {
  /** E.g. `alicloud_vpc`. */
  readonly type: string;
  /** E.g. `alicloud_vpc.Network_A1B2C3D4`. */
  readonly address: string;
  /** Path of the construct; empty in a plan. */
  readonly path: string;
  readonly attributes: Readonly<Record<string, unknown>>;
}

/** What a plan does to a resource. */
export interface PolicyChange {
  readonly type: string;
  readonly address: string;
  /** E.g. `["delete", "create"]`. */
  readonly actions: readonly string[];
  /** Attributes as they are recorded; empty when the resource is made. */
  readonly before: Readonly<Record<string, unknown>>;
  /** Attributes as they are planned, without those that apply decides; empty when the resource goes. */
  readonly after: Readonly<Record<string, unknown>>;
  /** Attributes that make it a replacement. */
  readonly replacedFor: readonly string[];
}

/** A stack as it is synthesized, or with what a plan does to it. */
export interface PolicyStack {
  readonly id: string;
  readonly environment: Environment;
  readonly resources: readonly PolicyResource[];
  /** Only of a plan. */
  readonly changes?: readonly PolicyChange[];
}

/** What a rule has against a resource. */
export interface PolicyFinding {
  readonly address: string;
  /** What was got, as the end of a sentence that begins with the resource. */
  readonly message: string;
}

/** `error` fails synth and plan, `warning` is shown. */
export type PolicySeverity = 'error' | 'warning';

/** A rule that holds for every stack of every environment. */
export interface Policy {
  /** Name of its file. */
  readonly id: string;
  readonly severity: PolicySeverity;
  /** The rule and its reason, in one sentence. */
  readonly rule: string;
  /** What to do about a finding. */
  readonly fix: string;
  /** Where the cloud or the provider says so: product or provider, and page. */
  readonly reference: string;
  /** Where it can be seen: `lifecycle` and references only in what is synthesized, changes only in a plan. @default - in both */
  readonly only?: 'synth' | 'plan';
  readonly check: (stack: PolicyStack) => readonly PolicyFinding[];
}

/** Resources of a type in a stack. */
export function resourcesOf(stack: PolicyStack, ...types: readonly string[]): readonly PolicyResource[] {
  return stack.resources.filter(({ type }) => types.includes(type));
}

/** Changes that a plan makes to resources that are there before and after, in place or by another. */
export function editsOf(stack: PolicyStack, ...types: readonly string[]): readonly PolicyChange[] {
  return (stack.changes ?? []).filter(
    ({ type, actions }) => types.includes(type) && (actions.includes('update') || isReplaced(actions)),
  );
}

/** Whether a plan makes another resource in the place of one. */
export function isReplaced(actions: readonly string[]): boolean {
  return actions.includes('delete') && actions.includes('create');
}

/** Whether a change gives an attribute another value that is known. */
export function isChanged({ before, after }: PolicyChange, name: string): boolean {
  return Object.hasOwn(after, name) && JSON.stringify(before[name]) !== JSON.stringify(after[name]);
}

/** Blocks of a resource by that name; one may be written without a list. */
export function blocksOf(
  { attributes }: Pick<PolicyResource, 'attributes'>,
  name: string,
): readonly Readonly<Record<string, unknown>>[] {
  const value = attributes[name];
  const list: readonly unknown[] = Array.isArray(value) ? value : value === undefined ? [] : [value];
  return list.filter(
    (block): block is Readonly<Record<string, unknown>> => typeof block === 'object' && block !== null,
  );
}

/** The `lifecycle` of a resource. */
export function lifecycleOf({ attributes }: PolicyResource): {
  readonly preventDestroy: boolean;
  readonly ignoreChanges: readonly string[];
} {
  const lifecycle = (attributes['lifecycle'] ?? {}) as { prevent_destroy?: unknown; ignore_changes?: unknown };
  const ignored: readonly unknown[] = Array.isArray(lifecycle.ignore_changes) ? lifecycle.ignore_changes : [];
  return {
    preventDestroy: lifecycle.prevent_destroy === true,
    ignoreChanges: ignored.filter((name) => typeof name === 'string'),
  };
}

/** Whether a value is decided only when Terraform runs. */
export function isReference(value: unknown): boolean {
  return typeof value === 'string' && value.includes('${');
}

/** Whether a resource of the stack refers to another one by `attribute`, as synthesized. */
export function refersTo({ attributes }: PolicyResource, attribute: string, { address }: PolicyResource): boolean {
  const value = attributes[attribute];
  return typeof value === 'string' && value.includes(`\${${address}.`);
}
