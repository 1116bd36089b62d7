import { z } from 'zod';
import { day, mapping, text } from '../fields';

const reasonError = ({ input }: { readonly input?: unknown }): string =>
  `${input === undefined ? 'is required:' : 'must have at least 20 characters:'} why the rule does not hold here. A reviewer reads it.`;

/** A rule of `policies/` that does not hold in one environment, for a while. */
export const exceptionSchema = mapping(
  {
    policy: text(/^[a-z][a-z0-9-]*$/, 'the id of a policy', '`npx strata policy list` shows them.').describe(
      'Id of the policy; `npx strata policy list` shows them.',
    ),
    resource: text(/^\S+$/, 'an address without spaces', 'Write for example alicloud_db_instance.*')
      .describe('Address of what it is about; `*` stands for any text.')
      .meta({ 'x-default': 'everything in the environment' })
      .optional(),
    reason: z
      .string({ error: reasonError })
      .min(20, { error: reasonError })
      .describe('Why the rule does not hold here.'),
    until: day.describe('Last day of the exception; from the next day on `npx strata policy check` fails.'),
  },
  'the exception',
);
