import { z } from 'zod';
import { mapping, shown, text, whole } from '../fields';

const aboutError = ({ input }: { readonly input?: unknown }): string =>
  input === undefined
    ? 'is required: one sentence on what a message is. Kafka keeps it as the remark.'
    : `must be a text of 3 to 64 characters, got ${typeof input === 'string' ? input.length : shown(input)}. Say in one sentence what a message is; Kafka keeps it as the remark.`;

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
      .string({ error: aboutError })
      .min(3, { error: aboutError })
      .max(64, { error: aboutError })
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
