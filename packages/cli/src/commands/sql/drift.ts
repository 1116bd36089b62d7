import {
  adopt,
  apply,
  assertNoRefusals,
  checkContracts,
  chosenDrift,
  contractTables,
  databasesOf,
  drift,
  introspect,
  planRevert,
  readContracts,
  renderPlan,
} from '@strata/starrocks-schema';
import type { BrokenContract, Connection, Drift, DriftChoice, LiveModel, Model } from '@strata/starrocks-schema';
import type { Command } from 'commander';
import { Option } from 'commander';
import { writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { CliError, printError, printJson, printLine } from '../../output';
import { readSqlFiles } from '../../sql-files';
import { refuseOutsideWindow } from './apply';
import { progressOn } from './progress';
import { resolveFromShell } from './secrets';
import type { PlanOptions } from './warehouse';
import { planningCommand, policyOf, withWarehouse } from './warehouse';

interface DriftOptions extends PlanOptions {
  readonly revert?: boolean;
  readonly adopt?: boolean;
  readonly object: readonly string[];
  readonly attribute: readonly string[];
}

function collected(value: string, before: readonly string[]): readonly string[] {
  return [...before, value];
}

interface Found {
  readonly drift: Drift;
  /** What of it is reverted or adopted. */
  readonly choice: DriftChoice;
  readonly broken: readonly BrokenContract[];
}

/** Exit code 0: nothing drifted, or all of it was reverted or adopted; 2: something did, or some of it is left. */
export function driftCommand(): Command {
  return planningCommand('drift', 'show what was changed in the warehouse behind the back of the files')
    .addOption(new Option('--revert', 'bring the warehouse back to what the files declare').conflicts('adopt'))
    .option('--adopt', 'write the files anew, so that they declare what is live')
    .option('--object <layer.name>', 'revert or adopt only this object; may be repeated', collected, [])
    .option(
      '--attribute <path>',
      'revert or adopt only this attribute, e.g. columns.amount; may be repeated',
      collected,
      [],
    )
    .action((options: DriftOptions) =>
      withWarehouse(options, (connection, desired) => run(connection, desired, options)),
    );
}

async function run(connection: Connection, desired: Model, options: DriftOptions): Promise<void> {
  const databases = databasesOf(desired);
  const objects = desired.objects.map(({ id }) => id);
  const live = await introspect(connection, { environment: options.environment, databases, objects, statements: true });
  const drifted = drift(desired, live);
  const found: Found = {
    drift: drifted,
    choice: chosen(drifted, options),
    broken: checkContracts(desired, await readContracts(connection, contractTables(desired))),
  };
  if (options.revert === true) await revert(connection, desired, live, found, options);
  const written = options.adopt === true ? adoptInto(desired, live, found, options) : [];
  const isMended = (options.revert === true || options.adopt === true) && isWhole(found);
  process.exitCode = (found.drift.objects.length > 0 && !isMended) || found.broken.length > 0 ? 2 : 0;
  if (options.json === true) printJson({ ...found.drift, broken: found.broken, written });
  else show(found, written);
}

/** @throws CliError STR1924 when what is named did not drift */
function chosen(found: Drift, { object: objects, attribute: attributes }: DriftOptions): DriftChoice {
  const choice = chosenDrift(found, { objects, attributes });
  if (choice.size > 0 || objects.length + attributes.length === 0) return choice;
  const drifted = found.objects.map((each) => `${each.object} (${each.attributes.map(({ path }) => path).join(', ')})`);
  const what = [...objects.map((one) => `--object ${one}`), ...attributes.map((one) => `--attribute ${one}`)].join(' ');
  throw new CliError('STR1924', `${what} names nothing that drifted. What did: ${drifted.join('; ') || 'nothing'}.`);
}

function isWhole({ drift: { objects }, choice }: Found): boolean {
  return objects.every(({ object }) => choice.get(object) === 'all');
}

async function revert(
  connection: Connection,
  desired: Model,
  live: LiveModel,
  { choice }: Found,
  options: DriftOptions,
): Promise<void> {
  const policy = policyOf(options);
  const plan = planRevert(desired, live, choice, policy);
  assertNoRefusals(plan);
  refuseOutsideWindow(plan, policy.window);
  if (options.json !== true) for (const line of renderPlan(plan)) printLine(line);
  const progress = progressOn(process.stderr, plan.steps.length);
  try {
    await apply(connection, plan, {
      environment: options.environment,
      resolveSecret: resolveFromShell,
      ...(options.json === true ? {} : { onProgress: progress.report }),
    });
  } finally {
    progress.end();
  }
}

/** Writes the files of drifted objects. @returns their paths */
function adoptInto(desired: Model, live: LiveModel, found: Found, options: DriftOptions): string[] {
  const folder = resolve(options.dir);
  const texts = new Map(readSqlFiles(folder).files.map(({ path, text }): [string, string] => [path, text]));
  const changed = new Set(found.drift.objects.filter(({ state }) => state === 'changed').map(({ object }) => object));
  const choice = new Map([...found.choice].filter(([object]) => changed.has(object)));
  const { files, notes } = adopt(desired, live, choice, texts);
  for (const { path, text } of files) writeFileSync(join(folder, path), text);
  for (const note of notes) printError(note);
  return files.map(({ path }) => path);
}

function show({ drift: { objects, unmanaged }, broken }: Found, written: readonly string[]): void {
  for (const { object, state, file, attributes } of objects) {
    printLine(`${object}: ${state}${file === undefined ? '' : ` (${file})`}`);
    for (const { path, declared, live } of attributes) {
      printLine(`  ${path}: declared ${declared || "''"}, live ${live || "''"}`);
    }
  }
  for (const { object, table, column } of broken) {
    printLine(`${object}: reads ${table}${column === undefined ? '' : `.${column}`}, which is not there any more`);
  }
  for (const id of unmanaged) printLine(`not managed here: ${id}`);
  for (const path of written) printLine(`written: ${path}`);
  printLine(`${objects.length} of the managed objects drifted, ${broken.length} contracts with catalogs are broken.`);
}
