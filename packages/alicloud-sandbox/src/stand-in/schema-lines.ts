/** Reads the provider's schema from its file: one line for the provider, each resource type and each data source. */

import type { ProviderSchema, Schema } from '@strata/terraform-plugin';
import { EMPTY_SCHEMA, schemaFromJson } from '@strata/terraform-plugin';

type Kind = 'provider' | 'resource' | 'dataSource';

/** Each line begins with what it is about, so that only lines that are asked for need to be parsed. */
const HEAD = /^\{"kind":"(provider|resource|dataSource)"(?:,"type":"([^"]+)")?/;

interface Line {
  readonly kind: Kind;
  readonly type: string;
  /** Parses the rest. */
  readonly schema: () => Schema;
}

/** The schema of the stand-in, from the text of `data/schema.jsonl`. A process needs a few of its many types: each is parsed when it is asked for. */
export function parseSchemaLines(text: string): ProviderSchema {
  const lines = text.split('\n').flatMap((line) => (line === '' ? [] : [headOf(line)]));
  return {
    provider: lines.find(({ kind }) => kind === 'provider')?.schema() ?? EMPTY_SCHEMA,
    resources: ofKind(lines, 'resource'),
    dataSources: ofKind(lines, 'dataSource'),
  };
}

function headOf(line: string): Line {
  const [, kind, type = ''] = HEAD.exec(line) ?? [];
  if (kind === undefined) throw new Error(`A line of the schema does not begin with its kind: ${line.slice(0, 80)}`);
  let parsed: Schema | undefined;
  return {
    kind: kind as Kind,
    type,
    schema: () => (parsed ??= schemaFromJson((JSON.parse(line) as { schema: unknown }).schema, type)),
  };
}

function ofKind(lines: readonly Line[], wanted: Kind): Readonly<Record<string, Schema>> {
  const schemas: Record<string, Schema> = {};
  for (const { kind, type, schema } of lines) {
    if (kind === wanted) Object.defineProperty(schemas, type, { enumerable: true, get: schema });
  }
  return schemas;
}
