/** The bundle that synthesis ships: declared objects as data, parsed already, so that this process has no parser. */

import type { DeclaredSource } from '@strata/starrocks-schema';
import { z } from 'zod';
import { ProviderError } from '../errors';

/** A parsed statement. Its shape belongs to the package that parsed it; here only its kind is looked at. */
const statementSchema = z.custom<DeclaredSource['statement']>(
  (value) => typeof value === 'object' && value !== null && 'kind' in value,
  'must be a parsed statement',
);

const annotationsSchema = z
  .object({
    allowDrop: z.boolean().optional(),
    renamedFrom: z.string().optional(),
    ignore: z.array(z.string()).optional(),
  })
  .loose();

const bundleSchema = z.object({
  version: z.literal(1),
  objects: z.array(
    z.object({
      layer: z.string(),
      name: z.string(),
      file: z.string(),
      statement: statementSchema,
      references: z.array(z.string()),
      annotations: annotationsSchema,
    }),
  ),
});

/** What the objects of a bundle declare. @throws ProviderError STR1605 when the bundle has another format */
export function sourcesOf(text: string): readonly DeclaredSource[] {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    throw new ProviderError('STR1605', 'The bundle of SQL files is not JSON. Synthesize again.');
  }
  const parsed = bundleSchema.safeParse(json);
  if (!parsed.success) {
    throw new ProviderError(
      'STR1605',
      `The bundle of SQL files has another format than this provider reads:\n${z.prettifyError(parsed.error)}\nSynthesize again with the same version.`,
    );
  }
  return parsed.data.objects.map(({ layer, file, statement, references, annotations }) => ({
    statement,
    file,
    database: layer,
    references,
    allowDrop: annotations.allowDrop ?? false,
    ...(annotations.renamedFrom === undefined ? {} : { renamedFrom: qualified(annotations.renamedFrom, layer) }),
    ignore: annotations.ignore ?? [],
  }));
}

function qualified(name: string, layer: string): string {
  return name.includes('.') ? name : `${layer}.${name}`;
}
