import { POLICIES } from '../all';
import type { PolicyFinding, PolicySeverity, PolicyStack } from '../policy';

/** A finding with its rule, and the stack that it belongs to. */
export interface PolicyVerdict extends PolicyFinding {
  readonly stack: string;
  readonly policy: string;
  readonly severity: PolicySeverity;
  readonly rule: string;
  readonly fix: string;
}

/** Runs every rule over every stack; `where` says what the stacks are read from. */
export function runPolicies(
  stacks: readonly PolicyStack[],
  where: 'synth' | 'plan' = 'synth',
): readonly PolicyVerdict[] {
  const rules = POLICIES.filter(({ only }) => only === undefined || only === where);
  return stacks.flatMap((stack) =>
    rules.flatMap(({ id, severity, rule, fix, check }) =>
      check(stack).map((finding) => ({ stack: stack.id, policy: id, severity, rule, fix, ...finding })),
    ),
  );
}
