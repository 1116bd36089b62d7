/** Columns that a declaration lists. */

import type { LintSubject } from './rule';

interface ListedColumn {
  readonly name: string;
  readonly comment?: string;
  readonly offset: number;
}

/** Columns of a table, and those that a view names; places of the latter are those of the view. */
export function columnsOf({ statement }: LintSubject): readonly ListedColumn[] {
  const withComment = (comment: string | undefined) => (comment === undefined ? {} : { comment });
  switch (statement.kind) {
    case 'create-table':
      return statement.columns.map(({ name, comment, at }) => ({ name, ...withComment(comment), offset: at.offset }));
    case 'create-view':
    case 'create-materialized-view':
      return statement.columns.map(({ name, comment }) => ({
        name,
        ...withComment(comment),
        offset: statement.at.offset,
      }));
    default:
      return [];
  }
}
