import { Command, CommanderError } from 'commander';
import { isUserError, printError, surviveClosedOutput } from './output';

/** Each command with what loads it: a command pays only for the packages that it uses. */
const COMMANDS: Readonly<Record<string, () => Promise<Command>>> = {
  bootstrap: async () => (await import('./commands/bootstrap.js')).bootstrapCommand(),
  sandbox: async () => (await import('./commands/sandbox.js')).sandboxCommand(),
  starrocks: async () => (await import('./commands/starrocks.js')).starrocksCommand(),
  sql: async () => (await import('./commands/sql.js')).sqlCommand(),
  ingest: async () => (await import('./commands/ingest.js')).ingestCommand(),
  env: async () => (await import('./commands/env/command.js')).envCommand(),
  policy: async () => (await import('./commands/policy.js')).policyCommand(),
  synth: async () => (await import('./commands/synth.js')).synthCommand(),
  demo: async () => (await import('./commands/demo.js')).demoCommand(),
};

/** Exit codes: 0 nothing to do or done, 1 error, 2 changes pending or findings. */
async function main(): Promise<void> {
  surviveClosedOutput([process.stdout, process.stderr]);
  const program = new Command('strata')
    .description('Infrastructure as code for a real-time warehouse on Alibaba Cloud')
    .exitOverride()
    .showHelpAfterError('(see --help)');
  for (const load of wanted(process.argv[2])) program.addCommand(await load());
  try {
    await program.parseAsync();
  } catch (error) {
    process.exitCode = report(error);
  }
}

/** The one command that was asked for; all of them for help, and to find what a wrong one was meant to be. */
function wanted(name: string | undefined): readonly (() => Promise<Command>)[] {
  const one = name === undefined ? undefined : COMMANDS[name];
  return one === undefined ? Object.values(COMMANDS) : [one];
}

/** Tells what went wrong; answers the exit code. */
function report(error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 1;
  printError(
    isUserError(error) ? error.message : error instanceof Error ? (error.stack ?? error.message) : String(error),
  );
  return 1;
}

void main();
