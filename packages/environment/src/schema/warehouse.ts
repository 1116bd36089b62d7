import { flag, mapping, text, whole } from '../fields';
import { scheduleSchema } from './schedule';
import { cuSize, nodes } from './words';

const cache = mapping(
  {
    hotDays: whole(1, 3650, 'days', 'Name how many of the last days must be answered from the cache disks.').describe(
      'How many of the last days are answered from the cache disks.',
    ),
    dailyGrowthGb: whole(1, 100_000, 'GB a day', 'Name the size of one day of data, compressed.').describe(
      'Size of one day of data, compressed.',
    ),
    totalGb: whole(1, 100_000_000, 'GB', 'Name the size of all data, compressed.')
      .describe('Size of all data, compressed. With it the share on disk is checked, and object storage is priced.')
      .meta({ 'x-default': 'unknown' })
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
      .meta({ 'x-default': 'one disk of 100 GB a node' })
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
