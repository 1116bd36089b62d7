import Table from 'cli-table3';

/** A result as rows of text, with the names of its columns. */
export interface Answer {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly (string | null)[])[];
}

const NO_LINES_BETWEEN_ROWS = { mid: '', 'left-mid': '', 'mid-mid': '', 'right-mid': '' };

/** Draws a result as a table; numbers stand right. */
export function drawTable({ columns, rows }: Answer): string {
  const table = new Table({
    head: [...columns],
    chars: NO_LINES_BETWEEN_ROWS,
    style: { head: process.stdout.isTTY ? ['cyan'] : [], border: process.stdout.isTTY ? ['grey'] : [] },
    colAligns: columns.map((_, index) => (rows.every((row) => isNumber(row[index])) ? 'right' : 'left')),
  });
  for (const row of rows) table.push(row.map((value) => value ?? 'NULL'));
  return table.toString();
}

function isNumber(value: string | null | undefined): boolean {
  return value === null || value === undefined || /^-?\d+(\.\d+)?$/.test(value);
}
