import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { MetricLibrary, MetricsReport, SqlFile } from '@strata/starrocks-sql';
import { GENERATED_MARK, lineageOf, metricFiles, metricsReport, readMetrics } from '@strata/starrocks-sql';
import { Command } from 'commander';
import { CliError, printJson, printLine } from '../../output';
import { readLibrary } from '../../sql-files';
import { parseYaml } from './library';

interface MetricsOptions {
  readonly dir: string;
  readonly write?: boolean;
  readonly json?: boolean;
}

/** Layer of `metrics.yaml` and of the generated views, and the layer whose figures they define. */
const LAYER = 'cdm';
const MARTS = 'ads';

/** Exit code 0: the generated files are up to date, 2: they are not (see --write), 1: an error. */
export function metricsCommand(): Command {
  return new Command('metrics')
    .description('show which columns of the marts come from metrics.yaml, and whether its views are up to date')
    .option('--dir <folder>', 'the folder of the layers ods, cdm, ads', 'sql')
    .option('--write', 'write the views that metrics.yaml declares, and remove those that it no longer does')
    .option('--json', 'print JSON')
    .action(run);
}

function run({ dir, write, json }: MetricsOptions): void {
  const folder = resolve(dir);
  const library = readMetricLibrary(folder);
  const stale = staleFiles(folder, library);
  if (write === true) writeFiles(folder, stale);
  else if (stale.length > 0) process.exitCode = 2;
  const report = metricsReport(library, lineageOf(readLibrary(folder)), { layer: LAYER, marts: MARTS });
  const paths = stale.map(({ path }) => path);
  if (json === true) return printJson({ ...report, [write === true ? 'written' : 'stale']: paths });
  show(report);
  const done = (text: string | undefined): string => (text === undefined ? 'removed' : 'written');
  for (const { path, text } of stale)
    printLine(`${path} ${write === true ? done(text) : 'is not up to date: use --write'}`);
}

/** The metrics of a library. @throws CliError STR1918 with all problems of the file, STR1914 when it is no YAML */
export function readMetricLibrary(folder: string): MetricLibrary {
  const file = join(folder, LAYER, 'metrics.yaml');
  if (!existsSync(file)) throw new CliError('STR1918', `There is no ${file}, which defines metrics.`);
  const { library, problems } = readMetrics(parseYaml(file));
  if (problems.length > 0) throw new CliError('STR1918', problems.map((problem) => `${file}: ${problem}`).join('\n'));
  return library;
}

/** Generated files that differ from those on disk; without text they are to be removed. */
function staleFiles(folder: string, library: MetricLibrary): readonly (Pick<SqlFile, 'path'> & Partial<SqlFile>)[] {
  const files = metricFiles(library, LAYER);
  const names = readdirSync(join(folder, LAYER)).filter((name) => name.endsWith('.sql'));
  const onDisk = new Map(names.map((name) => [`${LAYER}/${name}`, readFileSync(join(folder, LAYER, name), 'utf8')]));
  const surplus = [...onDisk].filter(
    ([path, text]) => text.includes(GENERATED_MARK) && !files.some((file) => file.path === path),
  );
  return [...files.filter(({ path, text }) => onDisk.get(path) !== text), ...surplus.map(([path]) => ({ path }))];
}

function writeFiles(folder: string, files: ReturnType<typeof staleFiles>): void {
  for (const { path, text } of files) {
    if (text === undefined) rmSync(join(folder, path));
    else writeFileSync(join(folder, path), text);
  }
}

function show({ metrics, columns, coverage, unused }: MetricsReport): void {
  const width = Math.max(0, ...metrics.map(({ name }) => name.length));
  for (const { name, unit, owner, usedBy } of metrics) {
    const uses = usedBy.map(({ object, column }) => `${object}.${column}`).join(', ');
    printLine(`${name.padEnd(width)}  ${unit}, ${owner}: used ${usedBy.length} times${uses === '' ? '' : `: ${uses}`}`);
  }
  for (const { object, column, kind } of columns) {
    if (kind === 'other') printLine(`${object}.${column} comes from no metric`);
  }
  const figures = columns.filter(({ kind }) => kind !== 'dimension').length;
  printLine(
    `${Math.round(coverage * 1000) / 10} % of ${figures} figures of the marts come from ${metrics.length} metrics`,
  );
  if (unused.length > 0) printLine(`not used: ${unused.join(', ')}`);
}
