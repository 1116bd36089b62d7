import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  checkChange,
  checkLifetime,
  daysBetween,
  EnvironmentError,
  formatProblem,
  loadPlatform,
  secretVariables,
} from '@strata/environment';
import type { Environment, FileText, Platform, Problem } from '@strata/environment';
import { Command } from 'commander';
import { findCheckout } from '../checkout';
import { GitHistory } from '../git';
import { CliError, printError, printJson, printLine } from '../output';
import { drawTable } from '../table';

/** `strata env`: environments of this checkout. */
export function envCommand(): Command {
  return new Command('env')
    .description('environments of this checkout')
    .addCommand(
      new Command('list')
        .description('every environment with target, owner and expiry; fails on the first look when a file is wrong')
        .option('--json', 'print JSON: the environments, or what is wrong in their files')
        .action(list),
    )
    .addCommand(
      new Command('check')
        .description(
          'what a change of environment files would leave behind or lose, and lifetimes; exit code 2 if anything',
        )
        .option(
          '--base <ref>',
          'what it is compared with: the merge base of HEAD and this (default: origin/main, else main)',
        )
        .option('--json', 'print JSON')
        .action(check),
    );
}

/** Does something with the files of the checkout; with `--json`, what is wrong in them is the one document of the answer. */
function withPlatform(json: boolean | undefined, use: (platform: Platform, checkout: string) => void): void {
  const checkout = findCheckout();
  let platform: Platform;
  try {
    platform = loadPlatform(checkout);
  } catch (error) {
    if (json !== true || !(error instanceof EnvironmentError)) throw error;
    process.exitCode = 1;
    return printJson({ problems: error.problems });
  }
  use(platform, checkout);
}

function list({ json }: { json?: boolean }): void {
  withPlatform(json, ({ environments }) => showAll(environments, json));
}

function showAll(environments: readonly Environment[], json: boolean | undefined): void {
  if (json === true) return printJson(environments.map(shown));
  const rows = environments.map((one) => [
    one.id,
    one.target,
    one.stage,
    one.region,
    one.owner,
    expiry(one),
    one.state,
  ]);
  printLine(drawTable({ columns: ['environment', 'target', 'stage', 'region', 'owner', 'expires', 'state'], rows }));
  const variables = environments.flatMap(secretVariables);
  if (variables.length === 0) return;
  printLine('\nPasswords that Terraform is given in the shell, each for one stack:');
  for (const { stack, variable, description } of variables) printLine(`  ${stack}: ${variable}\n    ${description}`);
}

function shown(environment: Environment): unknown {
  const { id, target, stage, region, owner, expires, state, budget } = environment;
  return {
    id,
    target,
    stage,
    region,
    owner,
    expires: expires ?? null,
    budget: budget ?? null,
    state,
    variables: secretVariables(environment),
  };
}

function expiry({ expires }: Environment): string {
  if (expires === undefined) return 'never';
  return daysBetween(today(), expires) < 0 ? `${expires}, over` : expires;
}

interface CheckOptions {
  readonly base?: string;
  readonly json?: boolean;
}

function check(options: CheckOptions): void {
  withPlatform(options.json, (platform, checkout) => checkAgainst(options, platform, checkout));
}

function checkAgainst({ base, json }: CheckOptions, platform: Platform, checkout: string): void {
  const git = new GitHistory(checkout);
  const commit = git.mergeBase(base ?? defaultBase(git, checkout));
  const { account } = platform;
  const problems: readonly Problem[] = [
    ...checkChange({ account, before: git.yamlFiles(commit, 'environments'), after: filesNow(checkout) }),
    ...platform.environments.flatMap((each) => checkLifetime(each, writtenOn(each, git, checkout), account)),
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

function filesNow(checkout: string): readonly FileText[] {
  return readdirSync(join(checkout, 'environments'))
    .filter((name) => /\.ya?ml$/.test(name))
    .map((name) => `environments/${name}`)
    .map((file) => ({ file, yaml: readFileSync(join(checkout, file), 'utf8') }));
}

/** The day on which an environment's `expires` was written: that of the commit, or today. */
function writtenOn({ file }: Environment, git: GitHistory, checkout: string): string {
  const line = readFileSync(join(checkout, file), 'utf8')
    .split('\n')
    .find((each) => each.startsWith('expires:'));
  return (line === undefined ? undefined : git.dayOfLine(file, line)) ?? today();
}

function today(): string {
  return new Date().toISOString().slice(0, 10);
}
