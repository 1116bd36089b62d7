import { isReserved } from '../../keywords';
import { TokenKind } from '../../lexer';
import { FUNCTION_WORDS } from '../../parser/expressions';
import type { Complaint, LintRule } from '../rule';

export const keywordCase: LintRule = {
  id: 'keyword-case',
  demand: 'Reserved words are upper case.',
  check({ tokens: { kinds, starts, ends, texts, source, count } }) {
    const complaints: Complaint[] = [];
    for (let token = 0; token < count; token += 1) {
      const keyword = texts[token];
      if (kinds[token] !== TokenKind.Word || keyword === undefined || !isReserved(keyword)) continue;
      const [start = 0, end = 0] = [starts[token], ends[token]];
      const before = token === 0 ? '' : source.charAt(starts[token - 1] ?? 0);
      const isName = before === '.' || before === '@';
      const isCall = FUNCTION_WORDS.has(keyword) && source.charAt(starts[token + 1] ?? source.length) === '(';
      if (isName || isCall || source.slice(start, end) === keyword) continue;
      complaints.push({ offset: start, message: `write ${keyword} in upper case`, fix: { start, end, text: keyword } });
    }
    return complaints;
  },
};
