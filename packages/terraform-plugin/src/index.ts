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
export { providerSchemaFromJson, providerSchemaToJson } from './codec/json-schema';
export { createLogger } from './process/log';
export type { Logger, LogLevel } from './process/log';
export { serveProtocol } from './serve-protocol';
