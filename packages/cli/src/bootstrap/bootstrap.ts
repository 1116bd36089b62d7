import { isDeepStrictEqual } from 'node:util';
import { CliError } from '../output';
import type { StateProgram } from './program';
import type { RunTerraform } from './terraform';

/** What is done about one resource. */
export interface BootstrapStep {
  readonly type: string;
  readonly id: string;
  readonly action: 'none' | 'create' | 'update';
}

export interface Bootstrap {
  readonly steps: readonly BootstrapStep[];
  /** Does what the steps say; only once. */
  readonly apply: () => Promise<void>;
}

interface PlannedChange {
  readonly address: string;
  readonly type: string;
  readonly change: {
    readonly actions: readonly string[];
    readonly before: Readonly<Record<string, unknown>> | null;
    readonly after: Readonly<Record<string, unknown>> | null;
  };
}

/** What Terraform says of an id that nothing has. */
const NOT_THERE = 'Cannot import non-existent remote object';
const PLAN = 'bootstrap.plan';
/** What an import leaves empty and a plan fills in with a default: the cloud has nothing to change. */
const NOTHING: ReadonlySet<unknown> = new Set([undefined, null, false, '', 0]);

/**
 * Finds out what the state backend lacks. There is no state to keep or to lose: what exists is imported each time, so the
 * answer is the same from every machine.
 *
 * @throws CliError STR1961 when Terraform cannot
 */
export async function planBootstrap({ resources }: StateProgram, terraform: RunTerraform): Promise<Bootstrap> {
  await succeed(terraform, 'init', '-input=false', '-no-color');
  for (const { address, id } of resources) await importExisting(terraform, address, id);
  await succeed(terraform, 'plan', '-input=false', '-no-color', `-out=${PLAN}`);
  const shown = await succeed(terraform, 'show', '-json', PLAN);
  const { resource_changes: changes = [] } = JSON.parse(shown) as { resource_changes?: readonly PlannedChange[] };
  const idOf = new Map(resources.map(({ address, id }): [string, string] => [address, id]));
  return {
    steps: changes.map(({ address, type, change }) => ({
      type,
      id: idOf.get(address) ?? address,
      action: actionOf(address, change),
    })),
    apply: async () => {
      await succeed(terraform, 'apply', '-input=false', '-no-color', PLAN);
    },
  };
}

async function importExisting(terraform: RunTerraform, address: string, id: string): Promise<void> {
  const { code, output } = await terraform('import', '-input=false', '-no-color', address, id);
  if (code !== 0 && !output.includes(NOT_THERE)) throw failure(`looking for ${id} (${address})`, output);
}

/** Destroying what holds states is not among the things that can be asked for. */
function actionOf(address: string, change: PlannedChange['change']): BootstrapStep['action'] {
  const action = change.actions.join(' and ');
  switch (action) {
    case 'no-op':
      return 'none';
    case 'create':
      return 'create';
    case 'update':
      return changesAnything(change) ? 'update' : 'none';
    default:
      throw failure(`planning ${address}`, `It would ${action} what holds states.`);
  }
}

function changesAnything({ before, after }: PlannedChange['change']): boolean {
  const names = new Set([...Object.keys(before ?? {}), ...Object.keys(after ?? {})]);
  return [...names].some((name) => {
    const [was, becomes] = [before?.[name], after?.[name]];
    return !isDeepStrictEqual(was, becomes) && !(NOTHING.has(was) && NOTHING.has(becomes));
  });
}

async function succeed(terraform: RunTerraform, ...args: readonly [string, ...string[]]): Promise<string> {
  const { code, output } = await terraform(...args);
  if (code !== 0) throw failure(`terraform ${args[0]}`, output);
  return output;
}

function failure(what: string, output: string): CliError {
  return new CliError('STR1961', `The state backend could not be made: ${what} failed.\n${output.trim()}`);
}
