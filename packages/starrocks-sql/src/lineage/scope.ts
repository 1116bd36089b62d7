/** What a name in a query means: the relations that it can come from, inside out. */

import type { LineageColumn, SourceColumn } from './model';

/** Something in FROM. */
export interface Relation {
  /** Names before a column: `['d', 'db', 'catalog']`, from the nearest. */
  readonly qualifiers: readonly string[];
  /** Absent when they are not known. */
  readonly columns?: readonly LineageColumn[];
  /** The table itself, when its columns are not known: a qualified name is certain nevertheless. */
  readonly table?: string;
  /** Why the columns are not known. */
  readonly reason?: string;
  /** Whether USING made one of its columns and one of another relation, inside of parentheses. */
  readonly isMerged?: boolean;
  /** What count(*) over it depends on. */
  readonly rows: readonly SourceColumn[];
}

export interface Scope {
  readonly relations: readonly Relation[];
  /** Names of the select list that GROUP BY, HAVING, QUALIFY and ORDER BY may use. */
  readonly aliases?: ReadonlyMap<string, LineageColumn>;
  /** ORDER BY means the select list first. */
  readonly aliasesFirst?: boolean;
  /** Columns that USING made one of two. */
  readonly merged?: ReadonlySet<string>;
  /** What `*` gives behind USING; absent when that is not certain. */
  readonly star?: readonly LineageColumn[];
  /** Parameters of a lambda; what they hold comes from the other arguments of the call. */
  readonly parameters?: ReadonlySet<string>;
  readonly ctes: ReadonlyMap<string, Relation>;
  readonly outer?: Scope;
}

type Resolved =
  | { readonly kind: 'found'; readonly sources: readonly SourceColumn[]; readonly computed: boolean }
  | { readonly kind: 'problem'; readonly reason: string };

/** Finds what the name of a column means. Column names do not tell case apart, names of relations do. */
export function resolveColumn(parts: readonly string[], scope: Scope): Resolved {
  for (let at: Scope | undefined = scope; at !== undefined; at = at.outer) {
    const resolved = resolveHere(parts, at);
    if (resolved !== undefined) return resolved;
  }
  return { kind: 'problem', reason: `no relation of the query has a column ${parts.join('.')}` };
}

function resolveHere(parts: readonly string[], scope: Scope): Resolved | undefined {
  const [first = ''] = parts;
  if (scope.parameters?.has(first) === true) return { kind: 'found', sources: [], computed: true };
  const alias = parts.length === 1 ? scope.aliases?.get(first.toLowerCase()) : undefined;
  if (alias !== undefined && scope.aliasesFirst === true) return { kind: 'found', ...alias };
  for (let qualified = Math.min(3, parts.length - 1); qualified > 0; qualified -= 1) {
    const relations = scope.relations.filter((relation) => isNamed(relation, parts.slice(0, qualified)));
    const found = pick(relations, parts[qualified] ?? '', scope, true);
    if (found !== undefined) return withFields(found, parts.length - 1 - qualified);
  }
  const found = pick(scope.relations, first, scope, false);
  if (found !== undefined) return withFields(found, parts.length - 1);
  return alias === undefined ? undefined : { kind: 'found', ...alias };
}

/** Whether `ods.loan` or `loan` before a column means the relation. */
export function isNamed(relation: Relation, prefix: readonly string[]): boolean {
  return (
    prefix.length <= relation.qualifiers.length &&
    [...prefix].reverse().every((part, index) => relation.qualifiers[index] === part)
  );
}

/** A field of a struct is not the column as it is. */
function withFields(resolved: Resolved, fields: number): Resolved {
  return resolved.kind === 'found' && fields > 0 ? { ...resolved, computed: true } : resolved;
}

function hasRelations(scope: Scope | undefined): boolean {
  return scope !== undefined && (scope.relations.length > 0 || hasRelations(scope.outer));
}

function pick(relations: readonly Relation[], name: string, scope: Scope, isQualified: boolean): Resolved | undefined {
  const wanted = name.toLowerCase();
  const matches = relations.flatMap(
    ({ columns }) => columns?.filter((each) => each.name.toLowerCase() === wanted) ?? [],
  );
  const unknown = relations.filter(({ columns }) => columns === undefined);
  const [match] = matches;
  if (match !== undefined && matches.length > 1) {
    const isMerged = scope.merged?.has(wanted) === true && !isQualified;
    if (!isMerged) return { kind: 'problem', reason: `${name} may come from more than one relation: qualify it` };
    return { kind: 'found', sources: matches.flatMap(({ sources }) => sources), computed: false };
  }
  const [stranger] = unknown;
  if (stranger === undefined) return match === undefined ? undefined : { kind: 'found', ...match };
  // One stranger alone must have the column; beside others, or inside of another query, it may or may not.
  const isCertain = isQualified || (match === undefined && relations.length === 1 && !hasRelations(scope.outer));
  if (isCertain && stranger.table !== undefined && unknown.length === 1 && match === undefined) {
    return { kind: 'found', sources: [{ table: stranger.table, column: name }], computed: false };
  }
  return {
    kind: 'problem',
    reason: `${name} may come from ${stranger.table ?? 'a relation'}, ${stranger.reason ?? 'whose columns are not known'}`,
  };
}
