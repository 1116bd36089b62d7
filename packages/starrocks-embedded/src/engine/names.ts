import type { QualifiedName } from '@strata/starrocks-sql';

import { SqlError } from '../errors';
import { isSymbol } from '../sql/scanner';
import type { Token } from '../sql/scanner';

/** Reads a name of up to three parts at a token. */
export function readName(
  tokens: readonly Token[],
  at: number,
): { readonly name: QualifiedName; readonly next: number } {
  const parts: string[] = [];
  let index = at;
  for (;;) {
    const token = tokens[index];
    if (token?.kind !== 'word' && token?.kind !== 'name') {
      throw new SqlError(
        1064,
        `Getting syntax error. Detail message: Unexpected input '${token?.text ?? '<EOF>'}', a name is expected.`,
      );
    }
    parts.push(token.text);
    index += 1;
    if (!isSymbol(tokens[index], '.')) break;
    index += 1;
  }
  return { name: { parts, at: { offset: tokens[at]?.start ?? 0, line: 1, column: 1 } }, next: index };
}
