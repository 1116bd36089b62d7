/** Definitions to schemas. */

import type { AttributeSchema, BlockSchema, NestedBlockSchema, Schema } from '../schema';
import type { AttributeDefinition, Attributes, BlockDefinition, Blocks } from './types';

/** The parts of a definition that make its schema. */
export interface SchemaDefinition {
  readonly description?: string;
  readonly version?: number;
  readonly attributes: Attributes;
  readonly blocks?: Blocks;
}

export function schemaOf(definition: SchemaDefinition): Schema {
  return { version: definition.version ?? 0, block: blockOf(definition) };
}

function blockOf(definition: SchemaDefinition): BlockSchema {
  return {
    ...(definition.description === undefined ? {} : { description: definition.description }),
    attributes: mapRecord(definition.attributes, attributeOf),
    blocks: mapRecord(definition.blocks ?? {}, nestedOf),
  };
}

/** Only what the protocol knows: `replace` and `stable` are ours. */
function attributeOf(definition: AttributeDefinition): AttributeSchema {
  const entries = Object.entries(definition).filter(([name]) => name !== 'replace' && name !== 'stable');
  return { type: definition.type, ...Object.fromEntries(entries) };
}

function nestedOf(definition: BlockDefinition): NestedBlockSchema {
  return {
    nesting: definition.nesting,
    block: blockOf(definition),
    ...(definition.minItems === undefined ? {} : { minItems: definition.minItems }),
    ...(definition.maxItems === undefined ? {} : { maxItems: definition.maxItems }),
  };
}

function mapRecord<T, U>(record: Readonly<Record<string, T>>, change: (value: T) => U): Record<string, U> {
  return Object.fromEntries(Object.entries(record).map(([name, value]) => [name, change(value)]));
}
