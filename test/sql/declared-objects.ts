import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseStatement } from '@strata/starrocks-sql';
import type {
  CreateMaterializedViewStatement,
  CreateTableStatement,
  CreateViewStatement,
  Statement,
} from '@strata/starrocks-sql';

export const LAYERS = ['ods', 'cdm', 'ads'] as const;
export type Layer = (typeof LAYERS)[number];

/** A file of `sql/`. */
export interface DeclaredFile {
  readonly layer: Layer;
  /** File name without `.sql`. */
  readonly name: string;
  /** Path relative to the root, e.g. `sql/ods/loan.sql`. */
  readonly path: string;
  readonly text: string;
}

export type DeclaredObject = CreateTableStatement | CreateViewStatement | CreateMaterializedViewStatement;

const SQL = join(__dirname, '../../sql');

export const FILES: readonly DeclaredFile[] = LAYERS.flatMap((layer) =>
  readdirSync(join(SQL, layer))
    .filter((file) => file.endsWith('.sql'))
    .sort()
    .map((file) => ({
      layer,
      name: file.slice(0, -'.sql'.length),
      path: `sql/${layer}/${file}`,
      text: readFileSync(join(SQL, layer, file), 'utf8'),
    })),
);

/** The object that a file declares. */
export function objectOf(file: DeclaredFile): DeclaredObject {
  const statement: Statement = parseStatement(file.text, { file: file.path });
  switch (statement.kind) {
    case 'create-table':
    case 'create-view':
    case 'create-materialized-view':
      return statement;
    default:
      throw new Error(`${file.path}: expected a table, a view or a materialized view, got ${statement.kind}`);
  }
}

/** Objects of other files that a query of `sql/` names, as `layer.name`. */
export function namesIn(query: string): readonly string[] {
  const known = new Set(FILES.map(({ layer, name }) => `${layer}.${name}`));
  const found = [...query.matchAll(/\b(?:ods|cdm|ads)\.\w+/g)].map(([name]) => name);
  return [...new Set(found)].filter((name) => known.has(name));
}

/** Files so ordered that each comes after those it reads. */
export function inOrder(files: readonly DeclaredFile[]): readonly DeclaredFile[] {
  const done: DeclaredFile[] = [];
  const has = (name: string): boolean => done.some((file) => `${file.layer}.${file.name}` === name);
  while (done.length < files.length) {
    const ready = files.filter((file) => !done.includes(file) && queryNames(file).every(has));
    if (ready.length === 0) throw new Error('The files of sql/ read each other in a circle.');
    done.push(...ready);
  }
  return done;
}

function queryNames(file: DeclaredFile): readonly string[] {
  const object = objectOf(file);
  return object.kind === 'create-table' ? [] : namesIn(object.query.text);
}
