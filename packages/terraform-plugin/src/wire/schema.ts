/** Schemas as messages of the protocol. */

import type { ServeProtocolOptions } from '../handlers';
import type {
  AttributeSchema,
  BlockSchema,
  DescriptionKind,
  NestedBlockSchema,
  Nesting,
  ProviderSchema,
  Schema,
} from '../schema';
import { MessageWriter } from './message';

const NESTING: Readonly<Record<Nesting, number>> = { single: 1, list: 2, set: 3, map: 4, group: 5 };

const encoder = new TextEncoder();

/**
 * What a provider answers when it is asked for its schema.
 *
 * @param options - the same `planDestroy` as given to `serveProtocol`
 */
export function encodeSchemaAnswer(
  schema: ProviderSchema,
  options: Pick<ServeProtocolOptions, 'planDestroy'> = {},
): Uint8Array {
  const entries = (field: Readonly<Record<string, Schema>>): MessageWriter[] =>
    Object.entries(field).map(([name, one]) => new MessageWriter().string(1, name).message(2, schemaMessage(one)));
  return new MessageWriter()
    .message(1, schemaMessage(schema.provider))
    .messages(2, entries(schema.resources))
    .messages(3, entries(schema.dataSources))
    .message(6, new MessageWriter().bool(1, options.planDestroy ?? true).bool(2, true))
    .finish();
}

function schemaMessage(schema: Schema): MessageWriter {
  return new MessageWriter().integer(1, schema.version).message(2, blockMessage(schema.block));
}

function blockMessage(block: BlockSchema): MessageWriter {
  return new MessageWriter()
    .messages(
      2,
      sorted(block.attributes).map(([name, attribute]) => attributeMessage(name, attribute)),
    )
    .messages(
      3,
      sorted(block.blocks).map(([name, nested]) => nestedMessage(name, nested)),
    )
    .string(4, block.description)
    .integer(5, kind(block.descriptionKind))
    .bool(6, block.deprecated);
}

function attributeMessage(name: string, attribute: AttributeSchema): MessageWriter {
  return new MessageWriter()
    .string(1, name)
    .bytes(2, encoder.encode(JSON.stringify(attribute.type)))
    .string(3, attribute.description)
    .bool(4, attribute.required)
    .bool(5, attribute.optional)
    .bool(6, attribute.computed)
    .bool(7, attribute.sensitive)
    .integer(8, kind(attribute.descriptionKind))
    .bool(9, attribute.deprecated)
    .bool(10, attribute.writeOnly);
}

function nestedMessage(name: string, nested: NestedBlockSchema): MessageWriter {
  return new MessageWriter()
    .string(1, name)
    .message(2, blockMessage(nested.block))
    .integer(3, NESTING[nested.nesting])
    .integer(4, nested.minItems)
    .integer(5, nested.maxItems);
}

function kind(given: DescriptionKind | undefined): number {
  return given === 'markdown' ? 1 : 0;
}

function sorted<T>(record: Readonly<Record<string, T>>): [string, T][] {
  return Object.entries(record).sort(([a], [b]) => (a < b ? -1 : 1));
}
