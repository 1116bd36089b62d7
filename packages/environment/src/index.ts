export { parseAccount } from './account';
export type { Account, StageSettings } from './account';
export { checkChange } from './change';
export type { Change } from './change';
export { parseEnvironment, totalCu } from './environment';
export type {
  CacheSettings,
  Environment,
  Layer,
  NetworkSettings,
  NodeGroupSize,
  SourceSettings,
  Stage,
  Target,
  TopicSettings,
  WarehouseSettings,
} from './environment';
export { environmentId } from './identity';
export { environmentJsonSchema } from './json-schema';
export { checkLifetime, daysBetween } from './lifetime';
export { checkTogether, loadPlatform, selectEnvironments } from './load';
export type { Platform } from './load';
export {
  BOOTSTRAP_DESCRIPTION,
  BOOTSTRAP_PASSWORD,
  fit,
  LIFECYCLES,
  lifecyclesOf,
  physicalNames,
  replicationDescription,
  replicationPassword,
  secretVariables,
  stackId,
  terraformVariable,
} from './names';
export type { Lifecycle, PhysicalNames, SecretVariableName } from './names';
export { findOrphans } from './orphans';
export type { FileText } from './outline';
export { EnvironmentError, formatProblem } from './problems';
export type { EnvironmentErrorCode, Problem } from './problems';
export { CU_SIZES, LAYERS, STAGES, TARGETS } from './schema';
export type { EnvironmentFile } from './schema';
