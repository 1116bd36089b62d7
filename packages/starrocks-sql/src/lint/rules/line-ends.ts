import type { Complaint, LintRule } from '../rule';

export const lineEnds: LintRule = {
  id: 'line-ends',
  demand: 'Lines end without blanks or carriage returns, files with one line feed.',
  check({ file: { text }, tokens }) {
    const complaints: Complaint[] = [];
    const end = text.trimEnd().length;
    for (const match of text.matchAll(/[ \t\r]+(?=\n)/g)) {
      const start = match.index;
      if (start >= end || isInsideToken(start, tokens)) continue;
      const fix = { start, end: start + match[0].length, text: '' };
      complaints.push({ offset: start, message: 'blanks at the end of the line', fix });
    }
    if (text.slice(end) !== '\n') {
      const fix = { start: end, end: text.length, text: '\n' };
      complaints.push({ offset: end, message: 'the file must end with one line feed', fix });
    }
    return complaints;
  },
};

/** A string may hold line feeds, with blanks before them that mean something. */
function isInsideToken(
  offset: number,
  { starts, ends, count }: { starts: ArrayLike<number>; ends: ArrayLike<number>; count: number },
): boolean {
  for (let token = 0; token < count; token += 1) {
    if ((starts[token] ?? 0) < offset && offset < (ends[token] ?? 0)) return true;
  }
  return false;
}
