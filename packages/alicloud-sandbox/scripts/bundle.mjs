// Makes dist/terraform-provider-alicloud.js: one file, the same bytes in every checkout.
import { readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { build } from 'esbuild';

const folder = join(dirname(fileURLToPath(import.meta.url)), '..');
const outfile = join(folder, 'dist', 'terraform-provider-alicloud.js');
const text = (name) => readFileSync(join(folder, 'data', name), 'utf8');

await build({
  absWorkingDir: folder,
  entryPoints: ['src/stand-in/main.ts'],
  outfile,
  bundle: true,
  platform: 'node',
  target: 'node20',
  format: 'cjs',
  minify: true,
  legalComments: 'none',
  logLevel: 'warning',
  define: { STRATA_STAND_IN_DATA: JSON.stringify({ schema: text('schema.jsonl'), facts: text('facts.jsonl') }) },
});

console.log(`${outfile}: ${Math.round(statSync(outfile).size / 1024)} KiB`);
