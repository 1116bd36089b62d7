/** Stands in the meaning of an aggregate or window function where its OVER clause goes. A comment, so that it does nothing where there is none. */
export const OVER_MARK = '/*over*/';

export function withoutOverMarks(sql: string): string {
  return sql.includes(OVER_MARK) ? sql.split(OVER_MARK).join('') : sql;
}
