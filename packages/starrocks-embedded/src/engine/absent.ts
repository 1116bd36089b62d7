/** Statements about things that this server never has, answered where a frontend would refuse them, too. */

import { SqlError, analysisError } from '../errors';
import { isSymbol, isWord } from '../sql/scanner';
import type { Token } from '../sql/scanner';
import type { ServerContext, SessionState } from './context';
import { readName } from './names';
import { requireObject, requireTable, resolveName } from './targets';

/** @throws SqlError when a frontend would refuse the statement; returns when only this server does. */
export function refuseAbsent(context: ServerContext, session: SessionState, tokens: readonly Token[]): void {
  const [first, second, third] = tokens;
  switch (first?.text.toUpperCase()) {
    case 'CANCEL':
      if (isWord(second, 'LOAD')) throw new SqlError(1064, 'Load job does not exist');
      return;
    case 'DROP':
      return refuseDrop(tokens);
    case 'CREATE':
      return refuseCreate(context, session, tokens);
    case 'ALTER':
      if (isWord(second, 'SYSTEM')) return refuseHosts(tokens);
      if (isWord(second, 'TABLE')) return refuseClause(context, session, tokens);
      return;
    case 'REFRESH': {
      if (!isWord(second, 'EXTERNAL') || !isWord(third, 'TABLE')) return;
      const table = requireObject(context, resolveName(session, readName(tokens, 3).name));
      throw new SqlError(
        1064,
        `can not refresh external table default_catalog.${table.database}.${table.name}, do not support refresh external table which type is CLOUD_NATIVE`,
      );
    }
    default:
  }
}

/** What is never there cannot be dropped. */
function refuseDrop([, second, third, fourth]: readonly Token[]): void {
  switch (second?.text.toUpperCase()) {
    case 'REPOSITORY':
      throw new SqlError(5064, 'Getting analyzing error. Detail message: Repository does not exist.');
    case 'FILE':
      throw new SqlError(1064, `No such file in globalStateMgr: ${third?.text ?? ''}`);
    case 'SECURITY':
      throw analysisError(`security integration '${fourth?.text ?? ''}' not found`);
    default:
  }
}

const TYPES: Readonly<Record<string, { readonly what: string; readonly known: RegExp }>> = {
  SECURITY: {
    what: 'security integration',
    known: /^(authentication_ldap_simple|authentication_jwt|authentication_oauth2)$/i,
  },
  GROUP: { what: 'group provider', known: /^(file|ldap|unix)$/i },
};

function refuseCreate(context: ServerContext, session: SessionState, tokens: readonly Token[]): void {
  const word = tokens[1]?.text.toUpperCase() ?? '';
  const kind = TYPES[word];
  if (kind !== undefined) {
    const at = tokens.findIndex((token, index) => token.text === 'type' && isSymbol(tokens[index + 1], '='));
    const type = at === -1 ? undefined : tokens[at + 2]?.text;
    if (type === undefined) throw analysisError(`missing required property: type`);
    if (!kind.known.test(type)) throw analysisError(`unsupported ${kind.what} type '${type}'`);
  }
  if (word === 'DICTIONARY') {
    const using = tokens.findIndex((token) => isWord(token, 'USING'));
    const target = resolveName(session, readName(tokens, using + 1).name);
    if (context.catalog.object(target.database, target.name) === undefined)
      throw analysisError(`${target.name} does not exist`);
  }
}

/** Nodes are given as `host:port`. */
function refuseHosts(tokens: readonly Token[]): void {
  const wrong = tokens.find((token) => token.kind === 'string' && !/^[^:]+:\d+$/.test(token.text));
  if (wrong !== undefined) throw analysisError(`Invalid host port: ${wrong.text}`);
}

/** Clauses of ALTER TABLE for tables of other kinds. */
function refuseClause(context: ServerContext, session: SessionState, tokens: readonly Token[]): void {
  const { name, next } = readName(tokens, 2);
  const table = requireTable(context, resolveName(session, name));
  const words = tokens.slice(next, next + 2).map((token) => token.text.toUpperCase());
  const [verb = '', what = ''] = words;
  if (verb === 'EXECUTE') throw analysisError('Alter table operation is only supported for Iceberg tables');
  if (what === 'BRANCH' || what === 'TAG' || what === 'OR')
    throw new SqlError(1064, `Not support alter table operation : ${verb} ${what}`);
  if (verb === 'SPLIT' && what === 'TABLET' && table.distribution.kind === 'hash')
    throw new SqlError(1064, `Unsupported distribution type HASH in table ${table.database}.${table.name}`);
  if (verb === 'DROP' && what === 'PERSISTENT')
    throw new SqlError(1064, 'drop persistent index only support cloud native index');
}
