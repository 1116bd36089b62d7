import { z } from 'zod';

/**
 * The kinds of value that configuration files are made of. Each message says the rule, what was got, and what to do;
 * `check` puts the place before it.
 */

/** How a value that was not accepted is shown; what stands before an `@` may be a password. */
export function shown(value: unknown): string {
  if (value === undefined) return 'nothing';
  if (typeof value === 'string') return value.includes('@') ? UNREPEATED : JSON.stringify(value);
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object' && value !== null) return 'a mapping';
  return JSON.stringify(value);
}

const UNREPEATED = 'a text with `@`, which is not repeated here: it may hold a password';

interface Rejected {
  readonly input?: unknown;
}

function rule(text: string, advice: string): (issue: Rejected) => string {
  return ({ input }) =>
    input === undefined ? `is required: ${text}. ${advice}` : `must be ${text}, got ${shown(input)}. ${advice}`;
}

/** Text that matches a pattern, described in words. */
export function text(pattern: RegExp, what: string, advice: string): z.ZodString {
  const error = rule(what, advice);
  return z.string({ error }).regex(pattern, { error });
}

/** A whole number within bounds. */
export function whole(minimum: number, maximum: number, unit: string, advice: string): z.ZodNumber {
  const error = rule(`a whole number of ${unit} from ${minimum} to ${maximum}`, advice);
  return z.number({ error }).int({ error }).min(minimum, { error }).max(maximum, { error });
}

/** One of a few numbers. */
export function oneOfNumbers(values: readonly number[], advice: string): z.ZodType<number> {
  return z.literal([...values], { error: rule(`one of ${values.join(', ')}`, advice) });
}

/** One of a few words. */
export function oneOf<const T extends readonly string[]>(
  values: T,
  advice: string,
): z.ZodEnum<{ [K in T[number]]: K }> {
  return z.enum(values, { error: rule(`one of ${values.join(', ')}`, advice) });
}

/** true or false; YAML 1.2 reads `on` and `off` as text, so they are accepted too. */
export function flag(): z.ZodType<boolean> {
  const error = rule('true, false, on or off', 'Write `on` or `off`.');
  return z.union([z.boolean({ error }), z.enum(['on', 'off'], { error }).transform((word) => word === 'on')], {
    error,
  });
}

/** A mapping with fixed keys; any other key is an error. */
export function mapping<S extends z.ZodRawShape>(shape: S, what: string): z.ZodObject<S, z.core.$strict> {
  return z.strictObject(shape, {
    error: (issue) =>
      issue.code === 'invalid_type' ? rule('a mapping', `Write ${what} as \`key: value\` lines.`)(issue) : undefined,
  });
}

/** An e-mail address. */
export function mail(advice: string): z.ZodEmail {
  return z.email({ error: rule('an e-mail address', advice) });
}

/** A mapping whose keys are data. */
export function dictionary(key: z.ZodString, value: z.ZodString, what: string): z.ZodRecord<z.ZodString, z.ZodString> {
  return z.record(key, value, { error: rule('a mapping', `Write ${what} as \`key: value\` lines.`) });
}

/** A list. */
export function list<T extends z.ZodType>(element: T, what: string): z.ZodArray<T> {
  return z.array(element, { error: rule('a list', `Write ${what} as lines that begin with \`- \`.`) });
}

/** An IPv4 range that Alibaba Cloud accepts for a VPC. */
export const cidr = text(
  /^(10\.\d{1,3}|172\.(1[6-9]|2\d|3[01])|192\.168)\.\d{1,3}\.\d{1,3}\/(8|9|1\d|2[0-9])$/,
  'a private IPv4 range inside 10/8, 172.16/12 or 192.168/16',
  'StarRocks needs one of these in its VPC: write for example 10.20.0.0/16.',
);

/** What was written instead of a reference may be the secret: it is not repeated. */
export const secretError = ({ input }: Rejected): string =>
  `${input === undefined ? 'is required:' : 'must be'} a reference to a secret: env:NAME, kms:name or sandbox:name. ` +
  'Put the value into KMS or an environment variable and name it here; values never stand in files.';

/** Where a secret comes from; never the secret itself. */
export const secretReference = z
  .string({ error: secretError })
  .regex(/^(env:[A-Z][A-Z0-9_]*|kms:[A-Za-z0-9/_+=.@-]+|sandbox:[a-z0-9][a-z0-9-]*)$/, { error: secretError });

/** A day, as 2027-03-31. */
export const day = z
  .string({ error: rule('a day such as 2027-03-31', 'Write year, month and day with hyphens.') })
  .regex(/^\d{4}-\d{2}-\d{2}$/, { error: rule('a day such as 2027-03-31', 'Write year, month and day with hyphens.') })
  .refine(isDay, { error: rule('a day that exists', 'Write year, month and day with hyphens.') });

function isDay(value: string): boolean {
  const [year = 0, month = 0, date = 0] = value.split('-').map(Number);
  if (month < 1 || month > 12 || date < 1) return false;
  const leap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
  const days = [31, leap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
  return date <= (days[month - 1] ?? 0);
}
