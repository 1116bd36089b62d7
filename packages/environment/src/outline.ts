import { z } from 'zod';
import type { Account } from './account';
import { readDocument } from './document';
import type { SourceDocument } from './document';
import { environmentId } from './identity';
import { STAGES, TARGETS } from './schema/words';

/** A file of `environments/` as it stands in a commit. */
export interface FileText {
  /** E.g. `environments/risk-dev.yaml`. */
  readonly file: string;
  readonly yaml: string;
}

const named = z.array(z.looseObject({ name: z.string() }));
const flag = z.union([z.boolean(), z.literal('on').transform(() => true), z.literal('off').transform(() => false)]);

/** What decides on life and death; everything else in the file may be of another time. */
const outlineSchema = z.looseObject({
  team: z.string(),
  stage: z.enum(STAGES),
  target: z.enum(TARGETS),
  zones: z.array(z.string()).optional(),
  network: z.looseObject({ vpcId: z.string().optional(), cidr: z.string().optional() }).optional(),
  warehouses: named.optional(),
  sources: z.array(z.looseObject({ name: z.string(), databases: z.array(z.string()).optional() })).optional(),
  streams: z.array(z.looseObject({ topic: z.string() })).optional(),
  protection: flag.optional(),
  allowDataLoss: flag.optional(),
  state: z.enum(['active', 'retired']).optional(),
});

/** What of an environment must not get lost. */
export interface Outline {
  readonly id: string;
  readonly document: SourceDocument;
  readonly target: (typeof TARGETS)[number];
  readonly retired: boolean;
  readonly createsNetwork: boolean;
  /** In the order of the file: the place of a zone decides on its range in a created network. */
  readonly zones: readonly string[];
  readonly cidr: string | undefined;
  readonly protection: boolean;
  readonly allowDataLoss: boolean;
  /** What holds data, in words, e.g. `topic app_event`. */
  readonly data: readonly string[];
  readonly warehouses: readonly string[];
}

/**
 * Reads of a file what decides on life and death. It knows nothing of the other rules, so that it also reads a file of a
 * commit that had other ones.
 *
 * @returns undefined when even that cannot be read
 */
export function outlineOf({ file, yaml }: FileText, account: Account): Outline | undefined {
  const document = readDocument(yaml, file);
  const { success, data: found } = outlineSchema.safeParse(document.value);
  if (!success) return undefined;
  const sources = found.sources ?? [];
  return {
    id: environmentId(found, file),
    document,
    target: found.target,
    retired: found.state === 'retired',
    createsNetwork: found.network?.vpcId === undefined,
    zones: found.zones ?? [],
    cidr: found.network?.cidr,
    protection: found.protection ?? account.stages[found.stage].protection,
    allowDataLoss: found.allowDataLoss ?? false,
    data: [
      ...sources.map(({ name }) => `source ${name}`),
      ...sources.flatMap(({ name, databases }) =>
        (databases ?? []).map((each) => `database ${each} of source ${name}`),
      ),
      ...(found.streams ?? []).map(({ topic }) => `topic ${topic}`),
    ],
    warehouses: (found.warehouses ?? []).map(({ name }) => `warehouse ${name}`),
  };
}
