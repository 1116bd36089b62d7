import { readFileSync } from 'node:fs';
import { basename, dirname, resolve } from 'node:path';
import { nearest } from '@strata/environment';
import { Command } from 'commander';
import { findCheckout } from '../checkout';
import { CliError, printJson, printLine } from '../output';
import { judgePlans, listRules } from '../policy/door';
import type { PolicyRule, PolicyVerdict, StackPlan } from '../policy/door';
import { synthesizeVerdicts } from '../policy/synth';
import { environmentOf } from '../settings';
import { drawTable } from '../table';

/** `strata policy`: the rules of this checkout, and what they say. */
export function policyCommand(): Command {
  return new Command('policy')
    .description('the rules that every stack of every environment keeps')
    .addCommand(new Command('list').description('every rule').option('--json', 'print JSON').action(list))
    .addCommand(
      new Command('explain')
        .description('a rule: why, what to do, who says so')
        .argument('<id>', 'its id, as `strata policy list` shows it')
        .option('--json', 'print JSON')
        .action(explain),
    )
    .addCommand(
      new Command('check')
        .description(
          'synthesizes the environments, or takes plans, and shows what breaks a rule; exit code 2 if anything',
        )
        .option('--env <id>', 'this environment alone')
        .option(
          '--plan <file...>',
          'plans as `terraform show -json` writes them, named STACK.json, in a folder named like the stack, or as STACK=FILE',
        )
        .option('--json', 'print JSON')
        .action(check),
    );
}

function list({ json }: { json?: boolean }): void {
  const rules = listRules(findCheckout());
  if (json === true) return printJson(rules);
  printLine(
    drawTable({
      columns: ['policy', 'severity', 'seen in'],
      rows: rules.map((each) => [each.id, each.severity, seenIn(each)]),
    }),
  );
  printLine(`${rules.length} rules. \`npx strata policy explain ID\` tells about one.`);
}

function explain(id: string, { json }: { json?: boolean }): void {
  const rules = listRules(findCheckout());
  const rule = rules.find((each) => each.id === id);
  if (rule === undefined) {
    const meant = nearest(
      id,
      rules.map((each) => each.id),
    );
    const advice = meant === undefined ? '`npx strata policy list` shows them.' : `Did you mean ${meant}?`;
    throw new CliError('STR1940', `There is no policy "${id}". ${advice}`);
  }
  if (json === true) return printJson(rule);
  printLine(`${rule.id}: ${rule.severity}, seen in ${seenIn(rule)}\n`);
  printLine(`${rule.rule}\n\nWhat to do: ${rule.fix}\nWho says so: ${rule.reference}\n`);
  printLine(
    `Where it must not hold, for a while, the file of the environment says so:\n\n` +
      `exceptions:\n  - policy: ${rule.id}\n    resource: "*"        # an address; * stands for any text\n` +
      `    reason: why it does not hold here\n    until: 2027-01-31    # the last day`,
  );
}

function seenIn({ only }: PolicyRule): string {
  if (only === undefined) return 'synth and plan';
  return only;
}

function check({ env, plan, json }: { env?: string; plan?: readonly string[]; json?: boolean }): void {
  const checkout = findCheckout();
  if (env !== undefined) environmentOf(checkout, env);
  const { verdicts, notes } =
    plan === undefined ? synthesizeVerdicts(checkout, env) : { verdicts: judged(checkout, plan), notes: [] };
  const states = verdicts.map((verdict) => ({ ...verdict, state: stateOf(verdict) }));
  const open = states.filter(({ state }) => state !== 'excepted');
  const failing =
    open.some(({ severity }) => severity === 'error') || notes.some(({ severity }) => severity === 'error');
  if (failing) process.exitCode = 2;
  if (json === true) return printJson({ verdicts: states, notes });
  for (const { severity, text } of notes) printLine(`${severity}: ${text}\n`);
  for (const verdict of open) printLine(`${described(verdict)}\n`);
  printLine(summary(states.length, open.length));
}

/** Today is looked at here: synthesis has no clock. */
function stateOf({ exception }: PolicyVerdict): 'open' | 'excepted' | 'expired' {
  if (exception === undefined) return 'open';
  return exception.until < new Date().toISOString().slice(0, 10) ? 'expired' : 'excepted';
}

function described({ severity, stack, address, message, policy, rule, fix, exception }: PolicyVerdict): string {
  const over =
    exception === undefined
      ? ''
      : `\n  The exception for it was over on ${exception.until} (${exception.reason}). Mend it, or give a new reason and day.`;
  return `${severity}: ${stack}  ${address} ${message}.\n  ${policy}: ${rule}\n  ${fix}${over}`;
}

function summary(found: number, open: number): string {
  const excepted = found - open;
  const rest = excepted === 0 ? '' : ` (${excepted} excepted)`;
  return open === 0 ? `No stack breaks a rule${rest}.` : `${open} findings${rest}.`;
}

function judged(checkout: string, files: readonly string[]): readonly PolicyVerdict[] {
  const { verdicts, unknown, stacks } = judgePlans(checkout, files.map(readStackPlan));
  if (unknown.length > 0) {
    throw new CliError(
      'STR1942',
      `No environment has the stack of ${unknown.join(', ')}. Name the stack before the file, STACK=FILE; there are ${stacks.join(', ')}.`,
    );
  }
  return verdicts;
}

function readStackPlan(argument: string): StackPlan {
  const [, named, file = argument] = /^([a-z0-9-]+)=(.*)$/.exec(argument) ?? [];
  const base = basename(file, '.json');
  const stack = named ?? (base === 'plan' ? basename(dirname(resolve(file))) : base);
  return { file, stack, plan: readPlan(file) };
}

/** What of a plan is not as Terraform writes it, as far as rules look at it. */
function planProblem(plan: unknown): string | undefined {
  const { resource_changes: changes } = (plan ?? {}) as { resource_changes?: unknown };
  if (!Array.isArray(changes)) return 'it has no list `resource_changes`';
  const wrong = changes.findIndex((each) => !isChange(each));
  return wrong < 0 ? undefined : `\`resource_changes[${wrong}]\` is not as Terraform writes it`;
}

function isChange(value: unknown): boolean {
  const { address, type, change } = (value ?? {}) as Readonly<Record<string, unknown>>;
  const { actions } = (change ?? {}) as { actions?: unknown };
  return typeof address === 'string' && typeof type === 'string' && Array.isArray(actions);
}

/** @throws CliError STR1941 */
function readPlan(file: string): unknown {
  let reason: string;
  try {
    const plan: unknown = JSON.parse(readFileSync(file, 'utf8'));
    const problem = planProblem(plan);
    if (problem === undefined) return plan;
    reason = problem;
  } catch (error) {
    reason = error instanceof Error ? error.message : String(error);
  }
  throw new CliError(
    'STR1941',
    `${file} is no plan as JSON: ${reason}. Write one with \`terraform show -json PLAN > ${file}\`.`,
  );
}
