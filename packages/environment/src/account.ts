import { z } from 'zod';
import { check, readDocument } from './document';
import { cidr, day, flag, list, mapping, oneOf, text, whole } from './fields';
import { PRICED_ITEMS } from './prices/figures';
import { OWN_ITEMS } from './prices/own-items';
import { EnvironmentError } from './problems';
import type { Problem } from './problems';
import { computeSchema, frontendSchema, version } from './schema/instance';
import { clock, timeZone, weekdays } from './schema/schedule';
import { region, word } from './schema/words';

const bucket = text(
  /^[a-z0-9][a-z0-9-]{1,61}[a-z0-9]$/,
  'the name of an OSS bucket',
  'Create it before the first deploy.',
);

const quotaCu = whole(1, 1_000_000, 'compute units', 'The sum over all nodes of an environment.');
const quotaBudget = whole(0, 100_000_000, 'CNY a month', 'What an environment may cost that names no budget.');
const teamQuota = mapping({ cu: quotaCu.optional(), budget: quotaBudget.optional() }, 'the quota').optional();

/** What the account pays for something that the price book does not know, or pays differently. */
const ownPrice = mapping(
  {
    amount: z
      .number({ error: () => 'must be a number: the price of one unit.' })
      .nonnegative({ error: () => 'must not be below 0: the price of one unit.' }),
    currency: oneOf(['CNY', 'USD'], 'Other currencies are not reckoned with.'),
    per: oneOf(['hour', 'month'], 'A month has 730 hours.'),
    asOf: day,
    source: z.string({ error: () => 'is required: where the price is from.' }),
  },
  'the price',
);
const ownItem = text(
  new RegExp(`^(${[...Object.keys(PRICED_ITEMS), ...Object.keys(OWN_ITEMS)].join('|')})(/[a-z0-9.-]+)?$`),
  `an item that is priced: ${[...Object.keys(PRICED_ITEMS), ...Object.keys(OWN_ITEMS)].join(', ')}`,
  'A class of RDS is rds-class/<class>.',
);

const stage = mapping(
  {
    lifetimeDays: mapping(
      {
        default: whole(1, 3650, 'days', 'How long a new environment lives.'),
        maximum: whole(1, 3650, 'days', 'How long an environment may live.'),
      },
      'the lifetime',
    ).optional(),
    protection: flag(),
    defaults: mapping(
      {
        version,
        frontend: frontendSchema.required(),
        compute: computeSchema.required(),
        warehouseNodes: whole(1, 100, 'nodes', 'Nodes of a warehouse that names none.'),
        sourceClass: z.string(),
        sourceStorageGb: whole(20, 64_000, 'GB', 'RDS disks have 20 to 64,000 GB.'),
        binlogHours: whole(24, 168, 'hours', 'RDS keeps 168 hours at most.'),
        partitions: whole(1, 360, 'partitions', 'Partitions can only grow later.'),
        flinkCu: whole(2, 1000, 'compute units', 'One is 1 vCPU and 4 GiB.'),
      },
      'the defaults',
    ),
    workingHours: mapping({ timeZone, days: weekdays, from: clock, to: clock }, 'the working hours').optional(),
    quota: mapping({ cu: quotaCu, budget: quotaBudget.optional() }, 'the quota'),
  },
  'the stage',
);

/** What `strata.yaml` says: the account, and what holds for every environment in it. */
export const accountSchema = mapping(
  {
    account: mapping(
      {
        name: text(
          /^[a-z][a-z0-9]{1,19}$/,
          'a short name of lower-case letters and digits',
          'It begins the names that must be unique in all of Alibaba Cloud.',
        ),
        type: oneOf(['Domestic', 'International'], 'It is a property of the Alibaba Cloud account.'),
      },
      'the account',
    ),
    regions: list(region, 'the regions'),
    state: mapping(
      {
        bucket,
        region,
        prefix: text(/^[a-z0-9][a-z0-9/-]*[a-z0-9]$/, 'a path without / at its ends', 'States are kept below it.'),
        tablestoreEndpoint: z.url({
          error: () => 'must be the URL of a Tablestore instance: without it states are not locked.',
        }),
        tablestoreTable: text(/^[A-Za-z][A-Za-z0-9_]*$/, 'the name of a table', 'Its one key is the string LockID.'),
      },
      'the state backend',
    ),
    sandbox: mapping(
      {
        port: whole(0, 65_535, 'a port', 'Of the control plane on this machine.'),
        queryPort: whole(0, 65_535, 'a port', 'Of the first StarRocks, MySQL protocol.'),
        httpPort: whole(0, 65_535, 'a port', 'Of the first StarRocks, HTTP.'),
      },
      'the sandbox',
    ),
    networks: mapping(
      {
        range: cidr,
        prefix: whole(8, 24, 'bits', 'A created network has from /8 to /24; each zone gets a sixteenth of it.'),
        reserved: list(cidr, 'the ranges').optional(),
      },
      'the plan of networks',
    ),
    prices: mapping(
      {
        cnyPerUsd: z
          .number({ error: () => 'must be a number: how many CNY a US dollar is reckoned at. Write for example 7.1.' })
          .positive({ error: () => 'must be above 0: how many CNY a US dollar is reckoned at.' }),
        asOf: day,
        source: z.string({ error: () => 'is required: where the rate is from.' }),
        own: z.record(ownItem, ownPrice).optional(),
      },
      'the prices',
    ),
    teams: z
      .record(
        word('a team name'),
        mapping({ dev: teamQuota, test: teamQuota, prod: teamQuota }, 'the quotas of the team by stage'),
      )
      .optional(),
    stages: mapping({ dev: stage, test: stage, prod: stage }, 'the stages'),
  },
  'the account',
);

export type Account = z.infer<typeof accountSchema>;
export type StageSettings = Account['stages']['dev'];

/**
 * Reads `strata.yaml`.
 *
 * @throws EnvironmentError with everything that is wrong in it
 */
export function parseAccount(yaml: string, file: string): Account {
  const document = readDocument(yaml, file);
  const checked = check<Account>(document, accountSchema);
  if (!('value' in checked)) throw new EnvironmentError(checked.problems);
  const { value } = checked;
  if (!value.stages.prod.protection) {
    const problem: Problem = {
      code: 'STR1105',
      file,
      ...document.positionOf(['stages', 'prod', 'protection']),
      path: 'stages.prod.protection',
      message: 'must be on, got off. Production data is never one flag away from being dropped.',
    };
    throw new EnvironmentError([problem]);
  }
  return value;
}
