/** What came with which version of StarRocks, from 3.3 (where this project begins) to 4.1. */

import type { DeclaredObject } from '../model';

export interface Feature {
  /** Stable, for the table in the documentation. */
  readonly id: string;
  /** Begins a message: `<title> needs StarRocks >= 4.0`. */
  readonly title: string;
  /** First version that has it. */
  readonly since: string;
  /** Where this is known from. */
  readonly source: string;
  /** Whether a declaration uses it; absent for what the engine only writes itself. */
  readonly isUsed?: (desired: DeclaredObject) => boolean;
}

/** Which 4.x was the first is not known; the oldest is let through, so that nothing is refused without need. */
const FOUR = 'in main, not in 3.5';
const ALTER_TABLE = 'ALTER TABLE analyzer of 3.5 and main';
const CREATE_MV = 'manual, CREATE MATERIALIZED VIEW';
const GRAMMAR = `grammars: ${FOUR}`;

function tableProperty(id: string, since: string, source: string): Feature {
  return {
    id: `table.property.${id}`,
    title: `The table property "${id}"`,
    since,
    source,
    isUsed: (desired) => desired.definition.kind === 'table' && hasProperty(desired.definition.properties, id),
  };
}

function viewProperty(id: string, since: string, source: string): Feature {
  return {
    id: `materialized-view.property.${id}`,
    title: `The property "${id}" of a materialized view`,
    since,
    source,
    isUsed: (desired) =>
      desired.definition.kind === 'materialized-view' && hasProperty(desired.definition.properties, id),
  };
}

/** A family ends with a point: `flat_json.`. */
function hasProperty(properties: Readonly<Record<string, string>>, id: string): boolean {
  return Object.keys(properties).some((key) => key === id || (id.endsWith('.') && key.startsWith(id)));
}

function columnType(type: RegExp, title: string, since: string, source: string): Feature {
  return {
    id: `type.${title.toLowerCase()}`,
    title: `The type ${title}`,
    since,
    source,
    isUsed: ({ definition }) =>
      definition.kind === 'table' && definition.columns.some((column) => type.test(column.type)),
  };
}

/** DECIMAL with more than 38 digits. */
const DECIMAL256 = /\bdecimal\((39|[4-7]\d)\b/;

export const FEATURES: readonly Feature[] = [
  tableProperty('file_bundling', '4.0', 'release notes 4.0'),
  tableProperty('flat_json.', '4.0', 'manual, CREATE TABLE'),
  tableProperty('cloud_native_fast_schema_evolution_v2', '4.1', 'release notes 4.1'),
  tableProperty('compaction_strategy', '4.0', FOUR),
  tableProperty('lake_compaction_max_parallel', '4.0', FOUR),
  tableProperty('light_weight_tablet_creation', '4.0', FOUR),
  tableProperty('table_query_timeout', '4.0', FOUR),
  tableProperty('load_initial_open_partition_number', '4.0', FOUR),
  tableProperty('partition_retention_condition', '3.5', 'manual, CREATE TABLE'),
  viewProperty('partition_retention_condition', '3.5', CREATE_MV),
  viewProperty('refresh_mode', '4.1', CREATE_MV),
  columnType(DECIMAL256, 'DECIMAL256', '4.0', 'release notes 4.0'),
  {
    id: 'table.default.expression',
    title: 'A default that is an expression other than uuid() or now()',
    since: '4.0',
    source: GRAMMAR,
    isUsed: ({ definition }) =>
      definition.kind === 'table' &&
      definition.columns.some(
        (column) =>
          column.default?.startsWith('expression:') === true &&
          !/^expression:(uuid(_numeric)?|now)\(\)$/.test(column.default),
      ),
  },
  {
    id: 'table.order-by.direction',
    title: 'A sort key with DESC',
    since: '4.0',
    source: GRAMMAR,
    isUsed: ({ definition }) =>
      definition.kind === 'table' && definition.orderBy?.some((part) => part.endsWith(' desc')) === true,
  },
  {
    id: 'table.partition.mixed',
    title: 'PARTITION BY of an expression together with a column',
    since: '3.4',
    source: 'manual, expression partitioning',
    isUsed: ({ definition }) =>
      definition.kind === 'table' &&
      definition.partition?.kind === 'expression' &&
      definition.partition.by.length > 1 &&
      definition.partition.by.some((part) => part.includes('(')),
  },
  {
    id: 'materialized-view.partition.multi-column',
    title: 'PARTITION BY of several columns in a materialized view',
    since: '3.5',
    source: CREATE_MV,
    isUsed: ({ definition }) => definition.kind === 'materialized-view' && (definition.partitionBy?.length ?? 0) > 1,
  },
  {
    id: 'materialized-view.rewrite.force',
    title: '"query_rewrite_consistency" = "force_mv"',
    since: '3.5',
    source: CREATE_MV,
    isUsed: ({ definition }) =>
      definition.kind === 'materialized-view' && definition.properties['query_rewrite_consistency'] === 'force_mv',
  },
  {
    id: 'view.security',
    title: 'SECURITY INVOKER of a view',
    since: '3.4.1',
    source: 'manual, CREATE VIEW',
    isUsed: ({ definition }) => definition.kind === 'view' && definition.security === 'INVOKER',
  },
  {
    id: 'view.properties',
    title: 'PROPERTIES of a view',
    since: '4.0',
    source: GRAMMAR,
    isUsed: ({ statement }) =>
      statement?.kind === 'create-view' && 'properties' in statement && statement.properties.length > 0,
  },
  {
    id: 'alter.partition.merge',
    title: 'Merging the partitions of a table into longer ones',
    since: '3.5',
    source: ALTER_TABLE,
  },
  {
    id: 'alter.rename-column',
    title: 'RENAME COLUMN',
    since: '3.3.2',
    source: 'manual, ALTER TABLE',
  },
  {
    id: 'alter.struct.fields',
    title: 'ADD and DROP FIELD of a STRUCT column',
    since: '3.3.2',
    source: 'pull request 48430 for data in object storage; the recorded frontend takes it, on primary keys too',
  },
  {
    id: 'alter.primary-key.longer-text',
    title: 'A longer VARCHAR in a primary key, in place',
    since: '4.1.1',
    source: 'manual, ALTER TABLE; the recorded frontend (main, January 2026) refuses it still',
  },
  {
    id: 'alter.fast-synchronous',
    title: 'Fast changes of columns that are done when the statement returns',
    since: '4.1',
    source: 'release notes 4.1',
  },
  {
    id: 'alter.buckets-keep-views',
    title: 'Another number of buckets without making materialized views inactive',
    since: '4.0',
    source: 'schema change handlers of 3.5 and main',
  },
  {
    id: 'alter.materialized-view.columns',
    title: 'ADD and DROP COLUMN of a materialized view',
    since: '4.1',
    source: 'manual, ALTER MATERIALIZED VIEW',
  },
  {
    id: 'drop.materialized-view.force',
    title: 'DROP MATERIALIZED VIEW … FORCE',
    since: '4.0',
    source: GRAMMAR,
  },
  {
    id: 'refresh.schedule-keyword',
    title: 'The keyword SCHEDULE in REFRESH; ASYNC … EVERY says the same in all versions and is what is written',
    since: '4.1.1',
    source: GRAMMAR,
  },
  {
    id: 'alter.database.set',
    title: 'ALTER DATABASE … SET',
    since: '4.1',
    source: 'manual, ALTER DATABASE',
  },
  {
    id: 'alter.task',
    title: 'ALTER TASK',
    since: '4.1',
    source: 'manual, ALTER TASK',
  },
];

/** Versions that the table is for. */
export const VERSIONS = ['3.3', '3.4', '3.5', '4.0', '4.1'] as const;

export function featureOf(id: string): Feature {
  const found = FEATURES.find((feature) => feature.id === id);
  if (found === undefined) throw new RangeError(`There is no feature ${id} in the table.`);
  return found;
}
