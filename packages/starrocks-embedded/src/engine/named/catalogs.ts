import type { AlterCatalogStatement, CreateCatalogStatement } from '@strata/starrocks-sql';

import { SqlError, analysisError } from '../../errors';
import { OK } from '../../protocol/result';
import type { StatementResult } from '../../protocol/result';
import type { ServerContext, SessionState } from '../context';
import { addNamed, dropNamed, putNamed, toRecord } from './store';

const TYPES = 'hive iceberg hudi jdbc deltalake elasticsearch es paimon odps kudu unified'.split(' ');

/** Keeps the definition of an external catalog; nothing is read through it. */
export async function createCatalog(
  context: ServerContext,
  session: SessionState,
  statement: CreateCatalogStatement,
): Promise<StatementResult> {
  const { name } = statement;
  if (!/^[A-Za-z]\w*$/.test(name))
    throw new SqlError(5063, `Getting analyzing error. Detail message: Incorrect catalog name '${name}'.`);
  const properties = toRecord(statement.properties);
  const type = properties['type'] ?? '';
  if (type === '') throw analysisError("'type' can not be null or empty");
  if (!TYPES.includes(type.toLowerCase())) throw analysisError(`[type : ${type}] is not supported`);
  const needsUri = ['hive', 'hudi'].includes(type.toLowerCase()) && properties['hive.metastore.uris'] === undefined;
  if (needsUri && properties['hive.metastore.type'] === undefined)
    throw new SqlError(
      1064,
      `connector create failed {Failed to init connector [type: ${type}, name: ${name}]. msg: hive.metastore.uris must be set in properties when creating catalog of hive}`,
    );
  const isNew = await addNamed(context, session, {
    kind: 'catalog',
    name,
    comment: statement.comment ?? '',
    properties,
  });
  if (!isNew && !statement.ifNotExists) throw new SqlError(5514, `Catalog '${name}' already exists`);
  return OK;
}

/** An unknown catalog passes, as in a frontend. */
export async function alterCatalog(context: ServerContext, statement: AlterCatalogStatement): Promise<StatementResult> {
  const catalog = context.catalog.named('catalog', statement.name);
  if (catalog !== undefined)
    await putNamed(context, { ...catalog, properties: { ...catalog.properties, ...toRecord(statement.properties) } });
  return OK;
}

export async function dropCatalog(context: ServerContext, name: string, ifExists: boolean): Promise<StatementResult> {
  if (name === 'default_catalog') throw analysisError("Can't drop the default internal catalog");
  if (!(await dropNamed(context, 'catalog', name)) && !ifExists) throw new SqlError(5078, `Unknown catalog '${name}'`);
  return OK;
}

const SECRET = /(secret|password|access_key|token|account_key|private_key)/i;

/** Statement that makes a catalog, as SHOW CREATE CATALOG prints it: secrets are masked. */
export function createCatalogText(name: string, comment: string, properties: Readonly<Record<string, string>>): string {
  const lines = Object.entries(properties).map(
    ([key, value]) => `"${key}"  =  "${SECRET.test(key) ? '******' : value}"`,
  );
  const note = comment === '' ? '' : `comment "${comment}"\n`;
  return `CREATE EXTERNAL CATALOG \`${name}\`\n${note}PROPERTIES (${lines.join(',\n')}\n)`;
}
