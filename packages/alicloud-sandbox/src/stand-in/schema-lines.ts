/** Reads the provider's schema from its file: one line for the provider, each resource type and each data source. */

import type { ProviderSchema } from '@strata/terraform-plugin';
import { providerSchemaFromJson } from '@strata/terraform-plugin';

interface SchemaLine {
  readonly kind: 'provider' | 'resource' | 'dataSource';
  /** Absent for the provider. */
  readonly type?: string;
  /** As `terraform providers schema -json` prints it. */
  readonly schema: unknown;
}

/** The schema of the stand-in, from the text of `data/schema.jsonl`. */
export function parseSchemaLines(text: string): ProviderSchema {
  const lines = text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as SchemaLine);
  const ofKind = (kind: SchemaLine['kind']): Record<string, unknown> =>
    Object.fromEntries(lines.filter((line) => line.kind === kind).map((line) => [line.type ?? '', line.schema]));
  return providerSchemaFromJson({
    format_version: '1.0',
    provider_schemas: {
      'registry.terraform.io/aliyun/alicloud': {
        provider: ofKind('provider')[''],
        resource_schemas: ofKind('resource'),
        data_source_schemas: ofKind('dataSource'),
      },
    },
  });
}
