/** The recorded model: what Terraform keeps between two runs, and what is planned against while no warehouse answers. */

import { z } from 'zod';

import { canonicalJson } from './canonical';
import { PlanError } from './errors';
import { KIND_ORDER } from './kinds/registry';
import { plainDefinitions } from './kinds/schema';
import type { LedgerEntry, LiveModel, Model } from './model';

const FORMAT = 'strata-schema/1';

const objectKind = z.enum(KIND_ORDER);

const ledgerEntry = z.object({
  object: z.string(),
  kind: objectKind,
  state: z.enum(['started', 'done', 'dropped']),
  writtenHash: z.string(),
  liveHash: z.string(),
  queryHash: z.string(),
  pendingHash: z.string(),
  declaredProperties: z.array(z.string()),
  allowDrop: z.boolean(),
  secrets: z.record(z.string(), z.string()).optional(),
  engineVersion: z.string(),
  fence: z.number(),
});

const properties = z.record(z.string(), z.string());
const index = z.object({
  name: z.string(),
  columns: z.array(z.string()),
  type: z.string(),
  properties,
  comment: z.string(),
});
const distribution = z.object({
  kind: z.enum(['hash', 'random']),
  columns: z.array(z.string()),
  buckets: z.number().optional(),
});
const outputColumn = z.object({ name: z.string(), comment: z.string() });

const definition = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('database'), properties }),
  z.object({
    kind: z.literal('table'),
    columns: z.array(
      z.object({
        name: z.string(),
        type: z.string(),
        nullable: z.boolean(),
        aggregation: z.string().optional(),
        default: z.string().optional(),
        autoIncrement: z.boolean(),
        generated: z.string().optional(),
        comment: z.string(),
      }),
    ),
    key: z
      .object({ model: z.enum(['DUPLICATE', 'PRIMARY', 'UNIQUE', 'AGGREGATE']), columns: z.array(z.string()) })
      .optional(),
    indexes: z.array(index),
    partition: z.object({ kind: z.enum(['range', 'list', 'expression']), by: z.array(z.string()) }).optional(),
    distribution: distribution.optional(),
    orderBy: z.array(z.string()).optional(),
    comment: z.string(),
    properties,
  }),
  z.object({
    kind: z.literal('view'),
    columns: z.array(outputColumn),
    comment: z.string(),
    security: z.enum(['NONE', 'INVOKER']),
    query: z.string(),
  }),
  z.object({
    kind: z.literal('materialized-view'),
    columns: z.array(outputColumn),
    indexes: z.array(index),
    comment: z.string(),
    partitionBy: z.array(z.string()).optional(),
    distribution: distribution.optional(),
    orderBy: z.array(z.string()).optional(),
    refresh: z.object({
      mode: z.enum(['async', 'manual', 'incremental']),
      deferred: z.boolean(),
      start: z.string().optional(),
      every: z.string().optional(),
    }),
    properties,
    query: z.string(),
  }),
  ...plainDefinitions,
]);

const liveObject = z.object({
  id: z.string(),
  kind: objectKind,
  database: z.string(),
  name: z.string(),
  definition: definition.optional(),
  liveHash: z.string(),
  ledger: ledgerEntry.optional(),
  inactive: z.string().optional(),
  owner: z.string().optional(),
  paused: z.boolean().optional(),
  rotated: z.array(z.string()).optional(),
});

const recorded = z.object({
  format: z.literal(FORMAT),
  model: z.object({
    kind: z.literal('live'),
    environment: z.string(),
    engineVersion: z.string(),
    objects: z.array(liveObject),
    missing: z.array(ledgerEntry),
  }),
});

/** Canonical JSON: the same bytes for the same model. */
export function serialiseModel(model: LiveModel): string {
  const objects = model.objects.map(({ statements: _, ...object }) => ({
    ...object,
    ledger: object.ledger && withoutMarks(object.ledger),
  }));
  return canonicalJson({ format: FORMAT, model: { ...model, objects, missing: model.missing.map(withoutMarks) } });
}

/** Which secrets an object has is recorded; marks of their values stay in the warehouse. */
function withoutMarks({ secrets, ...entry }: LedgerEntry): LedgerEntry {
  if (secrets === undefined) return entry;
  return { ...entry, secrets: Object.fromEntries(Object.keys(secrets).map((reference) => [reference, ''])) };
}

/**
 * Reads what `serialiseModel` wrote.
 *
 * @throws PlanError (STR1412) when the text is something else, or was written by a later version.
 */
export function deserialiseModel(text: string): LiveModel {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch (error) {
    throw unreadable('it is not JSON', error);
  }
  const result = recorded.safeParse(parsed);
  if (!result.success) throw unreadable(z.prettifyError(result.error), result.error);
  return result.data.model;
}

function unreadable(reason: string, cause: unknown): PlanError {
  return new PlanError(
    'STR1412',
    `The recorded model of the warehouse cannot be read as ${FORMAT}: ${reason}. ` +
      'Refresh it from the warehouse (`terraform apply -refresh-only`), or use the version of Strata that wrote it.',
    { cause },
  );
}

/**
 * Hash per object. A live object that is as it was applied has the hash of its declaration, so that the map of a
 * declared model equals the map of the warehouse after apply; a drifted one has another.
 */
export function objectHashes(model: Model | LiveModel): Readonly<Record<string, string>> {
  const entries: [string, string][] = [];
  if (model.kind === 'declared') {
    for (const object of model.objects) entries.push([object.id, object.hash]);
  } else {
    for (const object of model.objects) {
      const { ledger } = object;
      if (ledger === undefined || ledger.state === 'dropped') continue;
      entries.push([object.id, isAsApplied(object, model) ? ledger.writtenHash : `drifted-${object.liveHash}`]);
    }
  }
  return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)));
}

function isAsApplied(object: LiveModel['objects'][number], model: LiveModel): boolean {
  const { ledger } = object;
  if (ledger === undefined || ledger.state !== 'done') return false;
  return ledger.liveHash === object.liveHash || ledger.engineVersion !== model.engineVersion;
}
