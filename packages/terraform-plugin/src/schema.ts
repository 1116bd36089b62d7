/** The shape of a provider's configuration: what `terraform providers schema -json` prints, as data. */

/** A type of Terraform's type system, in the JSON form that the protocol uses. */
export type CtyType =
  | 'string'
  | 'number'
  | 'bool'
  | 'dynamic'
  | readonly ['list' | 'set' | 'map', CtyType]
  | readonly ['object', CtyObjectType]
  | readonly ['object', CtyObjectType, readonly string[]]
  | readonly ['tuple', readonly CtyType[]];

/** The attributes of an object type. */
export interface CtyObjectType {
  readonly [name: string]: CtyType;
}

export type DescriptionKind = 'plain' | 'markdown';

export interface AttributeSchema {
  readonly type: CtyType;
  readonly description?: string;
  /** @default 'plain' */
  readonly descriptionKind?: DescriptionKind;
  readonly required?: boolean;
  readonly optional?: boolean;
  readonly computed?: boolean;
  readonly sensitive?: boolean;
  readonly deprecated?: boolean;
  readonly writeOnly?: boolean;
}

export type Nesting = 'single' | 'list' | 'set' | 'map' | 'group';

export interface NestedBlockSchema {
  readonly nesting: Nesting;
  readonly block: BlockSchema;
  /** @default 0 */
  readonly minItems?: number;
  /** @default 0, which means any number */
  readonly maxItems?: number;
}

export interface BlockSchema {
  readonly attributes: Readonly<Record<string, AttributeSchema>>;
  readonly blocks: Readonly<Record<string, NestedBlockSchema>>;
  readonly description?: string;
  readonly descriptionKind?: DescriptionKind;
  readonly deprecated?: boolean;
}

/** The schema of one resource type, one data source or the provider block. */
export interface Schema {
  /** Version of the stored state, raised when old states must be upgraded. */
  readonly version: number;
  readonly block: BlockSchema;
}

/** All schemas of one provider. */
export interface ProviderSchema {
  readonly provider: Schema;
  readonly resources: Readonly<Record<string, Schema>>;
  readonly dataSources: Readonly<Record<string, Schema>>;
}

/** A schema without attributes and blocks. */
export const EMPTY_SCHEMA: Schema = { version: 0, block: { attributes: {}, blocks: {} } };
