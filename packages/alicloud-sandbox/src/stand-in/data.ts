/** Where the stand-in's knowledge comes from: inlined in the bundle, else the package's `data` folder. */

import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

import type { ProviderSchema } from '@strata/terraform-plugin';

import type { FactsByType } from './facts';
import { parseFacts } from './facts';
import { parseSchemaLines } from './schema-lines';

/** Everything that the stand-in knows about the real provider. */
export interface ProviderData {
  readonly schema: ProviderSchema;
  readonly facts: FactsByType;
  /** The schema as Terraform gets it; made when the stand-in is bundled. */
  readonly schemaAnswer: Uint8Array | undefined;
}

/** Set by `scripts/bundle.mjs`; not defined outside the bundle. */
declare const STRATA_STAND_IN_DATA: DataTexts | undefined;

interface DataTexts {
  readonly schema: string;
  readonly facts: string;
  /** Base64. */
  readonly schemaAnswer?: string;
}

function packageFolder(): string {
  let folder = __dirname;
  while (!existsSync(join(folder, 'package.json'))) folder = dirname(folder);
  return folder;
}

function texts(): DataTexts {
  if (typeof STRATA_STAND_IN_DATA !== 'undefined') return STRATA_STAND_IN_DATA;
  const data = join(packageFolder(), 'data');
  return {
    schema: readFileSync(join(data, 'schema.jsonl'), 'utf8'),
    facts: readFileSync(join(data, 'facts.jsonl'), 'utf8'),
  };
}

/** Loads schema and facts. */
export function loadProviderData(): ProviderData {
  const { schema, facts, schemaAnswer } = texts();
  return {
    schema: parseSchemaLines(schema),
    facts: parseFacts(facts),
    schemaAnswer: schemaAnswer === undefined ? undefined : Buffer.from(schemaAnswer, 'base64'),
  };
}
