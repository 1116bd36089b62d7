import { Command } from 'commander';
import { lineageCommand } from './sql/lineage';
import { lintCommand } from './sql/lint';
import { testCommand } from './sql/test';
import { parseCommand } from './sql-parse';
import { applyCommand, planCommand, statusCommand } from './sql-schema';

/** `strata sql`: the language and the schema engine by hand, without Terraform. */
export function sqlCommand(): Command {
  return new Command('sql')
    .description('the language and the schema engine by hand, without Terraform')
    .addCommand(parseCommand())
    .addCommand(lintCommand())
    .addCommand(lineageCommand())
    .addCommand(testCommand())
    .addCommand(planCommand())
    .addCommand(applyCommand())
    .addCommand(statusCommand());
}
