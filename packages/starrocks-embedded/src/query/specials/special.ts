import { analysisError, unsupported } from '../errors';
import type { Expression } from '../expression';
import type { Call, ExpressionContext } from '../expression-context';
import { translateNode } from '../expressions';

export type Special = (written: Call, context: ExpressionContext) => Expression;

/** Functions whose arguments are more than values: units, intervals, conditions, orderings, or things of the session. */
export interface SpecialRow {
  readonly name: string;
  /** How it is called, for the table in the docs. */
  readonly usage: string;
  readonly note: string;
  readonly kind: 'scalar' | 'aggregate';
  readonly translate: Special;
}

export function special(
  name: string,
  usage: string,
  note: string,
  translate: Special,
  kind: SpecialRow['kind'] = 'scalar',
): SpecialRow {
  return { name, usage, note, kind, translate };
}

export function plain(written: Call): Call {
  if (written.distinct || written.ignoreNulls || written.orderBy.length > 0 || written.separator !== undefined) {
    throw unsupported(`DISTINCT, IGNORE NULLS, ORDER BY or SEPARATOR in ${written.name}()`);
  }
  return written;
}

export function values(written: Call, context: ExpressionContext, least: number, most = least): readonly Expression[] {
  const { args, name } = plain(written);
  if (args.length < least || args.length > most)
    throw analysisError(`No matching function with signature: ${name} of ${args.length} arguments.`);
  return args.map((arg) => translateNode(arg, context));
}

export function textOf(name: string, args: readonly Expression[]): string {
  return `${name}(${args.map((arg) => arg.text).join(', ')})`;
}

/** Value of a variable, NULL when there is none. */
export function variableOf(context: ExpressionContext, name: string): string | number | null {
  return context.scope.variable(`@@${name}`) ?? context.scope.variable(name) ?? null;
}
