import { SqlError, unsupported } from '../errors';
import { findTop, isSymbol, isWord } from '../sql/scanner';
import type { Token } from '../sql/scanner';
import type { Row } from '../protocol/result';

/** What may follow a SHOW statement: FROM or IN names, LIKE, WHERE, ORDER BY, LIMIT. */
export interface ShowTail {
  readonly from: readonly string[];
  readonly like: string | undefined;
  readonly where: readonly Condition[];
  readonly orderBy: readonly { readonly column: string; readonly descending: boolean }[];
  readonly limit: number | undefined;
  readonly offset: number;
}

interface Condition {
  readonly column: string;
  readonly operator: '=' | '!=' | 'LIKE' | 'IN';
  readonly values: readonly string[];
}

/** Reads the clauses from token `at` on. */
export function readTail(tokens: readonly Token[], at: number): ShowTail {
  const from: string[] = [];
  let like: string | undefined;
  let where: readonly Condition[] = [];
  let orderBy: ShowTail['orderBy'] = [];
  let limit: number | undefined;
  let offset = 0;
  let index = at;
  while (index < tokens.length && !isSymbol(tokens[index], ';')) {
    const token = tokens[index];
    if (isWord(token, 'FROM') || isWord(token, 'IN')) {
      const names = readNames(tokens, index + 1);
      from.push(...(from.length > 0 ? [...names.parts] : names.parts));
      index = names.next;
    } else if (isWord(token, 'LIKE')) {
      like = tokens[index + 1]?.text;
      index += 2;
    } else if (isWord(token, 'WHERE')) {
      const end = clauseEnd(tokens, index + 1);
      where = readConditions(tokens.slice(index + 1, end));
      index = end;
    } else if (isWord(token, 'ORDER')) {
      const end = clauseEnd(tokens, index + 2);
      orderBy = readOrder(tokens.slice(index + 2, end));
      index = end;
    } else if (isWord(token, 'LIMIT')) {
      limit = Number(tokens[index + 1]?.text);
      index += 2;
      if (isWord(tokens[index], 'OFFSET')) {
        offset = Number(tokens[index + 1]?.text);
        index += 2;
      } else if (isSymbol(tokens[index], ',')) {
        offset = limit;
        limit = Number(tokens[index + 1]?.text);
        index += 2;
      }
    } else {
      throw new SqlError(1064, `Getting syntax error. Detail message: Unexpected input '${token?.text ?? ''}'.`);
    }
  }
  return { from, like, where, orderBy, limit, offset };
}

function readNames(tokens: readonly Token[], at: number): { readonly parts: readonly string[]; readonly next: number } {
  const parts = [tokens[at]?.text ?? ''];
  let next = at + 1;
  while (isSymbol(tokens[next], '.')) {
    parts.push(tokens[next + 1]?.text ?? '');
    next += 2;
  }
  return { parts, next };
}

function clauseEnd(tokens: readonly Token[], from: number): number {
  const end = findTop(tokens, from, (token) => isWord(token, 'ORDER') || isWord(token, 'LIMIT') || token.text === ';');
  return end === -1 ? tokens.length : end;
}

function readConditions(tokens: readonly Token[]): readonly Condition[] {
  const conditions: Condition[] = [];
  let start = 0;
  while (start < tokens.length) {
    const and = findTop(tokens, start, (token) => isWord(token, 'AND'));
    const end = and === -1 ? tokens.length : and;
    conditions.push(readCondition(tokens.slice(start, end)));
    start = end + 1;
  }
  return conditions;
}

function readCondition(tokens: readonly Token[]): Condition {
  const [column, second, third, ...rest] = tokens;
  if (column !== undefined && third !== undefined) {
    if (isSymbol(second, '=') && rest.length === 0) return { column: column.text, operator: '=', values: [third.text] };
    if (isWord(second, 'LIKE') && rest.length === 0)
      return { column: column.text, operator: 'LIKE', values: [third.text] };
    if (second?.text === '!' && third.text === '=' && rest.length === 1)
      return { column: column.text, operator: '!=', values: [rest[0]?.text ?? ''] };
    if (isWord(second, 'IN')) {
      const values = rest
        .filter((token) => token.kind === 'string' || token.kind === 'number')
        .map((token) => token.text);
      return { column: column.text, operator: 'IN', values };
    }
  }
  throw unsupported('this WHERE of a SHOW statement (write column = value, LIKE or IN, joined by AND)');
}

function readOrder(tokens: readonly Token[]): ShowTail['orderBy'] {
  const items: { column: string; descending: boolean }[] = [];
  for (const token of tokens) {
    if (isSymbol(token, ',')) continue;
    const last = items.at(-1);
    if (isWord(token, 'DESC') && last !== undefined) items[items.length - 1] = { ...last, descending: true };
    else if (!isWord(token, 'ASC')) items.push({ column: token.text, descending: false });
  }
  return items;
}

/** Applies LIKE (on one column), WHERE, ORDER BY and LIMIT to finished rows. */
export function applyTail(
  names: readonly string[],
  rows: readonly Row[],
  tail: ShowTail,
  likeColumn = 0,
): readonly Row[] {
  const find = (column: string): number => {
    const index = names.findIndex((name) => name.toLowerCase() === column.toLowerCase());
    if (index === -1)
      throw new SqlError(1064, `Getting analyzing error. Detail message: Column '${column}' cannot be resolved.`);
    return index;
  };
  const { like } = tail;
  let kept = like === undefined ? rows : rows.filter((row) => matchesLike(text(row, likeColumn), like));
  for (const condition of tail.where) {
    const index = find(condition.column);
    kept = kept.filter((row) => holds(text(row, index), condition));
  }
  if (tail.orderBy.length > 0) {
    const keys = tail.orderBy.map((item) => ({ index: find(item.column), sign: item.descending ? -1 : 1 }));
    kept = [...kept].sort((a, b) => {
      for (const { index, sign } of keys) {
        const order = compare(text(a, index), text(b, index));
        if (order !== 0) return order * sign;
      }
      return 0;
    });
  }
  return tail.limit === undefined ? kept : kept.slice(tail.offset, tail.offset + tail.limit);
}

function text(row: Row, index: number): string {
  const cell = row[index];
  return cell === null || cell === undefined ? '' : String(cell);
}

function compare(a: string, b: string): number {
  if (/^\d+$/.test(a) && /^\d+$/.test(b)) return Number(a) - Number(b);
  return a < b ? -1 : a > b ? 1 : 0;
}

function holds(value: string, condition: Condition): boolean {
  const same = (other: string): boolean => value.toLowerCase() === other.toLowerCase();
  switch (condition.operator) {
    case '=':
    case 'IN':
      return condition.values.some(same);
    case '!=':
      return !condition.values.some(same);
    case 'LIKE':
      return matchesLike(value, condition.values[0] ?? '');
  }
}

/** LIKE with % and _, case-insensitive as SHOW is. */
function matchesLike(value: string, pattern: string): boolean {
  let source = '';
  for (let index = 0; index < pattern.length; index += 1) {
    const char = pattern.charAt(index);
    if (char === '\\' && index + 1 < pattern.length) {
      index += 1;
      source += pattern.charAt(index).replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
    } else if (char === '%') source += '.*';
    else if (char === '_') source += '.';
    else source += char.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  }
  return new RegExp(`^${source}$`, 'is').test(value);
}
