// Makes dist/terraform-provider-alicloud.js: one file, the same bytes in every checkout.
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { encodeSchemaAnswer } from '@strata/terraform-plugin';
import { build } from 'esbuild';

import { parseSchemaLines } from '../dist/stand-in/schema-lines.js';

const folder = join(dirname(fileURLToPath(import.meta.url)), '..');
const outfile = join(folder, 'dist', 'terraform-provider-alicloud.js');
const text = (name) => readFileSync(join(folder, 'data', name), 'utf8');

const schema = text('schema.jsonl');
const schemaAnswer = Buffer.from(encodeSchemaAnswer(parseSchemaLines(schema))).toString('base64');
const data = { schema, facts: text('facts.jsonl'), schemaAnswer };

const { outputFiles } = await build({
  absWorkingDir: folder,
  entryPoints: ['src/stand-in/main.ts'],
  bundle: true,
  write: false,
  platform: 'node',
  target: 'node20',
  format: 'cjs',
  minify: true,
  legalComments: 'none',
  logLevel: 'warning',
  define: { STRATA_STAND_IN_DATA: JSON.stringify(data) },
});

// A Terraform that runs at this moment must never see half a file.
const [bundle] = outputFiles;
const same = existsSync(outfile) && readFileSync(outfile, 'utf8') === bundle.text;
if (!same) {
  mkdirSync(dirname(outfile), { recursive: true });
  const half = `${outfile}.${process.pid}`;
  writeFileSync(half, bundle.contents);
  renameSync(half, outfile);
}
console.log(`${outfile}: ${Math.round(bundle.contents.length / 1024)} KiB${same ? ', as it was' : ''}`);
