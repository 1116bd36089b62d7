import { SqlError, analysisError, unsupported } from '../../errors';
import { OK } from '../../protocol/result';
import type { StatementResult } from '../../protocol/result';
import { closing, isSymbol, isWord, splitCommas } from '../../sql/scanner';
import type { Token } from '../../sql/scanner';
import type { ServerContext, SessionState } from '../context';
import { addNamed, dropNamed } from './store';

const TYPES = ['SPARK', 'HIVE', 'ICEBERG', 'HUDI', 'ODBC_CATALOG', 'JDBC'];

/** What a resource of a type must say of itself. */
const REQUIRED: Readonly<Record<string, readonly string[]>> = {
  SPARK: ['spark.master', 'spark.submit.deployMode'],
  HIVE: ['hive.metastore.uris'],
  HUDI: ['hive.metastore.uris'],
  JDBC: ['driver_url', 'driver_class', 'jdbc_uri', 'user', 'password'],
};

/** CREATE [EXTERNAL] RESOURCE: kept by name; nothing here connects to it. */
export async function createResource(
  context: ServerContext,
  session: SessionState,
  tokens: readonly Token[],
): Promise<StatementResult> {
  const at = tokens.findIndex((token) => isWord(token, 'RESOURCE'));
  const name = tokens[at + 1]?.text ?? '';
  const properties = readProperties(tokens.slice(at + 2));
  if (properties === undefined) throw analysisError("Resource properties can't be null");
  const type = properties['type'];
  if (type === undefined) throw analysisError("Resource type can't be null");
  if (!TYPES.includes(type.toUpperCase()))
    throw analysisError(`Unrecognized resource type: ${type}. Only [${TYPES.join(', ')}] are supported.`);
  const missing = (REQUIRED[type.toUpperCase()] ?? []).find((key) => properties[key] === undefined);
  if (missing !== undefined) throw new SqlError(1064, `Missing ${missing} in properties`);
  // A frontend fetches the driver at once, to know its checksum; there is no network here.
  if (type.toUpperCase() === 'JDBC')
    throw new SqlError(1064, `Cannot get driver from url: ${properties['driver_url'] ?? ''}`);
  if (type.toUpperCase() === 'SPARK') throw unsupported('resources of Spark');
  if (!(await addNamed(context, session, { kind: 'resource', name, properties })))
    throw new SqlError(1064, `Resource(${name}) already exist`);
  return OK;
}

function readProperties(tokens: readonly Token[]): Readonly<Record<string, string>> | undefined {
  const open = tokens.findIndex((token) => isSymbol(token, '('));
  if (!isWord(tokens[0], 'PROPERTIES') || open === -1) return undefined;
  const entries = splitCommas(tokens, open + 1, closing(tokens, open)).map(([key, , value]) => [
    key?.text ?? '',
    value?.text ?? '',
  ]);
  return Object.fromEntries(entries) as Readonly<Record<string, string>>;
}

/** DROP RESOURCE. */
export async function dropResource(context: ServerContext, name: string): Promise<StatementResult> {
  if (!(await dropNamed(context, 'resource', name))) throw new SqlError(1064, `Resource(${name}) does not exist`);
  return OK;
}

/** Rows of SHOW RESOURCES: one for each property. */
export function resourceRows(context: ServerContext): readonly (readonly string[])[] {
  return context.catalog
    .namedOf('resource')
    .flatMap(({ name, properties }) =>
      Object.entries(properties).flatMap(([key, value]) =>
        key === 'type'
          ? []
          : [[name, (properties['type'] ?? '').toUpperCase(), key, /password/i.test(key) ? '' : value]],
      ),
    );
}
