/** Objects beside databases: catalogs, storage volumes, warehouses, resource groups. */

import type { Position, Property } from '../ast';
import type {
  AlterCatalogStatement,
  AlterResourceGroupStatement,
  AlterStorageVolumeStatement,
  AlterWarehouseStatement,
  Classifier,
  CreateCatalogStatement,
  CreateResourceGroupStatement,
  CreateStorageVolumeStatement,
  CreateWarehouseStatement,
} from '../ast-jobs';
import type { Cursor } from './cursor';
import { parseExpression } from './expressions';
import { parseComment, parseIfExists, parseIfNotExists, parseProperties, parsePropertyList } from './names';

/** What follows CREATE. */
export function parseCreateCatalog(cursor: Cursor, at: Position): CreateCatalogStatement {
  cursor.expect('EXTERNAL', 'CATALOG');
  const ifNotExists = parseIfNotExists(cursor);
  const name = cursor.identifierOrString('catalog name');
  const comment = parseComment(cursor);
  if (!cursor.is('PROPERTIES')) throw cursor.expected("'COMMENT'", "'PROPERTIES'");
  return { kind: 'create-catalog', name, ifNotExists, ...comment, properties: parseProperties(cursor), at };
}

export function parseAlterCatalog(cursor: Cursor, at: Position): AlterCatalogStatement {
  cursor.expect('CATALOG');
  const name = cursor.identifierOrString('catalog name');
  cursor.expect('SET');
  return { kind: 'alter-catalog', name, properties: parsePropertyList(cursor), at };
}

export function parseCreateStorageVolume(cursor: Cursor, at: Position): CreateStorageVolumeStatement {
  cursor.expect('STORAGE', 'VOLUME');
  const ifNotExists = parseIfNotExists(cursor);
  const name = cursor.identifierOrString('storage volume');
  cursor.expect('TYPE');
  cursor.expectSymbol('=');
  const type = cursor.identifier('type such as S3');
  cursor.expect('LOCATIONS');
  cursor.expectSymbol('=');
  const locations = cursor.parenthesized(() => cursor.string('string (a location)'));
  const comment = parseComment(cursor);
  const head = { name, ifNotExists, type, locations };
  return { kind: 'create-storage-volume', ...head, ...comment, properties: parseProperties(cursor), at };
}

export function parseAlterStorageVolume(cursor: Cursor, at: Position): AlterStorageVolumeStatement {
  cursor.expect('STORAGE', 'VOLUME');
  const ifExists = parseIfExists(cursor);
  const name = cursor.identifierOrString('storage volume');
  const clauses: { comment?: string; properties: readonly Property[] } = { properties: [] };
  cursor.list(() => {
    if (cursor.accept('COMMENT')) {
      cursor.acceptSymbol('=');
      clauses.comment = cursor.string();
    } else if (cursor.accept('SET')) clauses.properties = parsePropertyList(cursor);
    else throw cursor.expected("'COMMENT'", "'SET'");
  });
  return { kind: 'alter-storage-volume', name, ifExists, ...clauses, at };
}

export function parseCreateWarehouse(cursor: Cursor, at: Position): CreateWarehouseStatement {
  cursor.expect('WAREHOUSE');
  const ifNotExists = parseIfNotExists(cursor);
  const name = cursor.identifierOrString('warehouse name');
  const comment = parseComment(cursor);
  return { kind: 'create-warehouse', name, ifNotExists, ...comment, properties: parseWithOrProperties(cursor), at };
}

function parseWithOrProperties(cursor: Cursor): Property[] {
  return cursor.accept('WITH') ? parsePropertyList(cursor) : parseProperties(cursor);
}

export function parseAlterWarehouse(cursor: Cursor, at: Position): AlterWarehouseStatement {
  cursor.expect('WAREHOUSE');
  const name = cursor.identifierOrString('warehouse name');
  cursor.expect('SET');
  return { kind: 'alter-warehouse', name, properties: parsePropertyList(cursor), at };
}

/** What follows CREATE. */
export function parseCreateResourceGroup(cursor: Cursor, at: Position): CreateResourceGroupStatement {
  cursor.expect('RESOURCE', 'GROUP');
  const ifNotExists = parseIfNotExists(cursor);
  const orReplace = cursor.accept('OR', 'REPLACE');
  const name = cursor.identifier('resource group');
  const classifiers = cursor.accept('TO') ? cursor.list(() => parseClassifier(cursor)) : [];
  cursor.expect('WITH');
  return {
    kind: 'create-resource-group',
    name,
    ifNotExists,
    orReplace,
    classifiers,
    properties: parsePropertyList(cursor),
    at,
  };
}

function parseClassifier(cursor: Cursor): Classifier {
  return cursor.parenthesized(() => parseExpression(cursor));
}

export function parseAlterResourceGroup(cursor: Cursor, at: Position): AlterResourceGroupStatement {
  cursor.expect('RESOURCE', 'GROUP');
  const name = cursor.identifier('resource group');
  return { kind: 'alter-resource-group', name, action: parseResourceGroupAction(cursor), at };
}

function parseResourceGroupAction(cursor: Cursor): AlterResourceGroupStatement['action'] {
  switch (cursor.expectAny(['ADD', 'DROP', 'WITH'])) {
    case 'ADD':
      return { kind: 'add-classifiers', classifiers: cursor.list(() => parseClassifier(cursor)) };
    case 'DROP':
      if (cursor.accept('ALL')) return { kind: 'drop-classifiers', ids: 'ALL' };
      return { kind: 'drop-classifiers', ids: cursor.parenthesized(() => cursor.integer('id of a classifier')) };
    case 'WITH':
      return { kind: 'set-properties', properties: parsePropertyList(cursor) };
  }
}
