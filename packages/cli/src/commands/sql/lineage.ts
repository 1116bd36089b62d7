import { resolve } from 'node:path';
import type { Lineage, ObjectLineage } from '@strata/starrocks-sql';
import { lineageAround, lineageMermaid, lineageOf } from '@strata/starrocks-sql';
import { Command, Option } from 'commander';
import { CliError, printError, printJson, printLine } from '../../output';
import { readLibrary } from '../../sql-files';

interface LineageOptions {
  readonly dir: string;
  readonly object?: string;
  readonly json?: boolean;
  readonly mermaid?: boolean;
}

/** Exit code 0: every source is certain, 2: some are not (they are listed), 1: an error. */
export function lineageCommand(): Command {
  return new Command('lineage')
    .description('show which columns every column is made of, through all layers')
    .option('--dir <folder>', 'the folder of the layers ods, cdm, ads', 'sql')
    .option('--object <layer.name>', 'only what leads to this object and away from it')
    .option('--json', 'print JSON')
    .addOption(new Option('--mermaid', 'print a Mermaid flow chart').conflicts('json'))
    .action(run);
}

function run({ dir, object, json, mermaid }: LineageOptions): void {
  const all = lineageOf(readLibrary(resolve(dir)));
  const lineage = object === undefined ? all : around(all, object);
  const problems = lineage.objects.flatMap(({ id, problems: own }) => own.map((each) => ({ id, ...each })));
  process.exitCode = problems.length > 0 ? 2 : 0;
  if (json === true) return printJson(lineage);
  if (mermaid === true) printLine(lineageMermaid(lineage, { columns: object !== undefined }));
  else for (const each of lineage.objects) show(each);
  for (const { id, reason, at } of problems) printError(`${id}: query ${at.line}:${at.column}  ${reason}`);
}

function around(lineage: Lineage, id: string): Lineage {
  const ids = lineage.objects.map((object) => object.id);
  if (ids.includes(id)) return lineageAround(lineage, id);
  throw new CliError('STR1915', `${id} is no table or view of the library. It has ${ids.join(', ')}.`);
}

function show({ id, kind, columns, influences }: ObjectLineage): void {
  printLine(`${id} (${kind})`);
  const text = (list: readonly { readonly object: string; readonly column: string }[]) =>
    list.map(({ object, column }) => `${object}.${column}`).join(', ');
  for (const { name, sources, origins, computed } of columns) {
    if (sources.length === 0) continue;
    printLine(`  ${name} ${computed ? '<' : '='} ${text(sources)}${originsShown(text(sources), text(origins))}`);
  }
  const clauses = [...new Set(influences.map(({ clause }) => clause))];
  for (const clause of clauses) printLine(`  ${clause}: ${text(influences.filter((each) => each.clause === clause))}`);
}

function originsShown(sources: string, origins: string): string {
  return origins === '' || origins === sources ? '' : `  <- ${origins}`;
}
