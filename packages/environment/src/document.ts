import { isMap, isPair, isScalar, isSeq, LineCounter, parseDocument } from 'yaml';
import type { z } from 'zod';
import { nearest } from './nearest';
import type { Problem } from './problems';

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
  const problems = document.errors.map((error): Problem => ({
    code: 'STR1101',
    file,
    ...at(error.pos[0]),
    path: '',
    message: `is not YAML: ${error.message.replace(/\.?$/, '.')} Correct the syntax.`,
  }));
  return {
    file,
    value: problems.length === 0 ? (document.toJS() as unknown) : undefined,
    problems,
    positionOf: (path) => at(find(document.contents, path)),
    positionOfKey: (path, key) => at(findKey(document.contents, path, key)),
  };
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
  if (issue.code === 'invalid_union' && isMapping(issue.input)) {
    return closestAlternative(issue.errors).flatMap((inner) =>
      problemsOf(document, schema, { ...inner, path: [...issue.path, ...inner.path] }),
    );
  }
  const path = issue.path.map((step) => (typeof step === 'number' ? step : String(step)));
  if (issue.code === 'unrecognized_keys') {
    const known = knownKeys(schema, path);
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

function isMapping(value: unknown): boolean {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** What is wrong with the alternative that was most probably meant: the one with the least to correct. */
function closestAlternative(alternatives: readonly z.core.$ZodIssue[][]): z.core.$ZodIssue[] {
  const cost = (issues: readonly z.core.$ZodIssue[]): number =>
    issues.reduce((sum, issue) => sum + (issue.code === 'unrecognized_keys' ? issue.keys.length : 1), 0);
  return [...alternatives].sort((a, b) => cost(a) - cost(b))[0] ?? [];
}

function unknownKey(key: string, known: readonly string[]): string {
  const meant = nearest(key, known);
  const hint = meant === undefined ? 'Remove it.' : `Did you mean \`${meant}\`?`;
  return `\`${key}\` is not a known key, one of ${known.join(', ')}. ${hint}`;
}

interface Definition {
  readonly type: string;
  readonly shape?: Readonly<Record<string, z.ZodType>>;
  readonly element?: z.ZodType;
  readonly innerType?: z.ZodType;
  readonly in?: z.ZodType;
  readonly options?: readonly z.ZodType[];
  readonly valueType?: z.ZodType;
}

/** The keys that the schema has at a path; of all alternatives when it has several. */
function knownKeys(schema: z.ZodType, path: readonly Step[]): readonly string[] {
  const definition = schema._zod.def as unknown as Definition;
  if (definition.options !== undefined) {
    return [...new Set(definition.options.flatMap((option) => knownKeys(option, path)))];
  }
  const wrapped = definition.innerType ?? definition.in;
  if (wrapped !== undefined) return knownKeys(wrapped, path);
  const [step, ...rest] = path;
  if (step === undefined) return Object.keys(definition.shape ?? {});
  const child = typeof step === 'number' ? definition.element : (definition.shape?.[step] ?? definition.valueType);
  return child === undefined ? [] : knownKeys(child, rest);
}
