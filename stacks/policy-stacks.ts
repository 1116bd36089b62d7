import type { Environment } from '@strata/environment';
import type { PolicyResource, PolicyStack } from '../policies/policy';
import type { Block, SynthesizedStack } from './synthesized-stack';

/** A synthesized stack as the policies see it. */
export function policyStack(id: string, environment: Environment, { resource = {} }: SynthesizedStack): PolicyStack {
  return { id, environment, resources: policyResources(resource) };
}

/** Resources of the `resource` part of Terraform JSON. */
export function policyResources(
  parts: Readonly<Record<string, Readonly<Record<string, Block>>>>,
): readonly PolicyResource[] {
  return Object.entries(parts).flatMap(([type, named]) =>
    Object.entries(named).map(([name, { '//': comment, ...attributes }]) => ({
      type,
      address: `${type}.${name}`,
      path: (comment as { metadata?: { path?: string } } | undefined)?.metadata?.path ?? '',
      attributes,
    })),
  );
}
