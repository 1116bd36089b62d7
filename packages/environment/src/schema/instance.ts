import { z } from 'zod';
import { mapping, text, whole } from '../fields';
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
  },
  'the instance',
);

const shared = mapping(
  {
    shared: word('the id of an environment').describe(
      'Id of the environment whose instance is used: of the same target and region, with an instance of its own.',
    ),
  },
  'the instance',
);

export const instanceSchema = z.union([dedicated, shared], {
  error: () => 'must be `version`, `frontend` and `compute` of an instance of its own, or `shared: <environment>`.',
});
