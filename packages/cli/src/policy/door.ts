import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { CliError } from '../output';

/** A rule of the checkout's `policies/`, as it says itself. */
export interface PolicyRule {
  readonly id: string;
  readonly severity: 'error' | 'warning';
  readonly rule: string;
  readonly fix: string;
  readonly reference: string;
  readonly only?: 'synth' | 'plan';
}

/** What a rule has against a resource of a stack. */
export interface PolicyVerdict {
  readonly stack: string;
  readonly policy: string;
  readonly severity: 'error' | 'warning';
  readonly rule: string;
  readonly fix: string;
  readonly address: string;
  readonly message: string;
  /** Why the environment's file lets it pass, and until which day. */
  readonly exception?: { readonly reason: string; readonly until: string };
}

/** A plan of a stack, as `terraform show -json` writes it. */
export interface StackPlan {
  readonly file: string;
  readonly stack: string;
  readonly plan: unknown;
}

export interface PlanAnswer {
  readonly verdicts: readonly PolicyVerdict[];
  /** Files whose stack no environment has. */
  readonly unknown: readonly string[];
  /** Every stack that there is. */
  readonly stacks: readonly string[];
}

/** Asks the checkout for its rules. @throws CliError STR1943 */
export function listRules(checkout: string): readonly PolicyRule[] {
  return ask(checkout, 'list') as readonly PolicyRule[];
}

/** Has the checkout's rules judge plans. @throws CliError STR1943 */
export function judgePlans(checkout: string, plans: readonly StackPlan[]): PlanAnswer {
  return ask(checkout, 'plan', { root: checkout, plans }) as PlanAnswer;
}

/** The rules are code of the checkout, not of a package: they answer from a process of their own. */
function ask(checkout: string, verb: string, request?: unknown): unknown {
  const door = join(checkout, 'dist', 'policies', 'engine', 'command.js');
  if (!existsSync(door)) {
    throw new CliError('STR1943', `The app of ${checkout} is not built. Run \`npm run build\` there.`);
  }
  const { status, stdout, stderr } = spawnSync(process.execPath, [door, verb], {
    encoding: 'utf8',
    input: request === undefined ? '' : JSON.stringify(request),
    maxBuffer: 1024 * 1024 * 1024,
  });
  if (status !== 0) throw new CliError('STR1943', stderr.trim());
  return JSON.parse(stdout);
}
