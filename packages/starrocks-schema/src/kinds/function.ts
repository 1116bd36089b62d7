/** Functions of users. */

import type { CreateFunctionStatement, DataType } from '@strata/starrocks-sql';
import { parseDataType, printStatement } from '@strata/starrocks-sql';

import { text } from '../compare-text';
import type { Row } from '../connection-types';
import { foldSql } from '../fold';
import { idOf } from '../model';
import { propertiesOf } from '../normalise-text';
import { typeText } from '../normalise-type';
import type { Verdict } from '../plan-types';
import { textOf } from '../row';
import { NOWHERE, quoteName } from '../sql-text';
import type { PlainChange } from './common';
import { defineKind, step, verdict } from './common';
import type { FunctionDefinition } from './definition';
import type { Query, Read, ReadScope } from './kind';
import { printedProperties, statementOf } from './statements';

export const userFunction = defineKind<FunctionDefinition>({
  kind: 'function',
  title: 'function',
  inDatabase: true,
  holdsData: false,
  normalise: (statements) => {
    const statement = statementOf(statements, 'create-function');
    return statement === undefined ? undefined : definitionOf(statement);
  },
  create: ({ sql }) => [sql],
  drop: ({ database, name }) => [dropSql(database, name)],
  compare: (declared, live) => [
    ...text('form', listedForm(declared), listedForm(live)),
    ...(declared.returns === undefined || live.returns === undefined
      ? []
      : text('returns', declared.returns, live.returns)),
  ],
  hidden: { path: 'body', of: ({ body, properties }) => ({ body, properties }) },
  alter,
  introspect: readFunctions,
});

function definitionOf({ body }: CreateFunctionStatement): FunctionDefinition {
  if (body.kind === 'expression') {
    return {
      kind: 'function',
      arguments: body.arguments.map(({ name, type }) => `${name} ${typeText(type)}`),
      variadic: false,
      form: 'EXPRESSION',
      body: foldSql(body.expression.text),
      properties: {},
    };
  }
  return {
    kind: 'function',
    arguments: body.arguments.map(typeText),
    variadic: body.variadic,
    returns: typeText(body.returns),
    form: body.type ?? 'SCALAR',
    body: body.inline ?? '',
    properties: propertiesOf(body.properties),
  };
}

/** An expression is listed as any function of one row; what it gives follows from its text. */
function listedForm({ form }: FunctionDefinition): string {
  return form === 'EXPRESSION' ? 'SCALAR' : form;
}

/** `name(int,varchar(65533))`: a function is known by its arguments too. */
export function functionName({ name, body }: CreateFunctionStatement): string {
  const types = body.kind === 'expression' ? body.arguments.map(({ type }) => type) : body.arguments;
  const variadic = body.kind === 'external' && body.variadic ? [',...'] : [];
  return `${name.parts.at(-1) ?? ''}(${types.map(typeText).join(',')}${variadic.join('')})`;
}

/** From the id, because functions that are declared no more have no statement. */
function dropSql(database: string, name: string): string {
  const [, bare = name, types = ''] = /^(.*?)\((.*)\)$/.exec(name) ?? [];
  const variadic = types.endsWith(',...');
  return printStatement({
    kind: 'drop-function',
    name: { parts: database === '' ? [bare] : [database, bare], at: NOWHERE },
    ifExists: false,
    global: database === '',
    arguments: splitTypes(variadic ? types.slice(0, -4) : types),
    variadic,
    at: NOWHERE,
  });
}

function splitTypes(types: string): readonly DataType[] {
  const parts: string[] = [];
  let depth = 0;
  let part = '';
  for (const char of types) {
    if (char === '(' || char === '<') depth += 1;
    if (char === ')' || char === '>') depth -= 1;
    if (char === ',' && depth === 0) {
      parts.push(part);
      part = '';
    } else part += char;
  }
  return [...parts, part].filter((each) => each.trim() !== '').map((each) => parseDataType(each));
}

/** A function is replaced as a whole; queries that run keep the former one. */
function alter({ desired, differences }: PlainChange<FunctionDefinition>): Verdict {
  const statement = statementOf([desired.statement], 'create-function');
  if (statement === undefined) return verdict([]);
  const sql = printStatement({ ...statement, orReplace: true, ifNotExists: false });
  return verdict([step('alter-function', [sql], differences, { repeatable: true })]);
}

async function readFunctions(query: Query, scope: ReadScope): Promise<readonly Read[]> {
  const global = query('SHOW FULL GLOBAL FUNCTIONS').then((rows) => rows.map((row) => readOf('', row)));
  const local = scope.databases.map(async (database) => {
    const rows = await query(`SHOW FULL FUNCTIONS FROM ${quoteName(database)}`);
    return rows.map((row) => readOf(database, row));
  });
  return (await Promise.all([global, ...local])).flat();
}

const FORMS: Readonly<Record<string, 'TABLE' | 'AGGREGATE'>> = { table: 'TABLE', aggregate: 'AGGREGATE' };

/** `Signature` is `name(INT,DOUBLE)`, `Properties` JSON. */
function readOf(database: string, row: Row): Read {
  const signature = textOf(row, 'signature');
  const [, bare = signature, types = ''] = /^(.*?)\((.*)\)$/s.exec(signature) ?? [];
  const variadic = /,?\s*\.\.\.$/.test(types);
  const form = FORMS[textOf(row, 'function type').toLowerCase()];
  const statement: CreateFunctionStatement = {
    kind: 'create-function',
    name: { parts: database === '' ? [bare] : [database, bare], at: NOWHERE },
    orReplace: false,
    ifNotExists: false,
    global: database === '',
    body: {
      kind: 'external',
      ...(form === undefined ? {} : { type: form }),
      arguments: splitTypes(types.replace(/,?\s*\.\.\.$/, '')),
      variadic,
      returns: parseDataType(textOf(row, 'return type')),
      properties: printedProperties(textOf(row, 'properties')),
    },
    at: NOWHERE,
  };
  const name = functionName(statement);
  return { id: idOf('function', database, name), database, name, statements: [statement] };
}
