import { readFileSync } from 'node:fs';
import type { Statement } from '@strata/starrocks-sql';
import { parseScript } from '@strata/starrocks-sql';
import { Command } from 'commander';
import { CliError, printError, printJson, printLine } from '../output';

/** What was understood of one statement, or why it was not. */
type Parsed =
  | { readonly file: string; readonly line: number; readonly kind: string; readonly object?: string }
  | {
      readonly file: string;
      readonly line: number;
      readonly column: number;
      readonly error: string;
      readonly code: string;
    };

/** `strata sql parse`: exit code 1 when a statement does not parse. */
export function parseCommand(): Command {
  return new Command('parse')
    .description('show what is understood of StarRocks statements: kind, object, line, or the error')
    .argument('<file...>', 'files, or - for standard input')
    .option('--json', 'print JSON')
    .action(parse);
}

function parse(files: readonly string[], { json }: { json?: boolean }): void {
  const results = files.flatMap((file) => parseFile(file));
  if (results.some((result) => 'error' in result)) process.exitCode = 1;
  if (json === true) return printJson(results);
  for (const result of results) {
    if ('error' in result) printError(result.error);
    else
      printLine(
        `${result.file}:${result.line}  ${result.kind}${result.object === undefined ? '' : `  ${result.object}`}`,
      );
  }
}

function parseFile(file: string): readonly Parsed[] {
  const { statements, errors } = parseScript(readText(file), { file });
  const parsed = [
    ...statements.map((statement): Parsed => ({
      file,
      line: statement.at.line,
      kind: statement.kind,
      ...objectOf(statement),
    })),
    ...errors.map((error): Parsed => ({
      file,
      line: error.line,
      column: error.column,
      error: error.message,
      code: error.code,
    })),
  ];
  return parsed.sort((a, b) => a.line - b.line);
}

function readText(file: string): string {
  try {
    return readFileSync(file === '-' ? 0 : file, 'utf8');
  } catch (error) {
    throw new CliError('STR1906', `${file} cannot be read: ${error instanceof Error ? error.message : String(error)}`);
  }
}

function objectOf(statement: Statement): { readonly object?: string } {
  if (!('name' in statement) || statement.name === undefined) return {};
  return { object: typeof statement.name === 'string' ? statement.name : statement.name.parts.join('.') };
}
