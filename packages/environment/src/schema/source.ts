import { z } from 'zod';
import { list, mapping, secretReference, text, whole } from '../fields';
import { identifier, word } from './words';

const name = word('a name').describe('Name of the source; its jobs and servers are called by it.');
const databases = list(identifier('a database name'), 'the databases')
  .min(1, { error: () => 'must name at least one database, got none. Name the databases that are captured.' })
  .describe('Databases that are captured.');
const password = secretReference.describe('Password of the replication account.');

const created = mapping(
  {
    name,
    databases,
    class: text(/^[a-z0-9]+(\.[a-z0-9]+)+$/, 'an instance class of RDS', 'Write for example mysql.n2.medium.1.')
      .describe('Instance class of RDS.')
      .meta({ 'x-default': 'of the stage' })
      .optional(),
    storageGb: whole(20, 64_000, 'GB', 'RDS disks have 20 to 64,000 GB.')
      .describe('Disk of the server; it only grows.')
      .meta({ 'x-default': 'of the stage' })
      .optional(),
    binlogHours: whole(
      24,
      168,
      'hours',
      'A CDC job that was down for longer has lost its place: keep at least a day (RDS keeps 168 at most).',
    )
      .describe('How long binlogs are kept: the longest outage of a CDC job without loss.')
      .meta({ 'x-default': 'of the stage' })
      .optional(),
    password,
  },
  'the source',
);

const existing = mapping(
  {
    name,
    databases,
    host: text(
      /^[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)+$/,
      'a host name or an IPv4 address',
      'Write the address inside the VPC.',
    ).describe(
      'A MySQL server that is there already: its address inside the VPC. Nothing of it is created or changed.',
    ),
    port: whole(1, 65_535, 'a port', 'MySQL listens on 3306.')
      .describe('Its port.')
      .meta({ 'x-default': 3306 })
      .optional(),
    user: text(
      /^[A-Za-z][A-Za-z0-9_]{0,31}$/,
      'a user of MySQL',
      'It needs SELECT and REPLICATION SLAVE, CLIENT.',
    ).describe('Account with SELECT, REPLICATION SLAVE and REPLICATION CLIENT.'),
    password,
  },
  'the source',
);

export const sourceSchema = z.union([created, existing], {
  error: () => 'must be a server to create, or `host` and `user` of one that exists.',
});
