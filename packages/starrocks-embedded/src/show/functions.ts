import type { DataType } from '@strata/starrocks-sql';
import { printDataType } from '@strata/starrocks-sql';

import type { ServerContext, SessionState } from '../engine/context';
import { queryScope } from '../engine/context';
import { queryColumns } from '../engine/ddl-table';
import { translate } from '../engine/queries';
import { typeLabel } from '../engine/table/type-names';
import { textResult } from '../protocol/result';
import type { Row, StatementResult } from '../protocol/result';
import type { NamedRecord } from '../storage/model';
import type { Token } from '../sql/scanner';
import { applyTail, readTail } from './filter';
import { databaseOf } from './show';

const DETAILS = ['Signature', 'Return Type', 'Function Type', 'Intermediate Type', 'Properties'];

/** SHOW [FULL] [GLOBAL] FUNCTIONS: those of users. */
export function showFunctions(
  context: ServerContext,
  session: SessionState,
  tokens: readonly Token[],
  form: { readonly full: boolean; readonly global: boolean },
): StatementResult {
  const tail = readTail(tokens, 1);
  const database = form.global ? '' : databaseOf(context, session, tail.from);
  const own = context.catalog.namedOf('function').filter((each) => databaseOfFunction(each) === database);
  const names = form.full ? DETAILS : ['Function Name'];
  const rows = own.map((each) => (form.full ? detailsOf(context, session, each) : [bareName(each)]));
  return textResult(names, applyTail(names, rows, tail));
}

/** `db.name(INT)` or `name(INT)`: a type has no point before the parenthesis. */
function databaseOfFunction({ name }: NamedRecord): string {
  const head = name.slice(0, name.indexOf('('));
  return head.includes('.') ? head.slice(0, head.indexOf('.')) : '';
}

function signatureOf(each: NamedRecord): string {
  const database = databaseOfFunction(each);
  return database === '' ? each.name : each.name.slice(database.length + 1);
}

function bareName(each: NamedRecord): string {
  const signature = signatureOf(each);
  return signature.slice(0, signature.indexOf('('));
}

function detailsOf(context: ServerContext, session: SessionState, each: NamedRecord): Row {
  return [signatureOf(each), returnType(context, session, each), 'Scalar', 'NULL', '{}'];
}

interface Argument {
  readonly name: string;
  readonly type: DataType;
}

/** The type of the expression over arguments of the declared types. */
function returnType(context: ServerContext, session: SessionState, { details }: NamedRecord): string {
  const given = details['arguments'] as readonly Argument[];
  const values = given.map(({ name, type }) => `CAST(NULL AS ${printDataType(type)}) AS \`${name}\``);
  const source = values.length === 0 ? '' : ` FROM (SELECT ${values.join(', ')}) AS given`;
  const query = translate(`SELECT ${String(details['expression'])} AS result${source}`, queryScope(context, session));
  const [column] = queryColumns(query, []);
  return column === undefined ? '' : typeLabel(column.type);
}
