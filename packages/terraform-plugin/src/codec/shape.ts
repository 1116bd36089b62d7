/** The type that a block's values have. */

import type { BlockSchema, CtyType, NestedBlockSchema } from '../schema';

/** Names a type in messages: `list of string`, `object`. */
export function typeName(type: CtyType): string {
  if (typeof type === 'string') return type;
  switch (type[0]) {
    case 'list':
    case 'set':
    case 'map':
      return `${type[0]} of ${typeName(type[1])}`;
    case 'object':
    case 'tuple':
      return type[0];
  }
}

/** What stands for a nested block that the configuration does not have. */
export function absentBlock(nested: NestedBlockSchema): null | readonly [] | Record<string, never> {
  switch (nested.nesting) {
    case 'single':
      return null;
    case 'list':
    case 'set':
      return [];
    case 'map':
    case 'group':
      return {};
  }
}

/** Names of everything that a value of the block has. */
export function memberNames(block: BlockSchema): readonly string[] {
  return [...Object.keys(block.attributes), ...Object.keys(block.blocks)];
}
