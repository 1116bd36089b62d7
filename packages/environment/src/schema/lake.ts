import { z } from 'zod';
import { mapping, oneOf, shown, text } from '../fields';
import { identifier } from './words';

export const LAKE_KINDS = ['hive', 'iceberg', 'paimon', 'dlf'] as const;

const name = identifier('a catalog name')
  .refine((written) => written !== 'default_catalog', {
    error: () => 'must not be default_catalog: it is the catalog of StarRocks itself. Rename it.',
  })
  .describe('Name of the catalog in SQL: `name.database.table`.');
const metastore = text(
  /^thrift:\/\/[a-z0-9.-]+:\d{2,5}$/,
  'the address of a Hive metastore',
  'Write for example thrift://10.20.0.8:9083.',
).refine((address) => Number(address.split(':').at(-1)) <= 65_535, {
  error: ({ input }) => `must have a port up to 65535, got ${shown(input)}. Write for example thrift://10.20.0.8:9083.`,
});
const ossPath = text(
  /^oss:\/\/[a-z0-9][a-z0-9-]{1,61}[a-z0-9](\/[A-Za-z0-9._=/-]*)?$/,
  'a path in OSS',
  'Write for example oss://bucket/warehouse.',
);
const url = text(/^https?:\/\/[^\s@]+$/, 'the URL of a catalog service', 'Write for example http://10.20.0.9:8181.');
const kind = <const K extends string>(value: K) => z.literal(value).describe('Kind of the catalog.');

const hive = mapping(
  { name, kind: kind('hive'), metastore: metastore.describe('Address of the Hive metastore.') },
  'the catalog',
);
const iceberg = mapping(
  {
    name,
    kind: kind('iceberg'),
    metastore: metastore.describe('Address of the Hive metastore; else `uri`.').optional(),
    uri: url.describe('URL of an Iceberg REST catalog; else `metastore`.').optional(),
    warehouse: text(/^\S{1,256}$/, 'a text without spaces', 'Copy the name of the warehouse.')
      .describe('Warehouse of the REST catalog.')
      .optional(),
  },
  'the catalog',
);
const paimon = mapping(
  {
    name,
    kind: kind('paimon'),
    metastore: metastore.describe('Address of the Hive metastore; else `warehouse` is read without one.').optional(),
    warehouse: ossPath.describe('Where the tables lie.').optional(),
  },
  'the catalog',
);
const dlf = mapping(
  {
    name,
    kind: kind('dlf'),
    format: oneOf(['paimon', 'iceberg'], 'Data Lake Formation keeps these.').describe('Format of its tables.'),
    catalog: text(/^[A-Za-z][A-Za-z0-9_-]{0,255}$/, 'the name of a DLF catalog', 'Copy it from the console.').describe(
      'Name of the catalog in Data Lake Formation.',
    ),
  },
  'the catalog',
);

export const lakeSchema = z.discriminatedUnion('kind', [hive, iceberg, paimon, dlf], {
  error: (issue) => {
    const given = (issue.input as { kind?: unknown } | null | undefined)?.kind;
    return given === undefined
      ? `needs \`kind\`, one of ${LAKE_KINDS.join(', ')}: who keeps the tables of the catalog.`
      : `must be one of ${LAKE_KINDS.join(', ')}, got ${shown(given)}. It says who keeps the tables of the catalog.`;
  },
});
