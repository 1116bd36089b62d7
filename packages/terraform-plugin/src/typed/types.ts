/** From a definition of attributes and blocks to the types of their values. */

import type { CtyType, DescriptionKind } from '../schema';
import type { Unknown } from '../values';

/** One attribute of a resource. */
export interface AttributeDefinition {
  readonly type: CtyType;
  readonly description?: string;
  readonly descriptionKind?: DescriptionKind;
  /** The configuration must set it. */
  readonly required?: boolean;
  /** The configuration may set it. */
  readonly optional?: boolean;
  /** The provider sets it; together with `optional` where the configuration does not. */
  readonly computed?: boolean;
  /** Terraform does not print it; it is in the state in the clear. */
  readonly sensitive?: boolean;
  readonly deprecated?: boolean;
  /** A change needs a new object. */
  readonly replace?: boolean;
  /** A computed value that an update does not change, such as an id: it stays known in the plan. */
  readonly stable?: boolean;
}

export type Attributes = Readonly<Record<string, AttributeDefinition>>;

/** A nested block. */
export interface BlockDefinition {
  readonly nesting: 'single' | 'list' | 'set' | 'map';
  readonly description?: string;
  readonly attributes: Attributes;
  readonly blocks?: Blocks;
  readonly minItems?: number;
  readonly maxItems?: number;
  /** Any change inside needs a new object. */
  readonly replace?: boolean;
}

export type Blocks = Readonly<Record<string, BlockDefinition>>;

/** A value of a type when everything is known. Elements of collections are never null: such configurations are refused. */
export type Known<T> = T extends 'string'
  ? string
  : T extends 'number'
    ? number
    : T extends 'bool'
      ? boolean
      : T extends readonly ['list' | 'set', infer E]
        ? readonly Known<E>[]
        : T extends readonly ['map', infer E]
          ? Readonly<Record<string, Known<E>>>
          : T extends readonly ['object', infer O]
            ? { readonly [K in keyof O]: Known<O[K]> | null }
            : unknown;

/** A value of a type that may be unknown, or have unknown parts. */
export type Partly<T> =
  | Unknown
  | (T extends readonly ['list' | 'set', infer E]
      ? readonly Partly<E>[]
      : T extends readonly ['map', infer E]
        ? Readonly<Record<string, Partly<E>>>
        : T extends readonly ['object', infer O]
          ? { readonly [K in keyof O]: Partly<O[K]> | null }
          : Known<T>);

/** The stages in the life of an object: what is known of its attributes. */
export type Stage = 'config' | 'proposed' | 'planned' | 'state';

type TypeOf<D> = D extends { readonly type: infer T } ? T : never;

type AttributeAt<D, S extends Stage> = S extends 'config'
  ? D extends { readonly required: true }
    ? Partly<TypeOf<D>>
    : D extends { readonly optional: true }
      ? Partly<TypeOf<D>> | null
      : null
  : S extends 'proposed'
    ? D extends { readonly required: true }
      ? Partly<TypeOf<D>>
      : Partly<TypeOf<D>> | null
    : D extends { readonly required: true }
      ? Known<TypeOf<D>>
      : S extends 'planned'
        ? D extends { readonly computed: true }
          ? Known<TypeOf<D>> | Unknown | null
          : Known<TypeOf<D>> | null
        : Known<TypeOf<D>> | null;

type MaybeUnknown<T, S extends Stage> = S extends 'config' | 'proposed' ? T | Unknown : T;

type BlockAt<D, S extends Stage> = D extends {
  readonly nesting: infer N;
  readonly attributes: infer A;
}
  ? N extends 'single'
    ? ObjectAt<A, NestedBlocks<D>, S> | null
    : N extends 'map'
      ? Readonly<Record<string, ObjectAt<A, NestedBlocks<D>, S>>>
      : MaybeUnknown<readonly ObjectAt<A, NestedBlocks<D>, S>[], S>
  : never;

type NestedBlocks<D> = D extends { readonly blocks: infer B } ? B : Record<never, never>;

/** All attributes and blocks of an object at a stage. */
export type ObjectAt<A, B, S extends Stage> = {
  readonly [K in keyof A]: AttributeAt<A[K], S>;
} & { readonly [K in keyof B]: BlockAt<B[K], S> };

/** What the configuration says; values from other resources may be unknown. */
export type Config<A, B = Record<never, never>> = ObjectAt<A, B, 'config'>;
/** What the plan will say, as far as Terraform and the defaults could fill it in. */
export type Proposed<A, B = Record<never, never>> = ObjectAt<A, B, 'proposed'>;
/** What the plan said, during apply: only computed attributes may still be unknown. */
export type Planned<A, B = Record<never, never>> = ObjectAt<A, B, 'planned'>;
/** What exists. */
export type State<A, B = Record<never, never>> = ObjectAt<A, B, 'state'>;
