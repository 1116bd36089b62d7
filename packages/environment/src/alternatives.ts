import type { z } from 'zod';

type Issues = readonly z.core.$ZodIssue[];

/** More than any number of other corrections: a key of another alternative says that this one was not meant. */
const FOREIGN = 1000;

/**
 * What is wrong with the alternative that was most probably meant: the one that knows the keys that others do not know, and
 * then the one with the least to correct.
 */
export function closestAlternative(alternatives: readonly Issues[]): Issues {
  const cost = (issues: Issues): number =>
    unknownIn(issues).filter((key) => alternatives.some((other) => !unknownIn(other).includes(key))).length * FOREIGN +
    issues.reduce((sum, issue) => sum + (issue.code === 'unrecognized_keys' ? issue.keys.length : 1), 0);
  return [...alternatives].sort((a, b) => cost(a) - cost(b))[0] ?? [];
}

function unknownIn(issues: Issues): readonly string[] {
  return issues.flatMap((issue) => (issue.code === 'unrecognized_keys' && issue.path.length === 0 ? issue.keys : []));
}
