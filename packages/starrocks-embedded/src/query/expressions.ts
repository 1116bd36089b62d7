import { castSql } from './casts';
import type { QueryScope } from './contract';
import { analysisError, unsupported, UnsupportedQueryError } from './errors';
import type { Expression } from './expression';
import { findFunction } from './functions/table';
import { buildArray, elementAt } from './functions/arrays';
import { applyRow } from './functions/row';
import { quoteText, readDate } from './literals';
import type { Names } from './names';
import { kindOf, list, nameOf, only, open, record, type Fields, type Node } from './nodes';
import {
  addInterval,
  arithmetic,
  bracketed,
  comparable,
  comparison,
  condition,
  negate,
  type Arithmetic,
  type Comparison,
  type IntervalUnit,
} from './operators';
import { withoutOverMarks } from './over-mark';
import { checkBinary, checkOperand } from './precedence';
import { FUNCTION_PREFIX, STRING_MARK } from './source';
import { specialFunctions } from './specials';
import {
  BIGINT,
  BOOLEAN,
  DATE,
  decimal,
  DOUBLE,
  INT,
  LARGEINT,
  NULL,
  printType,
  SMALLINT,
  TINYINT,
  VARCHAR,
  type SrType,
} from './types';
import { typeOfNode } from './type-nodes';
import { unify } from './unify';
import { translateWindow } from './windows';

/** What an expression can see. */
export interface ExpressionContext {
  readonly names: Names;
  readonly scope: QueryScope;
  readonly strings: readonly string[];
  /** Output aliases that may be named, and whether they come before columns (ORDER BY) or after (GROUP BY, HAVING, QUALIFY). */
  readonly aliases?: { readonly byName: ReadonlyMap<string, Expression>; readonly first: boolean };
  /** Named windows of the SELECT. */
  readonly windows?: ReadonlyMap<string, Node>;
  /** Parameters of the lambdas around. */
  readonly locals?: ReadonlyMap<string, SrType>;
  /** Translates a subquery that sees `names`. */
  subquery(node: Node, names: Names): { readonly sql: string; readonly columns: readonly { readonly type: SrType }[] };
}

/** A call with its parts still as nodes. */
export interface Call {
  readonly name: string;
  readonly args: readonly Node[];
  readonly distinct: boolean;
  readonly ignoreNulls: boolean;
  readonly orderBy: readonly Node[];
  readonly separator?: Node;
}

const ARITHMETIC: Readonly<Record<string, Arithmetic>> = { add: '+', sub: '-', mul: '*', div: '/', mod: '%' };
const COMPARISONS: Readonly<Record<string, Comparison>> = {
  eq: '=',
  neq: '!=',
  lt: '<',
  lte: '<=',
  gt: '>',
  gte: '>=',
  null_safe_eq: '<=>',
};
const BITWISE: Readonly<Record<string, string>> = { bitwise_and: 'bitand', bitwise_or: 'bitor', bitwise_xor: 'bitxor' };

/** Translates an expression node. Every kind of node that is not listed here is refused. */
export function translateNode(node: Node, context: ExpressionContext): Expression {
  const { kind, fields } = open(node);
  if (kind in ARITHMETIC) return binary(kind, fields, context);
  if (kind in COMPARISONS) return compare(kind, fields, context);
  if (kind in BITWISE) return bitwise(kind, fields, context);
  switch (kind) {
    case 'literal':
      return literal(fields, context);
    case 'boolean':
      only(fields, 'a boolean', 'value');
      return fields['value'] === true
        ? { sql: 'true', type: BOOLEAN, text: 'TRUE', simple: true }
        : { sql: 'false', type: BOOLEAN, text: 'FALSE', simple: true };
    case 'null':
      return { sql: 'NULL', type: NULL, text: 'NULL', simple: true };
    case 'column':
      return column(fields, context);
    case 'dot':
      return dot(fields, context);
    case 'paren':
      only(fields, 'parentheses', 'this');
      return translateNode(fields['this'], context);
    case 'int_div':
      only(fields, 'DIV', 'this', 'expression');
      checkBinary(kind, fields['this'], fields['expression']);
      return arithmetic('DIV', translateNode(fields['this'], context), translateNode(fields['expression'], context));
    case 'neg':
      only(fields, 'a negative', 'this');
      checkOperand(fields['this'], 12, '-');
      return negate(translateNode(fields['this'], context));
    case 'bitwise_not': {
      only(fields, '~', 'this');
      checkOperand(fields['this'], 12, '~');
      return namedCall('bitnot', [translateNode(fields['this'], context)], context);
    }
    case 'and':
    case 'or':
      return logical(kind, fields, context);
    case 'not':
      return negation(fields, context);
    case 'is_null':
      return isNull(fields, context);
    case 'between':
      return between(fields, context);
    case 'in':
      return membership(fields, context);
    case 'like':
      return like(fields, context);
    case 'regexp_like':
      only(fields, 'REGEXP', 'this', 'pattern');
      checkOperand(fields['this'], 6, 'REGEXP');
      checkOperand(fields['pattern'], 6, 'REGEXP');
      return namedCall(
        'regexp',
        [translateNode(fields['this'], context), translateNode(fields['pattern'], context)],
        context,
      );
    case 'case':
      return caseOf(fields, context);
    case 'cast':
      return cast(fields, context);
    case 'exists': {
      only(fields, 'EXISTS', 'this', 'not');
      const sql = `EXISTS (${context.subquery(fields['this'], context.names).sql})`;
      return { sql: fields['not'] === true ? `(NOT ${sql})` : `(${sql})`, type: BOOLEAN, text: 'EXISTS (...)' };
    }
    case 'subquery':
      return scalarSubquery(fields, context);
    case 'function':
      return call(functionCall(fields), context);
    case 'aggregate_function':
      return call(aggregateCall(fields), context);
    case 'group_concat':
      return call(groupConcatCall(fields), context);
    case 'array_agg':
      only(fields, 'array_agg()', 'this', 'distinct', 'order_by', 'name');
      return call(
        {
          name: 'array_agg',
          args: [fields['this']],
          distinct: fields['distinct'] === true,
          ignoreNulls: false,
          orderBy: list(fields['order_by']),
        },
        context,
      );
    case 'window_function':
      return translateWindow(fields, context);
    case 'extract':
      return extract(fields, context);
    case 'parameter':
      return variable(fields, context);
    case 'json_extract': {
      only(fields, '->', 'this', 'path', 'arrow_syntax');
      checkOperand(fields['this'], 13, '->');
      const [value, path] = [translateNode(fields['this'], context), translateNode(fields['path'], context)];
      return { ...namedCall('json_query', [value, path], context), text: `${value.text}->${path.text}` };
    }
    case 'subscript':
      only(fields, 'a subscript', 'this', 'index');
      checkOperand(fields['this'], 13, '[]');
      return elementAt(translateNode(fields['this'], context), translateNode(fields['index'], context));
    case 'array_func':
      only(fields, 'an array', 'expressions', 'bracket_notation');
      return buildArray(list(fields['expressions']).map((item) => translateNode(item, context)));
    case 'current_timestamp':
    case 'current_date':
    case 'current_user':
      only(fields, kind.toUpperCase());
      return call({ name: kind, args: [], distinct: false, ignoreNulls: false, orderBy: [] }, context);
    case 'interval':
      throw unsupported('INTERVAL outside of date arithmetic');
    case 'concat':
      throw unsupported(
        "the operator '||'",
        'In StarRocks it means OR unless PIPES_AS_CONCAT is set: write OR or concat().',
      );
    default:
      throw unsupported(`the expression '${kind.replace(/_/g, ' ')}'`);
  }
}

function binary(kind: string, fields: Fields, context: ExpressionContext): Expression {
  only(fields, `'${kind}'`, 'left', 'right');
  const { left, right } = fields;
  checkBinary(kind, left, right);
  const operator = ARITHMETIC[kind] ?? '+';
  if (kindOf(right) === 'interval' && (operator === '+' || operator === '-'))
    return dateArithmetic(left, right, operator, context);
  if (kindOf(left) === 'interval' && operator === '+') return dateArithmetic(right, left, operator, context);
  return arithmetic(operator, translateNode(left, context), translateNode(right, context));
}

function dateArithmetic(date: Node, interval: Node, operator: '+' | '-', context: ExpressionContext): Expression {
  const at = translateNode(date, context);
  const { count, unit } = intervalOf(interval, context);
  const text = `${bracketed(at)} ${operator} INTERVAL ${count.text} ${unit.toUpperCase()}`;
  return { ...addInterval(at, count, unit, operator === '+' ? 1 : -1), text };
}

const UNITS: ReadonlySet<string> = new Set([
  'year',
  'quarter',
  'month',
  'week',
  'day',
  'hour',
  'minute',
  'second',
  'millisecond',
  'microsecond',
]);

export function unitOf(text: string): IntervalUnit {
  const lower = text.toLowerCase();
  if (!UNITS.has(lower)) throw unsupported(`the unit ${text}`, `Use one of ${[...UNITS].join(', ')}.`);
  return lower as IntervalUnit;
}

/** Reads `INTERVAL count unit`. */
export function intervalOf(
  node: Node,
  context: ExpressionContext,
): { readonly count: Expression; readonly unit: IntervalUnit } {
  const { fields } = open(node);
  only(fields, 'INTERVAL', 'this', 'unit');
  const unit = record(fields['unit'], 'the unit of an INTERVAL');
  only(unit, 'INTERVAL', 'type', 'unit', 'use_plural');
  if (unit['type'] !== 'simple') throw unsupported('INTERVAL with two units');
  return { count: intervalCount(fields['this'], context), unit: unitOf(String(unit['unit'])) };
}

/** The parser writes plain counts as strings; ours carry a mark, so these are numbers. */
function intervalCount(node: Node, context: ExpressionContext): Expression {
  const { kind, fields } = open(node);
  const value = String(fields['value']);
  if (kind === 'literal' && fields['literal_type'] === 'string') {
    if (!value.startsWith(STRING_MARK)) return number(value);
    const text = context.strings[Number(value.slice(STRING_MARK.length))] ?? '';
    if (!/^-?\d+$/.test(text)) throw unsupported(`INTERVAL '${text}'`, 'Use a whole number.');
    return number(text);
  }
  return translateNode(node, context);
}

function literal(fields: Fields, context: ExpressionContext): Expression {
  only(fields, 'a literal', 'literal_type', 'value');
  const value = String(fields['value']);
  const type = String(fields['literal_type']);
  if (type === 'number') return number(value);
  const text = literalText(value, context);
  if (type === 'string')
    return { sql: quoteText(text), type: VARCHAR, text: quoteText(text), literal: text, simple: true };
  if (type === 'date') {
    const parts = readDate(text);
    if (parts === undefined) throw analysisError(`Invalid date literal ${text}.`);
    return { sql: `DATE ${quoteText(parts.date)}`, type: DATE, text: quoteText(parts.date), simple: true };
  }
  throw unsupported(`literals of type ${type}`);
}

export function literalText(value: string, context: ExpressionContext): string {
  const index = value.startsWith(STRING_MARK) ? Number(value.slice(STRING_MARK.length)) : NaN;
  const text = context.strings[index];
  if (text === undefined) throw unsupported(`the literal '${value}'`);
  return text;
}

function number(value: string): Expression {
  const rest = { sql: value, text: value, literal: Number(value), simple: true };
  if (/[eE]/.test(value)) return { ...rest, sql: `CAST(${value} AS DOUBLE)`, type: DOUBLE };
  if (value.includes('.')) {
    const [whole = '', fraction = ''] = value.split('.');
    const digits = whole.replace(/^0+/, '').length + fraction.length;
    if (digits > 38) return { ...rest, sql: `CAST(${value} AS DOUBLE)`, type: DOUBLE };
    const type = decimal(Math.max(digits, 1), fraction.length);
    return { ...rest, sql: `CAST(${value} AS DECIMAL(${Math.max(digits, 1)},${fraction.length}))`, type };
  }
  return { ...rest, type: integerType(BigInt(value)) };
}

function integerType(value: bigint): SrType {
  const size = value < 0n ? -value - 1n : value;
  if (size <= 127n) return TINYINT;
  if (size <= 32767n) return SMALLINT;
  if (size <= 2147483647n) return INT;
  if (size <= 9223372036854775807n) return BIGINT;
  if (size < 1n << 127n) return LARGEINT;
  throw analysisError(`Number out of range[${value}].`);
}

function column(fields: Fields, context: ExpressionContext): Expression {
  only(fields, 'a column', 'name', 'table');
  const name = nameOf(fields['name']) ?? '';
  const alias = nameOf(fields['table']);
  if (name.startsWith('@')) return userVariable(name.slice(1), context);
  const local = alias === undefined ? context.locals?.get(name.toLowerCase()) : undefined;
  if (local !== undefined) return { sql: `"${name.toLowerCase()}"`, type: local, text: name, simple: true };
  const output = alias === undefined ? context.aliases?.byName.get(name.toLowerCase()) : undefined;
  if (output !== undefined && context.aliases?.first === true) return output;
  const found = output === undefined ? context.names.resolve(name, alias) : context.names.findHere(name, alias);
  return found ?? output ?? context.names.resolve(name, alias);
}

/** `database.table.column`; anything else with two dots is a field of a struct. */
function dot(fields: Fields, context: ExpressionContext): Expression {
  only(fields, 'a qualified name', 'this', 'field');
  const field = nameOf(fields['field']) ?? '';
  const inner = open(fields['this']);
  if (inner.kind === 'column') {
    const [table, database] = [nameOf(inner.fields['name']), nameOf(inner.fields['table'])];
    const found = context.names.find(field, table, database);
    if (found !== undefined && database !== undefined) return found;
  }
  throw unsupported(
    `the name '${field}' behind dots`,
    'Name columns as column, table.column or database.table.column.',
  );
}

function compare(kind: string, fields: Fields, context: ExpressionContext): Expression {
  only(fields, `'${kind}'`, 'left', 'right');
  checkBinary(kind, fields['left'], fields['right']);
  return comparison(
    COMPARISONS[kind] ?? '=',
    translateNode(fields['left'], context),
    translateNode(fields['right'], context),
  );
}

function bitwise(kind: string, fields: Fields, context: ExpressionContext): Expression {
  only(fields, `'${kind}'`, 'left', 'right');
  checkBinary(kind, fields['left'], fields['right']);
  return namedCall(
    BITWISE[kind] ?? '',
    [translateNode(fields['left'], context), translateNode(fields['right'], context)],
    context,
  );
}

function logical(kind: 'and' | 'or', fields: Fields, context: ExpressionContext): Expression {
  only(fields, kind.toUpperCase(), 'left', 'right');
  checkBinary(kind, fields['left'], fields['right']);
  const [left, right] = [translateNode(fields['left'], context), translateNode(fields['right'], context)];
  const word = kind.toUpperCase();
  return {
    sql: `(${condition(left)} ${word} ${condition(right)})`,
    type: BOOLEAN,
    text: `${bracketed(left)} ${word} ${bracketed(right)}`,
  };
}

function negation(fields: Fields, context: ExpressionContext): Expression {
  only(fields, 'NOT', 'this');
  checkOperand(fields['this'], 3, 'NOT');
  const operand = translateNode(fields['this'], context);
  return { sql: `(NOT ${condition(operand)})`, type: BOOLEAN, text: `NOT ${bracketed(operand)}` };
}

function isNull(fields: Fields, context: ExpressionContext): Expression {
  only(fields, 'IS NULL', 'this', 'not');
  checkOperand(fields['this'], 4, 'IS NULL');
  const operand = translateNode(fields['this'], context);
  const test = fields['not'] === true ? 'IS NOT NULL' : 'IS NULL';
  return { sql: `(${operand.sql} ${test})`, type: BOOLEAN, text: `${bracketed(operand)} ${test}` };
}

function between(fields: Fields, context: ExpressionContext): Expression {
  only(fields, 'BETWEEN', 'this', 'low', 'high', 'not');
  for (const part of [fields['this'], fields['low'], fields['high']]) checkOperand(part, 6, 'BETWEEN');
  const [operand, low, high] = [
    translateNode(fields['this'], context),
    translateNode(fields['low'], context),
    translateNode(fields['high'], context),
  ];
  const sql = `(${comparison('>=', operand, low).sql} AND ${comparison('<=', operand, high).sql})`;
  const not = fields['not'] === true;
  return {
    sql: not ? `(NOT ${sql})` : sql,
    type: BOOLEAN,
    text: `${bracketed(operand)} ${not ? 'NOT ' : ''}BETWEEN ${bracketed(low)} AND ${bracketed(high)}`,
  };
}

function membership(fields: Fields, context: ExpressionContext): Expression {
  only(fields, 'IN', 'this', 'expressions', 'query', 'not');
  checkOperand(fields['this'], 6, 'IN');
  const word = fields['not'] === true ? 'NOT IN' : 'IN';
  if (fields['query'] !== null && fields['query'] !== undefined) return inSubquery(fields, word, context);
  const operand = translateNode(fields['this'], context);
  const items = list(fields['expressions']).map((item) => translateNode(item, context));
  const text = `${bracketed(operand)} ${word} (${items.map((item) => item.text).join(', ')})`;
  const pairs = items.map((item) => comparable(operand, item, 'IN'));
  const [left] = pairs[0] ?? [operand.sql];
  if (pairs.every((pair) => pair[0] === left))
    return { sql: `(${left} ${word} (${pairs.map((pair) => pair[1]).join(', ')}))`, type: BOOLEAN, text };
  const any = `(${pairs.map((pair) => `${pair[0]} = ${pair[1]}`).join(' OR ')})`;
  return { sql: word === 'IN' ? any : `(NOT ${any})`, type: BOOLEAN, text };
}

function inSubquery(fields: Fields, word: string, context: ExpressionContext): Expression {
  const { kind, fields: tuple } = open(fields['this']);
  const operands = (kind === 'tuple' ? list(tuple['expressions']) : [fields['this']]).map((item) =>
    translateNode(item, context),
  );
  const query = context.subquery(fields['query'], context.names);
  if (query.columns.length !== operands.length)
    throw analysisError('subquery must return the same number of columns as provided by the IN predicate.');
  operands.forEach((operand, index) => {
    const type = query.columns[index]?.type ?? NULL;
    if (operand.type.kind !== type.kind) {
      const [left, right] = comparable(operand, { sql: 'x', type, text: 'the column of the subquery' }, 'IN');
      if (left !== operand.sql || right !== 'x')
        throw unsupported(
          `IN with ${printType(operand.type)} on the left and ${printType(type)} in the subquery`,
          'CAST one side to the type of the other.',
        );
    }
  });
  const left = operands.map((operand) => operand.sql).join(', ');
  return {
    sql: `(${operands.length === 1 ? left : `(${left})`} ${word} (${query.sql}))`,
    type: BOOLEAN,
    text: `${operands.map((operand) => operand.text).join(', ')} ${word} (...)`,
  };
}

function like(fields: Fields, context: ExpressionContext): Expression {
  only(fields, 'LIKE', 'left', 'right');
  checkOperand(fields['left'], 6, 'LIKE');
  checkOperand(fields['right'], 6, 'LIKE');
  const [left, right] = [translateNode(fields['left'], context), translateNode(fields['right'], context)];
  if (left.type.kind !== 'varchar' && left.type.kind !== 'null')
    throw unsupported(`LIKE with ${printType(left.type)}`, 'CAST it to VARCHAR.');
  if (right.type.kind !== 'varchar' && right.type.kind !== 'null')
    throw unsupported(`LIKE with a pattern of ${printType(right.type)}`);
  return {
    sql: `(${left.sql} LIKE ${right.sql} ESCAPE '\\')`,
    type: BOOLEAN,
    text: `${bracketed(left)} LIKE ${right.text}`,
  };
}

function caseOf(fields: Fields, context: ExpressionContext): Expression {
  only(fields, 'CASE', 'operand', 'whens', 'else_');
  const operand =
    fields['operand'] === null || fields['operand'] === undefined
      ? undefined
      : translateNode(fields['operand'], context);
  const branches = list(fields['whens']).map((branch) => {
    const [when, then] = list(branch);
    const test = translateNode(when, context);
    return {
      test,
      sql: operand === undefined ? condition(test) : comparison('=', operand, test).sql,
      then: translateNode(then, context),
    };
  });
  const otherwise =
    fields['else_'] === null || fields['else_'] === undefined ? undefined : translateNode(fields['else_'], context);
  const results = [...branches.map((branch) => branch.then), ...(otherwise === undefined ? [] : [otherwise])];
  const type = unify(results, 'CASE');
  const whens = branches.map((branch) => `WHEN ${branch.sql} THEN ${castSql(branch.then.sql, branch.then.type, type)}`);
  const last = otherwise === undefined ? '' : ` ELSE ${castSql(otherwise.sql, otherwise.type, type)}`;
  const text = `CASE ${operand === undefined ? '' : `${bracketed(operand)} `}${branches.map((branch) => `WHEN ${bracketed(branch.test)} THEN ${bracketed(branch.then)}`).join(' ')}${otherwise === undefined ? '' : ` ELSE ${bracketed(otherwise)}`} END`;
  return { sql: `(CASE ${whens.join(' ')}${last} END)`, type, text };
}

function cast(fields: Fields, context: ExpressionContext): Expression {
  only(fields, 'CAST', 'this', 'to');
  const value = translateNode(fields['this'], context);
  const { type, text, length } = typeOfNode(fields['to']);
  const sql = castSql(value.sql, value.type, type);
  return {
    sql: length === undefined ? sql : `sr_fit(${sql}, ${length})`,
    type,
    text: `CAST(${value.text} AS ${text})`,
  };
}

function scalarSubquery(fields: Fields, context: ExpressionContext): Expression {
  only(fields, 'a subquery', 'this', 'modifiers_inside', 'trailing_comments');
  const query = context.subquery(fields['this'], context.names);
  const [first] = query.columns;
  if (first === undefined || query.columns.length !== 1) throw analysisError('Subquery must output only one column.');
  return { sql: `(${query.sql})`, type: first.type, text: '(subquery)' };
}

function functionCall(fields: Fields): Call {
  only(fields, 'a call', 'name', 'args', 'distinct', 'use_bracket_syntax');
  const name = String(fields['name']);
  if (fields['use_bracket_syntax'] === true) throw unsupported('calls with brackets');
  return {
    name: plainName(name),
    args: list(fields['args']),
    distinct: fields['distinct'] === true,
    ignoreNulls: false,
    orderBy: [],
  };
}

function plainName(name: string): string {
  return (name.startsWith(FUNCTION_PREFIX) ? name.slice(FUNCTION_PREFIX.length) : name).toLowerCase();
}

function aggregateCall(fields: Fields): Call {
  only(fields, 'an aggregate', 'name', 'args', 'distinct', 'order_by', 'ignore_nulls');
  return {
    name: plainName(String(fields['name'])),
    args: list(fields['args']),
    distinct: fields['distinct'] === true,
    ignoreNulls: fields['ignore_nulls'] === true,
    orderBy: list(fields['order_by']),
  };
}

function groupConcatCall(fields: Fields): Call {
  only(fields, 'group_concat()', 'this', 'separator', 'order_by', 'distinct');
  const base = {
    name: 'group_concat',
    distinct: fields['distinct'] === true,
    ignoreNulls: false,
    orderBy: list(fields['order_by']),
  };
  const separator = fields['separator'];
  const inner = open(fields['this']);
  // The parser packs several arguments into a CONCAT of its own; a written concat() carries our prefix.
  const args =
    inner.kind === 'function' && inner.fields['name'] === 'CONCAT' ? list(inner.fields['args']) : [fields['this']];
  return separator === null || separator === undefined ? { ...base, args } : { ...base, args, separator };
}

/** Translates a call by its row; default deny for names without one. */
export function call(written: Call, context: ExpressionContext): Expression {
  const found = rawCall(written, context);
  return { ...found, sql: withoutOverMarks(found.sql) };
}

/** As {@link call}, with the marks that say where OVER goes. */
export function rawCall(written: Call, context: ExpressionContext): Expression {
  const special = specialFunctions.get(written.name);
  if (special !== undefined) return special(written, context);
  const args = written.args.map((arg) => translateNode(arg, context));
  const found = findFunction(written.name);
  if (found === undefined) throw unsupported(`the function ${written.name}()`);
  if (found.kind === 'window') throw analysisError(`${written.name}() needs an OVER clause.`);
  if (written.ignoreNulls || written.separator !== undefined || written.orderBy.length > 0)
    throw unsupported(`IGNORE NULLS, ORDER BY or SEPARATOR in ${written.name}()`);
  const meaning = applyRow(found, args, context.scope);
  const text = `${written.name}(${written.distinct ? 'DISTINCT ' : ''}${args.map((arg) => arg.text).join(', ')})`;
  if (!written.distinct) return { ...meaning, text };
  return { ...meaning, sql: distinctAggregate(written.name, meaning.sql), text };
}

const DISTINCT_OF: ReadonlyMap<string, RegExp> = new Map([
  ['sum', /^(CAST\()?(sum\()/],
  ['min', /^()(min\()/],
  ['max', /^()(max\()/],
]);

function distinctAggregate(name: string, sql: string): string {
  const shape = DISTINCT_OF.get(name);
  if (shape === undefined || !shape.test(sql)) throw unsupported(`DISTINCT in ${name}()`);
  return sql.replace(shape, (_, before: string | undefined, start: string) => `${before ?? ''}${start}DISTINCT `);
}

/** Meaning of a function of the table, for operators that are written functions. */
export function namedCall(name: string, args: readonly Expression[], context: ExpressionContext): Expression {
  const found = findFunction(name);
  if (found === undefined) throw unsupported(`the function ${name}()`);
  return { ...applyRow(found, args, context.scope), text: `${name}(${args.map((arg) => arg.text).join(', ')})` };
}

function extract(fields: Fields, context: ExpressionContext): Expression {
  only(fields, 'EXTRACT', 'this', 'field');
  const field = String(fields['field']).toLowerCase();
  if (!['year', 'quarter', 'month', 'day', 'hour', 'minute', 'second'].includes(field))
    throw unsupported(`EXTRACT(${field} FROM …)`);
  return namedCall(field, [translateNode(fields['this'], context)], context);
}

function variable(fields: Fields, context: ExpressionContext): Expression {
  only(fields, 'a variable', 'name', 'style');
  if (fields['style'] !== 'DoubleAt') throw unsupported('this kind of variable');
  const written = String(fields['name']);
  const name = written.replace(/^(session|global|local)\./i, '');
  const value = context.scope.variable(`@@${name}`) ?? context.scope.variable(name);
  if (value === undefined) throw new UnsupportedQueryError(`Unknown system variable '${name}'`, 1193);
  return constant(value, `@@${written}`);
}

function userVariable(name: string, context: ExpressionContext): Expression {
  return constant(context.scope.variable(`@${name}`) ?? null, `@${name}`);
}

/** A value that is known when the query is translated. */
export function constant(value: string | number | null, text: string): Expression {
  if (value === null) return { sql: 'NULL', type: NULL, text, simple: true };
  if (typeof value === 'string') return { sql: quoteText(value), type: VARCHAR, text, simple: true };
  return Number.isInteger(value)
    ? { sql: `CAST(${value} AS BIGINT)`, type: BIGINT, text, simple: true }
    : { sql: `CAST(${value} AS DOUBLE)`, type: DOUBLE, text, simple: true };
}
