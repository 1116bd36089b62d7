import { sandboxDown, sandboxFolder, sandboxReset, sandboxStatus, sandboxUp } from '@strata/alicloud-sandbox';
import { Command } from 'commander';
import { findCheckout } from '../checkout';
import { printJson, printLine } from '../output';
import { sandboxPorts } from '../settings';

interface JsonOption {
  readonly json?: boolean;
}

/** `strata sandbox`: control plane and embedded servers of this checkout. Exit code 2 of `status` means: does not run. */
export function sandboxCommand(): Command {
  const withJson = (command: Command) => command.option('--json', 'print JSON');
  return new Command('sandbox')
    .description('the cloud on this machine: control plane and embedded StarRocks servers of this checkout')
    .addCommand(
      withJson(new Command('up').description('start it in the background; does nothing when it runs')).action(up),
    )
    .addCommand(withJson(new Command('down').description('stop it; what exists in it stays')).action(down))
    .addCommand(withJson(new Command('status').description('what runs; exit code 2 when nothing does')).action(status))
    .addCommand(
      withJson(
        new Command('reset').description('delete everything in it, its Terraform state too, and start it'),
      ).action(reset),
    );
}

async function up({ json }: JsonOption): Promise<void> {
  const checkout = findCheckout();
  const port = await sandboxUp(sandboxFolder(checkout), sandboxPorts(checkout));
  if (json === true) printJson({ running: true, port });
  else printLine(`The sandbox runs: http://127.0.0.1:${port}`);
}

async function down({ json }: JsonOption): Promise<void> {
  const stopped = await sandboxDown(sandboxFolder(findCheckout()));
  if (json === true) printJson({ running: false, stopped });
  else printLine(stopped ? 'The sandbox is stopped; what exists in it stays.' : 'The sandbox does not run.');
}

async function reset({ json }: JsonOption): Promise<void> {
  const checkout = findCheckout();
  await sandboxReset(sandboxFolder(checkout));
  await up({ json });
}

async function status({ json }: JsonOption): Promise<void> {
  const found = await sandboxStatus(sandboxFolder(findCheckout()));
  if (found === undefined) {
    if (json === true) printJson({ running: false });
    else printLine('The sandbox does not run. Start it: npx strata sandbox up');
    process.exitCode = 2;
    return;
  }
  if (json === true) return printJson({ running: true, ...found });
  printLine(`The sandbox runs: http://127.0.0.1:${found.port} (process ${found.pid})`);
  for (const instance of found.instances) {
    printLine(
      `  StarRocks ${instance.name} (${instance.id}): mysql port ${instance.queryPort ?? '-'}, http port ${instance.httpPort ?? '-'}`,
    );
  }
  for (const job of found.flinkJobs) printLine(`  Flink job ${job.name}: ${job.status} (recorded, not executed)`);
  const counts = Object.entries(found.resources).map(([type, count]) => `${count} ${type.replace(/^alicloud_/, '')}`);
  if (counts.length > 0) printLine(`  ${counts.join(', ')}`);
}
