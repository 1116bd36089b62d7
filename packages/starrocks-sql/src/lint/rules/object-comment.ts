import { RELATION_KINDS } from '../../bundle/objects';
import type { LintRule } from '../rule';

export const objectComment: LintRule = {
  id: 'object-comment',
  demand: 'Every table, view and materialized view has a comment.',
  check({ kind, statement }) {
    if (!RELATION_KINDS.has(kind)) return [];
    const comment = 'comment' in statement ? statement.comment : undefined;
    if (comment !== undefined && comment.trim() !== '') return [];
    return [{ offset: statement.at.offset, message: 'no COMMENT: say what one row is, e.g. COMMENT "One row per …"' }];
  },
};
