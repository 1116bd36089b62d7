import type { Environment } from '@strata/environment';

/** A resource as it is synthesized. */
export interface PolicyResource {
  /** E.g. `alicloud_vpc`. */
  readonly type: string;
  /** E.g. `alicloud_vpc.Network_A1B2C3D4`. */
  readonly address: string;
  /** Path of the construct. */
  readonly path: string;
  readonly attributes: Readonly<Record<string, unknown>>;
}

/** A stack as it is synthesized. */
export interface PolicyStack {
  readonly id: string;
  readonly environment: Environment;
  readonly resources: readonly PolicyResource[];
}

/** What a rule has against a resource. */
export interface PolicyFinding {
  readonly address: string;
  /** What was got and what to do. */
  readonly message: string;
}

/** A rule that holds for every stack of every environment. */
export interface Policy {
  /** Name of its file. */
  readonly id: string;
  /** The rule and its reason, in one sentence. */
  readonly rule: string;
  readonly check: (stack: PolicyStack) => readonly PolicyFinding[];
}

/** Resources of a type in a stack. */
export function resourcesOf(stack: PolicyStack, ...types: readonly string[]): readonly PolicyResource[] {
  return stack.resources.filter(({ type }) => types.includes(type));
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
