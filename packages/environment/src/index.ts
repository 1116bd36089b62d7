export { parseAccount } from './account';
export type { Account, StageSettings } from './account';
export { environmentId, parseEnvironment, totalCu } from './environment';
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
export { environmentJsonSchema } from './json-schema';
export { checkTogether, loadPlatform, selectEnvironments } from './load';
export type { Platform } from './load';
export { fit, LIFECYCLES, lifecyclesOf, physicalNames, stackId } from './names';
export type { Lifecycle, PhysicalNames } from './names';
export { EnvironmentError, formatProblem } from './problems';
export type { Problem } from './problems';
export { CU_SIZES, LAYERS, STAGES, TARGETS } from './schema';
export type { EnvironmentFile } from './schema';
