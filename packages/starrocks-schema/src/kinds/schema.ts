/** Recorded definitions of the kinds of the registry, for reading them back. */

import { z } from 'zod';

const properties = z.record(z.string(), z.string());
const texts = z.array(z.string());

export const plainDefinitions = [
  z.object({
    kind: z.literal('storage-volume'),
    type: z.string(),
    locations: texts,
    comment: z.string(),
    properties,
  }),
  z.object({ kind: z.literal('catalog'), comment: z.string(), properties }),
  z.object({ kind: z.literal('warehouse'), comment: z.string(), properties }),
  z.object({ kind: z.literal('resource-group'), classifiers: texts, properties }),
  z.object({ kind: z.literal('sync-materialized-view'), query: z.string() }),
  z.object({
    kind: z.literal('function'),
    arguments: texts,
    variadic: z.boolean(),
    returns: z.string().optional(),
    form: z.string(),
    body: z.string(),
    properties,
  }),
  z.object({
    kind: z.literal('routine-load'),
    table: z.string(),
    source: z.string(),
    load: properties,
    properties,
    sourceProperties: properties,
  }),
  z.object({ kind: z.literal('pipe'), insert: z.string(), properties }),
  z.object({
    kind: z.literal('task'),
    body: z.string(),
    every: z.string().optional(),
    start: z.string().optional(),
    properties,
  }),
  z.object({ kind: z.literal('role'), comment: z.string() }),
  z.object({
    kind: z.literal('user'),
    plugin: z.string(),
    credential: z.string(),
    defaultRoles: texts,
    properties,
  }),
  z.object({ kind: z.literal('grants'), roles: texts, privileges: texts }),
] as const;
