import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join, posix, resolve } from 'node:path';
import { App } from 'cdktf';
import type { Construct } from 'constructs';
import type { BuiltBundle } from './sql-library';

const FOLDER = 'bundles';

/**
 * Writes a bundle into the output folder, under a name that follows from its content: stacks that deploy the same share it.
 *
 * @returns its path as seen from the folder of a stack, where Terraform runs
 */
export function writeBundle(scope: Construct, { text, sha256 }: BuiltBundle): string {
  const folder = join(resolve(App.of(scope).outdir), FOLDER, sha256);
  const file = join(folder, 'bundle.json');
  if (!existsSync(file)) {
    mkdirSync(folder, { recursive: true });
    writeFileSync(file, text);
  }
  return posix.join('..', '..', FOLDER, sha256, 'bundle.json');
}
