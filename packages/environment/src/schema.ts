import { z } from 'zod';
import { cidr, day, flag, list, mapping, oneOf, oneOfNumbers, secretReference, shown, text, whole } from './fields';

/** Node sizes that EMR Serverless StarRocks sells, in compute units (one is 1 vCPU and 4 GiB). */
export const CU_SIZES = [8, 16, 32, 64] as const;
/** Warehouse layers, from the sources to the marts; each may read only itself and the ones before it. */
export const LAYERS = ['ods', 'cdm', 'ads'] as const;
export const STAGES = ['dev', 'test', 'prod'] as const;
export const TARGETS = ['sandbox', 'cloud'] as const;

const word = (what: string) =>
  text(/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/, `${what} of lower-case letters, digits and single hyphens`, 'Rename it.');
const identifier = (what: string) =>
  text(/^[a-z][a-z0-9_]{0,63}$/, `${what} of lower-case letters, digits and underscores`, 'Rename it.');

const cuSize = oneOfNumbers(CU_SIZES, 'EMR Serverless StarRocks sells these node sizes.');
const diskGb = whole(100, 65_000, 'GB', 'Disks come in steps of 100 GB.').multipleOf(100, {
  error: ({ input }) => `must be a multiple of 100 GB, got ${String(input)}. Disks come in steps of 100 GB.`,
});
const nodes = whole(1, 100, 'nodes', 'A warehouse has 1 to 100 compute nodes.');
const frontendNodes = whole(1, 11, 'nodes', 'Frontends vote: use 1, or 3 and more for high availability.').refine(
  (count) => count % 2 === 1,
  { error: ({ input }) => `must be odd, got ${String(input)}. Frontends vote: use 1 (no high availability), 3 or 5.` },
);

export const frontendSchema = mapping(
  { cu: cuSize.optional(), nodes: frontendNodes.optional(), diskGb: diskGb.optional() },
  'the frontends',
);
export const computeSchema = mapping(
  { cu: cuSize.optional(), nodes: nodes.optional(), diskGb: diskGb.optional() },
  'the compute nodes',
);

const createdNetwork = mapping({ cidr }, 'the network');
const existingNetwork = mapping(
  {
    vpcId: text(/^vpc-[a-z0-9]+$/, 'the id of a VPC, vpc-…', 'Copy it from the console.'),
    cidr,
    vswitches: z.record(
      text(/^[a-z]{2}-[a-z0-9-]+$/, 'a zone', 'Write for example cn-shanghai-l.'),
      text(/^vsw-[a-z0-9]+$/, 'the id of a vSwitch, vsw-…', 'Copy it from the console.'),
    ),
    securityGroupId: text(/^sg-[a-z0-9]+$/, 'the id of a security group, sg-…', 'Copy it from the console.'),
  },
  'the network',
);

const cache = mapping(
  {
    hotDays: whole(1, 3650, 'days', 'Name how many of the last days must be answered from the cache disks.'),
    dailyGrowthGb: whole(1, 100_000, 'GB a day', 'Name the size of one day of data, compressed.'),
    totalGb: whole(1, 100_000_000, 'GB', 'Name the size of all data, compressed.').optional(),
  },
  'the cache',
);

const warehouse = mapping(
  {
    name: text(
      /^(?!default_warehouse$)[a-z][a-z0-9_]{0,62}$/,
      'a name of lower-case letters, digits and underscores, other than default_warehouse',
      'It is used in SQL: SET warehouse = name.',
    ),
    cu: cuSize,
    nodes: nodes.optional(),
    cache: cache.optional(),
  },
  'the warehouse',
);

const source = mapping(
  {
    name: word('a name'),
    databases: list(identifier('a database name'), 'the databases').min(1, {
      error: () => 'must name at least one database, got none. Name the databases that are captured.',
    }),
    class: text(
      /^[a-z0-9]+(\.[a-z0-9]+)+$/,
      'an instance class of RDS',
      'Write for example mysql.n2.medium.1.',
    ).optional(),
    storageGb: whole(20, 64_000, 'GB', 'RDS disks have 20 to 64,000 GB.').optional(),
    binlogHours: whole(
      24,
      168,
      'hours',
      'A CDC job that was down for longer has lost its place: keep at least a day (RDS keeps 168 at most).',
    ).optional(),
    password: secretReference,
  },
  'the source',
);

const topic = mapping(
  {
    topic: text(/^[a-z][a-z0-9_.-]{2,63}$/, 'a topic of 3 to 64 characters', 'Rename it.'),
    partitions: whole(1, 360, 'partitions', 'Partitions can only grow later.').optional(),
    about: z.string({ error: () => 'is required: one sentence on what a message is. Kafka keeps it as the remark.' }),
  },
  'the topic',
);

const flink = mapping({ cu: whole(2, 1000, 'compute units', 'One is 1 vCPU and 4 GiB.').optional() }, 'the workspace');

const rotatedSecret = mapping(
  {
    secret: secretReference.describe('Where the password comes from: env:NAME, kms:name or sandbox:name.'),
    version: z
      .union([text(/^\S{1,64}$/, 'a text without spaces', 'Count up.'), z.int().transform(String)], {
        error: ({ input }) =>
          `must be a number or a text without spaces, got ${shown(input)}. Write another one after each rotation.`,
      })
      .describe('Any text or number; another one has the password set again, after the secret was rotated.'),
  },
  'the secret',
);

/** What a file in `environments/` says. */
export const environmentFileSchema = mapping(
  {
    team: word('a team name').max(20, {
      error: ({ input }) =>
        `must have at most 20 characters, got ${typeof input === 'string' ? input.length : 'none'}. Physical names begin with it.`,
    }),
    stage: oneOf(STAGES, 'The stage chooses defaults and quotas in strata.yaml.'),
    target: oneOf(TARGETS, '`sandbox` runs on this machine, `cloud` in the account.'),
    owner: z.email({ error: () => 'must be an e-mail address. Somebody has to answer for the cost of it.' }),
    expires: day.optional(),
    region: text(/^[a-z]{2}-[a-z0-9-]+$/, 'a region', 'Write for example cn-shanghai.'),
    zones: list(text(/^[a-z]{2}-[a-z0-9-]+$/, 'a zone', 'Write for example cn-shanghai-l.'), 'the zones').min(1, {
      error: () => 'must name at least one zone, got none. The first holds the warehouse.',
    }),
    network: z.union([createdNetwork, existingNetwork], {
      error: () =>
        'must be `cidr` of a network to create, or `vpcId`, `cidr`, `vswitches` and `securityGroupId` of an existing one.',
    }),
    instance: mapping(
      {
        version: text(/^\d+\.\d+$/, 'a version such as "3.3", in quotes', 'YAML reads 3.3 as a number.').optional(),
        frontend: frontendSchema.optional(),
        compute: computeSchema.optional(),
      },
      'the instance',
    ).optional(),
    warehouses: list(warehouse, 'the warehouses').optional(),
    sources: list(source, 'the sources').optional(),
    streams: list(topic, 'the topics').optional(),
    flink: flink.optional(),
    layers: list(oneOf(LAYERS, 'Each is a folder of sql/.'), 'the layers').optional(),
    secrets: mapping({ admin: secretReference.or(rotatedSecret) }, 'the secrets'),
    budget: whole(0, 100_000_000, 'CNY a month', 'A plan that costs more fails review.').optional(),
    protection: flag().optional(),
    allowDataLoss: flag().optional(),
    state: oneOf(['active', 'retired'], '`retired` plans to destroy everything.').optional(),
  },
  'the environment',
);

export type EnvironmentFile = z.infer<typeof environmentFileSchema>;
