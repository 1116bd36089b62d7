import { createHash } from 'node:crypto';
import { chmodSync, mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { deflateRawSync } from 'node:zlib';
import { build } from 'esbuild';

/**
 * Makes `dist/terraform-provider-strata`: one executable file from the built packages. The same sources give the same
 * bytes in every checkout: no absolute path, no time, no source map is inside.
 *
 * Two programs are in it: the one that answers Terraform, and packed in the comment of its last line the one that talks
 * to the cloud and to warehouses. Parsing the second takes longer than all else at start, and most processes never need it.
 */
const root = fileURLToPath(new URL('..', import.meta.url));
const checkout = join(root, '..', '..');
const outfile = join(root, 'dist', 'terraform-provider-strata');

const work = deflateRawSync(await bundle('work.js'), { level: 9 }).toString('base64url');
// Opened at the start: a new build that takes the file's place meanwhile must not change what is unpacked.
const openSelf = `'use strict';const strataSelf = require('node:fs').openSync(__filename, 'r');`;
const unpack = `
  const Module = require('node:module');
  const self = require('node:fs').readFileSync(strataSelf, 'latin1');
  const packed = Buffer.from(self.slice(self.lastIndexOf('//') + 2), 'base64url');
  const unpacked = new Module(__filename + '.work', module);
  unpacked._compile(require('node:zlib').inflateRawSync(packed).toString('utf8'), __filename + '.work');
  module.exports = unpacked.exports;
`;
const packed = {
  name: 'packed-work',
  setup(builder) {
    builder.onLoad({ filter: /terraform-provider-strata[\\/]dist[\\/]work\.js$/ }, () => ({
      contents: unpack,
      loader: 'js',
    }));
  },
};
const program = `${openSelf}${await bundle('main.js', [packed])}\n//${work}\n`;

if (program.includes(checkout)) throw new Error(`${outfile} has the path of this checkout inside`);
mkdirSync(join(root, 'dist'), { recursive: true });
// Written beside and moved: a running provider keeps the old file, and two builds at once do not mix.
const fresh = `${outfile}.${process.pid}`;
writeFileSync(fresh, `#!/usr/bin/env node\n${program}`);
chmodSync(fresh, 0o755);
renameSync(fresh, outfile);
const hash = createHash('sha256').update(program).digest('hex').slice(0, 16);
console.log(`dist/terraform-provider-strata: ${Math.round(program.length / 1024)} KiB, ${hash}`);

async function bundle(entry, plugins = []) {
  const { outputFiles, warnings } = await build({
    absWorkingDir: checkout,
    entryPoints: [`packages/terraform-provider-strata/dist/${entry}`],
    bundle: true,
    write: false,
    platform: 'node',
    target: 'node20.19',
    format: 'cjs',
    // Names stay readable in stack traces; white space and syntax are what costs time to parse.
    minifyWhitespace: true,
    minifySyntax: true,
    legalComments: 'none',
    plugins,
    logLevel: 'silent',
  });
  for (const warning of warnings) console.warn(warning.text);
  return outputFiles[0].text;
}
