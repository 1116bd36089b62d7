import { checkChange, EnvironmentError, lifecyclesOf, loadPlatform, setKey, stackId } from '@strata/environment';
import type { Environment } from '@strata/environment';
import { Command } from 'commander';
import { findCheckout } from '../../checkout';
import { GitHistory } from '../../git';
import { CliError, printJson, printLine } from '../../output';
import { environmentOf } from '../../settings';
import { editFile } from './edit-file';

interface Options {
  readonly openToDataLoss?: boolean;
  readonly json?: boolean;
}

/** What was written, and what comes next. */
interface Step {
  readonly step: 'keys' | 'retired' | 'done';
  readonly next: string;
}

/** `strata env retire`: the next step to the end of an environment. */
export function retireCommand(): Command {
  return new Command('retire')
    .description('write the next step to the end of an environment into its file: both keys first, then its end')
    .argument('<environment>', 'its id, e.g. risk-dev')
    .option('--open-to-data-loss', 'agree that its data may be destroyed: writes both keys when they are not there')
    .option('--json', 'print JSON')
    .action(retire);
}

function retire(id: string, { openToDataLoss, json }: Options): void {
  const checkout = findCheckout();
  const environment = environmentOf(checkout, id);
  const step = nextStep(environment, checkout, openToDataLoss ?? false);
  if (json === true) return printJson({ environment: id, file: environment.file, ...step });
  printLine(step.next);
}

function nextStep(environment: Environment, checkout: string, agreed: boolean): Step {
  const { id, file, stage, protection, allowDataLoss } = environment;
  if (environment.state === 'retired') {
    return { step: 'done', next: `${file} is retired already. ${afterwards(environment)}` };
  }
  if (stage === 'prod') {
    throw new CliError(
      'STR1952',
      `${file} is production: no file destroys production data. Do it by hand, in the console.`,
    );
  }
  refuseShared(environment, checkout);
  if (!protection && allowDataLoss) return writeRetirement(environment, checkout);
  if (!agreed) {
    throw new CliError(
      'STR1952',
      `${file} keeps its data: \`protection: off\` and \`allowDataLoss: on\` must be deployed before it can end. Write them by npx strata env retire ${id} --open-to-data-loss, deploy them alone, then retire it.`,
    );
  }
  editFile(checkout, file, (yaml) =>
    setKey(setKey(yaml, 'protection', 'off', 'secrets'), 'allowDataLoss', 'on', 'protection'),
  );
  return {
    step: 'keys',
    next: `${file}: both keys are written. Commit and deploy them alone (${deployOf(environment)}), then: npx strata env retire ${id}`,
  };
}

/** An instance outlives those who use it. */
function refuseShared({ id, file }: Environment, checkout: string): void {
  const users = loadPlatform(checkout)
    .environments.filter(({ state, instance }) => state === 'active' && isOf(instance, id))
    .map((each) => each.file);
  if (users.length === 0) return;
  throw new CliError(
    'STR1952',
    `${file} has the instance that ${users.join(', ')} uses (\`instance: shared: ${id}\`): it would be destroyed. Retire what uses it first, or move it to another instance.`,
  );
}

function isOf(instance: Environment['instance'], id: string): boolean {
  return instance.kind === 'shared' && instance.environment === id;
}

/** Only what was opened to data loss in a commit before can be retired: a plan sees nothing of what comes with it. */
function writeRetirement(environment: Environment, checkout: string): Step {
  const { file } = environment;
  const { account } = loadPlatform(checkout);
  const committed = new GitHistory(checkout).textOf('HEAD', file);
  const edit = (yaml: string): string => setKey(yaml, 'state', 'retired', 'allowDataLoss');
  if (committed !== undefined) {
    const problems = checkChange({
      account,
      before: [{ file, yaml: committed }],
      after: [{ file, yaml: edit(committed) }],
    });
    if (problems.length > 0) throw new EnvironmentError(problems);
  }
  return { step: 'retired', next: `${file}: retired. ${afterwards(editFile(checkout, file, edit))}` };
}

function afterwards(environment: Environment): string {
  const { id, file } = environment;
  return `Commit and deploy it (${deployOf(environment)}), see that nothing is left (npx strata env residue ${id}), then remove ${file}.`;
}

/** A retired environment is deployed from its last stack to its first; cdktf knows the order. */
function deployOf(environment: Environment): string {
  const stacks = lifecyclesOf(environment).map((lifecycle) => stackId(environment, lifecycle));
  return `npx cdktf deploy ${stacks.join(' ')} --parallelism 1`;
}
