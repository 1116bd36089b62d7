/** The policy file: how much risk each stage takes, how many bytes a change may write anew, and when. */

import { z } from 'zod';

import { PlanError } from './errors';
import type { PlanPolicy } from './plan-types';
import type { Window } from './policy-window';
import { windowSchema } from './policy-window';

/** What a policy file says for one stage; the keys to the destruction of data are not in it. */
export interface StagePolicy extends Pick<PlanPolicy, 'maxRisk' | 'maxRewriteBytes' | 'source'> {
  /** When changes that are not safe may run. Absent: always. */
  readonly window?: Window;
}

const FACTORS: Readonly<Record<string, number>> = {
  B: 1,
  KIB: 2 ** 10,
  MIB: 2 ** 20,
  GIB: 2 ** 30,
  TIB: 2 ** 40,
  KB: 1e3,
  MB: 1e6,
  GB: 1e9,
  TB: 1e12,
};
const SIZE = /^(\d+(?:\.\d+)?)\s*([KMGT]i?B|B)$/i;

const sizeSchema = z
  .union([
    z.number().int().nonnegative(),
    z.string().regex(SIZE, 'is a number of bytes, or a text such as `500 GiB`').transform(bytesOf),
  ])
  .describe('bytes');

const rulesSchema = z.strictObject({
  maxRisk: z.enum(['safe', 'locks-writers', 'rewrites-data']).optional(),
  maxRewriteBytes: sizeSchema.optional(),
  window: windowSchema.optional(),
});

const fileSchema = z.strictObject({
  default: rulesSchema.optional(),
  stages: z.record(z.string(), rulesSchema).optional(),
});

function bytesOf(text: string): number {
  const [, number = '0', unit = 'B'] = SIZE.exec(text) ?? [];
  return Math.round(Number(number) * (FACTORS[unit.toUpperCase()] ?? 1));
}

/**
 * The rules of a stage: what its own section says, then what `default` says. Spread them into a `PlanPolicy`.
 *
 * @param document the parsed file (YAML or JSON)
 * @throws PlanError (STR1413) that lists all mistakes.
 */
export function parsePolicy(
  document: unknown,
  { stage, file = 'the policy file' }: { readonly stage: string; readonly file?: string },
): StagePolicy {
  const parsed = fileSchema.safeParse(document ?? {});
  if (!parsed.success) {
    const lines = parsed.error.issues.map(
      ({ path, message }) => `- ${path.map(String).join('.') || 'the file'}: ${message}`,
    );
    throw new PlanError('STR1413', `${file} is not a policy:\n${lines.join('\n')}`);
  }
  const { default: common, stages } = parsed.data;
  const own = stages?.[stage];
  return {
    ...common,
    ...own,
    source: own === undefined ? `${file}, default` : `${file}, stage ${stage}`,
  };
}
