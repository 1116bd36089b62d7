/** Attributes that all resources share: which environment, and where. */

import type { Diagnostics } from '@strata/terraform-plugin';
import { referenceProblem, TARGET_KINDS } from '../reference';

export const PLACE = {
  id: { type: 'string', computed: true, stable: true, description: 'Same as environment and name; stable.' },
  environment: {
    type: 'string',
    required: true,
    replace: true,
    description: 'Environment that owns it, e.g. risk-dev.',
  },
  target: { type: 'string', required: true, replace: true, description: 'sandbox or cloud.' },
  region: { type: 'string', required: true, replace: true, description: 'Region of the cloud, e.g. cn-hangzhou.' },
} as const;

export const INSTANCE = {
  instance_name: {
    type: 'string',
    required: true,
    replace: true,
    description: 'Physical name of the StarRocks instance. It is looked up through the API, so it may not exist yet.',
  },
} as const;

/** The id of a resource that belongs to an instance. */
export function placeOf(values: { readonly environment: string; readonly instance_name: string }): string {
  return `${values.environment}/${values.instance_name}`;
}

/** Checks the attributes that need no cloud. */
export function validatePlace(
  config: { readonly target: unknown; readonly password?: unknown },
  diagnostics: Diagnostics,
): void {
  if (typeof config.target === 'string' && !TARGET_KINDS.includes(config.target)) {
    diagnostics.error(`\`target\` must be one of ${TARGET_KINDS.join(', ')}.`, `Got "${config.target}".`, ['target']);
  }
  const problem = typeof config.password === 'string' ? referenceProblem(config.password) : undefined;
  if (problem !== undefined) diagnostics.error(`\`password\` ${problem}`, undefined, ['password']);
}
