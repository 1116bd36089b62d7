import { isAlias, isMap, isPair, isScalar, isSeq, LineCounter, parseDocument, visit } from 'yaml';
import type { Document, Node } from 'yaml';
import type { z } from 'zod';
import { closestAlternative } from './alternatives';
import { nearest } from './nearest';
import type { Problem } from './problems';
import { keysOf, mappingsAt } from './shape';

/** One step into a document: a key of a mapping or an index of a list. */
export type Step = string | number;

export interface Position {
  readonly line: number;
  readonly column: number;
}

/** A YAML file as values, with a way back from a value to its place in the text. */
export interface SourceDocument {
  readonly file: string;
  readonly value: unknown;
  /** Problems of the YAML itself; when there are any, `value` is undefined. */
  readonly problems: readonly Problem[];
  /** Where the value at a path stands; the nearest enclosing value when there is none. */
  readonly positionOf: (path: readonly Step[]) => Position;
  /** Where a key of the mapping at a path stands. */
  readonly positionOfKey: (path: readonly Step[], key: string) => Position;
}

/** Reads YAML 1.2 with positions. Never throws: what is wrong is in `problems`. */
export function readDocument(text: string, file: string): SourceDocument {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const at = (offset: number | undefined): Position => {
    const { line, col } = lines.linePos(offset ?? 0);
    return { line, column: col };
  };
  const wrong = (offset: number | undefined, message: string): Problem => ({
    code: 'STR1101',
    file,
    ...at(offset),
    path: '',
    message,
  });
  const errors = document.errors.map(({ pos, message }) =>
    wrong(pos[0], `is not YAML: ${withoutSource(message)}. Correct the syntax.`),
  );
  const reference = errors.length === 0 ? firstReference(document) : undefined;
  const problems = reference === undefined ? errors : [wrong(startOf(reference), NO_REFERENCES)];
  return {
    file,
    value: problems.length === 0 ? (document.toJS() as unknown) : undefined,
    problems,
    positionOf: (path) => at(find(document.contents, path)),
    positionOfKey: (path, key) => at(findKey(document.contents, path, key)),
  };
}

/** Its name is not repeated: what follows an unquoted `*` or `&` may be a password. */
const NO_REFERENCES =
  'must not have anchors and aliases of YAML: a text that begins with `&` or `*` is read as one. Quote the text, or write the value out.';

/** What the parser says, without the text that it did not understand, which may be a password. */
function withoutSource(message: string): string {
  return message.replace(/(?<=characters|document|stream|tag|token): .*|(?<=escape sequence) .*|\.$/s, '');
}

/** The first anchor or alias: one alone can make a value endless, or stand for nothing. */
function firstReference(document: Document.Parsed): Node | undefined {
  let found: Node | undefined;
  visit(document, {
    Node: (_, node) => {
      if (!isAlias(node) && node.anchor === undefined) return undefined;
      found = node;
      return visit.BREAK;
    },
  });
  return found;
}

function find(root: unknown, path: readonly Step[]): number | undefined {
  let node = root;
  let offset = startOf(root);
  for (const step of path) {
    node = childOf(node, step);
    if (node === undefined) return offset;
    offset = startOf(node) ?? offset;
  }
  return offset;
}

function findKey(root: unknown, path: readonly Step[], key: string): number | undefined {
  let node = root;
  for (const step of path) node = childOf(node, step);
  if (isMap(node)) {
    const pair = node.items.find((item) => isPair(item) && isScalar(item.key) && String(item.key.value) === key);
    if (pair !== undefined) return startOf(pair.key);
  }
  return find(root, path);
}

function childOf(node: unknown, step: Step): unknown {
  if (isMap(node) || isSeq(node)) return node.get(step, true);
  return undefined;
}

function startOf(node: unknown): number | undefined {
  const range = (node as { range?: readonly number[] | null } | null | undefined)?.range;
  return range?.[0];
}

/** A path as people write it: `warehouses[0].cu`. */
export function formatPath(path: readonly Step[]): string {
  return path.reduce<string>(
    (text, step) => (typeof step === 'number' ? `${text}[${step}]` : text === '' ? step : `${text}.${step}`),
    '',
  );
}

/** Checks a document against a schema; answers the value, or every problem with its place. */
export function check<T>(
  document: SourceDocument,
  schema: z.ZodType<T>,
): { readonly value: T; readonly problems: readonly [] } | { readonly problems: readonly Problem[] } {
  if (document.problems.length > 0) return { problems: document.problems };
  const result = schema.safeParse(document.value, { reportInput: true });
  if (result.success) return { value: result.data, problems: [] };
  const problems = result.error.issues.flatMap((issue) => problemsOf(document, schema, issue));
  return { problems: firstOfEach(problems).sort((a, b) => a.line - b.line || a.column - b.column) };
}

/** A value may break several parts of its rule, but is corrected once. */
function firstOfEach(problems: readonly Problem[]): Problem[] {
  return problems.filter(({ path }, index) => problems.findIndex((each) => each.path === path) === index);
}

function problemsOf(document: SourceDocument, schema: z.ZodType, issue: z.core.$ZodIssue): Problem[] {
  if (issue.code === 'invalid_union' && isMapping(issue.input) && issue.errors.length > 0) {
    return closestAlternative(issue.errors).flatMap((inner) =>
      problemsOf(document, schema, { ...inner, path: [...issue.path, ...inner.path] }),
    );
  }
  const path = issue.path.map((step) => (typeof step === 'number' ? step : String(step)));
  if (issue.code === 'unrecognized_keys') {
    const forms = mappingsAt(schema, path);
    const meant = forms.find((form) => keysIn(issue.input).every((key) => keysOf(form).includes(key)));
    if (meant !== undefined) return problemsOfForm(document, schema, meant, path, issue.input);
    const known = [...new Set(forms.flatMap(keysOf))];
    return issue.keys.map((key) => ({
      code: 'STR1102',
      file: document.file,
      ...document.positionOfKey(path, key),
      path: formatPath([...path, key]),
      message: unknownKey(key, known),
    }));
  }
  return [
    {
      code: issue.code === 'custom' ? 'STR1104' : 'STR1103',
      file: document.file,
      ...document.positionOf(path),
      path: formatPath(path),
      message: issue.message,
    },
  ];
}

/** What is wrong with a mapping as the one of several forms that has all of its keys. */
function problemsOfForm(
  document: SourceDocument,
  schema: z.ZodType,
  form: z.ZodType,
  path: readonly Step[],
  value: unknown,
): Problem[] {
  const issues = form.safeParse(value, { reportInput: true }).error?.issues ?? [];
  return issues.flatMap((issue) => problemsOf(document, schema, { ...issue, path: [...path, ...issue.path] }));
}

function keysIn(value: unknown): readonly string[] {
  return typeof value === 'object' && value !== null ? Object.keys(value) : [];
}

function isMapping(value: unknown): boolean {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function unknownKey(key: string, known: readonly string[]): string {
  if (known.includes(key)) {
    return `\`${key}\` cannot stand beside the other keys here: they belong to another form of this. Remove it, or them.`;
  }
  const meant = nearest(key, known);
  const hint = meant === undefined ? 'Remove it.' : `Did you mean \`${meant}\`?`;
  return `\`${key}\` is not a known key, one of ${known.join(', ')}. ${hint}`;
}
