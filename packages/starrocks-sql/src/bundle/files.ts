/** One file of the library: where it lies, what it declares, what is wrong with it. */

import type { Annotations } from '../annotations';
import { parseAnnotations } from '../annotations';
import type { CreateMaterializedViewStatement, Position, RefreshScheme, Statement } from '../ast';
import type { SqlFileErrorCode, SqlSyntaxError } from '../errors';
import { SqlFileError } from '../errors';
import { suggestion } from '../nearest';
import { parseScript } from '../parser/parse';
import type { BundleOptions, SqlFile } from './bundle';
import type { Declaration, ObjectKind } from './objects';
import { declarationOf, GLOBAL_KINDS } from './objects';

/** Folders of objects that belong to no layer, and what may lie there. `global` takes all of them. */
const GLOBAL_KINDS_BY_FOLDER: ReadonlyMap<string, ReadonlySet<ObjectKind>> = new Map([
  ['global', GLOBAL_KINDS],
  ['catalogs', new Set<ObjectKind>(['catalog', 'storage-volume'])],
  ['resources', new Set<ObjectKind>(['warehouse', 'resource-group'])],
  ['roles', new Set<ObjectKind>(['role'])],
  ['users', new Set<ObjectKind>(['user'])],
]);

export const GLOBAL_FOLDERS: readonly string[] = [...GLOBAL_KINDS_BY_FOLDER.keys()];

/** A file that declares one object of the right name in the right folder. */
export interface DeclaredFile {
  readonly file: SqlFile;
  readonly id: string;
  readonly kind: ObjectKind;
  readonly layer?: string;
  readonly name: string;
  readonly statement: Statement;
  readonly grants: readonly Statement[];
  readonly annotations: Annotations;
}

interface FileResult {
  readonly declared?: DeclaredFile;
  readonly errors: readonly (SqlSyntaxError | SqlFileError)[];
}

const START: Position = { offset: 0, line: 1, column: 1 };

/** Reads one file. Never throws: what is wrong is in `errors`. */
export function readFile(file: SqlFile, options: BundleOptions): FileResult {
  const script = parseScript(file.text, { file: file.path });
  // Annotations are read even if the statement is wrong, unless its tokens cannot be told apart.
  const isReadable = script.errors.length === 0 || script.statements.length > 0;
  const read = isReadable ? parseAnnotations(file.text, { file: file.path }) : undefined;
  const errors = [...script.errors, ...(read?.errors ?? [])];
  const place = placeOf(file, options);
  if ('error' in place) return { errors: [...errors, place.error] };
  if (script.errors.length > 0 || read === undefined) return { errors };
  const checked = checkStatements(file, place, script.statements);
  if ('error' in checked) return { errors: [...errors, checked.error] };
  const { declaration, statement, grants } = checked;
  const scheduled = withSchedule(file, statement, read.annotations, options);
  if ('error' in scheduled) return { errors: [...errors, scheduled.error] };
  const name = place.name;
  const layer = place.layer === undefined ? {} : { layer: place.layer };
  const id = `${place.layer ?? declaration.kind}.${name}`;
  const { annotations } = read;
  return {
    declared: { file, id, kind: declaration.kind, ...layer, name, statement: scheduled.statement, grants, annotations },
    errors,
  };
}

interface Failure {
  readonly error: SqlFileError;
}

export function fileError(code: SqlFileErrorCode, file: SqlFile, at: Position, reason: string): SqlFileError {
  return new SqlFileError(code, { file: file.path, at, reason, source: file.text });
}

function failure(file: SqlFile, at: Position, reason: string): Failure {
  return { error: fileError('STR1303', file, at, reason) };
}

interface Place {
  readonly layer?: string;
  readonly folder: string;
  readonly name: string;
}

/** The layer and name that the path tells. */
function placeOf(file: SqlFile, options: BundleOptions): Place | Failure {
  const segments = file.path.split('/');
  const base = segments.at(-1) ?? '';
  const folder = segments.at(-2) ?? '';
  if (!base.endsWith('.sql')) return failure(file, START, `a file of the library ends in .sql, got '${base}'`);
  const name = base.slice(0, -'.sql'.length);
  const layers = [...options.layers, ...(options.readOnlyLayers ?? [])];
  if (layers.includes(folder)) return { layer: folder, folder, name };
  if (GLOBAL_FOLDERS.includes(folder)) return { folder, name };
  const known = `the folder of a file is its layer (${layers.join(', ')}) or one of ${GLOBAL_FOLDERS.join(', ')}`;
  return failure(file, START, `${known}, got '${folder}'.${suggestion(folder, [...layers, ...GLOBAL_FOLDERS])}`);
}

interface Checked {
  readonly declaration: Declaration;
  readonly statement: Statement;
  readonly grants: readonly Statement[];
}

function checkStatements(file: SqlFile, place: Place, statements: readonly Statement[]): Checked | Failure {
  const [statement, ...rest] = statements;
  if (statement === undefined)
    return failure(file, START, 'the file declares nothing: it must hold one CREATE statement');
  const declaration = declarationOf(statement);
  if (declaration === undefined) {
    return failure(
      file,
      statement.at,
      'the file must declare one object (CREATE …, or SUBMIT TASK with a name); the engine derives ALTER and DROP',
    );
  }
  const wrong = rest.find((each) => !isGrantTo(declaration, each));
  if (wrong !== undefined) {
    return failure(
      file,
      wrong.at,
      'a file declares one object: move this statement to a file of its own (only grants may follow a role or user)',
    );
  }
  return checkName(file, place, declaration) ?? checkForm(file, statement) ?? { declaration, statement, grants: rest };
}

/** Grants to a role or user stand in its file. */
function isGrantTo(declaration: Declaration, statement: Statement): boolean {
  if (statement.kind !== 'grant-privilege' && statement.kind !== 'grant-role') return false;
  const [name] = declaration.name.parts;
  if (declaration.kind === 'role') return statement.to.kind === 'role' && statement.to.role === name;
  return declaration.kind === 'user' && statement.to.kind === 'user' && statement.to.user.user === name;
}

function checkName(file: SqlFile, place: Place, declaration: Declaration): Failure | undefined {
  const { parts, at } = declaration.name;
  const folders = GLOBAL_FOLDERS.filter((folder) => GLOBAL_KINDS_BY_FOLDER.get(folder)?.has(declaration.kind));
  const isGlobal = folders.length > 0;
  if (isGlobal ? !folders.includes(place.folder) || place.layer !== undefined : place.layer === undefined) {
    const where = isGlobal
      ? `belongs to no layer: move the file to ${[...folders]
          .reverse()
          .map((folder) => `${folder}/`)
          .join(' or ')}`
      : 'belongs to a layer: move the file to its folder';
    return failure(file, at, `a ${declaration.kind.replaceAll('-', ' ')} ${where}`);
  }
  const name = parts.at(-1);
  if (name !== place.name) {
    return failure(
      file,
      at,
      `the file is named '${place.name}', but declares '${name ?? ''}': both names must be the same`,
    );
  }
  const layer = parts.length > 1 ? parts.at(-2) : undefined;
  if (parts.length > 2 || (layer !== undefined && layer !== place.layer)) {
    return failure(file, at, `the file lies in layer '${place.layer ?? ''}', but declares '${parts.join('.')}'`);
  }
  return undefined;
}

/** IF NOT EXISTS and OR REPLACE have no meaning in a declaration, and would hide a difference. */
function checkForm(file: SqlFile, statement: Statement): Failure | undefined {
  const isConditional = 'ifNotExists' in statement && statement.ifNotExists;
  const isReplacing = 'orReplace' in statement && statement.orReplace;
  if (!isConditional && !isReplacing) return undefined;
  const clause = isConditional ? 'IF NOT EXISTS' : 'OR REPLACE';
  return failure(file, statement.at, `remove ${clause}: a file declares what shall be, the engine finds the way there`);
}

// --------------------------------------------------------------------------------------------------------- schedule

/** The least interval that the server accepts for a materialized view. */
const LEAST_SECONDS = 60;

/** The statement with the refresh schedule that `freshness` asks for. */
function withSchedule(
  file: SqlFile,
  statement: Statement,
  annotations: Annotations,
  options: BundleOptions,
): { readonly statement: Statement } | Failure {
  if (statement.kind !== 'create-materialized-view') return { statement };
  const { refresh } = statement;
  if (refresh?.every !== undefined) {
    return failure(
      file,
      refresh.every.value.at,
      `remove ${refresh.start === undefined ? '' : 'START and '}EVERY: the schedule comes from the annotation, e.g. --@ freshness: 15m`,
    );
  }
  const { freshness } = annotations;
  if (freshness === undefined) return { statement };
  if (refresh !== undefined && refresh.mode !== 'async') {
    return failure(
      file,
      statement.at,
      `freshness needs REFRESH ASYNC (or no REFRESH), got REFRESH ${refresh.mode.toUpperCase()}`,
    );
  }
  if (freshness.seconds < LEAST_SECONDS) {
    return failure(
      file,
      statement.at,
      `StarRocks refreshes at most every ${LEAST_SECONDS}s, got freshness ${freshness.text}`,
    );
  }
  return { statement: { ...statement, refresh: scheduleOf(freshness.seconds, statement, options) } };
}

const UNITS = [
  { unit: 'DAY', seconds: 86_400 },
  { unit: 'HOUR', seconds: 3600 },
  { unit: 'MINUTE', seconds: 60 },
  { unit: 'SECOND', seconds: 1 },
] as const;

function scheduleOf(seconds: number, view: CreateMaterializedViewStatement, options: BundleOptions): RefreshScheme {
  const mode = options.refresh ?? 'scheduled';
  if (mode === 'manual') return { moment: 'DEFERRED', mode: 'manual' };
  const largest = UNITS.find((each) => seconds % each.seconds === 0) ?? UNITS[3];
  const every = {
    kind: 'interval',
    value: { text: String(seconds / largest.seconds), at: view.at },
    unit: largest.unit,
  } as const;
  const moment = mode === 'deferred' ? 'DEFERRED' : view.refresh?.moment;
  return { ...(moment === undefined ? {} : { moment }), mode: 'async', every };
}
