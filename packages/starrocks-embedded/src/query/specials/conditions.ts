/** Functions that choose among their arguments. */

import { castSql } from '../casts';
import { unsupported } from '../errors';
import type { Expression } from '../expression';
import { condition } from '../operators';
import { unify } from '../unify';
import { special, textOf, values, type Special, type SpecialRow } from './special';

const conditional: Special = (written, context) => {
  const args = values(written, context, 3);
  const [test, yes, no] = args as readonly [Expression, Expression, Expression];
  const type = unify([yes, no], 'if()');
  return {
    sql: `(CASE WHEN ${condition(test)} THEN ${castSql(yes.sql, yes.type, type)} ELSE ${castSql(no.sql, no.type, type)} END)`,
    type,
    text: textOf('if', args),
  };
};

const coalesce: Special = (written, context) => {
  const args = values(
    written,
    context,
    written.name === 'coalesce' ? 1 : 2,
    written.name === 'coalesce' ? Infinity : 2,
  );
  const type = unify(args, `${written.name}()`);
  return {
    sql: `coalesce(${args.map((arg) => castSql(arg.sql, arg.type, type)).join(', ')})`,
    type,
    text: textOf(written.name, args),
  };
};

/** Where values are compared, text and other types do not mix: StarRocks picks the type by a rule that we have not. */
function sameFamily(args: readonly Expression[], where: string): void {
  const families = new Set(
    args.filter((arg) => arg.type.kind !== 'null').map((arg) => (arg.type.kind === 'varchar' ? 'text' : 'other')),
  );
  if (families.size > 1) throw unsupported(`${where} of text and something else`, 'CAST the values to one type.');
}

const nullIf: Special = (written, context) => {
  const args = values(written, context, 2);
  const [left, right] = args as readonly [Expression, Expression];
  const type = unify(args, 'nullif()');
  sameFamily(args, 'nullif()');
  return {
    sql: `nullif(${castSql(left.sql, left.type, type)}, ${castSql(right.sql, right.type, type)})`,
    type,
    text: textOf('nullif', args),
  };
};

/** greatest() and least() are NULL when an argument is; DuckDB's skip NULLs. */
const extreme: Special = (written, context) => {
  const args = values(written, context, 1, Infinity);
  const type = unify(args, `${written.name}()`);
  sameFamily(args, `${written.name}()`);
  const sql = args.map((arg) => castSql(arg.sql, arg.type, type));
  const nulls = sql.map((arg) => `${arg} IS NULL`).join(' OR ');
  return {
    sql: `(CASE WHEN ${nulls} THEN NULL ELSE ${written.name}(${sql.join(', ')}) END)`,
    type,
    text: textOf(written.name, args),
  };
};

export const CONDITION_ROWS: readonly SpecialRow[] = [
  special('if', 'if(condition, a, b)', 'NULL counts as false', conditional),
  ...['coalesce', 'ifnull'].map((name) =>
    special(name, `${name}(a, b)`, 'types are brought to a common one', coalesce),
  ),
  special('nullif', 'nullif(a, b)', '', nullIf),
  ...['greatest', 'least'].map((name) => special(name, `${name}(a, …)`, 'NULL when an argument is NULL', extreme)),
];
