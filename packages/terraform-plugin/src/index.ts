/** Public API: Terraform providers in TypeScript. */

export { UNKNOWN, isUnknown, isValueObject, isWhollyKnown } from './values';
export type { Unknown, Value, ValueObject } from './values';
export { EMPTY_SCHEMA } from './schema';
export type {
  AttributeSchema,
  BlockSchema,
  CtyObjectType,
  CtyType,
  DescriptionKind,
  NestedBlockSchema,
  Nesting,
  ProviderSchema,
  Schema,
} from './schema';
export { NO_PRIVATE } from './handlers';
export type {
  Answer,
  ApplyAnswer,
  ApplyRequest,
  AttributePath,
  CallContext,
  ConfigureRequest,
  Diagnostic,
  ImportAnswer,
  ImportedResource,
  ImportRequest,
  PlanAnswer,
  PlanRequest,
  PrepareProviderConfigAnswer,
  PrepareProviderConfigRequest,
  ProtocolHandlers,
  ReadAnswer,
  ReadDataSourceAnswer,
  ReadDataSourceRequest,
  ReadRequest,
  ServeProtocolOptions,
  Severity,
  UpgradeAnswer,
  UpgradeRequest,
  ValidateRequest,
} from './handlers';
export { PluginError } from './errors';
export type { PluginErrorCode } from './errors';
export { providerSchemaFromJson, providerSchemaToJson, schemaFromJson } from './codec/json-schema';
export { createLogger } from './process/log';
export type { Logger, LogLevel } from './process/log';
export { encodeSchemaAnswer } from './wire/schema';
export { serveProtocol } from './serve-protocol';
export { defineResource } from './typed/resource';
export type {
  CreateContext,
  DestroyContext,
  ImportContext,
  PlanChanges,
  PlanContext,
  ReadContext,
  Resource,
  ResourceDefinition,
  Timeouts,
  UpdateContext,
  UpgradeContext,
  ValidateContext,
} from './typed/resource';
export { defineConfiguration, defineDataSource } from './typed/data-source';
export type {
  Configuration,
  ConfigurationDefinition,
  DataSource,
  DataSourceDefinition,
  ReadDataSourceContext,
} from './typed/data-source';
export type { Context, Diagnostics, PrivateContext } from './typed/context';
export { providerHandlers, providerSchema, serve } from './typed/provider';
export type { Provider } from './typed/provider';
export type {
  AttributeDefinition,
  Attributes,
  BlockDefinition,
  Blocks,
  Config,
  Known,
  Partly,
  Planned,
  Proposed,
  Stage,
  State,
} from './typed/types';
