import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../helpers/root';

/** A file of the repository. */
export interface Source {
  /** Path in the checkout, with `/`. */
  readonly file: string;
  readonly text: string;
}

/** All that runs. */
export function readSources(): readonly Source[] {
  return [read('main.ts'), ...['constructs', 'stacks', 'policies', 'scripts', ...packageFolders('src')].flatMap(walk)];
}

/** All that tests. */
export function readTests(): readonly Source[] {
  return ['test', ...packageFolders('test')].flatMap(walk);
}

function packageFolders(folder: string): readonly string[] {
  return readdirSync(join(root, 'packages'))
    .map((name) => `packages/${name}/${folder}`)
    .filter((path) => existsSync(join(root, path)));
}

function walk(folder: string): readonly Source[] {
  return readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.(ts|mjs)$/.test(name) && !name.endsWith('.d.ts'))
    .map((name) => read(`${folder}/${name.replaceAll('\\', '/')}`));
}

function read(file: string): Source {
  return { file, text: readFileSync(join(root, file), 'utf8') };
}
