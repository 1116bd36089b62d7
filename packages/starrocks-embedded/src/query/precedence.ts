import { unsupported } from './errors';
import { isRecord, kindOf, open, type Node } from './nodes';

/**
 * How tightly StarRocks binds each operator, from its grammar. The parser is another one's and binds some operators differently; a tree in which every operand binds at least as tightly as its
 * place asks is the tree of StarRocks, because with given parentheses there is only one such tree. So trees are checked, not trusted.
 */
const LEVELS: Readonly<Record<string, number>> = {
  or: 1,
  and: 2,
  not: 3,
  eq: 4,
  neq: 4,
  lt: 4,
  lte: 4,
  gt: 4,
  gte: 4,
  null_safe_eq: 4,
  is_null: 4,
  is_true: 4,
  is_false: 4,
  all: 4,
  any: 4,
  between: 5,
  in: 5,
  like: 5,
  regexp_like: 5,
  bitwise_left_shift: 6,
  bitwise_right_shift: 6,
  bitwise_or: 7,
  bitwise_and: 8,
  add: 9,
  sub: 9,
  mul: 10,
  div: 10,
  mod: 10,
  int_div: 10,
  bitwise_xor: 11,
  neg: 12,
  bitwise_not: 12,
};

const PRIMARY = 13;

/** Level of a node; what is no operator is primary. */
function levelOf(node: Node): number {
  return LEVELS[kindOf(node)] ?? PRIMARY;
}

/** @throws UnsupportedQueryError when the operand binds less tightly than `least`. */
export function checkOperand(node: Node, least: number, operator: string): void {
  if (levelOf(node) < least)
    throw unsupported(`this mix of operators without parentheses near ${operator}`, 'Put the operands in parentheses.');
}

/** Operators whose chains mean the same however they are nested; the parser balances long chains of them. */
const ASSOCIATIVE: ReadonlySet<string> = new Set(['and', 'or']);

/** Checks a left-associative binary operator. */
export function checkBinary(kind: string, left: Node, right: Node): void {
  const level = LEVELS[kind] ?? PRIMARY;
  checkOperand(left, level, kind);
  checkOperand(right, ASSOCIATIVE.has(kind) ? level : level + 1, kind);
}

/** INTERSECT binds tighter than UNION and EXCEPT in StarRocks; the parser reads all three from left to right. */
export function checkSetOperands(kind: string, left: Node, right: Node): void {
  const loose = (node: Node): boolean => isRecord(node) && ['union', 'except'].includes(open(node).kind);
  const any = (node: Node): boolean => isRecord(node) && ['union', 'except', 'intersect'].includes(open(node).kind);
  if ((kind === 'intersect' && (loose(left) || any(right))) || (kind !== 'intersect' && any(right))) {
    throw unsupported('UNION, EXCEPT and INTERSECT mixed without parentheses', 'Put each side in parentheses.');
  }
}
