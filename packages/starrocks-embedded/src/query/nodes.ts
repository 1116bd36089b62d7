import { unsupported } from './errors';

/** A node of the parser: `{ kind: fields }`. Its shape is checked where it is used, because what is not looked at must not be silently dropped. */
export type Node = unknown;

interface OpenNode {
  readonly kind: string;
  readonly fields: Fields;
}

export type Fields = Readonly<Record<string, unknown>>;

/** Fields that carry no meaning: positions, comments, and how a thing was spelled. */
const NOISE: ReadonlySet<string> = new Set(
  (
    'span leading_comments trailing_comments left_comments operator_comments comments post_select_comments original_name original_select original_function alias_explicit_as alias_keyword quoted inferred_type ' +
    'kind_text start_side_text end_side_text alias_first use_inner_keyword use_outer_keyword name_quoted pre_alias_comments used_double_equals no_parens order_limit_comments by_name_comments operator_span'
  ).split(' '),
);

export function isRecord(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Fields in which `false` says something else than nothing. */
const TELLING: ReadonlySet<string> = new Set(['nulls_first']);

/** The tree without what carries no meaning, so that each walk over a kept tree is short. */
export function compact(node: Node): Node {
  if (Array.isArray(node)) return node.map(compact);
  if (!isRecord(node)) return node;
  const kept: Record<string, unknown> = {};
  const meant = Object.entries(node).filter(([name]) => !NOISE.has(name));
  for (const [name, value] of meant) {
    // The only entry may be the kind of a node without fields, as `{ null: null }`.
    if (meant.length === 1 || !isEmpty(value) || (value === false && TELLING.has(name))) kept[name] = compact(value);
  }
  return kept;
}

const NO_FIELDS: Fields = {};

/** Opens `{ kind: fields }`. */
export function open(node: Node): OpenNode {
  if (!isRecord(node)) throw unsupported(`a node without a kind (${String(node)})`);
  let kind: string | undefined;
  for (const name in node) {
    if (kind !== undefined) throw unsupported(`a node of unknown shape (${Object.keys(node).join(', ')})`);
    kind = name;
  }
  if (kind === undefined) throw unsupported('a node of unknown shape');
  const fields = node[kind];
  return { kind, fields: isRecord(fields) ? fields : NO_FIELDS };
}

export function kindOf(node: Node): string {
  return open(node).kind;
}

/** Refuses every field of a compacted tree that is set and that the caller does not read: this is what "default deny" means for clauses. */
export function only(fields: Fields, where: string, ...allowed: readonly string[]): void {
  for (const name in fields) {
    if (!allowed.includes(name) && !isEmpty(fields[name])) throw unsupported(`${name.replace(/_/g, ' ')} in ${where}`);
  }
}

function isEmpty(value: unknown): boolean {
  return value === null || value === undefined || value === false || (Array.isArray(value) && value.length === 0);
}

export function list(value: unknown): readonly Node[] {
  if (value === null || value === undefined) return [];
  if (!Array.isArray(value)) throw unsupported('a list of unknown shape');
  return value;
}

export function record(value: unknown, where: string): Fields {
  if (!isRecord(value)) throw unsupported(`${where} of unknown shape`);
  return value;
}

/** Text of an identifier node or of a plain string; undefined when it is not set. */
export function nameOf(value: unknown): string | undefined {
  if (value === null || value === undefined) return undefined;
  if (typeof value === 'string') return value;
  const name = record(value, 'a name')['name'];
  if (typeof name === 'string') return name;
  if (isRecord(name)) return nameOf(name);
  throw unsupported('a name of unknown shape');
}
