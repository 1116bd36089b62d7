import { list, mapping, oneOf, text, whole } from '../fields';
import { word } from './words';

export const WEEKDAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;

export const clock = text(
  /^([01]\d|2[0-3]):[0-5]\d$/,
  'a time such as "08:30", in quotes',
  'Write hours from 00 to 23.',
);

export const timeZone = text(
  /^[A-Z][A-Za-z_]+(\/[A-Za-z0-9_+-]+)*$/,
  'a time zone',
  'Write for example Asia/Shanghai.',
).refine(isTimeZone, {
  error: ({ input }) => `must be a time zone that exists, got "${String(input)}". Write for example Asia/Shanghai.`,
});

export const weekdays = list(oneOf(WEEKDAYS, 'Write the first three letters of the day.'), 'the days')
  .min(1, { error: () => 'must name at least one day, got none. Leave `days` out for every day.' })
  .refine((days) => new Set(days).size === days.length, {
    error: ({ input }) => `must name each day once, got ${String(input)}. Remove what is there twice.`,
  });

const rule = mapping(
  {
    name: word('a name').describe('Name of the rule.'),
    nodes: whole(1, 100, 'nodes', 'They come on top of `nodes`, or alone with `scaleToZero: on`.').describe(
      'Nodes that are added while the rule holds.',
    ),
    from: clock.describe('When they come.'),
    to: clock.describe('When they go; before `from` it is the next day.'),
    days: weekdays.describe('Days on which `from` counts.').meta({ 'x-default': 'every day' }).optional(),
  },
  'the rule',
);

export const scheduleSchema = mapping(
  {
    timeZone: timeZone.describe('Time zone of `from` and `to`.'),
    rules: list(rule, 'the rules')
      .min(1, { error: () => 'must have at least one rule, got none. Add one, or take the schedule out.' })
      .describe('Times at which there are more nodes; no two may overlap.'),
  },
  'the schedule',
);

function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}
