import { z } from 'zod';
import { flag, list, mapping, shown, text, whole } from '../fields';
import { cuSize, diskGb, word } from './words';

const frontendNodes = whole(1, 11, 'nodes', 'Frontends vote: use 1, or 3 and more for high availability.').refine(
  (count) => count % 2 === 1,
  { error: ({ input }) => `must be odd, got ${String(input)}. Frontends vote: use 1 (no high availability), 3 or 5.` },
);

const computeNodes = whole(
  3,
  100,
  'nodes',
  'Compaction, schema changes, statistics and refreshes run in default_warehouse, whatever other warehouses there are.',
);

/** Size of the frontends; what is left out comes from the stage. */
export const frontendSchema = mapping(
  {
    cu: cuSize.describe('Compute units of one frontend.').optional(),
    nodes: frontendNodes.describe('How many frontends: odd, 3 and more for high availability.').optional(),
    diskGb: diskGb.describe('Disk of one frontend, for metadata.').optional(),
  },
  'the frontends',
);

/** Size of `default_warehouse`; what is left out comes from the stage. */
export const computeSchema = mapping(
  {
    cu: cuSize.describe('Compute units of one node.').optional(),
    nodes: computeNodes.describe('How many compute nodes.').optional(),
    diskGb: diskGb.describe('Cache disk of one node; all data is in object storage.').optional(),
  },
  'the compute nodes',
);

export const version = text(/^\d+\.\d+$/, 'a version such as "3.3", in quotes', 'YAML reads 3.3 as a number.');

const gateway = mapping(
  {
    loadBalancer: flag()
      .describe('Whether a load balancer, paid by itself, is in front of the frontends. There is no way back.')
      .meta({ 'x-default': 'off' })
      .optional(),
    isolateLeader: flag()
      .describe('Whether queries stay away from the leading frontend. Needs the load balancer and three frontends.')
      .meta({ 'x-default': 'off' })
      .optional(),
  },
  'the gateway',
);

const upgrades = mapping(
  {
    minorVersion: text(/^\d+\.\d+\.\d+[\d.-]*$/, 'a full version', 'Write for example "3.3.13-1.1.1-1.7.13".')
      .describe('Full version to stay at or to go to.')
      .meta({ 'x-default': 'what the service has made of the line' })
      .optional(),
    automatic: flag()
      .describe('Whether the service goes to later versions of the line by itself, in the maintenance window.')
      .meta({ 'x-default': 'off' })
      .optional(),
    allowMajor: version
      .describe('The second key of an upgrade to a later line: that line, deployed before `version` is changed to it.')
      .meta({ 'x-default': 'none' })
      .optional(),
    maintenanceWindow: text(
      /^(00:00-06:00|0[6-9]:00-(0[7-9]|10):00|1\d:00-(1\d|20):00|2[0-3]:00-2[1-4]:00)$/,
      '00:00-06:00 or one hour of the day, in quotes',
      'Write for example "07:00-08:00".',
    )
      .refine(isWindow, {
        error: ({ input }) =>
          `must be 00:00-06:00 or one hour of the day, got ${shown(input)}. Write for example "07:00-08:00".`,
      })
      .describe('When the service may restart nodes.')
      .meta({ 'x-default': 'the one of the service' })
      .optional(),
  },
  'the upgrades',
);

const parameter = mapping(
  {
    component: text(
      /^(FE|BE|[a-z][a-z0-9_-]*\.(xml|conf|properties))$/,
      'FE, BE or a file such as core-site.xml',
      'BE is for compute nodes, too.',
    ).describe('FE, BE (compute nodes, too), or a file such as core-site.xml.'),
    key: text(/^[A-Za-z][\w.-]*$/, 'the name of a parameter', 'Copy it from the manual.').describe(
      'Name of the parameter.',
    ),
    value: text(/^\S.*$/, 'a value, in quotes', 'YAML reads numbers and words such as on as something else.').describe(
      'Its value; never a secret.',
    ),
    restart: flag()
      .describe('Whether nodes may be restarted, one after the other, for a parameter that needs it.')
      .meta({ 'x-default': 'off' })
      .optional(),
  },
  'the parameter',
);

const limits = mapping(
  {
    cpuWeight: whole(1, 100, 'shares', 'Others on the instance have shares, too.')
      .describe('Share of the processors when they are scarce.')
      .meta({ 'x-default': 2 })
      .optional(),
    memoryPercent: whole(1, 90, 'percent', 'The rest is for others on the instance.')
      .describe("Most of a node's memory.")
      .meta({ 'x-default': 20 })
      .optional(),
    concurrency: whole(1, 1000, 'queries', 'More of them wait.')
      .describe('Most queries at a time.')
      .meta({ 'x-default': 10 })
      .optional(),
  },
  'the limits',
);

const dedicated = mapping(
  {
    version: version
      .describe('Release line of StarRocks. A later one upgrades in place, without a way back.')
      .meta({ 'x-default': 'of the stage' })
      .optional(),
    frontend: frontendSchema.describe('The frontends.').meta({ 'x-default': 'of the stage' }).optional(),
    compute: computeSchema
      .describe('The nodes of `default_warehouse`, which every instance has.')
      .meta({ 'x-default': 'of the stage' })
      .optional(),
    gateway: gateway
      .describe('Where clients arrive.')
      .meta({ 'x-default': 'names inside the VPC, without a load balancer' })
      .optional(),
    upgrades: upgrades
      .describe('Who upgrades it, and when.')
      .meta({ 'x-default': 'nobody but a reviewed change' })
      .optional(),
    parameters: list(parameter, 'the parameters')
      .describe('Parameters that are not left at their default.')
      .meta({ 'x-default': 'none' })
      .optional(),
    resourceGroupId: text(/^rg-[a-z0-9]+$/, 'the id of a resource group, rg-…', 'Copy it from the console.')
      .describe('Resource group of the account.')
      .meta({ 'x-default': 'the one of the account' })
      .optional(),
  },
  'the instance',
);

const shared = mapping(
  {
    shared: word('the id of an environment').describe(
      'Id of the environment whose instance is used: of the same target and region, with an instance of its own.',
    ),
    limits: limits
      .describe("What the environment's users may take of it.")
      .meta({ 'x-default': 'a fifth of the memory, 10 queries at a time' })
      .optional(),
  },
  'the instance',
);

export const instanceSchema = z.union([dedicated, shared], {
  error: () => 'must be `version`, `frontend` and `compute` of an instance of its own, or `shared: <environment>`.',
});

/** Whether a window is the night or ends an hour after it begins. */
function isWindow(window: string): boolean {
  const [from = 0, to = 0] = window.split('-').map((time) => Number.parseInt(time, 10));
  return window === '00:00-06:00' || to === from + 1;
}
