import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  checkLifetime,
  checkNewEnvironment,
  draftEnvironment,
  EnvironmentError,
  loadPlatform,
} from '@strata/environment';
import { Command, InvalidArgumentError } from 'commander';
import { findCheckout } from '../../checkout';
import { CliError, printJson, printLine } from '../../output';
import { answersFor } from './answers';
import type { Answers } from './answers';
import { isPast, today } from './today';

interface Options extends Answers {
  readonly dryRun?: boolean;
  readonly json?: boolean;
}

/** `strata env new`: a minimal file for a new environment. */
export function newCommand(): Command {
  return new Command('new')
    .description('write a minimal file for a new environment; asks on a terminal for what is not given')
    .option('--team <team>', 'team; begins the name of everything')
    .option('--stage <stage>', 'dev, test or prod')
    .option('--target <target>', 'cloud or sandbox')
    .option('--owner <mail>', 'who answers for it and its cost')
    .option('--region <region>', 'one of those that strata.yaml opens')
    .option('--zones <zones>', 'zones, separated by commas; the first holds the warehouse')
    .option('--expires <day>', 'day from which it may be removed (default: as strata.yaml says)')
    .option('--cidr <range>', 'range of its network (default: the first that is free)')
    .option('--shared <environment>', 'use the instance of that environment instead of an own one')
    .option('--warehouse <name>', 'a compute warehouse beside default_warehouse')
    .option('--cu <n>', 'compute units of one node of the warehouse', wholeNumber)
    .option('--budget <cny>', 'CNY a month that it may cost', wholeNumber)
    .option('--dry-run', 'print the file and write nothing')
    .option('--json', 'print JSON')
    .action(create);
}

/** A number on the command line. */
function wholeNumber(text: string): number {
  if (/^\d{1,9}$/.test(text)) return Number(text);
  throw new InvalidArgumentError(`It must be a whole number, got "${text}".`);
}

async function create(options: Options): Promise<void> {
  const checkout = findCheckout();
  const platform = loadPlatform(checkout);
  if (options.cu !== undefined && options.warehouse === undefined) {
    throw new CliError('STR1954', '--cu is the size of a compute warehouse. Give it a name: --warehouse NAME.');
  }
  const draft = await answersFor(options, platform);
  const id = `${draft.team}-${draft.stage}`;
  const file = `environments/${id}.yaml`;
  refuseExisting(checkout, id);
  const yaml = draftEnvironment(draft);
  const environment = checkNewEnvironment(checkout, { file, yaml });
  const problems = checkLifetime(environment, today(), platform.account, yaml);
  if (problems.length > 0) throw new EnvironmentError(problems);
  if (environment.expires !== undefined && isPast(environment.expires)) {
    throw new CliError(
      'STR1954',
      `--expires must not be in the past, got ${environment.expires}; today is ${today()}. Name a later day, or leave it out.`,
    );
  }
  if (options.dryRun !== true) writeFileSync(join(checkout, file), yaml, { flag: 'wx' });
  if (options.json === true) return printJson({ environment: id, file, written: options.dryRun !== true, yaml });
  if (options.dryRun === true) return printLine(yaml.trimEnd());
  printLine(`${file} is written. What it comes to: npx strata env show ${id}`);
}

function refuseExisting(checkout: string, id: string): void {
  const there = ['yaml', 'yml']
    .map((ending) => `environments/${id}.${ending}`)
    .find((file) => existsSync(join(checkout, file)));
  if (there !== undefined) {
    throw new CliError(
      'STR1954',
      `${there} exists already and is left alone. Edit it, or choose another team or stage.`,
    );
  }
}
