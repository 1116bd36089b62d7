/** Secret references: `env:NAME`, `kms:name`, `sandbox:name`. Values live in memory only. */

import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { openApi } from './cloud/open-api';
import { endpointOf } from './cloud/target';
import type { Surroundings, Target } from './cloud/target';
import { errorMessage, ProviderError } from './errors';
import { referenceProblem, SECRET_REFERENCE } from './reference';

/** The secret behind a reference. @throws ProviderError STR1601 when there is none */
export async function resolveSecret(reference: string, target: Target, surroundings: Surroundings): Promise<string> {
  const [, kind, name] = SECRET_REFERENCE.exec(reference) ?? [];
  if (kind === undefined || name === undefined) {
    throw new ProviderError('STR1601', `\`password\` ${referenceProblem(reference) ?? ''}`);
  }
  if (kind === 'env') return fromEnvironment(name, surroundings.environment);
  if (kind === 'sandbox') return fromSandbox(reference, name, target, surroundings);
  // One file for either target: the sandbox has no KMS and makes a secret of its own.
  if (target.kind === 'sandbox') return fromSandbox(reference, sandboxName(name), target, surroundings);
  return fromKms(name, target, surroundings);
}

function fromEnvironment(name: string, environment: NodeJS.ProcessEnv): string {
  const value = environment[name];
  if (value) return value;
  throw new ProviderError('STR1601', `The secret env:${name} has no value: set the environment variable ${name}.`);
}

const LONGEST_SANDBOX_NAME = 63;

/** Under which name the sandbox keeps its own value of a secret of KMS, e.g. kms-risk-dev-admin. */
function sandboxName(kmsName: string): string {
  const name = `kms-${kmsName.replace(/[^A-Za-z0-9._-]/g, '-')}`;
  if (name.length <= LONGEST_SANDBOX_NAME) return name;
  const hash = createHash('sha256').update(kmsName).digest('hex').slice(0, 8);
  return `${name.slice(0, LONGEST_SANDBOX_NAME - hash.length - 1)}-${hash}`;
}

/** The control plane makes the secret and says in which file it lies; only the user can read that. */
async function fromSandbox(
  reference: string,
  name: string,
  target: Target,
  surroundings: Surroundings,
): Promise<string> {
  if (target.kind !== 'sandbox') {
    throw new ProviderError(
      'STR1601',
      `The secret sandbox:${name} exists only in the sandbox: use kms: or env: in the cloud.`,
    );
  }
  const { host } = endpointOf(target, 'kms', surroundings);
  try {
    const response = await fetch(`http://${host}/sandbox/secrets/${encodeURIComponent(name)}`, { method: 'POST' });
    const { file } = z.object({ file: z.string() }).parse(await response.json());
    return readFileSync(file, 'utf8');
  } catch (error) {
    const own = reference === `sandbox:${name}` ? '' : ` (the sandbox has no KMS and keeps it as sandbox:${name})`;
    throw new ProviderError(
      'STR1601',
      `The sandbox does not give the secret ${reference}${own}: ${errorMessage(error)}`,
    );
  }
}

async function fromKms(name: string, target: Target, surroundings: Surroundings): Promise<string> {
  const answer = await openApi(
    target,
    surroundings,
  )({
    product: 'kms',
    version: '2016-01-20',
    action: 'GetSecretValue',
    style: 'RPC',
    method: 'POST',
    query: { SecretName: name },
  });
  const parsed = z.object({ SecretData: z.string().min(1) }).safeParse(answer);
  if (parsed.success) return parsed.data.SecretData;
  throw new ProviderError('STR1601', `KMS has no text in the secret ${name}.`);
}
