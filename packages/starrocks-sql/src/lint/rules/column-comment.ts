import { columnsOf } from '../columns';
import type { LintRule } from '../rule';

export const columnComment: LintRule = {
  id: 'column-comment',
  demand: 'Every column has a comment; views list their columns for that.',
  check(subject) {
    const columns = columnsOf(subject);
    const isView = subject.kind === 'view' || subject.kind === 'materialized-view';
    if (isView && columns.length === 0) {
      const message = 'the view lists no columns: name them, each with COMMENT and its unit';
      return [{ offset: subject.statement.at.offset, message }];
    }
    return columns
      .filter(({ comment }) => comment === undefined || comment.trim() === '')
      .map(({ name, offset }) => ({
        offset,
        message: `the column '${name}' has no COMMENT: say what it is, in which unit`,
      }));
  },
};
