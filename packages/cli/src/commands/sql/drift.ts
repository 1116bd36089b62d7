import {
  adopt,
  apply,
  assertNoRefusals,
  checkContracts,
  contractTables,
  databasesOf,
  drift,
  introspect,
  planRevert,
  readContracts,
  renderPlan,
} from '@strata/starrocks-schema';
import type { BrokenContract, Connection, Drift, LiveModel, Model } from '@strata/starrocks-schema';
import type { Command } from 'commander';
import { writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { printError, printJson, printLine } from '../../output';
import { readSqlFiles } from '../../sql-files';
import { resolveFromShell } from './secrets';
import type { PlanOptions } from './warehouse';
import { planningCommand, policyOf, withWarehouse } from './warehouse';

interface DriftOptions extends PlanOptions {
  readonly revert?: boolean;
  readonly adopt?: boolean;
}

interface Found {
  readonly drift: Drift;
  readonly broken: readonly BrokenContract[];
}

/** Exit code 0: nothing drifted, or it was reverted or adopted; 2: something did. */
export function driftCommand(): Command {
  return planningCommand('drift', 'show what was changed in the warehouse behind the back of the files')
    .option('--revert', 'bring the warehouse back to what the files declare')
    .option('--adopt', 'write the files anew, so that they declare what is live')
    .action((options: DriftOptions) =>
      withWarehouse(options, (connection, desired) => run(connection, desired, options)),
    );
}

async function run(connection: Connection, desired: Model, options: DriftOptions): Promise<void> {
  const databases = databasesOf(desired);
  const objects = desired.objects.map(({ id }) => id);
  const live = await introspect(connection, { environment: options.environment, databases, objects, statements: true });
  const found: Found = {
    drift: drift(desired, live),
    broken: checkContracts(desired, await readContracts(connection, contractTables(desired))),
  };
  if (options.revert === true) await revert(connection, desired, live, found, options);
  const written = options.adopt === true ? adoptInto(desired, live, found, options) : [];
  const isMended = options.revert === true || options.adopt === true;
  process.exitCode = (found.drift.objects.length > 0 && !isMended) || found.broken.length > 0 ? 2 : 0;
  if (options.json === true) printJson({ ...found.drift, broken: found.broken, written });
  else show(found, written);
}

async function revert(
  connection: Connection,
  desired: Model,
  live: LiveModel,
  { drift: { objects } }: Found,
  options: DriftOptions,
): Promise<void> {
  const ids = objects.map(({ object }) => object);
  const plan = planRevert(desired, live, ids, policyOf(options));
  assertNoRefusals(plan);
  if (options.json !== true) for (const line of renderPlan(plan)) printLine(line);
  await apply(connection, plan, { environment: options.environment, resolveSecret: resolveFromShell });
}

/** Writes the files of drifted objects. @returns their paths */
function adoptInto(desired: Model, live: LiveModel, { drift: { objects } }: Found, options: DriftOptions): string[] {
  const folder = resolve(options.dir);
  const texts = new Map(readSqlFiles(folder).files.map(({ path, text }): [string, string] => [path, text]));
  const ids = objects.filter(({ state }) => state === 'changed').map(({ object }) => object);
  const { files, notes } = adopt(desired, live, ids, texts);
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
