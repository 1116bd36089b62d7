/** Public API: declared model, live model, diff, plan, apply. */

export type {
  Column,
  DatabaseDefinition,
  Definition,
  DistributionDefinition,
  Index,
  Key,
  MaterializedViewDefinition,
  ObjectKind,
  OutputColumn,
  PartitionDefinition,
  Properties,
  Refresh,
  TableDefinition,
  ViewDefinition,
} from './definition';
export type { DeclaredObject, LedgerEntry, LiveModel, LiveObject, Model, ObjectId, RenamedColumn } from './model';
export { emptyModel } from './model';
export type {
  Change,
  Changes,
  Difference,
  Expectation,
  Mechanism,
  Plan,
  PlanPolicy,
  Refusal,
  Risk,
  Step,
  StepKind,
  StepRecord,
  UnmanagedObject,
} from './plan-types';
export type { ConnectOptions, Connection, Row } from './connection-types';
export type { ApplyFailure, ApplyOptions, ApplyProgress, ApplyResult, Replan } from './apply-types';
export type { ApplyErrorCode, ConnectionErrorCode, PlanErrorCode } from './errors';
export { ApplyError, ConnectionError, PlanError, StatementError } from './errors';
export { loadModel, parseBundle } from './bundle';
export { connect } from './connection';
export type { DeclaredSource } from './load';
export { databasesOf, modelOf } from './load';
export type { IntrospectOptions } from './introspect';
export { introspect } from './introspect';
export { diff } from './diff';
export { assertNoRefusals, planOffline, planSteps } from './plan';
export { deserialiseModel, objectHashes, serialiseModel } from './recorded';
export { apply } from './apply';
export { planResumption } from './resume';
export type { PlanFacts } from './facts';
export { readFacts } from './facts';
export type { StagePolicy } from './policy';
export { parsePolicy } from './policy';
export type { Window } from './policy-window';
export { outsideWindow } from './policy-window';
export { renderPlan } from './render';
export type { CleanupItem, CleanupPlan } from './swap/cleanup';
export { cleanupPlan } from './swap/cleanup';
export { fillStatements } from './swap/fills';
export type { Feature } from './capabilities/features';
export { FEATURES } from './capabilities/features';
export { capabilityTable } from './capabilities/table';
export type { Awaited, BlastRadius, Check, Duration, Estimate, Fill, Settled } from './plan-types';
export type { ImportedFile, ImportOptions, ImportResult } from './import/import-model';
export { importModel } from './import/import-model';
export type { Adoption, AttributeDrift, Drift, DriftChoice, ObjectDrift } from './drift';
export { adopt, chosenDrift, drift, planRevert } from './drift';
export type { BrokenContract, OutsideColumns } from './contracts';
export { checkContracts, contractTables, readContracts } from './contracts';
