import { Command } from 'commander';
import { checkCommand } from './check';
import { extendCommand } from './extend';
import { listCommand } from './list';
import { newCommand } from './new';
import { residueCommand } from './residue';
import { retireCommand } from './retire';
import { showCommand } from './show';

/** `strata env`: environments of this checkout. */
export function envCommand(): Command {
  const command = new Command('env').description('environments of this checkout');
  for (const sub of [
    newCommand,
    listCommand,
    showCommand,
    checkCommand,
    extendCommand,
    retireCommand,
    residueCommand,
  ]) {
    command.addCommand(sub());
  }
  return command;
}
