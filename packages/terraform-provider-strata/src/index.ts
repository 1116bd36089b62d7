/** Public API: the provider as a value, and the schema of its resources. The executable is made by `scripts/bundle.mjs`. */

export { ProviderError } from './errors';
export type { ProviderErrorCode } from './errors';
export { SOURCE, strataProvider, VERSION } from './provider';
export type { LoadEngine, SchemaEngine } from './schema/engine';
export type { Surroundings } from './cloud/target';
export { schemaDocument } from './schema-document';
