import type { LoadOptions } from './options';

/** Values of one line; null is `\N`. */
type RawRow = readonly (string | null)[];

/** Splits CSV as StarRocks does: no quotes and no escapes, unless `enclose` and `escape` name them. */
export function parseCsv(text: string, options: LoadOptions): readonly RawRow[] {
  const rows = options.enclose === '' && options.escape === '' ? splitPlain(text, options) : splitQuoted(text, options);
  return rows.slice(options.skipHeader);
}

function splitPlain(text: string, options: LoadOptions): RawRow[] {
  const lines = text.split(options.rowDelimiter);
  if (lines.at(-1) === '') lines.pop();
  return lines.map((line) => line.split(options.columnSeparator).map((cell) => readCell(cell, options)));
}

function readCell(cell: string, options: LoadOptions): string | null {
  const value = options.trimSpace ? cell.trim() : cell;
  return value === '\\N' ? null : value;
}

function splitQuoted(text: string, options: LoadOptions): RawRow[] {
  const { enclose, escape, columnSeparator, rowDelimiter } = options;
  const rows: RawRow[] = [];
  let row: (string | null)[] = [];
  let cell = '';
  let quoted = false;
  let inside = false;
  let index = 0;
  const endCell = (): void => {
    row.push(quoted ? cell : readCell(cell, options));
    cell = '';
    quoted = false;
  };
  while (index < text.length) {
    const char = text.charAt(index);
    if (escape !== '' && char === escape && index + 1 < text.length) {
      cell += text.charAt(index + 1);
      index += 2;
    } else if (inside) {
      if (char !== enclose) cell += char;
      else if (text.charAt(index + 1) === enclose) {
        cell += enclose;
        index += 1;
      } else inside = false;
      index += 1;
    } else if (enclose !== '' && char === enclose && cell === '') {
      inside = true;
      quoted = true;
      index += 1;
    } else if (text.startsWith(columnSeparator, index)) {
      endCell();
      index += columnSeparator.length;
    } else if (text.startsWith(rowDelimiter, index)) {
      endCell();
      rows.push(row);
      row = [];
      index += rowDelimiter.length;
    } else {
      cell += char;
      index += 1;
    }
  }
  if (cell !== '' || quoted || row.length > 0) {
    endCell();
    rows.push(row);
  }
  return rows;
}
