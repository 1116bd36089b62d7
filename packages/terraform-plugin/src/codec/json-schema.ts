/** Schemas from and to the JSON of `terraform providers schema -json`. */

import { PluginError } from '../errors';
import type { AttributeSchema, BlockSchema, NestedBlockSchema, Nesting, ProviderSchema, Schema } from '../schema';
import { EMPTY_SCHEMA } from '../schema';

type Json = Record<string, unknown>;

const NESTINGS: readonly string[] = ['single', 'list', 'set', 'map', 'group'] satisfies readonly Nesting[];

/**
 * Reads one provider's schema from what `terraform providers schema -json` printed.
 *
 * @param json - the parsed document, or the part of one provider in it
 * @param source - address of the provider, e.g. `registry.terraform.io/aliyun/alicloud`; needed when there are several
 * @throws PluginError STR1509 when the document has another format
 */
export function providerSchemaFromJson(json: unknown, source?: string): ProviderSchema {
  const one = selectProvider(object(json, 'the document'), source);
  return {
    provider: one['provider'] === undefined ? EMPTY_SCHEMA : schemaFromJson(one['provider'], 'provider'),
    resources: schemas(one['resource_schemas'], 'resource_schemas'),
    dataSources: schemas(one['data_source_schemas'], 'data_source_schemas'),
  };
}

function selectProvider(document: Json, source: string | undefined): Json {
  if (document['provider_schemas'] === undefined) return document;
  const all = object(document['provider_schemas'], 'provider_schemas');
  const names = Object.keys(all);
  const name = source ?? names[0];
  if (name === undefined || all[name] === undefined || (source === undefined && names.length > 1)) {
    const wanted = source ?? 'one provider';
    throw new PluginError('STR1509', `provider_schemas has ${names.join(', ') || 'nothing'}, wanted ${wanted}.`);
  }
  return object(all[name], name);
}

function schemas(json: unknown, where: string): Record<string, Schema> {
  if (json === undefined) return {};
  return mapJson(object(json, where), (value, name) => schemaFromJson(value, `${where}.${name}`));
}

/**
 * Reads the schema of one resource type, data source or provider block.
 *
 * @param where - what messages call it
 * @throws PluginError STR1509 when it has another format
 */
export function schemaFromJson(json: unknown, where: string): Schema {
  const schema = object(json, where);
  return { version: Number(schema['version'] ?? 0), block: blockFromJson(schema['block'] ?? {}, `${where}.block`) };
}

function blockFromJson(json: unknown, where: string): BlockSchema {
  const block = object(json, where);
  return {
    ...description(block),
    ...(block['deprecated'] === true ? { deprecated: true } : {}),
    attributes: mapJson(object(block['attributes'] ?? {}, where), (value, name) =>
      attributeFromJson(value, `${where}.${name}`),
    ),
    blocks: mapJson(object(block['block_types'] ?? {}, where), (value, name) =>
      nestedFromJson(value, `${where}.${name}`),
    ),
  };
}

function attributeFromJson(json: unknown, where: string): AttributeSchema {
  const attribute = object(json, where);
  const type = attribute['type'];
  if (type === undefined) {
    throw new PluginError('STR1509', `${where} has no type: attributes with nested types need protocol 6.`);
  }
  const flags = Object.entries({
    required: attribute['required'],
    optional: attribute['optional'],
    computed: attribute['computed'],
    sensitive: attribute['sensitive'],
    deprecated: attribute['deprecated'],
    writeOnly: attribute['write_only'],
  }).filter(([, value]) => value === true);
  return { type: type as AttributeSchema['type'], ...description(attribute), ...Object.fromEntries(flags) };
}

function nestedFromJson(json: unknown, where: string): NestedBlockSchema {
  const nested = object(json, where);
  const nesting = nested['nesting_mode'];
  if (typeof nesting !== 'string' || !NESTINGS.includes(nesting)) {
    throw new PluginError(
      'STR1509',
      `${where}.nesting_mode must be one of ${NESTINGS.join(', ')}, got ${String(nesting)}.`,
    );
  }
  return {
    nesting: nesting as Nesting,
    block: blockFromJson(nested['block'] ?? {}, `${where}.block`),
    ...(nested['min_items'] === undefined ? {} : { minItems: Number(nested['min_items']) }),
    ...(nested['max_items'] === undefined ? {} : { maxItems: Number(nested['max_items']) }),
  };
}

function description(json: Json): Pick<BlockSchema, 'description' | 'descriptionKind'> {
  return {
    ...(typeof json['description'] === 'string' ? { description: json['description'] } : {}),
    ...(json['description_kind'] === 'markdown' ? { descriptionKind: 'markdown' as const } : {}),
  };
}

/** Writes schemas as `terraform providers schema -json` prints them. @param source - address, e.g. `registry.terraform.io/strata/strata` */
export function providerSchemaToJson(schema: ProviderSchema, source: string): Json {
  return {
    format_version: '1.0',
    provider_schemas: {
      [source]: {
        provider: schemaToJson(schema.provider),
        resource_schemas: mapSorted(schema.resources, schemaToJson),
        ...(Object.keys(schema.dataSources).length === 0
          ? {}
          : { data_source_schemas: mapSorted(schema.dataSources, schemaToJson) }),
      },
    },
  };
}

function schemaToJson(schema: Schema): Json {
  return { version: schema.version, block: blockToJson(schema.block) };
}

function blockToJson(block: BlockSchema): Json {
  return {
    ...(Object.keys(block.attributes).length === 0 ? {} : { attributes: mapSorted(block.attributes, attributeToJson) }),
    ...(Object.keys(block.blocks).length === 0 ? {} : { block_types: mapSorted(block.blocks, nestedToJson) }),
    ...(block.description === undefined ? {} : { description: block.description }),
    description_kind: block.descriptionKind ?? 'plain',
    ...(block.deprecated === true ? { deprecated: true } : {}),
  };
}

function attributeToJson(attribute: AttributeSchema): Json {
  return {
    type: attribute.type,
    ...(attribute.description === undefined ? {} : { description: attribute.description }),
    description_kind: attribute.descriptionKind ?? 'plain',
    ...(attribute.deprecated === true ? { deprecated: true } : {}),
    ...(attribute.required === true ? { required: true } : {}),
    ...(attribute.optional === true ? { optional: true } : {}),
    ...(attribute.computed === true ? { computed: true } : {}),
    ...(attribute.sensitive === true ? { sensitive: true } : {}),
    ...(attribute.writeOnly === true ? { write_only: true } : {}),
  };
}

function nestedToJson(nested: NestedBlockSchema): Json {
  return {
    nesting_mode: nested.nesting,
    block: blockToJson(nested.block),
    ...(nested.minItems === undefined || nested.minItems === 0 ? {} : { min_items: nested.minItems }),
    ...(nested.maxItems === undefined || nested.maxItems === 0 ? {} : { max_items: nested.maxItems }),
  };
}

function object(json: unknown, where: string): Json {
  if (typeof json === 'object' && json !== null && !Array.isArray(json)) return json as Json;
  throw new PluginError('STR1509', `${where} must be an object of \`terraform providers schema -json\`.`);
}

function mapJson<T>(json: Json, change: (value: unknown, name: string) => T): Record<string, T> {
  return Object.fromEntries(Object.entries(json).map(([name, value]) => [name, change(value, name)]));
}

function mapSorted<T>(record: Readonly<Record<string, T>>, change: (value: T) => Json): Json {
  const names = Object.keys(record).sort();
  return Object.fromEntries(
    names.flatMap((name) => {
      const value = record[name];
      return value === undefined ? [] : [[name, change(value)]];
    }),
  );
}
