/** Secret references: `env:NAME`, `kms:name`, `sandbox:name`. Values live in memory only. */

import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { openApi } from './cloud/open-api';
import { OTHER_CHECKOUT, otherCheckout } from './cloud/sandbox';
import { endpointOf } from './cloud/target';
import type { Surroundings, Target } from './cloud/target';
import { errorMessage, ProviderError } from './errors';
import { referenceProblem, SECRET_REFERENCE } from './reference';

/**
 * The secret behind a reference.
 *
 * @param where what refers to it, e.g. `password` of admin of demo-starrocks
 * @throws ProviderError STR1601 when there is none
 */
export async function resolveSecret(
  reference: string,
  target: Target,
  surroundings: Surroundings,
  where: string,
): Promise<string> {
  const [, kind, name] = SECRET_REFERENCE.exec(reference) ?? [];
  if (kind === undefined || name === undefined) {
    throw new ProviderError('STR1601', `${where} ${referenceProblem(reference) ?? ''}`);
  }
  if (kind === 'env') return fromEnvironment(name, surroundings.environment, where);
  if (kind === 'sandbox') return fromSandbox(reference, name, target, surroundings, where);
  // One file for either target: the sandbox has no KMS and makes a secret of its own.
  if (target.kind === 'sandbox') return fromSandbox(reference, sandboxName(name), target, surroundings, where);
  return fromKms(name, target, surroundings, where);
}

function fromEnvironment(name: string, environment: NodeJS.ProcessEnv, where: string): string {
  const value = environment[name];
  if (value) return value;
  const state = value === undefined ? 'is not set' : 'is empty';
  throw new ProviderError(
    'STR1601',
    `The secret env:${name} has no value: the environment variable ${name} ${state} where Terraform runs. ` +
      `It is referenced as ${where}. Set it and run again.`,
  );
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
  where: string,
): Promise<string> {
  if (target.kind !== 'sandbox') {
    throw new ProviderError(
      'STR1601',
      `The secret sandbox:${name}, referenced as ${where}, exists only in the sandbox: use kms: or env: in the cloud.`,
    );
  }
  const { host, headers = {} } = endpointOf(target, 'kms', surroundings);
  try {
    const url = `http://${host}/sandbox/secrets/${encodeURIComponent(name)}`;
    const response = await fetch(url, { method: 'POST', headers });
    const answer: unknown = await response.json();
    if (!response.ok) throw refusalOf(answer, response.status);
    return readFileSync(z.object({ file: z.string() }).parse(answer).file, 'utf8');
  } catch (error) {
    if (error instanceof ProviderError) throw error;
    const own = reference === `sandbox:${name}` ? '' : ` (the sandbox has no KMS and keeps it as sandbox:${name})`;
    throw new ProviderError(
      'STR1601',
      `The sandbox does not give the secret ${reference}${own}, referenced as ${where}: ${errorMessage(error)}`,
    );
  }
}

/** An error that the control plane answered instead of a file. */
function refusalOf(answer: unknown, status: number): Error {
  const { Code: code, Message: message = `it answered ${status}` } = refusalSchema.parse(answer);
  return code === OTHER_CHECKOUT ? otherCheckout(message) : new Error(message);
}

const refusalSchema = z.object({ Code: z.string().optional(), Message: z.string().optional() });

async function fromKms(name: string, target: Target, surroundings: Surroundings, where: string): Promise<string> {
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
  throw new ProviderError(
    'STR1601',
    `KMS has no text in the secret ${name}, referenced as ${where}. Put the value there.`,
  );
}
