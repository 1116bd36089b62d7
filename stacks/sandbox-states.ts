import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const SUFFIX = '.tfstate';

/** How many resources each state of the sandbox has, by stack; nothing when there is no sandbox. */
export function readSandboxStates(checkout: string): ReadonlyMap<string, number> {
  const folder = join(checkout, '.strata', 'state');
  if (!existsSync(folder)) return new Map();
  const files = readdirSync(folder).filter((name) => name.endsWith(SUFFIX));
  return new Map(files.sort().map((name) => [name.slice(0, -SUFFIX.length), resourcesOf(join(folder, name))]));
}

function resourcesOf(file: string): number {
  const text = readFileSync(file, 'utf8');
  // Terraform makes the file before it writes into it.
  if (text.trim() === '') return 0;
  const { resources } = JSON.parse(text) as { resources?: readonly { mode: string; instances?: readonly unknown[] }[] };
  return (resources ?? [])
    .filter(({ mode }) => mode === 'managed')
    .reduce((sum, { instances }) => sum + (instances?.length ?? 1), 0);
}
