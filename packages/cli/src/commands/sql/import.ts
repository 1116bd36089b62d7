import { connect, importModel, introspect } from '@strata/starrocks-schema';
import type { ImportResult } from '@strata/starrocks-schema';
import type { Command } from 'commander';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { printError, printJson, printLine } from '../../output';
import { endpointOf } from './endpoint';
import type { WarehouseOptions } from './warehouse';
import { warehouseCommand } from './warehouse';

interface ImportCommandOptions extends WarehouseOptions {
  readonly database: readonly string[];
  readonly force?: boolean;
}

/** Exit code 0: every object has its file, 2: notes say what could not be written, or was there already. */
export function importCommand(): Command {
  return warehouseCommand('import', 'write what a warehouse holds as files that plan to nothing')
    .option('--database <name>', 'a database, and the layer that it is: risk_dev_ods=ods; may be repeated', collect, [])
    .option('--force', 'overwrite files that are there')
    .action(run);
}

function collect(value: string, before: readonly string[]): readonly string[] {
  return [...before, value];
}

async function run(options: ImportCommandOptions): Promise<void> {
  const layers = new Map(
    (options.database.length > 0 ? options.database : ['ods', 'cdm', 'ads']).map((each): [string, string] => {
      const [database = '', layer = database] = each.split('=');
      return [database, layer];
    }),
  );
  const connection = await connect(endpointOf(options.url));
  try {
    const live = await introspect(connection, {
      environment: options.environment,
      databases: [...layers.keys()],
      objects: 'all',
      statements: true,
    });
    // What was declared stays declared, although the engine adds the same to every object.
    const declared = new Map(live.objects.map(({ id, ledger }) => [id, ledger?.declaredProperties ?? []]));
    const imported = importModel(live, {
      layerOf: (database) => layers.get(database),
      keepProperties: (id) => declared.get(id) ?? [],
    });
    report(imported, options);
  } finally {
    await connection.close();
  }
}

function report({ files, notes }: ImportResult, options: ImportCommandOptions): void {
  const folder = resolve(options.dir);
  const kept = options.force === true ? [] : files.filter(({ path }) => existsSync(join(folder, path)));
  const written = files.filter((file) => !kept.includes(file));
  for (const { path, text } of written) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  process.exitCode = notes.length + kept.length > 0 ? 2 : 0;
  if (options.json === true) {
    return printJson({ written: written.map(({ path }) => path), kept: kept.map(({ path }) => path), notes });
  }
  for (const { path, objects } of written) printLine(`${path}  ${objects.join(', ')}`);
  for (const { path } of kept) printError(`${path} is there already: it stays as it is. Overwrite it with --force.`);
  for (const note of notes) printError(note);
  printLine(`${written.length} files written to ${options.dir}.`);
}
