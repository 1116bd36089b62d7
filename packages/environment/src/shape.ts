import type { z } from 'zod';
import type { Step } from './document';

interface Definition {
  readonly type: string;
  readonly shape?: Readonly<Record<string, z.ZodType>>;
  readonly element?: z.ZodType;
  readonly innerType?: z.ZodType;
  readonly in?: z.ZodType;
  readonly options?: readonly z.ZodType[];
  readonly valueType?: z.ZodType;
}

/** The schemas of mappings that a schema has at a path: several where there are alternatives. */
export function mappingsAt(schema: z.ZodType, path: readonly Step[]): readonly z.ZodType[] {
  const definition = definitionOf(schema);
  if (definition.options !== undefined) return definition.options.flatMap((option) => mappingsAt(option, path));
  const wrapped = definition.innerType ?? definition.in;
  if (wrapped !== undefined) return mappingsAt(wrapped, path);
  const [step, ...rest] = path;
  if (step === undefined) return definition.shape === undefined ? [] : [schema];
  const child = typeof step === 'number' ? definition.element : (definition.shape?.[step] ?? definition.valueType);
  return child === undefined ? [] : mappingsAt(child, rest);
}

/** The keys that the schema of a mapping knows. */
export function keysOf(mapping: z.ZodType): readonly string[] {
  return Object.keys(definitionOf(mapping).shape ?? {});
}

function definitionOf(schema: z.ZodType): Definition {
  return schema._zod.def;
}
