/** The arguments of a resource type as a tree: schema and facts in one place. */

import type { AttributeSchema, BlockSchema, CtyType, NestedBlockSchema, Schema, Value } from '@strata/terraform-plugin';

import type { ArgumentFacts, ResourceFacts } from './facts';

export type PrimitiveType = 'string' | 'number' | 'bool';

/** What the values of a field look like. */
export type Shape =
  | { readonly kind: 'primitive'; readonly type: PrimitiveType }
  | { readonly kind: 'map'; readonly type: PrimitiveType }
  | { readonly kind: 'list' | 'set'; readonly of: 'block'; readonly fields: readonly Field[] }
  | { readonly kind: 'list' | 'set'; readonly of: 'primitive'; readonly type: PrimitiveType }
  /** Filled in by the service only, and not looked into. */
  | { readonly kind: 'opaque' };

export interface Field {
  readonly name: string;
  /** Path in the facts, e.g. `artifact[].kind`. */
  readonly factsPath: string;
  readonly shape: Shape;
  readonly required: boolean;
  readonly optional: boolean;
  readonly computed: boolean;
  readonly forceNew: boolean;
  readonly default: Value;
  readonly facts: ArgumentFacts;
}

/** Arguments that Terraform and the SDK own. */
const NOT_ARGUMENTS: ReadonlySet<string> = new Set(['id', 'timeouts']);

function primitive(type: CtyType): PrimitiveType | undefined {
  return type === 'string' || type === 'number' || type === 'bool' ? type : undefined;
}

function attributeShape(type: CtyType): Shape {
  const itself = primitive(type);
  if (itself !== undefined) return { kind: 'primitive', type: itself };
  if (!Array.isArray(type)) return { kind: 'opaque' };
  const [kind, inner] = type as readonly ['list' | 'set' | 'map' | 'object' | 'tuple', CtyType];
  const element = primitive(inner);
  if (element === undefined || kind === 'object' || kind === 'tuple') return { kind: 'opaque' };
  return kind === 'map' ? { kind, type: element } : { kind, of: 'primitive', type: element };
}

function attributeField(name: string, factsPath: string, schema: AttributeSchema, facts: ArgumentFacts): Field {
  return {
    name,
    factsPath,
    shape: attributeShape(schema.type),
    required: schema.required ?? false,
    optional: schema.optional ?? false,
    computed: schema.computed ?? false,
    forceNew: facts.forceNew ?? false,
    default: facts.default ?? null,
    facts,
  };
}

function blockField(name: string, factsPath: string, schema: NestedBlockSchema, all: ResourceFacts): Field {
  const facts = all.attributes[factsPath] ?? {};
  return {
    name,
    factsPath,
    shape: {
      kind: schema.nesting === 'set' ? 'set' : 'list',
      of: 'block',
      fields: fieldsOf(schema.block, `${factsPath}[].`, all),
    },
    required: (schema.minItems ?? 0) > 0,
    optional: true,
    computed: facts.computed ?? false,
    forceNew: facts.forceNew ?? false,
    default: null,
    facts,
  };
}

function fieldsOf(block: BlockSchema, prefix: string, facts: ResourceFacts): readonly Field[] {
  const attributes = Object.entries(block.attributes).map(([name, schema]) =>
    attributeField(name, prefix + name, schema, facts.attributes[prefix + name] ?? {}),
  );
  const blocks = Object.entries(block.blocks).map(([name, schema]) => blockField(name, prefix + name, schema, facts));
  return [...attributes, ...blocks].sort((left, right) => (left.name < right.name ? -1 : 1));
}

/** The arguments and computed attributes of a resource type, by name, without `id` and `timeouts`. */
export function resourceFields(schema: Schema, facts: ResourceFacts): readonly Field[] {
  return fieldsOf(schema.block, '', facts).filter((field) => !NOT_ARGUMENTS.has(field.name));
}
