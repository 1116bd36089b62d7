import { exceptVerdicts, idleExceptions, wrongExceptions } from './exceptions';
import type { ExceptedVerdict } from './exceptions';
import type { PolicySeverity, PolicyStack } from '../policy';
import { runPolicies } from './run';
import type { PolicyVerdict } from './run';

/** What the policies say of synthesized stacks; synth writes it as `policies.json` for the command line. */
export interface PolicyReport {
  readonly version: 1;
  readonly verdicts: readonly (PolicyVerdict | ExceptedVerdict)[];
  /** What is wrong with exceptions: no such policy (error), or nothing that needs one (warning). */
  readonly notes: readonly { readonly severity: PolicySeverity; readonly text: string }[];
}

/** Runs every rule over synthesized stacks. Exceptions are looked at for the environments of which there are stacks. */
export function judge(stacks: readonly PolicyStack[]): PolicyReport {
  const reports = [...new Set(stacks.map(({ environment }) => environment))].map((environment) => {
    const found = runPolicies(stacks.filter((stack) => stack.environment === environment));
    const idle = idleExceptions(environment, found);
    return {
      verdicts: exceptVerdicts(environment, found),
      notes: [
        ...wrongExceptions(environment).map((text) => ({ severity: 'error' as const, text })),
        ...idle.map((text) => ({ severity: 'warning' as const, text })),
      ],
    };
  });
  return {
    version: 1,
    verdicts: reports.flatMap(({ verdicts }) => verdicts),
    notes: reports.flatMap(({ notes }) => notes),
  };
}

/** Findings that count, as text: what is excepted is left out. */
export function formatReport({ verdicts, notes }: PolicyReport): readonly PolicyReport['notes'][number][] {
  const open = verdicts.filter((verdict) => !('exception' in verdict));
  return [
    ...notes,
    ...open.map(({ stack, policy, severity, rule, fix, address, message }) => ({
      severity,
      text: `${stack}  ${address} ${message}.\n  ${policy}: ${rule}\n  ${fix}`,
    })),
  ];
}
