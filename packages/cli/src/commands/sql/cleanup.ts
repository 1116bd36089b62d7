import { cleanupPlan } from '@strata/starrocks-schema';
import type { CleanupPlan } from '@strata/starrocks-schema';
import type { Command } from 'commander';
import { printJson, printLine } from '../../output';
import type { PlanOptions } from './warehouse';
import { planningCommand, policyOf, readLive, withWarehouse } from './warehouse';

interface CleanupOptions extends PlanOptions {
  readonly drop?: boolean;
}

/** Exit code 0: nothing is left over, or it was dropped; 2: something is. */
export function cleanupCommand(): Command {
  return planningCommand('cleanup', 'list the tables and views that swaps left behind, and drop what may go')
    .option('--drop', 'drop them; tables with rows take --allow-data-loss and --no-protection too')
    .action((options: CleanupOptions) =>
      withWarehouse(options, async (connection, desired) => {
        const plan = cleanupPlan(await readLive(connection, desired, options), policyOf(options));
        if (options.drop === true) {
          for (const { statement } of plan.drops) await connection.query(statement);
        }
        show(plan, options);
      }),
    );
}

function show({ drops, kept }: CleanupPlan, { drop = false, json }: CleanupOptions): void {
  process.exitCode = kept.length > 0 || (drops.length > 0 && !drop) ? 2 : 0;
  if (json === true) return printJson({ dropped: drop, drops, kept });
  for (const { object, of, statement } of drops) {
    printLine(drop ? `dropped ${object} (of ${of})` : `-- ${object}, left by a swap of ${of}\n${statement};`);
  }
  for (const { object, reason } of kept) printLine(`-- ${object} stays: ${reason}`);
  if (drops.length + kept.length === 0) printLine('Nothing is left over.');
  else if (drops.length > 0 && !drop) printLine(`${drops.length} may go: add --drop.`);
}
