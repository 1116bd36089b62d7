import { parseScript } from '@strata/starrocks-sql';
import type { SqlSyntaxError, Statement } from '@strata/starrocks-sql';
import type { DuckDBConnection } from '@duckdb/node-api';

import { SqlError } from '../errors';
import { quoteText } from '../storage/names';
import { scan } from '../sql/scanner';
import { ColumnType } from '../protocol/constants';
import { OK, resultColumn } from '../protocol/result';
import type { ResultColumn, StatementResult } from '../protocol/result';
import type { ParameterValue } from '../protocol/parameters';
import type { LoginRequest, ProtocolSession } from '../protocol/session';
import type { ServerContext, SessionState } from './context';
import { useDatabase } from './ddl-database';
import { execute } from './execute';
import { findLogin } from './security/login';

/** One client's session: login, statements in order, what it has set. */
export class Session implements ProtocolSession {
  public readonly state: SessionState;

  constructor(
    private readonly context: ServerContext,
    connection: DuckDBConnection,
    connectionId: number,
    address: string,
    kill: () => void,
  ) {
    this.state = {
      connectionId,
      connection,
      connectedMs: Date.now(),
      address,
      user: '',
      host: '%',
      database: '',
      inTransaction: false,
      running: undefined,
      variables: new Map(),
      userVariables: new Map(),
      kill,
    };
    context.sessions.set(connectionId, this.state);
  }

  public login(request: LoginRequest): void {
    const host = this.state.address.replace(/:\d+$/, '');
    const user = findLogin(this.context.catalog, request.user, host);
    if (user === undefined || !request.verify(Buffer.from(user.passwordHash, 'hex'))) {
      const used = request.usedPassword ? 'YES' : 'NO';
      throw new SqlError(1045, `Access denied for user '${request.user}' (using password: ${used})`);
    }
    this.state.user = user.name;
    this.state.host = user.host;
    if (request.database !== '') useDatabase(this.context, this.state, request.database);
  }

  public use(database: string): void {
    useDatabase(this.context, this.state, database);
  }

  public async *run(text: string): AsyncGenerator<{ readonly result: StatementResult; readonly last: boolean }> {
    if (/^\s*;[\s;]*$/.test(text)) {
      yield { result: OK, last: true };
      return;
    }
    const statements = parseAll(text);
    for (const [index, statement] of statements.entries()) {
      yield { result: await this.runOne(statement, text), last: index === statements.length - 1 };
    }
  }

  public prepare(text: string): number {
    const first = scan(text)[0]?.text.toUpperCase() ?? '';
    if (first !== 'SELECT' && first !== 'WITH' && first !== '(') {
      throw new SqlError(1295, 'This command is not supported in the prepared statement protocol yet');
    }
    return placeholders(text).length;
  }

  public async execute(text: string, values: readonly ParameterValue[]): Promise<StatementResult> {
    const filled = fillParameters(text, values);
    const [statement] = parseAll(filled);
    if (statement === undefined) throw new SqlError(1065, 'Query was empty');
    return this.runOne(statement, filled);
  }

  public fields(table: string): readonly ResultColumn[] {
    const object = this.context.catalog.object(this.state.database, table);
    if (object === undefined) throw new SqlError(5502, `Unknown table '${table}'`);
    return object.columns.map((column) => resultColumn(column.name, ColumnType.VAR_STRING));
  }

  public reset(): void {
    this.state.variables.clear();
    this.state.userVariables.clear();
  }

  public close(): void {
    if (!this.context.sessions.delete(this.state.connectionId)) return;
    this.state.connection.interrupt();
    this.state.connection.closeSync();
  }

  private async runOne(statement: Statement, text: string): Promise<StatementResult> {
    this.state.running = { text, sinceMs: Date.now() };
    try {
      return await this.context.switches.run(statement, () => execute(this.context, this.state, statement));
    } finally {
      this.state.running = undefined;
    }
  }
}

/** Statements of a text. @throws SqlError 1064 when one does not parse: then none runs. */
function parseAll(text: string): readonly Statement[] {
  const { statements, errors } = parseScript(text);
  const [error] = errors;
  if (error !== undefined) throw syntaxError(error);
  if (statements.length === 0) throw emptyText(text);
  return statements;
}

/** Nothing at all, or comments only, which a frontend does not take for a statement. */
function emptyText(text: string): SqlError {
  if (text.trim() === '') return new SqlError(1065, 'Query was empty');
  return new SqlError(
    1064,
    `Getting syntax error at line 1, column ${text.length}. Detail message: Unexpected input '<EOF>'.`,
  );
}

function syntaxError(error: SqlSyntaxError): SqlError {
  return new SqlError(
    1064,
    `Getting syntax error at line ${error.line}, column ${error.column - 1}. Detail message: ${error.reason}.`,
  );
}

/** Offsets of the question marks that stand for values. */
function placeholders(text: string): readonly number[] {
  return scan(text).flatMap((token) => (token.kind === 'symbol' && token.text === '?' ? [token.start] : []));
}

function fillParameters(text: string, values: readonly ParameterValue[]): string {
  const offsets = placeholders(text);
  let filled = '';
  let last = 0;
  offsets.forEach((offset, index) => {
    filled += text.slice(last, offset) + parameterText(values[index] ?? null);
    last = offset + 1;
  });
  return filled + text.slice(last);
}

function parameterText(value: ParameterValue): string {
  if (value === null) return 'NULL';
  if (typeof value !== 'string') return String(value);
  return quoteText(value.replaceAll('\\', '\\\\'));
}
