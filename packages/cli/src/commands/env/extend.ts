import { checkLifetime, daysBetween, loadPlatform, setKey } from '@strata/environment';
import { Command, InvalidArgumentError } from 'commander';
import { findCheckout } from '../../checkout';
import { CliError, printJson, printLine } from '../../output';
import { environmentOf } from '../../settings';
import { editFile } from './edit-file';
import { inDays, isPast, today } from './today';

interface Options {
  readonly to?: string;
  readonly days?: number;
  readonly json?: boolean;
}

/** `strata env extend`: writes a later day of expiry. */
export function extendCommand(): Command {
  return new Command('extend')
    .description('write a later day of expiry into the file of an environment, within the maximum of its stage')
    .argument('<environment>', 'its id, e.g. risk-dev')
    .option('--to <day>', 'the day, e.g. 2027-03-31')
    .option('--days <n>', 'so many days from today (default: lifetimeDays.default of the stage)', wholeNumber)
    .option('--json', 'print JSON')
    .action(extend);
}

/** A number of days on the command line. */
function wholeNumber(text: string): number {
  if (/^[1-9]\d{0,4}$/.test(text)) return Number(text);
  throw new InvalidArgumentError(`It must be a whole number of days, got "${text}".`);
}

function extend(id: string, options: Options): void {
  const checkout = findCheckout();
  const environment = environmentOf(checkout, id);
  const { account } = loadPlatform(checkout);
  const { file, expires: before, stage } = environment;
  if (environment.state === 'retired') {
    throw new CliError('STR1951', `${file} is retired and can live no longer: it is on its way to be destroyed.`);
  }
  if (options.to !== undefined && options.days !== undefined) {
    throw new CliError('STR1951', '--to and --days say the same: give one of them.');
  }
  const expires = options.to ?? inDays(options.days ?? account.stages[stage].lifetimeDays?.default ?? 0);
  if (before === undefined) {
    throw new CliError(
      'STR1951',
      `${file} has no \`expires\`: ${id} lives until it is retired. There is nothing to extend.`,
    );
  }
  const edit = (yaml: string): string => setKey(yaml, 'expires', expires, 'owner');
  editFile(checkout, file, edit, (extended, yaml) => {
    if (daysBetween(before, expires) <= 0) {
      throw new CliError(
        'STR1951',
        `${file} expires on ${before} already, got ${expires}. Name a later day: --to DAY or --days N. To end it earlier, edit the file.`,
      );
    }
    if (isPast(expires)) {
      throw new CliError(
        'STR1951',
        `The day must not be in the past, got ${expires}; today is ${today()}. Name a later day.`,
      );
    }
    return checkLifetime(extended, today(), account, yaml);
  });
  if (options.json === true) return printJson({ environment: id, file, before, expires });
  printLine(`${file}: expires ${expires}, before ${before}. Commit it; the tags follow with the next deploy.`);
}
