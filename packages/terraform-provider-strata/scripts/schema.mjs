import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';

/** Writes `packages/provider-strata/schema.json`, from which the typed bindings are generated. Build this package first. */

const require = createRequire(import.meta.url);
const { schemaDocument } = require('../dist/index.js');
const file = fileURLToPath(new URL('../../provider-strata/schema.json', import.meta.url));
const prettier = await import('prettier');
const options = await prettier.resolveConfig(file);
const text = await prettier.format(JSON.stringify(schemaDocument()), { ...options, filepath: file });
if (readFileSync(file, 'utf8') !== text) {
  writeFileSync(file, text);
  console.log(`wrote ${file}`);
}
