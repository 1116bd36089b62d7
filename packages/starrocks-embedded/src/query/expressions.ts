import { aggregateCall, call, functionCall, groupConcatCall, namedCall } from './calls';
import { castSql } from './casts';
import { literal, userVariable, variable } from './constants';
import { analysisError, unsupported } from './errors';
import type { Expression } from './expression';
import type { ExpressionContext } from './expression-context';
import { buildArray, elementAt } from './functions/arrays';
import { intervalOf } from './intervals';
import { kindOf, list, nameOf, only, open, type Fields, type Node } from './nodes';
import { addInterval, arithmetic, bracketed, comparison, condition, negate, type Arithmetic } from './operators';
import { checkBinary, checkOperand } from './precedence';
import { between, compare, COMPARISONS, isNull, like, logical, membership, negation } from './predicates';
import { BOOLEAN, NULL } from './types';
import { typeOfNode } from './type-nodes';
import { unify } from './unify';
import { translateWindow } from './windows';

const ARITHMETIC: Readonly<Record<string, Arithmetic>> = { add: '+', sub: '-', mul: '*', div: '/', mod: '%' };
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
    case 'introducer':
      // There are no character sets before strings: the word is a name.
      throw analysisError(`Column '_utf8' cannot be resolved.`);
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

function bitwise(kind: string, fields: Fields, context: ExpressionContext): Expression {
  only(fields, `'${kind}'`, 'left', 'right');
  checkBinary(kind, fields['left'], fields['right']);
  return namedCall(
    BITWISE[kind] ?? '',
    [translateNode(fields['left'], context), translateNode(fields['right'], context)],
    context,
  );
}

function extract(fields: Fields, context: ExpressionContext): Expression {
  only(fields, 'EXTRACT', 'this', 'field');
  const field = String(fields['field']).toLowerCase();
  if (!['year', 'quarter', 'month', 'day', 'hour', 'minute', 'second'].includes(field))
    throw unsupported(`EXTRACT(${field} FROM …)`);
  return namedCall(field, [translateNode(fields['this'], context)], context);
}
