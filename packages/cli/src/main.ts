import { Command, CommanderError } from 'commander';
import { isUserError, printError } from './output';
import { demoCommand } from './commands/demo';
import { envCommand } from './commands/env';
import { ingestCommand } from './commands/ingest';
import { sandboxCommand } from './commands/sandbox';
import { sqlCommand } from './commands/sql';
import { starrocksCommand } from './commands/starrocks';

/** Exit codes: 0 nothing to do or done, 1 error, 2 changes pending or findings. */
async function main(): Promise<void> {
  const program = new Command('strata')
    .description('Infrastructure as code for a real-time warehouse on Alibaba Cloud')
    .exitOverride()
    .showHelpAfterError('(see --help)')
    .addCommand(sandboxCommand())
    .addCommand(starrocksCommand())
    .addCommand(sqlCommand())
    .addCommand(ingestCommand())
    .addCommand(envCommand())
    .addCommand(demoCommand());
  try {
    await program.parseAsync();
  } catch (error) {
    if (error instanceof CommanderError) {
      process.exitCode = error.exitCode === 0 ? 0 : 1;
      return;
    }
    printError(
      isUserError(error) ? error.message : error instanceof Error ? (error.stack ?? error.message) : String(error),
    );
    process.exitCode = 1;
  }
}

void main();
