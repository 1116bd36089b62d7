import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { parseYaml } from '../commands/sql/library';
import type { SqlTest } from './model';
import { readTests } from './read';

/** All tests below the folders of the layers: `<layer>/tests/*.yaml`. @throws CliError STR1914, STR1916 */
export function readTestFiles(folder: string, layers: readonly string[]): readonly SqlTest[] {
  return layers.flatMap((layer) => {
    const tests = join(folder, layer, 'tests');
    if (!existsSync(tests)) return [];
    const names = readdirSync(tests).filter((name) => name.endsWith('.yaml'));
    return names.sort().flatMap((name) => readTests(`${layer}/tests/${name}`, parseYaml(join(tests, name))));
  });
}
