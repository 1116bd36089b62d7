// Makes the executable bin/terraform-provider-alicloud: one file, the same bytes in every checkout. Nothing of it may lie
// beside: cdktf shares providers between checkouts by the hash of this file.
import { chmodSync, existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { encodeSchemaAnswer } from '@strata/terraform-plugin';
import { build } from 'esbuild';

import { parseSchemaLines } from '../dist/stand-in/schema-lines.js';

const folder = join(dirname(fileURLToPath(import.meta.url)), '..');
const outfile = join(folder, 'bin', 'terraform-provider-alicloud');
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

// The shell reads the second line, Node skips it. Extra certificates cost each start of Node 80 ms, and nothing here uses
// TLS outwards.
const head = `#!/bin/sh\n':' //; unset NODE_EXTRA_CA_CERTS; exec node "$0" "$@"\n`;
const program = `${head}${outputFiles[0].text}`;

// A Terraform that runs at this moment must never see half a file.
const same = existsSync(outfile) && readFileSync(outfile, 'utf8') === program;
if (!same) {
  mkdirSync(dirname(outfile), { recursive: true });
  const half = `${outfile}.${process.pid}`;
  writeFileSync(half, program);
  chmodSync(half, 0o755);
  renameSync(half, outfile);
}
console.log(`${outfile}: ${Math.round(program.length / 1024)} KiB${same ? ', as it was' : ''}`);
