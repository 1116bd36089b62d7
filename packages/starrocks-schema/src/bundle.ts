/** The declared model from a bundle of SQL files, as synthesis ships it. */

import type { SchemaBundle, SchemaObject, Statement } from '@strata/starrocks-sql';
import { z } from 'zod';

import { PlanError } from './errors';
import type { DeclaredSource } from './load';
import { modelOf } from './load';
import type { Model, ObjectId } from './model';
import { idOf } from './model';

/** Must equal BUNDLE_VERSION of the package that makes bundles; named here so that reading one needs no parser. */
const VERSION = 1;

/** Statements that make an object without saying what it is. */
const UNMANAGED = new Map<Statement['kind'], string>([
  ['create-table-like', 'CREATE TABLE … LIKE copies what another table is at that moment: write its columns out'],
]);

/**
 * The model that a bundle declares. Statements come parsed; nothing is read or parsed here.
 *
 * @throws PlanError (STR1411) when a statement cannot be managed, the objects contradict each other, or one holds a secret.
 */
export function loadModel(bundle: SchemaBundle): Model {
  const foreign = bundle.objects.flatMap(({ file, id, statement }) => {
    const reason = UNMANAGED.get(statement.kind);
    return reason === undefined ? [] : [`- ${file}: ${id}: ${reason}`];
  });
  if (foreign.length > 0)
    throw new PlanError('STR1411', `Files declare what cannot be managed:\n${foreign.join('\n')}`);
  const databases = new Map(bundle.layers.map(({ name, database }) => [name, database]));
  return modelOf(bundle.objects.map((object) => sourceOf(object, databases)));
}

function sourceOf(object: SchemaObject, databases: ReadonlyMap<string, string>): DeclaredSource {
  const { annotations } = object;
  const database = object.database ?? '';
  return {
    statement: object.statement,
    grants: object.grants.map(({ statement }) => statement),
    file: object.file,
    database,
    references: [
      ...object.references.map((id) => physicalId(id, databases)),
      ...catalogsOf(object).map((name) => idOf('catalog', '', name)),
    ],
    allowDrop: annotations.allowDrop.includes('*'),
    allowDropColumns: annotations.allowDrop.filter((column) => column !== '*'),
    renamedColumns: annotations.renamedColumns,
    renamedFrom: annotations.renamedFrom === undefined ? undefined : `${database}.${annotations.renamedFrom}`,
    ignore: annotations.ignore.map(pathOf),
  };
}

/** Catalogs whose tables an object reads. */
function catalogsOf({ externalReferences }: SchemaObject): readonly string[] {
  const qualified = externalReferences.map((name) => name.split('.')).filter((parts) => parts.length === 3);
  return [...new Set(qualified.map(([name = '']) => name))];
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
      externalReferences: z.array(z.string()),
      grants: z.array(z.looseObject({ statement: z.looseObject({ kind: z.string() }) })),
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
