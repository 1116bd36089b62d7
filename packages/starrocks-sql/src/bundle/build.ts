/** Makes the bundle of an environment from the files of the SQL library. */

import { createHash } from 'node:crypto';

import type { Statement } from '../ast';
import type { SqlFileError } from '../errors';
import { suggestion } from '../nearest';
import { parseStatement } from '../parser/parse';
import { printStatement } from '../print';
import type { BundleOptions, BundleResult, SchemaObject, SqlFile } from './bundle';
import { BUNDLE_VERSION } from './bundle';
import { withCacheWindow } from './cache-window';
import type { DeclaredFile } from './files';
import { fileError, readFile } from './files';
import type { Dependency } from './objects';
import { dependenciesOf, RELATION_KINDS } from './objects';
import { orderByReferences } from './order';
import { renameStatement } from './rename';
import { withVariables } from './variables';

/** Databases that every server has. */
const SYSTEM_DATABASES: ReadonlySet<string> = new Set(['information_schema', 'sys', '_statistics_']);
const INTERNAL_CATALOG = 'default_catalog';

/**
 * Parses, checks and links all files of a library.
 *
 * A file declares one object: its name is the name of the file, its layer the folder. References to objects of other
 * layers are `layer.name`, those within the layer may leave the layer out. In the bundle all of them are physical names.
 * Never throws for what stands in the files: all errors of all files come back at once, by path and place.
 */
export function buildBundle(files: readonly SqlFile[], options: BundleOptions): BundleResult {
  const resolved = files.map((file) => withVariables(file, options));
  const results = resolved.map(({ file }) => readFile(file, options));
  const unique = withoutDuplicates(results.flatMap(({ declared }) => (declared === undefined ? [] : [declared])));
  const linker = new Linker(unique.declared, options);
  const linked = unique.declared.map((declared) => linker.link(declared));
  const order = orderByReferences(linked);
  const errors = [
    ...resolved.flatMap((result) => result.errors),
    ...results.flatMap((result) => result.errors),
    ...unique.errors,
    ...linker.errors,
    ...order.circles.map((circle) => circleError(circle, linked)),
  ];
  const managed = order.ordered.filter(
    ({ declared: { layer } }) => layer === undefined || options.layers.includes(layer),
  );
  const objects = managed.map((object) => toObject(object, linker));
  const layers = options.layers.map((name) => ({ name, database: linker.databaseOf(name) }));
  return { bundle: { version: BUNDLE_VERSION, layers, objects }, errors: errors.sort(byPlace) };
}

function byPlace(left: BundleResult['errors'][number], right: BundleResult['errors'][number]): number {
  const [one = '', other = ''] = [left.file, right.file];
  if (one !== other) return one < other ? -1 : 1;
  return left.offset - right.offset;
}

function withoutDuplicates(all: readonly DeclaredFile[]): {
  readonly declared: DeclaredFile[];
  readonly errors: SqlFileError[];
} {
  const byId = new Map<string, DeclaredFile>();
  const errors: SqlFileError[] = [];
  for (const declared of all) {
    const first = byId.get(declared.id);
    if (first === undefined) byId.set(declared.id, declared);
    else
      errors.push(
        fileError(
          'STR1303',
          declared.file,
          declared.statement.at,
          `${declared.id} is declared in ${first.file.path} already`,
        ),
      );
  }
  return { declared: [...byId.values()], errors };
}

interface Linked {
  readonly id: string;
  readonly declared: DeclaredFile;
  readonly references: readonly string[];
  readonly externalReferences: readonly string[];
  readonly dependencies: readonly (Dependency & { readonly id?: string })[];
}

type Target =
  | { readonly kind: 'declared'; readonly id: string }
  | { readonly kind: 'external'; readonly name: string }
  | { readonly kind: 'error'; readonly reason: string };

/** Resolves the tables that objects name. */
class Linker {
  public readonly errors: SqlFileError[] = [];
  private readonly byId: ReadonlyMap<string, DeclaredFile>;
  private readonly layers: readonly string[];
  private readonly options: BundleOptions;

  constructor(declared: readonly DeclaredFile[], options: BundleOptions) {
    this.byId = new Map(declared.map((each) => [each.id, each]));
    this.layers = [...options.layers, ...(options.readOnlyLayers ?? [])];
    this.options = options;
  }

  public databaseOf(layer: string): string {
    return this.options.databaseOf?.(layer) ?? layer;
  }

  public link(declared: DeclaredFile): Linked {
    const references = new Set<string>();
    const externals = new Set<string>();
    const dependencies: Linked['dependencies'][number][] = [];
    for (const dependency of dependenciesOf(declared.statement)) {
      const target = this.resolve(dependency.parts, declared);
      if (target.kind === 'error') this.errors.push(fileError('STR1304', declared.file, dependency.at, target.reason));
      else if (target.kind === 'external') externals.add(target.name);
      else {
        references.add(target.id);
        dependencies.push({ ...dependency, id: target.id });
      }
    }
    const lists = { references: [...references].sort(), externalReferences: [...externals].sort() };
    return { id: declared.id, declared, ...lists, dependencies };
  }

  private resolve(parts: readonly string[], from: DeclaredFile): Target {
    const local = parts.length === 3 && parts[0] === INTERNAL_CATALOG ? parts.slice(1) : parts;
    if (local.length > 2) return { kind: 'external', name: local.join('.') };
    const name = local.at(-1) ?? '';
    const layer = local.length === 2 ? (local[0] ?? '') : (from.layer ?? '');
    if (!this.layers.includes(layer)) return this.resolveOutside(layer, name);
    const id = `${layer}.${name}`;
    const target = this.byId.get(id);
    if (target !== undefined && RELATION_KINDS.has(target.kind)) return { kind: 'declared', id };
    if (target !== undefined)
      return { kind: 'error', reason: `${id} is a ${target.kind.replaceAll('-', ' ')}, not a table or view` };
    return { kind: 'error', reason: `no table or view ${id} in the library.${suggestion(id, this.relationIds())}` };
  }

  private resolveOutside(database: string, name: string): Target {
    const isKnown = SYSTEM_DATABASES.has(database) || (this.options.externalDatabases?.includes(database) ?? false);
    if (isKnown) return { kind: 'external', name: `${database}.${name}` };
    const known = `known layers are ${this.layers.join(', ')}`;
    const hint = suggestion(`${database}.${name}`, this.relationIds()) || suggestion(database, this.layers);
    return { kind: 'error', reason: `no layer '${database}': ${known}.${hint}` };
  }

  private *relationIds(): Iterable<string> {
    for (const { id, kind } of this.byId.values()) if (RELATION_KINDS.has(kind)) yield id;
  }

  /** The statement with physical databases for layers, and with a cache window that the disks have room for. */
  public physical(statement: Statement, layer: string | undefined): Statement {
    return renameStatement(withCacheWindow(statement, this.options.cacheDays), {
      object: (parts) => {
        const local = parts.length === 3 && parts[0] === INTERNAL_CATALOG ? parts.slice(1) : parts;
        const database = local.length === 2 ? local[0] : local.length === 1 ? layer : undefined;
        if (database === undefined || !this.layers.includes(database)) return undefined;
        return [this.databaseOf(database), local.at(-1) ?? ''];
      },
      database: (name) => (this.layers.includes(name) ? this.databaseOf(name) : name),
    });
  }
}

function circleError(circle: readonly string[], linked: readonly Linked[]): SqlFileError {
  const [first = ''] = circle;
  const next = circle[1] ?? first;
  const object = linked.find((each) => each.id === first);
  if (object === undefined) throw new TypeError(`STR1300 ${first} is in a circle, but not in the library`);
  const at = object.dependencies.find((dependency) => dependency.id === next)?.at ?? object.declared.statement.at;
  const way = [...circle, first].join(' -> ');
  const reason = circle.length === 1 ? `${first} refers to itself` : `objects refer to each other in a circle: ${way}`;
  return fileError('STR1305', object.declared.file, at, reason);
}

/** Positions become places in the canonical text, so that comments in a file do not change the bundle. */
function toObject(linked: Linked, linker: Linker): SchemaObject {
  const { declared } = linked;
  const canonical = (statement: Statement): { readonly sql: string; readonly statement: Statement } => {
    const sql = printStatement(linker.physical(statement, declared.layer));
    return { sql, statement: parseStatement(sql) };
  };
  const grants = declared.grants.map(canonical);
  const main = canonical(declared.statement);
  const { layer } = declared;
  return {
    id: declared.id,
    kind: declared.kind,
    ...(layer === undefined ? {} : { layer, database: linker.databaseOf(layer) }),
    name: declared.name,
    file: declared.file.path,
    ...main,
    grants,
    references: linked.references,
    externalReferences: linked.externalReferences,
    annotations: declared.annotations,
    hash: createHash('sha256')
      .update([main.sql, ...grants.map((grant) => grant.sql)].join(';\n'))
      .digest('hex'),
  };
}
