import { z } from 'zod';
import { flag, mapping, oneOf, shown, text, whole } from '../fields';
import { scheduleSchema } from './schedule';
import { cuSize, nodes } from './words';

const share = (what: string) => z.number({ error: ({ input }) => `must be ${what}, got ${shown(input)}.` });

const cache = mapping(
  {
    hotDays: whole(1, 3650, 'days', 'Name how many of the last days must be answered from the cache disks.')
      .describe('How many of the last days are answered from the cache disks; else `hotShare`.')
      .optional(),
    hotShare: share('a part of all data, above 0 and up to 1')
      .gt(0, {
        error: ({ input }) => `must be above 0 and at most 1, got ${shown(input)}. 0.1 is a tenth of all data.`,
      })
      .max(1, {
        error: ({ input }) => `must be above 0 and at most 1, got ${shown(input)}. 0.1 is a tenth of all data.`,
      })
      .describe('Part of all data that is answered from the cache disks; else `hotDays`.')
      .optional(),
    dailyGrowthGb: whole(1, 100_000, 'GB a day', 'Name the size of one day of data.').describe(
      'Size of one day of data, as the sources send it.',
    ),
    compression: share('how many times smaller the data are in StarRocks, from 1 to 100')
      .min(1, { error: ({ input }) => `must be from 1 to 100, got ${shown(input)}. 3 means a third of the size.` })
      .max(100, { error: ({ input }) => `must be from 1 to 100, got ${shown(input)}. 3 means a third of the size.` })
      .describe('How many times smaller the data are in StarRocks than as the sources send them.')
      .meta({ 'x-default': '1: `dailyGrowthGb` was measured in StarRocks' })
      .optional(),
    retentionDays: whole(1, 36_500, 'days', 'Name how long data are kept.')
      .describe('Days that data are kept; else `totalGb`.')
      .optional(),
    totalGb: whole(1, 100_000_000, 'GB', 'Name the size of all data in StarRocks.')
      .describe('Size of all data in StarRocks. With it the share on disk is checked, and object storage is priced.')
      .meta({ 'x-default': 'unknown' })
      .optional(),
    skew: share('a part of all reads, from 0.2 to below 1')
      .min(0.2, {
        error: ({ input }) => `must be from 0.2 to below 1, got ${shown(input)}. 0.2 is when all data are read alike.`,
      })
      .lt(1, {
        error: ({ input }) => `must be from 0.2 to below 1, got ${shown(input)}. 0.2 is when all data are read alike.`,
      })
      .describe('Part of all reads that the hottest fifth of the data takes.')
      .meta({ 'x-default': 0.8 })
      .optional(),
    level: oneOf(['pl0', 'pl1', 'pl2', 'pl3'], 'These are the speeds of cloud disks; each costs twice the one before.')
      .describe('Speed of the cache disks; never slower later.')
      .meta({ 'x-default': 'pl1' })
      .optional(),
    reason: text(/\S.{9,}/, 'a reason of 10 letters at least', 'Reviewers read it.')
      .describe('Why more than a fifth of the data is worth a copy on disk.')
      .meta({ 'x-default': 'none: such a cache is refused' })
      .optional(),
  },
  'the cache',
);

export const warehouseSchema = mapping(
  {
    name: text(
      /^(?!default_warehouse$)[a-z][a-z0-9_]{0,62}$/,
      'a name of lower-case letters, digits and underscores, other than default_warehouse',
      'It is used in SQL: SET warehouse = name.',
    ).describe('Name in SQL: `SET warehouse = name`.'),
    cu: cuSize.describe('Compute units of one node (one is 1 vCPU and 4 GiB).'),
    nodes: nodes.describe('Compute nodes.').meta({ 'x-default': 'of the stage' }).optional(),
    cache: cache
      .describe('What the cache disks must hold; everything is in object storage.')
      .meta({ 'x-default': 'one disk of 200 GB a node' })
      .optional(),
    schedule: scheduleSchema
      .describe('Times at which the warehouse has more nodes.')
      .meta({ 'x-default': 'none; with `pauseOutsideWorkingHours`, the working hours of the stage' })
      .optional(),
    scaleToZero: flag()
      .describe('Whether there are nodes only while a rule of the schedule holds; without a schedule, none at all.')
      .meta({ 'x-default': 'off; on with `pauseOutsideWorkingHours`' })
      .optional(),
  },
  'the warehouse',
);
