/** The declared model from a bundle of SQL files, as synthesis ships it. */

import type { SchemaBundle, SchemaObject } from '@strata/starrocks-sql';
import { z } from 'zod';

import { PlanError } from './errors';
import type { DeclaredSource } from './load';
import { modelOf } from './load';
import type { Model, ObjectId } from './model';

/** Must equal BUNDLE_VERSION of the package that makes bundles; named here so that reading one needs no parser. */
const VERSION = 1;

const MANAGED = new Set<SchemaObject['kind']>(['table', 'view', 'materialized-view']);

/**
 * The model that a bundle declares. Statements come parsed; nothing is read or parsed here.
 *
 * @throws PlanError (STR1415) for objects of a kind that this version does not manage, all at once.
 */
export function loadModel(bundle: SchemaBundle): Model {
  const foreign = bundle.objects.filter((object) => !MANAGED.has(object.kind));
  if (foreign.length > 0) {
    const lines = foreign.map(({ file, id, kind }) => `- ${file}: ${id} is a ${kind.replaceAll('-', ' ')}`);
    throw new PlanError(
      'STR1415',
      `This version manages databases, tables, views and materialized views:\n${lines.join('\n')}\nTake these files out of the environment's layers.`,
    );
  }
  const databases = new Map(bundle.layers.map(({ name, database }) => [name, database]));
  return modelOf(bundle.objects.map((object) => sourceOf(object, databases)));
}

function sourceOf(object: SchemaObject, databases: ReadonlyMap<string, string>): DeclaredSource {
  const { annotations } = object;
  const database = object.database ?? '';
  return {
    statement: object.statement,
    file: object.file,
    database,
    references: object.references.map((id) => physicalId(id, databases)),
    allowDrop: annotations.allowDrop.includes('*'),
    allowDropColumns: annotations.allowDrop.filter((column) => column !== '*'),
    renamedColumns: annotations.renamedColumns,
    renamedFrom: annotations.renamedFrom === undefined ? undefined : `${database}.${annotations.renamedFrom}`,
    ignore: annotations.ignore.map(pathOf),
  };
}

/** `layer.name` as `database.name`. */
function physicalId(id: string, databases: ReadonlyMap<string, string>): ObjectId {
  const dot = id.indexOf('.');
  const layer = id.slice(0, dot);
  return `${databases.get(layer) ?? layer}${id.slice(dot)}`;
}

/** What `--@ ignore` calls an attribute, as the path of its difference. */
function pathOf(ignored: string): string {
  if (ignored.startsWith('property.')) return `properties.${ignored.slice('property.'.length)}`;
  if (ignored === 'order-by') return 'order';
  return ignored === 'partitions' ? 'partition' : ignored;
}

const envelope = z.object({
  version: z.literal(VERSION),
  layers: z.array(z.object({ name: z.string(), database: z.string() })),
  objects: z.array(
    z.looseObject({
      id: z.string(),
      kind: z.string(),
      name: z.string(),
      file: z.string(),
      statement: z.looseObject({ kind: z.string() }),
      references: z.array(z.string()),
      annotations: z.looseObject({
        renamedColumns: z.array(z.object({ column: z.string(), from: z.string() })),
        allowDrop: z.array(z.string()),
        ignore: z.array(z.string()),
      }),
    }),
  ),
});

/**
 * Reads a bundle's JSON.
 *
 * @throws PlanError (STR1414) when it is no bundle of this version.
 */
export function parseBundle(text: string): SchemaBundle {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch (error) {
    throw new PlanError('STR1414', 'The bundle of SQL files is not JSON. Synthesize again.', { cause: error });
  }
  const result = z.custom<SchemaBundle>((value) => envelope.safeParse(value).success).safeParse(parsed);
  if (result.success) return result.data;
  const problems = envelope.safeParse(parsed).error;
  throw new PlanError(
    'STR1414',
    `The bundle of SQL files is not what this version reads:\n${problems === undefined ? '' : z.prettifyError(problems)}\nSynthesize again with the same version.`,
  );
}
