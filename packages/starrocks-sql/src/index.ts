/** Public API: the syntax tree of StarRocks statements, its parser and printer, references, annotations, bundles. */

export type {
  AggregateStateArgument,
  AggregateStateType,
  Aggregation,
  AlterDatabaseStatement,
  AlterMaterializedViewAction,
  AlterMaterializedViewStatement,
  AlterViewStatement,
  ArrayType,
  CancelAlterStatement,
  CancelRefreshStatement,
  ColumnDefinition,
  CreateDatabaseStatement,
  CreateIndexStatement,
  CreateMaterializedViewStatement,
  CreateTableAsSelectStatement,
  CreateTableLikeStatement,
  CreateTableStatement,
  CreateViewStatement,
  DataType,
  DecimalType,
  DefaultValue,
  Distribution,
  DropDatabaseStatement,
  DropIndexStatement,
  DropMaterializedViewStatement,
  DropObjectStatement,
  DropTableStatement,
  DropViewStatement,
  IndexDefinition,
  IntervalLiteral,
  KeyDefinition,
  KeyModel,
  ListPartition,
  MapType,
  MultiRangePartition,
  OpaqueStatement,
  PartitionNames,
  PartitionScheme,
  PartitionValue,
  Position,
  Property,
  QualifiedName,
  RangeBound,
  RangePartition,
  RecoverStatement,
  RefreshMaterializedViewStatement,
  RefreshScheme,
  RollupDefinition,
  SetCatalogStatement,
  SetNamesStatement,
  SetStatement,
  SetVariable,
  SetWarehouseStatement,
  SimpleType,
  SimpleTypeName,
  SingleRangePartition,
  SortItem,
  SqlText,
  Statement,
  StringType,
  StructField,
  StructType,
  TruncateTableStatement,
  UseStatement,
  ViewColumn,
} from './ast';
export type {
  AddColumnClause,
  AddColumnsClause,
  AddFieldClause,
  AddPartitionClause,
  AlterTableClause,
  AlterTableStatement,
  ColumnPosition,
  CompactClause,
  DefaultBucketsClause,
  DropColumnClause,
  DropFieldClause,
  DropPartitionClause,
  ModifyColumnClause,
  ModifyColumnCommentClause,
  ModifyPartitionClause,
  NewPartition,
  OptimizeClause,
  OrderColumnsClause,
  RenameColumnClause,
  RenamePartitionClause,
  ReplacePartitionClause,
  TruncatePartitionClause,
} from './ast-alter';
export type {
  AlterCatalogStatement,
  AlterPipeStatement,
  AlterResourceGroupStatement,
  AlterRoutineLoadStatement,
  AlterStorageVolumeStatement,
  AlterTaskStatement,
  AlterWarehouseStatement,
  Classifier,
  ControlRoutineLoadStatement,
  CreateCatalogStatement,
  CreateFunctionStatement,
  CreatePipeStatement,
  CreateResourceGroupStatement,
  CreateRoutineLoadStatement,
  CreateStorageVolumeStatement,
  CreateWarehouseStatement,
  DropFunctionStatement,
  LoadProperty,
  SetDefaultStorageVolumeStatement,
  SubmitTaskStatement,
} from './ast-jobs';
export type {
  AlterRoleStatement,
  AlterUserStatement,
  Authentication,
  CreateRoleStatement,
  CreateUserStatement,
  DropRoleStatement,
  DropUserStatement,
  GrantPrivilegeStatement,
  GrantRoleStatement,
  Grantee,
  PrivilegeTarget,
  RevokePrivilegeStatement,
  RevokeRoleStatement,
  RoleSelection,
  SetDefaultRoleStatement,
  SetPasswordStatement,
  SetRoleStatement,
  UserIdentity,
} from './ast-security';

export type { SyntaxProblem } from './errors';
export { SqlSyntaxError } from './errors';
export type { ParseOptions, Script } from './parser/parse';
export { parseDataType, parseScript, parseStatement } from './parser/parse';
export { printStatement } from './print';
export { printIdentifier, printName, printString } from './print/names';
export { printColumn } from './print/tables';
export { printDataType } from './print/types';
export type { Annotations, Freshness, ParsedAnnotations, RenamedColumn } from './annotations';
export { parseAnnotations } from './annotations';
export { buildBundle } from './bundle/build';
export { variableNames } from './bundle/variables';
export type { BundleLayer, BundleOptions, BundleResult, SchemaBundle, SchemaObject, SqlFile } from './bundle/bundle';
export { windowDays } from './bundle/cache-window';
export { GLOBAL_FOLDERS } from './bundle/files';
export type { Declaration, Dependency, ObjectKind } from './bundle/objects';
export { RELATION_KINDS } from './bundle/objects';
export type { StatementNames } from './bundle/rename';
export { renameStatement } from './bundle/rename';
export type { FileProblem, SqlFileErrorCode } from './errors';
export { SqlFileError } from './errors';
export type { Rename, TableReference } from './references';
export { references } from './references';
export { lineageOf } from './lineage/bundle';
export { lineageAround, lineageMermaid } from './lineage/mermaid';
export type {
  ColumnId,
  ColumnsOf,
  Influence,
  InfluenceClause,
  Lineage,
  LineageColumn,
  LineageProblem,
  ObjectColumn,
  ObjectLineage,
  QueryLineage,
  SourceColumn,
} from './lineage/model';
export { columnLineage } from './lineage/query';
export type { LintFinding, LintOptions, LintResult } from './lint/lint';
export { applyFixes, lint } from './lint/lint';
export { LINT_RULES } from './lint/rules';
export { GENERATED_MARK, metricFiles } from './metrics/generate';
export type { Metric, MetricDimension, MetricLibrary, MetricView } from './metrics/model';
export type { MetricsResult } from './metrics/read';
export { readMetrics } from './metrics/read';
export type { MartColumn, MetricsReport, MetricUse } from './metrics/report';
export { metricsReport } from './metrics/report';
