import type { Environment } from './model';
import { LIFECYCLES, lifecyclesOf, stackId } from './names';
import type { Problem } from './problems';

/**
 * Finds stacks that the sandbox still has and that no environment declares: a file was removed, renamed or sent to the
 * cloud without being retired, and nothing would ever destroy them.
 *
 * @param deployed stack id -> number of resources in its state
 * @param environments all of the checkout
 */
export function findOrphans(
  deployed: ReadonlyMap<string, number>,
  environments: readonly Environment[],
): readonly Problem[] {
  const inSandbox = environments.filter(({ target }) => target === 'sandbox');
  const declared = new Set(
    inSandbox.flatMap((each) => lifecyclesOf(each).map((lifecycle) => stackId(each, lifecycle))),
  );
  const orphans = new Map<string, string[]>();
  for (const [stack, resources] of deployed) {
    const id = environmentOfStack(stack);
    if (id === undefined || resources === 0 || declared.has(stack)) continue;
    orphans.set(id, [...(orphans.get(id) ?? []), `${stack} (${resources} resources)`]);
  }
  return [...orphans].map(([id, stacks]) => problemOf(id, stacks, environments));
}

function environmentOfStack(stack: string): string | undefined {
  const lifecycle = LIFECYCLES.find((each) => stack.endsWith(`-${each}`));
  return lifecycle === undefined ? undefined : stack.slice(0, -lifecycle.length - 1);
}

function problemOf(id: string, stacks: readonly string[], environments: readonly Environment[]): Problem {
  const still = environments.find((environment) => environment.id === id);
  const list = `${stacks.join(', ')}: nothing would ever destroy them.`;
  const wayOut =
    'deploy `protection: off` and `allowDataLoss: on`, then `state: retired`, and only then do this. Or throw away ' +
    'everything in the sandbox: npx strata sandbox reset.';
  return {
    code: 'STR1121',
    file: still?.file ?? `environments/${id}.yaml`,
    line: 1,
    column: 1,
    path: '',
    message:
      still === undefined
        ? `is gone, but the sandbox still has its stacks ${list} Restore the file; ${wayOut}`
        : `no longer declares stacks that the sandbox still has, ${list} Go back to how it was (\`target: sandbox\`, the same network); ${wayOut}`,
  };
}
