/** Routine loads: jobs that follow a topic. */

import type { CreateRoutineLoadStatement, LoadProperty, Property } from '@strata/starrocks-sql';
import { printStatement } from '@strata/starrocks-sql';

import { ABSENT, compareProperties, text } from '../compare-text';
import type { Properties } from '../definition';
import { foldExpression } from '../fold';
import { propertiesOf } from '../normalise-text';
import type { Difference, Verdict } from '../plan-types';
import { NOWHERE } from '../sql-text';
import type { PlainChange } from './common';
import { defineKind, keyOf, mapValues, plainValue, refuse, step, verdict } from './common';
import type { RoutineLoadDefinition } from './definition';
import { controlSql, whilePaused } from './routine-load-control';
import { readRoutineLoads } from './routine-load-read';
import { statementOf } from './statements';

/** What ALTER ROUTINE LOAD takes. */
const ALTERABLE = new Set([
  ...['desired_concurrent_number', 'max_error_number', 'max_filter_ratio', 'max_batch_interval', 'max_batch_rows'],
  ...['max_batch_size', 'jsonpaths', 'json_root', 'strip_outer_array', 'task_timeout_second', 'task_consume_second'],
  ...['pause_on_fatal_parse_error', 'strict_mode', 'timezone'],
]);
/** Where the job begins; from then on it knows its place by itself. */
const BEGINNING = new Set(['kafka_partitions', 'kafka_offsets', 'property.kafka_default_offsets']);

export const routineLoad = defineKind<RoutineLoadDefinition>({
  kind: 'routine-load',
  title: 'routine load',
  inDatabase: true,
  // Its place in the topic goes with it.
  holdsData: true,
  normalise: (statements) => {
    const statement = statementOf(statements, 'create-routine-load');
    return statement === undefined ? undefined : definitionOf(statement);
  },
  create: ({ sql }) => [sql],
  drop: (load) => [controlSql('STOP', load)],
  compare: (declared, live, managed) => [
    ...text('table', declared.table, live.table),
    ...text('source', declared.source, live.source),
    ...compareLoad(declared.load, live.load),
    ...compareProperties(declared.properties, live.properties, own(managed, 'properties.')),
    ...compareProperties(
      withoutBeginning(declared.sourceProperties),
      live.sourceProperties,
      own(managed, 'source.'),
    ).map((difference) => ({ ...difference, path: difference.path.replace(/^properties\./, 'source.') })),
  ],
  references: ({ table }) => [table],
  follow: (definition, moves) => ({ ...definition, table: moves.get(definition.table) ?? definition.table }),
  managedKeys: ({ properties, sourceProperties }) => [
    ...Object.keys(properties).map((key) => `properties.${key}`),
    ...Object.keys(withoutBeginning(sourceProperties)).map((key) => `source.${key}`),
  ],
  alter,
  introspect: readRoutineLoads,
});

function own(managed: readonly string[], prefix: string): readonly string[] {
  return managed.filter((key) => key.startsWith(prefix)).map((key) => key.slice(prefix.length));
}

function withoutBeginning(properties: Properties): Properties {
  return Object.fromEntries(Object.entries(properties).filter(([key]) => !BEGINNING.has(key)));
}

function definitionOf(statement: CreateRoutineLoadStatement): RoutineLoadDefinition {
  const table =
    statement.table.parts.length > 1
      ? statement.table.parts
      : [...statement.name.parts.slice(0, -1), ...statement.table.parts];
  return {
    kind: 'routine-load',
    table: table.join('.'),
    source: statement.source.toUpperCase(),
    load: Object.fromEntries(statement.loadProperties.map(loadEntry)),
    properties: mapValues(propertiesOf(statement.properties), plainValue),
    sourceProperties: propertiesOf(statement.sourceProperties),
  };
}

function loadEntry(property: LoadProperty): readonly [string, string] {
  switch (property.kind) {
    case 'columns-terminated-by':
      return ['columns_terminated_by', property.separator];
    case 'rows-terminated-by':
      return ['rows_terminated_by', property.separator];
    case 'columns':
      return ['columns', property.columns.map((column) => foldExpression(column.text)).join(',')];
    case 'where':
      return ['where', foldExpression(property.condition.text)];
    case 'partitions':
      return ['partitions', [...property.partitions.names].sort().join(',')];
  }
}

function compareLoad(declared: Properties, live: Properties): readonly Difference[] {
  const keys = [...new Set([...Object.keys(declared), ...Object.keys(live)])].sort();
  return keys.flatMap((key) => text(`load.${key}`, declared[key] ?? ABSENT, live[key] ?? ABSENT));
}

const ANEW =
  'stop the job by dropping it (`--@ allow-drop`), and declare the new one with the `kafka_offsets` at which it shall begin';

/** A job is altered while it is paused; nothing is lost or read twice. */
function alter({ desired, paused, differences }: PlainChange<RoutineLoadDefinition>): Verdict {
  const statement = statementOf([desired.statement], 'create-routine-load');
  const refusals = differences.flatMap(refusal);
  if (statement === undefined || refusals.length > 0) return verdict([], refusals);
  const keys = (prefix: string): ReadonlySet<string> =>
    new Set(differences.filter(({ path }) => path.startsWith(prefix)).map(keyOf));
  const pick = (all: readonly Property[], prefix: string): readonly Property[] =>
    all.filter(({ key }) => keys(prefix).has(key));
  const load = keys('load.');
  const sourceProperties = pick(statement.sourceProperties, 'source.');
  const sql = printStatement({
    kind: 'alter-routine-load',
    name: statement.name,
    loadProperties: load.size === 0 ? [] : statement.loadProperties,
    properties: pick(statement.properties, 'properties.'),
    ...(sourceProperties.length === 0 ? {} : { source: statement.source }),
    sourceProperties,
    at: NOWHERE,
  });
  const draft = step('alter-routine-load', [sql], differences, { repeatable: true });
  const { database, name } = desired;
  return verdict(whilePaused({ database, name, paused }, draft, differences));
}

function refusal(difference: Difference): readonly string[] {
  const [group = ''] = difference.path.split('.');
  if (difference.declared === ABSENT) {
    return [
      refuse(
        difference,
        'ALTER ROUTINE LOAD cannot take this away',
        `declare it with the value that it shall have, or ${ANEW}`,
      ),
    ];
  }
  const open =
    group === 'load' ||
    (group === 'properties' && ALTERABLE.has(keyOf(difference))) ||
    (group === 'source' && keyOf(difference).startsWith('property.'));
  return open ? [] : [refuse(difference, 'StarRocks fixes this when a routine load is created', ANEW)];
}
