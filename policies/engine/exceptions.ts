import { nearest } from '@strata/environment';
import type { Environment, PolicyException } from '@strata/environment';
import { POLICIES } from '../all';
import type { PolicyVerdict } from './run';

/** A verdict that an environment's file excepts. */
export interface ExceptedVerdict extends PolicyVerdict {
  readonly exception: Pick<PolicyException, 'reason' | 'until'>;
}

type Excepting = Pick<Environment, 'id' | 'file' | 'exceptions'>;

/**
 * Marks the verdicts on an environment that its file excepts. Whether an exception is over is not decided here,
 * where there is no clock, but by `strata policy check`.
 */
export function exceptVerdicts(
  { exceptions }: Excepting,
  verdicts: readonly PolicyVerdict[],
): readonly (PolicyVerdict | ExceptedVerdict)[] {
  return verdicts.map((verdict) => {
    const found = exceptions.find((exception) => covers(exception, verdict));
    return found === undefined ? verdict : { ...verdict, exception: { reason: found.reason, until: found.until } };
  });
}

/** What is wrong with the exceptions of an environment: policies that there are not. */
export function wrongExceptions({ file, exceptions }: Excepting): readonly string[] {
  const ids = POLICIES.map(({ id }) => id);
  return exceptions.flatMap(({ policy }, index) => {
    if (ids.includes(policy)) return [];
    const meant = nearest(policy, ids);
    const advice = meant === undefined ? '`npx strata policy list` shows them.' : `Did you mean "${meant}"?`;
    return [`${file}  exceptions[${index}].policy\n  must be the id of a policy, got "${policy}". ${advice}`];
  });
}

/** Exceptions of an environment that none of the verdicts on its synthesized stacks needs. */
export function idleExceptions({ file, exceptions }: Excepting, verdicts: readonly PolicyVerdict[]): readonly string[] {
  return exceptions.flatMap((exception, index) => {
    const policy = POLICIES.find(({ id }) => id === exception.policy);
    // Whether the next plan needs one cannot be known at synth.
    if (policy === undefined || policy.only === 'plan') return [];
    if (verdicts.some((verdict) => covers(exception, verdict))) return [];
    return [`${file}  exceptions[${index}]\n  nothing breaks ${exception.policy} here. Take the exception out.`];
  });
}

function covers({ policy, resource }: PolicyException, verdict: PolicyVerdict): boolean {
  return policy === verdict.policy && pattern(resource).test(verdict.address);
}

/** A text in which `*` stands for any other. */
function pattern(text: string): RegExp {
  const parts = text.split('*').map((part) => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${parts.join('.*')}$`);
}
