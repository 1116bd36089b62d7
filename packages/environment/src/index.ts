export { parseAccount } from './account';
export type { Account, StageSettings } from './account';
export { hotDataOf } from './cache/data-facts';
export type { DataFacts, HotData } from './cache/data-facts';
export { cacheLayout, DISK_LEVELS, fixedLayout, HOT_SHARE_LIMIT, percent, refuseTooHot } from './cache/layout';
export type { CacheLayout, DiskLevel } from './cache/layout';
export { cacheReports, cacheText } from './cache/report';
export type { CacheReport } from './cache/report';
export { storageCost } from './cache/storage-cost';
export type { StorageCost, StoragePrices } from './cache/storage-cost';
export { cacheDays, dataFactsOf, DEFAULT_CACHE_GB, warehouseDisks } from './cache/warehouse-disks';
export { checkChange } from './change';
export { addressesOf, aligned, contains, firstFree, overlaps } from './cidr';
export type { AddressRange } from './cidr';
export type { Change } from './change';
export { draftEnvironment } from './draft';
export type { EnvironmentDraft } from './draft';
export { setKey } from './edit';
export { parseEnvironment } from './environment';
export { ingests } from './model';
export type {
  AlarmSettings,
  BorrowedLayer,
  CacheSettings,
  ClientSettings,
  CreatedSource,
  Environment,
  ExistingSource,
  GatewaySettings,
  InstanceSettings,
  LakeKind,
  LakeSettings,
  Layer,
  NetworkSettings,
  NodeGroupSize,
  ParameterSettings,
  ScheduleRule,
  ScheduleSettings,
  SourceSettings,
  Stage,
  Target,
  TeamLimits,
  TopicSettings,
  UpgradeSettings,
  WarehouseSettings,
  Weekday,
  PolicyException,
} from './model';
export { environmentId } from './identity';
export { environmentJsonSchema } from './json-schema';
export { nearest } from './nearest';
export { checkLifetime, daysBetween } from './lifetime';
export { environmentFiles } from './environment-files';
export { checkNewEnvironment, loadPlatform, selectEnvironments } from './load';
export type { Platform } from './load';
export {
  BOOTSTRAP_DESCRIPTION,
  BOOTSTRAP_PASSWORD,
  createdSources,
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
export { PRICED_ITEMS, REGION_PRICES } from './prices/figures';
export type { PricedItem, PriceSource, RegionPrices } from './prices/figures';
export { monthlyPrice } from './prices/monthly-price';
export type { MonthlyPrice, PriceLine, Unpriced } from './prices/monthly-price';
export { MONTH_HOURS, storagePrices, unitPrice } from './prices/price';
export type { UnitPrice } from './prices/price';
export { EnvironmentError, formatProblem } from './problems';
export type { EnvironmentErrorCode, Problem } from './problems';
export { thingsOf } from './residue';
export type { CloudThing } from './residue';
export { rulesOverlap, weeklyHours } from './schedule';
export type { EnvironmentFile } from './schema/environment-file';
export { WEEKDAYS } from './schema/schedule';
export { CU_SIZES, LAYERS, STAGES, TARGETS } from './schema/words';
export { mostNodes, totalCu } from './size';
