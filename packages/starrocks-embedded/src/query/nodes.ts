import { unsupported } from './errors';

/** A node of the parser: `{ kind: fields }`. Its shape is checked where it is used, because what is not looked at must not be silently dropped. */
export type Node = unknown;

export interface OpenNode {
  readonly kind: string;
  readonly fields: Fields;
}

export type Fields = Readonly<Record<string, unknown>>;

/** Fields that carry no meaning: positions, comments, and how a thing was spelled. */
const NOISE: ReadonlySet<string> = new Set(
  (
    'span leading_comments trailing_comments left_comments operator_comments comments post_select_comments original_name original_select original_function alias_explicit_as alias_keyword quoted inferred_type ' +
    'kind_text start_side_text end_side_text alias_first use_inner_keyword use_outer_keyword nesting_group name_quoted pre_alias_comments used_double_equals no_parens order_limit_comments by_name_comments operator_span'
  ).split(' '),
);

export function isRecord(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Opens `{ kind: fields }`. */
export function open(node: Node): OpenNode {
  if (!isRecord(node)) throw unsupported(`a node without a kind (${String(node)})`);
  const entries = Object.entries(node).filter(([key]) => key !== 'inferred_type');
  const [entry] = entries;
  if (entry === undefined || entries.length !== 1)
    throw unsupported(`a node of unknown shape (${Object.keys(node).join(', ')})`);
  const [kind, fields] = entry;
  return { kind, fields: isRecord(fields) ? fields : {} };
}

export function kindOf(node: Node): string {
  return open(node).kind;
}

/** Refuses every field that is set and that the caller does not read: this is what "default deny" means for clauses. */
export function only(fields: Fields, where: string, ...allowed: readonly string[]): void {
  for (const [name, value] of Object.entries(fields)) {
    if (isEmpty(value) || NOISE.has(name) || allowed.includes(name)) continue;
    throw unsupported(`${name.replace(/_/g, ' ')} in ${where}`);
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
