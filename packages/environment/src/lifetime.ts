import type { Account } from './account';
import { readDocument } from './document';
import type { Environment } from './model';
import type { Problem } from './problems';

const DAY_MS = 86_400_000;

/** Days from one day to another, both as 2027-03-31. */
export function daysBetween(from: string, to: string): number {
  return Math.round((Date.parse(to) - Date.parse(from)) / DAY_MS);
}

/**
 * Checks that an environment does not live longer than its stage allows, counted from the day on which its `expires` was
 * written: so a file that was right stays right, and each extension is a change that somebody reviews.
 *
 * @param writtenOn day of the commit that wrote `expires`; today for one that is not committed yet
 * @param yaml text of the file, for the place of the problem
 */
export function checkLifetime(
  environment: Environment,
  writtenOn: string,
  account: Account,
  yaml: string,
): readonly Problem[] {
  const { expires, stage, file } = environment;
  const maximum = account.stages[stage].lifetimeDays?.maximum;
  if (expires === undefined || maximum === undefined) return [];
  const days = daysBetween(writtenOn, expires);
  if (days <= maximum) return [];
  const latest = new Date(Date.parse(writtenOn) + maximum * DAY_MS).toISOString().slice(0, 10);
  return [
    {
      code: 'STR1120',
      file,
      ...readDocument(yaml, file).positionOf(['expires']),
      path: 'expires',
      message: `must be at most ${maximum} days (${stage} in strata.yaml) after it was written, ${writtenOn}; got ${expires}, ${days} days. Write ${latest} or earlier, and extend it when the time comes.`,
    },
  ];
}
