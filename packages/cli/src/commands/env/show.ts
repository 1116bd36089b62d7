import {
  cacheReports,
  cacheText,
  lifecyclesOf,
  loadPlatform,
  monthlyPrice,
  physicalNames,
  secretVariables,
  stackId,
  totalCu,
} from '@strata/environment';
import type { Account, CacheReport, Environment, MonthlyPrice } from '@strata/environment';
import { Command } from 'commander';
import { findCheckout } from '../../checkout';
import { printJson, printLine } from '../../output';
import { environmentOf } from '../../settings';
import { drawTable } from '../../table';
import { deploymentOf, existing } from './deployed';
import type { Deployment } from './deployed';
import { driftText, expiry, priceText } from './list';

/** `strata env show`: one environment with everything that follows from its file. */
export function showCommand(): Command {
  return new Command('show')
    .description('one environment with everything that follows from its file: sizes, stacks, names, price')
    .argument('<environment>', 'its id, e.g. risk-dev')
    .option('--json', 'print JSON')
    .action(show);
}

interface Shown {
  readonly environment: Environment;
  readonly cu: number;
  readonly stacks: readonly string[];
  /** What it is -> its name in the cloud. */
  readonly names: Readonly<Record<string, string>>;
  readonly caches: readonly CacheReport[];
  readonly price: MonthlyPrice;
  readonly deployment: Deployment;
  readonly variables: ReturnType<typeof secretVariables>;
}

async function show(id: string, { json }: { json?: boolean }): Promise<void> {
  const checkout = findCheckout();
  const environment = environmentOf(checkout, id);
  const { account } = loadPlatform(checkout);
  const shown: Shown = {
    environment,
    cu: totalCu(environment),
    stacks: lifecyclesOf(environment).map((lifecycle) => stackId(environment, lifecycle)),
    names: namesOf(environment, account),
    caches: cacheReports(environment, account),
    price: monthlyPrice(environment, account),
    deployment: deploymentOf(environment, checkout, await existing(checkout)),
    variables: secretVariables(environment),
  };
  if (json === true) printJson(shown);
  else print(shown);
}

function namesOf(environment: Environment, account: Account): Readonly<Record<string, string>> {
  const names = physicalNames(environment, account);
  const { instance, network, sources, streams, zones } = environment;
  return {
    ...(network.kind === 'created' ? { VPC: names.vpc, 'security group': names.securityGroup } : {}),
    ...(network.kind === 'created'
      ? Object.fromEntries(zones.map((zone) => [`vSwitch ${zone}`, names.vswitch(zone)]))
      : {}),
    [instance.kind === 'shared' ? `StarRocks of ${instance.environment}` : 'StarRocks']: names.instance,
    ...Object.fromEntries(environment.layers.map((layer) => [`database ${layer}`, names.database(layer)])),
    ...Object.fromEntries(
      sources.filter(({ kind }) => kind === 'created').map(({ name }) => [`RDS ${name}`, names.source(name)]),
    ),
    ...(streams.length > 0 ? { Kafka: names.kafka } : {}),
    ...(sources.length + streams.length > 0 ? { Flink: names.flinkWorkspace, bucket: names.bucket } : {}),
  };
}

function print({ environment, cu, stacks, names, caches, price, deployment, variables }: Shown): void {
  const { drift } = deployment;
  const facts: readonly (readonly [string, string])[] = [
    ['environment', `${environment.id} (${environment.file})`],
    ['owner', environment.owner],
    ['target', `${environment.target}, ${environment.region} (${environment.zones.join(', ')})`],
    ['expires', expiry(environment)],
    [
      'state',
      `${environment.state}, protection ${onOff(environment.protection)}, allowDataLoss ${onOff(environment.allowDataLoss)}`,
    ],
    ['size', `${cu} CU when everything runs`],
    ...caches.map((cache) => [`cache of ${cache.warehouse}`, cacheText(cache)] as const),
    [
      'layers',
      [
        ...environment.borrowedLayers.map(({ layer, environment: of }) => `${layer} of ${of}`),
        ...environment.layers,
      ].join(', '),
    ],
    ['stacks', stacks.map((stack) => stackText(stack, deployment)).join(', ')],
    ['drift', drift.kind === 'unknown' ? `unknown: ${drift.why}` : driftText(drift)],
    ...(drift.kind === 'gone' ? drift.addresses.map((address) => ['', address] as const) : []),
    ...Object.entries(names),
    ...variables.map(({ stack, variable }) => [`password of ${stack}`, variable] as const),
  ];
  const width = Math.max(...facts.map(([name]) => name.length));
  for (const [name, value] of facts) printLine(`${name.padEnd(width)}  ${value}`);
  printPrice(environment, price);
}

function stackText(stack: string, { stacks }: Deployment): string {
  return stacks === null ? stack : `${stack} (${stacks[stack] ?? 0} resources)`;
}

function onOff(value: boolean): string {
  return value ? 'on' : 'off';
}

function printPrice({ target, budget }: Environment, price: MonthlyPrice): void {
  const { lines, unpriced, assumptions } = price;
  printLine(
    `\n${priceText(price)} CNY a month by the price book${target === 'sandbox' ? ', were it in the cloud' : ''}${budget === undefined ? '' : `, budget ${budget}`}`,
  );
  if (lines.length > 0) {
    printLine(
      drawTable({
        columns: ['what', 'item', 'quantity', 'hours', 'CNY/month'],
        rows: lines.map(({ what, item, quantity, hours, cny }) => [
          what,
          item,
          String(quantity),
          String(Math.round(hours)),
          cny.toFixed(2),
        ]),
      }),
    );
  }
  for (const { what, why } of unpriced) printLine(`  without price: ${what}: ${why}`);
  for (const source of new Set(
    lines.map((line) => `${line.source.title}, read on ${line.source.readOn}: ${line.source.url}`),
  )) {
    printLine(`  source: ${source}`);
  }
  for (const assumption of assumptions) printLine(`  ${assumption}`);
}
