import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { checkChange, checkLifetime, environmentFiles, formatProblem } from '@strata/environment';
import type { Account, Environment, Platform, Problem } from '@strata/environment';
import { Command } from 'commander';
import { GitHistory } from '../../git';
import { CliError, printError, printJson, printLine } from '../../output';
import { today } from './today';
import { withPlatform } from './with-platform';

/** `strata env check`: what a change of environment files would leave behind or lose. */
export function checkCommand(): Command {
  return new Command('check')
    .description(
      'what a change of environment files would leave behind or lose, and lifetimes; exit code 2 if anything',
    )
    .option(
      '--base <ref>',
      'what it is compared with: the merge base of HEAD and this (default: origin/main, else main)',
    )
    .option('--json', 'print JSON')
    .action(check);
}

interface CheckOptions {
  readonly base?: string;
  readonly json?: boolean;
}

function check(options: CheckOptions): Promise<void> {
  return withPlatform(options.json, (platform, checkout) => checkAgainst(options, platform, checkout));
}

function checkAgainst({ base, json }: CheckOptions, platform: Platform, checkout: string): void {
  const git = new GitHistory(checkout);
  const commit = git.mergeBase(base ?? defaultBase(git, checkout));
  const { account } = platform;
  const problems: readonly Problem[] = [
    ...checkChange({ account, before: git.yamlFiles(commit, 'environments'), after: environmentFiles(checkout) }),
    ...platform.environments.flatMap((each) => lifetimeOf(each, git, checkout, account)),
  ];
  if (problems.length > 0) process.exitCode = 2;
  if (json === true) return printJson({ base: commit, problems });
  for (const problem of problems) printError(formatProblem(problem));
  if (problems.length === 0) {
    printLine(`${platform.environments.length} environments lose nothing since ${commit.slice(0, 12)}.`);
  }
}

function defaultBase(git: GitHistory, checkout: string): string {
  const found = git.firstOf(['origin/main', 'main']);
  if (found !== undefined) return found;
  throw new CliError(
    'STR1912',
    `git knows neither origin/main nor main in ${checkout}. Name what to compare with: --base REF.`,
  );
}

/** What is wrong with the lifetime of an environment, counted from the commit that wrote its end. */
function lifetimeOf(environment: Environment, git: GitHistory, checkout: string, account: Account): readonly Problem[] {
  const { file } = environment;
  const yaml = readFileSync(join(checkout, file), 'utf8');
  const line = yaml.split('\n').find((each) => each.startsWith('expires:'));
  const writtenOn = (line === undefined ? undefined : git.dayOfLine(file, line)) ?? today();
  return checkLifetime(environment, writtenOn, account, yaml);
}
