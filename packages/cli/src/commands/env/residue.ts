import { sandboxFolder } from '@strata/alicloud-sandbox';
import { loadPlatform, thingsOf } from '@strata/environment';
import { Command } from 'commander';
import { findCheckout } from '../../checkout';
import { CliError, printJson, printLine } from '../../output';
import { environmentOf } from '../../settings';
import { deploymentOf, existing } from './deployed';

/** `strata env residue`: what of an environment exists, asked of the control plane and not of the state. */
export function residueCommand(): Command {
  return new Command('residue')
    .description(
      'what of an environment exists, whatever the state says: by its names and tags, never what is of another one; exit code 2 if anything',
    )
    .argument('<environment>', 'its id, e.g. risk-dev')
    .option('--json', 'print JSON')
    .action(residue);
}

async function residue(id: string, { json }: { json?: boolean }): Promise<void> {
  const checkout = findCheckout();
  const environment = environmentOf(checkout, id);
  const { account } = loadPlatform(checkout);
  if (environment.target === 'cloud') {
    throw new CliError(
      'STR1953',
      `${environment.file} is in the cloud, which this command does not ask. Look for what has the tag strata:environment = ${id} in the console (Resource Management, Tag), and for the Flink workspace by its name: it has no tags.`,
    );
  }
  const all = await existing(checkout);
  if (all === undefined) {
    throw new CliError(
      'STR1904',
      `The sandbox of ${sandboxFolder(checkout).checkout} does not run, so that nobody can say what is left in it. Start it: npx strata sandbox up`,
    );
  }
  const things = thingsOf(environment, account, all).map(({ type, id: thing, attributes }) => ({
    type,
    id: thing,
    name: nameOf(attributes),
  }));
  const { stacks } = deploymentOf(environment, checkout, all);
  const recorded = Object.entries(stacks ?? {}).filter(([, resources]) => resources > 0);
  if (things.length + recorded.length > 0) process.exitCode = 2;
  if (json === true) return printJson({ environment: id, things, recorded: Object.fromEntries(recorded) });
  for (const { type, id: thing, name } of things) printLine(`${type} ${thing}${name === null ? '' : `  ${name}`}`);
  for (const [stack, resources] of recorded) printLine(`state of ${stack}: ${resources} resources`);
  if (things.length + recorded.length === 0) printLine(`Nothing of ${id} is left.`);
}

function nameOf(attributes: Readonly<Record<string, unknown>>): string | null {
  const [, name] = Object.entries(attributes).find(([key]) => /(^|_)name$|^bucket$|^topic$/.test(key)) ?? [];
  return typeof name === 'string' ? name : null;
}
