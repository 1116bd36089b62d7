import { readFileSync } from 'node:fs';
import { EnvironmentError, lifecyclesOf, loadPlatform, stackId } from '@strata/environment';
import type { Environment } from '@strata/environment';
import { POLICIES } from '../all';
import { exceptVerdicts } from './exceptions';
import { readPlan } from './plan';
import type { TerraformPlan } from './plan';
import { runPolicies } from './run';

/** What the command line asks of the rules, on standard input: plans of stacks, as `terraform show -json` writes them. */
interface PlanRequest {
  /** Folder with `strata.yaml`. */
  readonly root: string;
  readonly plans: readonly { readonly file: string; readonly stack: string; readonly plan: TerraformPlan }[];
}

/**
 * The door of the rules for the command line, which may not import from here: `list` answers them, `plan` judges plans.
 * Requests and answers are JSON.
 */
function answer(verb: string | undefined): unknown {
  switch (verb) {
    case 'list':
      return POLICIES.map(({ check: _, ...policy }) => policy);
    case 'plan':
      return judge(JSON.parse(readFileSync(0, 'utf8')) as PlanRequest);
    default:
      throw new Error(`policies/engine/command: there is no ${String(verb)}; it knows list and plan.`);
  }
}

function judge({ root, plans }: PlanRequest): unknown {
  const { environments } = loadPlatform(root);
  return {
    verdicts: plans.flatMap(({ stack, plan }) => {
      const environment = environmentOf(environments, stack);
      return environment === undefined
        ? []
        : exceptVerdicts(environment, runPolicies([readPlan(stack, environment, plan)], 'plan'));
    }),
    unknown: plans.filter(({ stack }) => environmentOf(environments, stack) === undefined).map(({ file }) => file),
    stacks: environments.flatMap(stacksOf),
  };
}

function environmentOf(environments: readonly Environment[], stack: string): Environment | undefined {
  return environments.find((environment) => stacksOf(environment).includes(stack));
}

function stacksOf(environment: Environment): readonly string[] {
  return lifecyclesOf(environment).map((lifecycle) => stackId(environment, lifecycle));
}

try {
  process.stdout.write(`${JSON.stringify(answer(process.argv[2]))}\n`);
} catch (error) {
  if (!(error instanceof EnvironmentError)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
}
