import type { Source } from '../sources';
import { CHAPTERS, TRAPS } from './list';

/** Where a trap is dealt with. */
export interface Handled {
  readonly id: string;
  /** Files of code that make it impossible or report it. */
  readonly places: readonly string[];
  readonly tests: readonly string[];
  /** Whether the page of limits says why neither is possible. */
  readonly isLimit: boolean;
}

const MARK = /@trap (\d+(?:\.\d+)?-\d+)/g;
const RULE = /^policies\/([a-z0-9-]+)\.ts$/;
/** Rules are tried here, each by its id. */
const RULE_CASES = 'test/policies/cases/';

/** Reads the marks of code, tests and limits. */
export function handledTraps(sources: readonly Source[], tests: readonly Source[], limits: string): readonly Handled[] {
  const limited = new Set([...limits.matchAll(/^- \*\*(\d+(?:\.\d+)?-\d+)\*\* /gm)].map(([, id]) => id));
  return TRAPS.map(({ id }) => {
    const places = marked(sources, id);
    return {
      id,
      places,
      tests: [...new Set([...marked(tests, id), ...places.flatMap((place) => casesOf(place, tests))])],
      isLimit: limited.has(id),
    };
  });
}

/** Marks of traps that are not in the list. */
export function unknownMarks(files: readonly Source[]): readonly string[] {
  const known = new Set(TRAPS.map(({ id }) => id));
  return files.flatMap(({ file, text }) =>
    [...text.matchAll(MARK)].filter(([, id = '']) => !known.has(id)).map(([, id]) => `${id} in ${file}`),
  );
}

/** The page: every trap with its place and its test. */
export function trapPage(handled: readonly Handled[]): string {
  const byId = new Map(handled.map((each) => [each.id, each]));
  const chapters = CHAPTERS.map(({ id, title, traps }) => {
    const rows = traps.map((text, index) => {
      const number = `${id}-${index + 1}`;
      const { places = [], tests = [], isLimit = false } = byId.get(number) ?? {};
      const where = [...places.map(link), ...(isLimit ? ['[limits](limits.md)'] : [])].join('<br>');
      return `| ${number} | ${text} | ${where} | ${tests.map(link).join('<br>')} |`;
    });
    return `## ${id === '2' ? '2.' : id} ${title}\n\n| # | Trap | Where | Test |\n|---|---|---|---|\n${rows.join('\n')}\n`;
  });
  return (
    '# Traps\n\n<!-- Generated from the marks in the code: UPDATE_DOCS=1 npx jest test/docs -->\n\n' +
    'What bites on Alibaba Cloud and in its provider, and where this project makes it impossible or reports it.\n\n' +
    chapters.join('\n')
  );
}

function marked(files: readonly Source[], id: string): readonly string[] {
  return files
    .filter(({ text }) => [...text.matchAll(MARK)].some(([, mark]) => mark === id))
    .map(({ file }) => file)
    .sort();
}

function casesOf(place: string, tests: readonly Source[]): readonly string[] {
  const [, rule] = RULE.exec(place) ?? [];
  if (rule === undefined) return [];
  return tests
    .filter(({ file, text }) => file.startsWith(RULE_CASES) && text.includes(`'${rule}'`))
    .map(({ file }) => file);
}

function link(file: string): string {
  return `[${file}](../${file})`;
}
