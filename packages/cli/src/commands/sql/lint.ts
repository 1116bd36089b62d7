import { writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { LintFinding } from '@strata/starrocks-sql';
import { applyFixes, lint, LINT_RULES } from '@strata/starrocks-sql';
import { Command } from 'commander';
import { printError, printJson, printLine } from '../../output';
import { readSqlFiles } from '../../sql-files';
import { readLintSettings } from './library';

interface LintCommandOptions {
  readonly dir: string;
  readonly fix?: boolean;
  readonly json?: boolean;
  readonly rules?: boolean;
}

/** Exit code 0: nothing found, 2: findings, 1: files that cannot be checked. */
export function lintCommand(): Command {
  return new Command('lint')
    .description('check the files against the rules: names, comments, money, partitions, freshness …')
    .option('--dir <folder>', 'the folder of the layers ods, cdm, ads', 'sql')
    .option('--fix', 'write what can be made right without changing any meaning')
    .option('--rules', 'list the rules; a line --@ ignore: lint.<rule> in a file switches one off')
    .option('--json', 'print JSON')
    .action(run);
}

function run({ dir, fix, json, rules }: LintCommandOptions): void {
  if (rules === true) return listRules(json);
  const folder = resolve(dir);
  const { files, layers } = readSqlFiles(folder);
  const options = { layers, ...readLintSettings(folder) };
  const first = lint(files, options);
  const fixed = fix === true ? applyFixes(files, first.findings) : files;
  const changed = fixed.filter(({ text }, index) => text !== files[index]?.text);
  for (const { path, text } of changed) writeFileSync(join(folder, path), text);
  const { findings, errors } = changed.length === 0 ? first : lint(fixed, options);
  process.exitCode = errors.length > 0 ? 1 : findings.length > 0 ? 2 : 0;
  if (json === true) {
    const list = errors.map(({ code, message, file, line, column }) => ({ code, message, file, line, column }));
    return printJson({ findings: findings.map(withoutFix), errors: list, fixed: changed.map(({ path }) => path) });
  }
  for (const error of errors) printError(error.message);
  for (const { file, line, column, rule, message } of findings)
    printLine(`${join(dir, file)}:${line}:${column}  ${rule}  ${message}`);
  printLine(summary(files.length, findings, changed.length));
}

function listRules(json: boolean | undefined): void {
  const list = LINT_RULES.map(({ id, demand }) => ({ id, demand }));
  if (json === true) return printJson(list);
  for (const { id, demand } of list) printLine(`${id.padEnd(18)} ${demand}`);
}

function withoutFix({ fix, ...finding }: LintFinding): object {
  return { ...finding, fixable: fix !== undefined };
}

function summary(files: number, findings: readonly LintFinding[], changed: number): string {
  const fixable = findings.filter(({ fix }) => fix !== undefined).length;
  const hint = fixable === 0 ? '' : `, ${fixable} of them can be fixed with --fix`;
  const written = changed === 0 ? '' : `, ${changed} files fixed`;
  return `${files} files checked, ${findings.length} findings${hint}${written}`;
}
