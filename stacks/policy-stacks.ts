import { readFileSync } from 'node:fs';
import type { Environment } from '@strata/environment';
import type { PolicyResource, PolicyStack } from '../policies/policy';

type Block = Readonly<Record<string, unknown>>;

/** Reads a synthesized stack as the policies see it. */
export function readPolicyStack(id: string, environment: Environment, file: string): PolicyStack {
  const synthesized = JSON.parse(readFileSync(file, 'utf8')) as { resource?: Record<string, Record<string, Block>> };
  return { id, environment, resources: policyResources(synthesized.resource ?? {}) };
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
