/** Expressions that are true or false. */

import { analysisError, unsupported } from './errors';
import type { Expression } from './expression';
import type { ExpressionContext } from './expression-context';
import { translateNode } from './expressions';
import { list, only, open, type Fields } from './nodes';
import { bracketed, comparable, comparison, condition, type Comparison } from './operators';
import { checkBinary, checkOperand } from './precedence';
import { BOOLEAN, NULL, printType } from './types';

export const COMPARISONS: Readonly<Record<string, Comparison>> = {
  eq: '=',
  neq: '!=',
  lt: '<',
  lte: '<=',
  gt: '>',
  gte: '>=',
  null_safe_eq: '<=>',
};
export function compare(kind: string, fields: Fields, context: ExpressionContext): Expression {
  only(fields, `'${kind}'`, 'left', 'right');
  checkBinary(kind, fields['left'], fields['right']);
  return comparison(
    COMPARISONS[kind] ?? '=',
    translateNode(fields['left'], context),
    translateNode(fields['right'], context),
  );
}

export function logical(kind: 'and' | 'or', fields: Fields, context: ExpressionContext): Expression {
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

export function negation(fields: Fields, context: ExpressionContext): Expression {
  only(fields, 'NOT', 'this');
  checkOperand(fields['this'], 3, 'NOT');
  const operand = translateNode(fields['this'], context);
  return { sql: `(NOT ${condition(operand)})`, type: BOOLEAN, text: `NOT ${bracketed(operand)}` };
}

export function isNull(fields: Fields, context: ExpressionContext): Expression {
  only(fields, 'IS NULL', 'this', 'not');
  checkOperand(fields['this'], 4, 'IS NULL');
  const operand = translateNode(fields['this'], context);
  const test = fields['not'] === true ? 'IS NOT NULL' : 'IS NULL';
  return { sql: `(${operand.sql} ${test})`, type: BOOLEAN, text: `${bracketed(operand)} ${test}` };
}

export function between(fields: Fields, context: ExpressionContext): Expression {
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

export function membership(fields: Fields, context: ExpressionContext): Expression {
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

export function like(fields: Fields, context: ExpressionContext): Expression {
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
