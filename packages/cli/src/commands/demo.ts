import { Command } from 'commander';
import { findCheckout } from '../checkout';
import { loadDemoData } from '../demo/load';
import { martsOf, nextSteps, refreshMarts } from '../demo/marts';
import { drawTable } from '../table';
import { demoWarehouse } from '../demo/warehouse';
import { printJson, printLine } from '../output';

interface JsonOption {
  readonly json?: boolean;
}

/** `strata demo`: the steps of `npm run demo` after the deployment, one by one. */
export function demoCommand(): Command {
  const withJson = (command: Command) => command.option('--json', 'print JSON');
  return new Command('demo')
    .description('sample data and marts of the deployed environment "demo"')
    .addCommand(withJson(new Command('load').description('load the sample data through Stream Load')).action(load))
    .addCommand(withJson(new Command('refresh').description('refresh the materialized views')).action(refresh))
    .addCommand(
      withJson(new Command('show').description('query the ADS marts and compare them with independent figures')).action(
        show,
      ),
    )
    .addCommand(new Command('next').description('how to go on').action(next));
}

async function load({ json }: JsonOption): Promise<void> {
  const { rows, tables, batches } = await loadDemoData(await demoWarehouse(findCheckout()));
  if (json === true) printJson({ rows, tables, batches });
  else printLine(`${rows.toLocaleString('en')} changes loaded into ${tables} tables in ${batches} loads`);
}

async function refresh({ json }: JsonOption): Promise<void> {
  const checkout = findCheckout();
  const refreshed = await refreshMarts(checkout, await demoWarehouse(checkout));
  if (json === true) printJson({ refreshed });
  else printLine(`${refreshed.length} materialized views refreshed`);
}

/** Exit code 2: the marts differ from what was computed without SQL. */
async function show({ json }: JsonOption): Promise<void> {
  const marts = await martsOf(await demoWarehouse(findCheckout()));
  const wrong = marts.filter((mart) => !mart.asExpected);
  if (wrong.length > 0) process.exitCode = 2;
  if (json === true) return printJson(marts);
  for (const mart of marts) {
    printLine(
      `\nads.${mart.name}: ${mart.rows} rows, ${mart.asExpected ? 'as computed without SQL' : 'NOT as computed without SQL'}`,
    );
    printLine(drawTable(mart.sample));
  }
}

async function next(): Promise<void> {
  for (const line of nextSteps(await demoWarehouse(findCheckout()))) printLine(line);
}
