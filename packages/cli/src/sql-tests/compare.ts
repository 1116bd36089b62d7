/** Compares rows without their order. */

import type { Cell, Difference, Row } from './model';

/** Differences in the columns that the expected rows name. */
export function compareRows(expected: readonly Row[], got: readonly Row[]): readonly Difference[] {
  const columns = [...new Set(expected.flatMap((row) => Object.keys(row)))];
  const open = got.map((row) => (columns.length === 0 ? row : project(row, columns)));
  const missing = expected.filter((row) => {
    const index = open.findIndex((each) => columnsThatDiffer(row, each).length === 0);
    if (index !== -1) open.splice(index, 1);
    return index === -1;
  });
  const paired = missing.map((row) => pair(row, open));
  return [...paired, ...open.map((row): Difference => ({ kind: 'unexpected', got: row }))];
}

/** Takes the row that is most like the missing one out of those that are left. */
function pair(expected: Row, open: Row[]): Difference {
  const width = Object.keys(expected).length;
  let best = -1;
  let fewest = width;
  open.forEach((row, index) => {
    const differing = columnsThatDiffer(expected, row).length;
    if (differing < fewest) [best, fewest] = [index, differing];
  });
  const [got] = best === -1 ? [] : open.splice(best, 1);
  if (got === undefined) return { kind: 'missing', expected };
  return { kind: 'changed', expected, got, columns: columnsThatDiffer(expected, got) };
}

function columnsThatDiffer(expected: Row, got: Row): readonly string[] {
  return Object.keys(expected).filter((column) => !same(expected[column] ?? null, got[column]));
}

function project(row: Row, columns: readonly string[]): Row {
  return Object.fromEntries(columns.flatMap((column) => (row[column] === undefined ? [] : [[column, row[column]]])));
}

/** 1.50 is 1.5, true is 1; a text is itself only. */
function same(expected: Cell, got: Cell | undefined): boolean {
  if (got === undefined) return false;
  if (expected === null || got === null) return expected === got;
  return canonical(expected) === canonical(got);
}

const NUMBER = /^-?\d+(\.\d+)?$/;

function canonical(cell: Exclude<Cell, null>): string {
  if (typeof cell === 'boolean') return cell ? '1' : '0';
  const text = String(cell);
  if (!NUMBER.test(text) || !text.includes('.')) return text;
  return text.replace(/\.?0+$/, '').replace(/^-0$/, '0');
}

/** A difference as lines: `-` expected, `+` got, `~` with both values of each cell that differs. */
export function shownDifference(difference: Difference): string {
  switch (difference.kind) {
    case 'missing':
      return `- expected ${shownRow(difference.expected)}`;
    case 'unexpected':
      return `+ got      ${shownRow(difference.got)}`;
    case 'changed': {
      const { expected, got, columns } = difference;
      const agreed = Object.fromEntries(Object.entries(expected).filter(([column]) => !columns.includes(column)));
      const cells = columns.map(
        (column) => `${column}: expected ${shown(expected[column])}, got ${shown(got[column])}`,
      );
      return `~ ${shownRow(agreed)}\n    ${cells.join('\n    ')}`;
    }
  }
}

function shownRow(row: Row): string {
  return `{ ${Object.entries(row)
    .map(([column, cell]) => `${column}: ${shown(cell)}`)
    .join(', ')} }`;
}

function shown(cell: Cell | undefined): string {
  return cell === undefined ? 'no such column' : cell === null ? 'null' : String(cell);
}
