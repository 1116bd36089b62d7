import { Command } from 'commander';

/** Each command with what loads it: the linter needs no driver, no database. */
const COMMANDS: Readonly<Record<string, () => Promise<Command>>> = {
  parse: async () => (await import('./sql-parse.js')).parseCommand(),
  lint: async () => (await import('./sql/lint.js')).lintCommand(),
  lineage: async () => (await import('./sql/lineage.js')).lineageCommand(),
  test: async () => (await import('./sql/test.js')).testCommand(),
  metrics: async () => (await import('./sql/metrics.js')).metricsCommand(),
  plan: async () => (await import('./sql/plan.js')).planCommand(),
  apply: async () => (await import('./sql/apply.js')).applyCommand(),
  status: async () => (await import('./sql/plan.js')).statusCommand(),
  drift: async () => (await import('./sql/drift.js')).driftCommand(),
  import: async () => (await import('./sql/import.js')).importCommand(),
  cleanup: async () => (await import('./sql/cleanup.js')).cleanupCommand(),
};

/** `strata sql`: the language and the schema engine by hand, without Terraform. */
export async function sqlCommand(): Promise<Command> {
  const sql = new Command('sql').description('the language and the schema engine by hand, without Terraform');
  const wanted = COMMANDS[process.argv[3] ?? ''];
  const loads = wanted === undefined ? Object.values(COMMANDS) : [wanted];
  for (const load of loads) sql.addCommand(await load());
  return sql;
}
