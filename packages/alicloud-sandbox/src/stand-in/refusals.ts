/** What the stand-in refuses to touch: credentials in its provider block, and stacks whose state is not local. */

import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import type { Diagnostic, ValueObject } from '@strata/terraform-plugin';
import { isUnknown } from '@strata/terraform-plugin';

import { valueAt } from './text';

const CREDENTIALS = [
  'access_key',
  'secret_key',
  'security_token',
  'profile',
  'shared_credentials_file',
  'ecs_role_name',
  'credentials_uri',
  'assume_role',
  'assume_role_with_oidc',
] as const;

/** Keys that say of themselves that they are none. */
const PLACEHOLDER = /^(LTAI)?(dummy|sandbox|mock|fake)/i;

function isGiven(config: ValueObject, name: string): boolean {
  const value = valueAt(config, name);
  if (value === null || value === '' || (Array.isArray(value) && value.length === 0)) return false;
  if (isUnknown(value)) return false;
  return !(typeof value === 'string' && PLACEHOLDER.test(value));
}

/** Errors for credentials in the provider block. Their values appear nowhere. */
export function refuseCredentials(config: ValueObject): readonly Diagnostic[] {
  return CREDENTIALS.filter((name) => isGiven(config, name)).map((name) => ({
    severity: 'error',
    summary: `STR1721: the sandbox takes no credentials, but the provider block sets ${name}`,
    detail:
      `This is the sandbox's stand-in for the alicloud provider: it never reaches the cloud. Remove ${name} from the ` +
      'provider block of the sandbox stack, or set target: cloud to use the real provider.',
    // No path: Terraform would print the line with the value.
  }));
}

function readJson(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return undefined;
  }
}

function property(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[name] : undefined;
}

/** Name of the backend that a stack folder uses; `undefined` when neither its program nor Terraform says one. */
export function backendOf(folder: string): string | undefined {
  const initialized = property(property(readJson(join(folder, '.terraform', 'terraform.tfstate')), 'backend'), 'type');
  if (typeof initialized === 'string') return initialized;
  const terraform = property(readJson(join(folder, 'cdk.tf.json')), 'terraform');
  if (property(terraform, 'cloud') !== undefined) return 'cloud';
  const backend = property(terraform, 'backend');
  return typeof backend === 'object' && backend !== null ? Object.keys(backend)[0] : undefined;
}

/** An error when the state of the stack in `folder` is kept anywhere but on this machine. */
export function refuseBackend(folder: string): readonly Diagnostic[] {
  const backend = backendOf(folder);
  if (backend === undefined || backend === 'local') return [];
  return [
    {
      severity: 'error',
      summary: `STR1722: the sandbox serves only stacks with local state, but this one uses the backend ${backend}`,
      detail:
        `The stack in ${folder} keeps its state in the backend ${backend}, which may describe a real environment. ` +
        'The stand-in for the alicloud provider would report its resources as gone. Use the real provider for it.',
    },
  ];
}
