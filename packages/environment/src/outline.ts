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
  network: z
    .looseObject({
      vpcId: z.string().optional(),
      cidr: z.string().optional(),
      vswitches: z.record(z.string(), z.string()).optional(),
      securityGroupId: z.string().optional(),
    })
    .optional(),
  instance: z.looseObject({ shared: z.string().optional() }).optional(),
  warehouses: named.optional(),
  sources: z
    .array(z.looseObject({ name: z.string(), databases: z.array(z.string()).optional(), host: z.string().optional() }))
    .optional(),
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
  /** Where servers stand in a network that was there before: key of the file -> id; another one makes them anew. */
  readonly place: Readonly<Record<string, string>>;
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
  // Of an existing server, nothing is made and nothing destroyed.
  const sources = (found.sources ?? []).filter(({ host }) => host === undefined);
  const { network = {}, zones = [], instance } = found;
  return {
    id: environmentId(found, file),
    document,
    target: found.target,
    retired: found.state === 'retired',
    createsNetwork: network.vpcId === undefined && network.cidr !== undefined,
    zones,
    cidr: network.cidr,
    place: network.vpcId === undefined ? {} : placeIn(network, zones),
    protection: found.protection ?? account.stages[found.stage].protection,
    allowDataLoss: found.allowDataLoss ?? false,
    data: [
      instance?.shared === undefined ? 'the StarRocks instance' : `the databases on the instance of ${instance.shared}`,
      ...sources.map(({ name }) => `source ${name}`),
      ...sources.flatMap(({ name, databases }) =>
        (databases ?? []).map((each) => `database ${each} of source ${name}`),
      ),
      ...(found.streams ?? []).map(({ topic }) => `topic ${topic}`),
    ],
    warehouses: (found.warehouses ?? []).map(({ name }) => `warehouse ${name}`),
  };
}

interface ExistingNetwork {
  readonly vpcId?: string | undefined;
  readonly vswitches?: Readonly<Record<string, string>> | undefined;
  readonly securityGroupId?: string | undefined;
}

/** The first zone holds everything that has data. */
function placeIn(
  { vpcId, vswitches, securityGroupId }: ExistingNetwork,
  [zone = '']: readonly string[],
): Readonly<Record<string, string>> {
  const place = {
    zones: zone,
    'network.vpcId': vpcId,
    'network.vswitches': vswitches?.[zone],
    'network.securityGroupId': securityGroupId,
  };
  return Object.fromEntries(Object.entries(place).filter((each): each is [string, string] => each[1] !== undefined));
}
