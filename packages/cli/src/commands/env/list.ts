import { monthlyPrice, secretVariables, totalCu } from '@strata/environment';
import type { Environment, MonthlyPrice, Platform } from '@strata/environment';
import { Command } from 'commander';
import { printJson, printLine } from '../../output';
import { drawTable } from '../../table';
import { deploymentOf, existing } from './deployed';
import type { Deployment, Drift } from './deployed';
import { isPast } from './today';
import { withPlatform } from './with-platform';

/** `strata env list`: every environment with who owns it, how long it lives, how large it is and what it costs. */
export function listCommand(): Command {
  return new Command('list')
    .description('every environment: owner, expiry, size, price a month, what is deployed and has gone')
    .option('--json', 'print JSON: the environments, or what is wrong in their files')
    .action(list);
}

interface Row {
  readonly environment: Environment;
  readonly price: MonthlyPrice;
  readonly deployment: Deployment;
}

function list({ json }: { json?: boolean }): Promise<void> {
  return withPlatform(json, (platform, checkout) => showAll(platform, checkout, json ?? false));
}

async function showAll({ account, environments }: Platform, checkout: string, json: boolean): Promise<void> {
  const sandbox = await existing(checkout);
  const rows = environments.map((environment) => ({
    environment,
    price: monthlyPrice(environment, account),
    deployment: deploymentOf(environment, checkout, sandbox),
  }));
  if (json) return printJson(rows.map(shown));
  printLine(
    drawTable({
      columns: ['environment', 'target', 'owner', 'expires', 'CU', 'CNY/month', 'state', 'drift'],
      rows: rows.map(({ environment, price, deployment }) => [
        environment.id,
        environment.target,
        environment.owner,
        expiry(environment),
        String(totalCu(environment)),
        environment.target === 'sandbox' ? '-' : priceText(price),
        environment.state,
        driftText(deployment.drift),
      ]),
    }),
  );
  if (rows.some(({ price, environment }) => environment.target === 'cloud' && price.unpriced.length > 0)) {
    printLine('+ and what has no price in the price book: npx strata env show <environment>');
  }
  printVariables(environments);
}

function printVariables(environments: readonly Environment[]): void {
  const variables = environments.flatMap(secretVariables);
  if (variables.length === 0) return;
  printLine('\nPasswords that Terraform is given in the shell, each for one stack:');
  for (const { stack, variable, description } of variables) printLine(`  ${stack}: ${variable}\n    ${description}`);
}

function shown({ environment, price, deployment }: Row): unknown {
  const { id, target, stage, region, owner, expires, state, budget } = environment;
  return {
    id,
    target,
    stage,
    region,
    owner,
    expires: expires ?? null,
    expired: isOver(environment),
    cu: totalCu(environment),
    cnyPerMonth: target === 'sandbox' ? 0 : Math.round(price.cny),
    unpriced: target === 'sandbox' ? [] : price.unpriced,
    budget: budget ?? null,
    state,
    stacks: deployment.stacks,
    drift: deployment.drift,
    variables: secretVariables(environment),
  };
}

/** A price without what is unpriced is a lower bound, and is marked so. */
export function priceText({ cny, unpriced }: MonthlyPrice): string {
  return `${Math.round(cny)}${unpriced.length > 0 ? ' +' : ''}`;
}

export function driftText(drift: Drift): string {
  switch (drift.kind) {
    case 'unknown':
      return 'unknown';
    case 'not-deployed':
      return 'not deployed';
    case 'none':
      return 'none';
    case 'gone':
      return `${drift.addresses.length} gone`;
  }
}

function isOver({ expires }: Environment): boolean {
  return expires !== undefined && isPast(expires);
}

/** Day of expiry in words. */
export function expiry(environment: Environment): string {
  if (environment.expires === undefined) return 'never';
  return isOver(environment) ? `${environment.expires}, over` : environment.expires;
}
