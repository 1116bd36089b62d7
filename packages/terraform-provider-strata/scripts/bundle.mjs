import { chmodSync, mkdirSync, readFileSync, renameSync } from 'node:fs';
import { createHash } from 'node:crypto';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

/**
 * Makes `dist/terraform-provider-strata`: one executable file from the built packages. The same sources give the same
 * bytes in every checkout: no absolute path, no time, no source map is inside.
 */
const root = fileURLToPath(new URL('..', import.meta.url));
const outfile = join(root, 'dist', 'terraform-provider-strata');
const checkout = join(root, '..', '..');

mkdirSync(dirname(outfile), { recursive: true });
const { metafile, warnings } = await build({
  absWorkingDir: checkout,
  entryPoints: ['packages/terraform-provider-strata/dist/main.js'],
  outfile: `${outfile}.new`,
  bundle: true,
  platform: 'node',
  target: 'node20.19',
  format: 'cjs',
  // Names stay readable in stack traces; white space and syntax are what costs time to parse.
  minifyWhitespace: true,
  minifySyntax: true,
  legalComments: 'none',
  banner: { js: '#!/usr/bin/env node' },
  metafile: true,
  logLevel: 'silent',
});
for (const warning of warnings) console.warn(warning.text);
const text = readFileSync(`${outfile}.new`, 'utf8');
if (text.includes(checkout)) throw new Error(`${outfile} has the path of this checkout inside`);
chmodSync(`${outfile}.new`, 0o755);
renameSync(`${outfile}.new`, outfile);
const size = Object.values(metafile.outputs)[0]?.bytes ?? 0;
const hash = createHash('sha256').update(text).digest('hex');
console.log(`${outfile}: ${(size / 1024).toFixed(0)} KiB, sha256 ${hash}`);
