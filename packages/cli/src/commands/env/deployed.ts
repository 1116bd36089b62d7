import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { sandboxFolder, sandboxResources } from '@strata/alicloud-sandbox';
import type { SandboxResource } from '@strata/alicloud-sandbox';
import { lifecyclesOf, stackId } from '@strata/environment';
import type { Environment } from '@strata/environment';
import { CliError } from '../../output';

/** What is known of an environment beside its file. */
export interface Deployment {
  /** Stack -> number of resources in its state; null where the state cannot be read from here. */
  readonly stacks: Readonly<Record<string, number>> | null;
  readonly drift: Drift;
}

/** Whether what the state has exists. What has other settings than it should, only a plan tells. */
export type Drift =
  | { readonly kind: 'unknown'; readonly why: string }
  | { readonly kind: 'not-deployed' }
  | { readonly kind: 'none' }
  | { readonly kind: 'gone'; readonly addresses: readonly string[] };

/** What Terraform writes, as far as it is looked at. */
interface TerraformState {
  readonly resources?: readonly {
    readonly mode: string;
    readonly type: string;
    readonly name: string;
    readonly instances?: readonly { readonly attributes?: Readonly<Record<string, unknown>> }[];
  }[];
}

interface StateResource {
  readonly address: string;
  readonly type: string;
  readonly id: string;
}

/** What exists in the sandbox of a checkout; undefined when it does not run. */
export function existing(checkout: string): Promise<readonly SandboxResource[] | undefined> {
  return sandboxResources(sandboxFolder(checkout));
}

/**
 * What of an environment is deployed.
 *
 * @param sandbox everything that exists in the sandbox; undefined when it does not run
 */
export function deploymentOf(
  environment: Environment,
  checkout: string,
  sandbox: readonly SandboxResource[] | undefined,
): Deployment {
  if (environment.target === 'cloud') {
    return {
      stacks: null,
      drift: { kind: 'unknown', why: 'the state of the cloud is not read: npx cdktf diff tells' },
    };
  }
  const stacks = lifecyclesOf(environment).map((lifecycle) => stackId(environment, lifecycle));
  const resources = stacks.map((stack) => ({ stack, found: stateOf(checkout, stack) }));
  return {
    stacks: Object.fromEntries(resources.map(({ stack, found }) => [stack, found.length])),
    drift: driftOf(
      resources.flatMap(({ found }) => found),
      sandbox,
    ),
  };
}

function driftOf(recorded: readonly StateResource[], sandbox: readonly SandboxResource[] | undefined): Drift {
  if (recorded.length === 0) return { kind: 'not-deployed' };
  if (sandbox === undefined) return { kind: 'unknown', why: 'the sandbox does not run: npx strata sandbox up' };
  const there = new Set(sandbox.map(({ type, id }) => `${type} ${id}`));
  // Resources of the strata provider are no things of the cloud; their provider looks after them.
  const gone = recorded.filter(({ type, id }) => type.startsWith('alicloud_') && !there.has(`${type} ${id}`));
  return gone.length === 0 ? { kind: 'none' } : { kind: 'gone', addresses: gone.map(({ address }) => address) };
}

/** Resources of a stack's state; none when there is no state. */
function stateOf(checkout: string, stack: string): readonly StateResource[] {
  const file = join(checkout, '.strata', 'state', `${stack}.tfstate`);
  const text = existsSync(file) ? readFileSync(file, 'utf8') : '';
  // Terraform makes the file before it writes into it.
  if (text.trim() === '') return [];
  return (parseState(text, file).resources ?? [])
    .filter(({ mode }) => mode === 'managed')
    .flatMap(({ type, name, instances }) =>
      (instances ?? []).map(({ attributes }) => ({
        address: `${stack} ${type}.${name}`,
        type,
        id: String(attributes?.['id']),
      })),
    );
}

function parseState(text: string, file: string): TerraformState {
  try {
    return JSON.parse(text) as TerraformState;
  } catch {
    throw new CliError(
      'STR1950',
      `${file} must be a Terraform state, got a text that is no JSON. Restore it from ${file}.backup, or throw the sandbox away: npx strata sandbox reset.`,
    );
  }
}
