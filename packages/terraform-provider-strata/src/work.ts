/**
 * Everything that talks to the cloud or to a warehouse, behind one door: the executable carries it packed and unpacks it
 * at the first use, so that the many processes that only answer for a schema start fast.
 */

export { findNamespace, isEnded } from './cloud/flink';
export { setVariables, standingVariables } from './cloud/flink-variables';
export { findDoor, openDoor } from './cloud/instance-door';
export { openApi } from './cloud/open-api';
export { changeInTurn } from './cloud/settle';
export * as changes from './cloud/starrocks-changes';
export * as configs from './cloud/starrocks-configs';
export * as gateways from './cloud/starrocks-gateways';
export * as instances from './cloud/starrocks-instances';
export * as rules from './cloud/starrocks-scaling-rules';
export * as whitelists from './cloud/starrocks-whitelists';
export { findInstance, queryAddress, setAdminPassword } from './cloud/starrocks';
export { targetOf } from './cloud/target';
export { readBundle } from './schema/bundle';
export { planDestruction, planSchema, policyOf } from './schema/planning';
export { reachedModel } from './schema/reached';
export { readRecord, writeRecord } from './schema/record';
export { starRocksEngine } from './schema/starrocks-engine';
export {
  findWarehouse,
  isLoginRefused,
  offlineReason,
  offlineText,
  required,
  withConnection,
} from './schema/warehouse';
export { resolveSecret } from './secrets';
