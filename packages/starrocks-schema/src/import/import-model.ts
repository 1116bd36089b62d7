/** A live catalog as the files that declare it: they plan to nothing. Pure. */

import type { Statement } from '@strata/starrocks-sql';
import { renameStatement } from '@strata/starrocks-sql';

import type { PlainKind } from '../kinds/definition';
import { isPlain } from '../kinds/registry';
import type { LiveModel, LiveObject, ObjectId } from '../model';
import { idOf } from '../model';
import { LEDGER_DATABASE } from '../ledger';
import { fileText } from './layout';
import type { Tidied } from './tidy';
import { tidied } from './tidy';

export interface ImportOptions {
  /**
   * The layer that a database is, e.g. `ods` for `risk_dev_ods`; undefined for one that is not imported.
   *
   * @default - every database is a layer of its own name
   */
  readonly layerOf?: (database: string) => string | undefined;
  /**
   * Keys of properties that stay in the file of an object whatever their values.
   *
   * @default - what the engine adds to every object is left out
   */
  readonly keepProperties?: (id: ObjectId) => readonly string[];
}

export interface ImportedFile {
  /** In the library: `ods/loan.sql`, `roles/analyst.sql`. */
  readonly path: string;
  readonly text: string;
  /** The objects that it declares. */
  readonly objects: readonly ObjectId[];
}

export interface ImportResult {
  /** By path. */
  readonly files: readonly ImportedFile[];
  /** What could not be written as a file, and why; what to fill in. */
  readonly notes: readonly string[];
}

const FOLDERS: Readonly<Partial<Record<PlainKind, string>>> = {
  catalog: 'catalogs',
  'storage-volume': 'catalogs',
  warehouse: 'resources',
  'resource-group': 'resources',
  role: 'roles',
  user: 'users',
};

/**
 * Writes what was read as files of the library.
 *
 * @param live read with `{ objects: 'all', statements: true }`
 */
export function importModel(live: LiveModel, options: ImportOptions = {}): ImportResult {
  const layerOf = options.layerOf ?? ((database: string): string => database);
  const grants = new Map(live.objects.filter(({ kind }) => kind === 'grants').map((each) => [each.id, each]));
  const notes: string[] = [];
  const files = new Map<string, ImportedFile>();
  for (const object of live.objects) {
    if (object.kind === 'database' || object.kind === 'grants' || object.database === LEDGER_DATABASE) continue;
    const result = importObject(object, grants, layerOf, new Set(options.keepProperties?.(object.id)));
    notes.push(...result.notes.map((note) => `${object.id}: ${note}`));
    if (result.file === undefined) continue;
    const taken = files.get(result.file.path);
    if (taken === undefined) files.set(result.file.path, result.file);
    else
      notes.push(
        `${object.id}: ${result.file.path} declares ${taken.objects.join(', ')} already; give one of them another name.`,
      );
  }
  return { files: [...files.values()].sort((a, b) => (a.path < b.path ? -1 : 1)), notes };
}

interface Imported {
  readonly file?: ImportedFile;
  readonly notes: readonly string[];
}

function importObject(
  object: LiveObject,
  grants: ReadonlyMap<ObjectId, LiveObject>,
  layerOf: (database: string) => string | undefined,
  keep: ReadonlySet<string>,
): Imported {
  const layer = object.database === '' ? undefined : layerOf(object.database);
  const folder = layer ?? (isPlain(object.kind) ? FOLDERS[object.kind] : undefined);
  if (folder === undefined) {
    return object.database === ''
      ? { notes: ['a global function has no file of its own yet; declare it in a layer.'] }
      : { notes: [] };
  }
  const [statement] = object.statements ?? [];
  if (statement === undefined) {
    return { notes: ['the engine prints it in a way that is not understood; write its file by hand.'] };
  }
  const tidy = tidied(statement, object, keep);
  if (typeof tidy === 'string') return { notes: [tidy] };
  const granted = grants.get(idOf('grants', '', object.id));
  const all = [tidy.statement, ...(granted?.statements ?? [])].map((each) => logical(each, layerOf, layer));
  const name = fileName(tidy);
  const ids = [object.id, ...(granted === undefined ? [] : [granted.id])];
  return {
    file: { path: `${folder}/${name}.sql`, text: fileText(all, tidy.annotations), objects: ids },
    notes: tidy.notes,
  };
}

function fileName({ statement }: Tidied): string {
  if (statement.kind === 'create-user') return statement.user.user;
  if (statement.kind === 'create-role') return statement.roles[0] ?? '';
  if (!('name' in statement) || statement.name === undefined) return '';
  return typeof statement.name === 'string' ? statement.name : (statement.name.parts.at(-1) ?? '');
}

/** With layers for databases; the object itself without one, because its folder says it. */
function logical(
  statement: Statement,
  layerOf: (database: string) => string | undefined,
  own: string | undefined,
): Statement {
  const renamed = renameStatement(statement, {
    object: (parts) => {
      const [database = '', name = ''] = parts.length === 3 && parts[0] === 'default_catalog' ? parts.slice(1) : parts;
      const layer =
        parts.length < 2 || (parts.length === 3 && parts[0] !== 'default_catalog') ? undefined : layerOf(database);
      return layer === undefined ? undefined : [layer, name];
    },
    database: (name) => layerOf(name) ?? name,
  });
  return own === undefined ? renamed : withoutDatabase(renamed);
}

function withoutDatabase(statement: Statement): Statement {
  const bare = <N extends { readonly parts: readonly string[] }>(name: N): N => ({
    ...name,
    parts: name.parts.slice(-1),
  });
  switch (statement.kind) {
    case 'create-routine-load':
      return { ...statement, name: bare(statement.name), table: bare(statement.table) };
    case 'submit-task':
      return statement.name === undefined ? statement : { ...statement, name: bare(statement.name) };
    case 'create-table':
    case 'create-view':
    case 'create-materialized-view':
    case 'create-pipe':
    case 'create-function':
      return { ...statement, name: bare(statement.name) };
    default:
      return statement;
  }
}
