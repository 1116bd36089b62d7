/** How an imported file looks: as the files of the library are written by hand. */

import type { CreateTableStatement, Statement } from '@strata/starrocks-sql';
import { printColumn, printIdentifier, printStatement } from '@strata/starrocks-sql';

/** The text of a file: annotations, the statement with aligned columns, grants behind it. */
export function fileText(statements: readonly Statement[], annotations: readonly string[]): string {
  const head = annotations.map((annotation) => `--@ ${annotation}\n`).join('');
  return `${head}${statements.map((statement) => `${statementText(statement)};\n`).join('')}`;
}

function statementText(statement: Statement): string {
  const printed = printStatement(statement);
  return statement.kind === 'create-table' ? aligned(printed, statement) : printed;
}

/** Names of columns in one width, so that their types stand below each other. */
function aligned(printed: string, { columns }: CreateTableStatement): string {
  const width = Math.max(0, ...columns.map(({ name }) => printIdentifier(name).length));
  const lines = columns.map((column) => {
    const text = printColumn(column);
    const name = printIdentifier(column.name);
    return { plain: `  ${text}`, wide: `  ${name.padEnd(width)}${text.slice(name.length)}` };
  });
  const plain = lines.map((line) => line.plain).join(',\n');
  return printed.replace(plain, () => lines.map((line) => line.wide).join(',\n'));
}
