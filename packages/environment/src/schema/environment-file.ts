import { z } from 'zod';
import { day, flag, list, mail, mapping, oneOf, secretError, secretReference, shown, text, whole } from '../fields';
import { alarmsSchema } from './alarms';
import { clientSchema } from './client';
import { exceptionSchema } from './exception';
import { instanceSchema } from './instance';
import { lakeSchema } from './lake';
import { layerSchema } from './layer';
import { networkSchema } from './network';
import { sourceSchema } from './source';
import { flinkSchema, topicSchema } from './stream';
import { warehouseSchema } from './warehouse';
import { region, STAGES, TARGETS, word, zone } from './words';

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
    team: word('a team name')
      .max(20, {
        error: ({ input }) =>
          `must have at most 20 characters, got ${typeof input === 'string' ? input.length : 'none'}. Physical names begin with it.`,
      })
      .describe('The team; begins the name of everything in the environment.'),
    stage: oneOf(STAGES, 'The stage chooses defaults and quotas in strata.yaml.').describe(
      'Chooses defaults and quotas of `strata.yaml`.',
    ),
    target: oneOf(TARGETS, '`sandbox` runs on this machine, `cloud` in the account.').describe(
      '`sandbox` runs on this machine, `cloud` in the account.',
    ),
    owner: mail('Somebody has to answer for the cost of it.').describe('Who answers for the environment and its cost.'),
    expires: day
      .describe('Day from which the environment may be removed; needed in the cloud outside prod.')
      .meta({ 'x-default': 'never' })
      .optional(),
    region: region.describe('Region; one of those that `strata.yaml` opens.'),
    zones: list(zone, 'the zones')
      .min(1, { error: () => 'must name at least one zone, got none. The first holds the warehouse.' })
      .describe('Zones; the first holds the warehouse. New ones go to the end.'),
    network: networkSchema
      .describe('The network: `cidr` of one to create, or an existing one.')
      .meta({ 'x-default': 'none; only for an environment on a shared instance without servers of its own' })
      .optional(),
    instance: instanceSchema
      .describe('The StarRocks instance: one of its own, or that of another environment.')
      .meta({ 'x-default': 'one of its own, sized by the stage' })
      .optional(),
    warehouses: list(warehouseSchema, 'the warehouses')
      .describe('Compute warehouses beside `default_warehouse`.')
      .meta({ 'x-default': 'none' })
      .optional(),
    sources: list(sourceSchema, 'the sources')
      .describe('MySQL servers that change data capture reads: created, or existing ones.')
      .meta({ 'x-default': 'none' })
      .optional(),
    streams: list(topicSchema, 'the topics').describe('Kafka topics.').meta({ 'x-default': 'none' }).optional(),
    flink: flinkSchema
      .describe('The Flink workspace; there is one when something is ingested.')
      .meta({ 'x-default': 'of the stage' })
      .optional(),
    lake: list(lakeSchema, 'the catalogs')
      .describe('External catalogs of a data lake.')
      .meta({ 'x-default': 'none' })
      .optional(),
    layers: list(layerSchema, 'the layers')
      .describe('Layers of the warehouse: by name, or with where they come from and what their variables are.')
      .meta({ 'x-default': 'all; on a shared instance ods and cdm are those of its environment' })
      .optional(),
    clients: list(clientSchema, 'the clients')
      .describe('Networks from which people and tools query the warehouse; nobody else outside of the environment may.')
      .meta({ 'x-default': 'none' })
      .optional(),
    operators: list(
      text(
        /^acs:ram::\d{5,20}:(root|(user|role)\/[\w.@-]+)$/,
        'the ARN of an account, a user or a role',
        'Write for example acs:ram::1234567890123456:role/ci.',
      ),
      'the operators',
    )
      .describe(
        'Who may act as the role that resizes, tunes and upgrades the warehouse: build machines, people on call.',
      )
      .meta({ 'x-default': 'nobody: there is no such role' })
      .optional(),
    secrets: mapping(
      {
        admin: z
          .union([secretReference, rotatedSecret], { error: secretError })
          .describe("Password of StarRocks' `admin`: env:NAME, kms:name or sandbox:name."),
        user: secretReference
          .describe("Password of the environment's user on a shared instance.")
          .meta({ 'x-default': 'required on a shared instance' })
          .optional(),
      },
      'the secrets',
    ).describe('References to secrets; values never stand in files.'),
    alarms: alarmsSchema.describe('Who is told of alarms.').meta({ 'x-default': 'the owner' }).optional(),
    exceptions: list(exceptionSchema, 'the exceptions')
      .describe('Policies that do not hold here for a while, each with its reason.')
      .meta({ 'x-default': 'none' })
      .optional(),
    budget: whole(0, 100_000_000, 'CNY a month', 'A plan that costs more fails review.')
      .describe('CNY a month that the environment may cost by the price book.')
      .meta({ 'x-default': 'that of the team and stage in `strata.yaml`, if any' })
      .optional(),
    pauseOutsideWorkingHours: flag()
      .describe('Whether warehouses without a schedule have nodes only in the working hours of the stage.')
      .meta({ 'x-default': 'on where `strata.yaml` gives the stage working hours' })
      .optional(),
    protection: flag()
      .describe('Refuses every plan that would destroy data.')
      .meta({ 'x-default': 'of the stage; always on in prod' })
      .optional(),
    allowDataLoss: flag()
      .describe('The second key: with `protection: off`, data may be destroyed.')
      .meta({ 'x-default': 'off' })
      .optional(),
    state: oneOf(['active', 'retired'], '`retired` plans to destroy everything.')
      .describe('`retired` plans to destroy everything that the environment has.')
      .meta({ 'x-default': 'active' })
      .optional(),
  },
  'the environment',
);

export type EnvironmentFile = z.infer<typeof environmentFileSchema>;
