import { z } from 'zod';
import { mapping, text, whole } from '../fields';

export const topicSchema = mapping(
  {
    topic: text(/^[a-z][a-z0-9_.-]{2,63}$/, 'a topic of 3 to 64 characters', 'Rename it.').describe(
      'Name of the topic.',
    ),
    partitions: whole(1, 360, 'partitions', 'Partitions can only grow later.')
      .describe('Partitions; they can only grow.')
      .meta({ 'x-default': 'of the stage' })
      .optional(),
    about: z
      .string({ error: () => 'is required: one sentence on what a message is. Kafka keeps it as the remark.' })
      .describe('One sentence on what a message is.'),
  },
  'the topic',
);

export const flinkSchema = mapping(
  {
    cu: whole(2, 1000, 'compute units', 'One is 1 vCPU and 4 GiB.')
      .describe('Compute units that all jobs share.')
      .meta({ 'x-default': 'of the stage' })
      .optional(),
  },
  'the workspace',
);
