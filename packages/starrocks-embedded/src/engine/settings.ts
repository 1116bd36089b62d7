import type { SetStatement, SetVariable } from '@strata/starrocks-sql';

import { SqlError, analysisError } from '../errors';
import { OK } from '../protocol/result';
import type { StatementResult } from '../protocol/result';
import { scan } from '../sql/scanner';
import type { ServerContext, SessionState } from './context';
import { globalVariable, queryScope, systemVariable } from './context';
import { duckRows, translate } from './queries';
import { isTimeZone } from './times';

/** Runs `SET a = 1, GLOBAL b = 2, @c = 3`. */
export async function runSet(
  context: ServerContext,
  session: SessionState,
  statement: SetStatement,
): Promise<StatementResult> {
  for (const assignment of statement.assignments) {
    if (assignment.scope === 'USER') await setUserVariable(context, session, assignment);
    else await setSystemVariable(context, session, assignment);
  }
  return OK;
}

async function setUserVariable(context: ServerContext, session: SessionState, assignment: SetVariable): Promise<void> {
  const name = assignment.name.replace(/^@/, '');
  const { sql } = translate(`SELECT ${assignment.value.text}`, queryScope(context, session));
  const [row] = await duckRows(context.store.reader, sql);
  const value = row?.[0];
  session.userVariables.set(
    name,
    value === null || value === undefined ? null : typeof value === 'number' ? value : String(value),
  );
}

async function setSystemVariable(
  context: ServerContext,
  session: SessionState,
  assignment: SetVariable,
): Promise<void> {
  const name = assignment.name
    .replace(/^@@/, '')
    .replace(/^(session|global|local)\./i, '')
    .toLowerCase();
  const known = systemVariable(context, session, name);
  if (known === undefined) throw new SqlError(1193, `Unknown system variable '${assignment.name}'`);
  const value = assignedValue(context, session, name, assignment);
  if (name === 'time_zone' && !isTimeZone(value))
    throw new SqlError(1298, `Unknown or incorrect time zone: '${value}'`);
  checkValue(name, value);
  session.variables.set(name, value);
  if (assignment.scope === 'GLOBAL') await context.catalog.change((change) => change.put('variables', name, { value }));
}

function assignedValue(context: ServerContext, session: SessionState, name: string, assignment: SetVariable): string {
  const tokens = scan(assignment.value.text);
  const [first] = tokens;
  if (tokens.length === 1 && first !== undefined) {
    if (first.kind === 'word' && first.text.toUpperCase() === 'DEFAULT') return globalVariable(context, name) ?? '';
    if (first.kind === 'word' && /^(true|on)$/i.test(first.text)) return 'true';
    if (first.kind === 'word' && /^(false|off)$/i.test(first.text)) return 'false';
    return isFlag(context, session, name) && /^[01]$/.test(first.text) ? String(first.text === '1') : first.text;
  }
  if (tokens.every((token) => token.text === '@' || token.kind === 'word' || token.text === '.')) {
    const source = tokens.at(-1)?.text ?? '';
    return systemVariable(context, session, source) ?? String(session.userVariables.get(source) ?? '');
  }
  return assignment.value.text.trim();
}

function isFlag(context: ServerContext, session: SessionState, name: string): boolean {
  return /^(true|false)$/.test(systemVariable(context, session, name) ?? '');
}

const SQL_MODES =
  /^(|\d+|ansi_quotes|pipes_as_concat|ignore_space|only_full_group_by|strict_trans_tables|strict_all_tables|no_zero_in_date|no_zero_date|error_for_division_by_zero|no_engine_substitution|no_auto_create_user|sort_nulls_last|error_if_overflow|group_concat_legacy|forbid_invalid_date|allow_throw_exception|double_literal|dual_double_literal|no_auto_value_on_zero|traditional|ansi|high_not_precedence|no_backslash_escapes)$/i;

/** @throws SqlError for values that a frontend refuses. */
function checkValue(name: string, value: string): void {
  if (name === 'sql_mode') {
    const unknown = value.split(',').find((mode) => !SQL_MODES.test(mode.trim()));
    if (unknown !== undefined)
      throw new SqlError(1231, `Variable 'sql_mode' can't be set to the value of '${unknown}'`);
  }
  if (name === 'autocommit' && !/^(true|false|0|1|on|off)$/i.test(value))
    throw new SqlError(1232, `Incorrect argument type to variable 'autocommit'`);
  if (/^(query_timeout|insert_timeout)$/.test(name) && Number(value) < 1)
    throw analysisError(`${name} must be equal or greater than 1`);
}
