/** Routine loads, pipes, tasks. */

import type { Position, Property, QualifiedName, SqlText } from '../ast';
import type {
  AlterPipeStatement,
  AlterRoutineLoadStatement,
  AlterTaskStatement,
  ControlRoutineLoadStatement,
  CreatePipeStatement,
  CreateRoutineLoadStatement,
  LoadProperty,
  SubmitTaskStatement,
} from '../ast-jobs';
import type { Cursor } from './cursor';
import { isDml, parseDmlText } from './dml';
import { parseExpression } from './expressions';
import {
  isPartitionNames,
  parseIfExists,
  parseIfNotExists,
  parsePartitionNames,
  parseProperties,
  parsePropertyList,
  parseQualifiedName,
} from './names';
import { parseQuery, parseQueryText } from './queries';
import { parseCreateTable } from './tables';
import { parseEvery, parseStart } from './views';

// ----------------------------------------------------------------------------------------------------- routine load

/** What follows CREATE. */
export function parseCreateRoutineLoad(cursor: Cursor, at: Position): CreateRoutineLoadStatement {
  cursor.expect('ROUTINE', 'LOAD');
  const name = parseQualifiedName(cursor, 'name of the routine load');
  cursor.expect('ON');
  const table = parseQualifiedName(cursor, 'table name');
  const loadProperties = parseLoadProperties(cursor);
  const properties = parseProperties(cursor);
  if (!cursor.accept('FROM')) throw cursor.expected("'COLUMNS'", "'WHERE'", "'PARTITION'", "'PROPERTIES'", "'FROM'");
  return { kind: 'create-routine-load', name, table, loadProperties, properties, ...parseSource(cursor), at };
}

function parseSource(cursor: Cursor): { readonly source: string; readonly sourceProperties: readonly Property[] } {
  const source = cursor.identifier('source such as KAFKA').toUpperCase();
  return { source, sourceProperties: cursor.isSymbol('(') ? parsePropertyList(cursor) : [] };
}

export function parseAlterRoutineLoad(cursor: Cursor, at: Position): AlterRoutineLoadStatement {
  cursor.expect('ROUTINE', 'LOAD', 'FOR');
  const name = parseQualifiedName(cursor, 'name of the routine load');
  const loadProperties = parseLoadProperties(cursor);
  const properties = parseProperties(cursor);
  const source = cursor.accept('FROM') ? parseSource(cursor) : { sourceProperties: [] };
  return { kind: 'alter-routine-load', name, loadProperties, properties, ...source, at };
}

/** PAUSE, RESUME and STOP; the verb is the next token. */
export function parseControlRoutineLoad(cursor: Cursor, at: Position): ControlRoutineLoadStatement {
  const verb = cursor.expectAny(['PAUSE', 'RESUME', 'STOP']);
  cursor.expect('ROUTINE', 'LOAD', 'FOR');
  return { kind: 'control-routine-load', verb, name: parseQualifiedName(cursor, 'name of the routine load'), at };
}

function parseLoadProperties(cursor: Cursor): LoadProperty[] {
  if (!cursor.isAny(['COLUMNS', 'ROWS', 'WHERE']) && !isPartitionNames(cursor)) return [];
  return cursor.list(() => parseLoadProperty(cursor));
}

function parseLoadProperty(cursor: Cursor): LoadProperty {
  if (isPartitionNames(cursor)) return { kind: 'partitions', partitions: parsePartitionNames(cursor) };
  if (cursor.accept('WHERE')) return { kind: 'where', condition: parseExpression(cursor) };
  if (cursor.expectAny(['COLUMNS', 'ROWS']) === 'ROWS') {
    cursor.expect('TERMINATED', 'BY');
    return { kind: 'rows-terminated-by', separator: cursor.string('string (a separator)') };
  }
  if (cursor.accept('TERMINATED')) {
    cursor.expect('BY');
    return { kind: 'columns-terminated-by', separator: cursor.string('string (a separator)') };
  }
  return { kind: 'columns', columns: cursor.parenthesized(() => parseExpression(cursor)) };
}

// ------------------------------------------------------------------------------------------------------------ pipes

/** What follows CREATE [OR REPLACE]. */
export function parseCreatePipe(cursor: Cursor, at: Position, orReplace: boolean): CreatePipeStatement {
  cursor.expect('PIPE');
  const ifNotExists = parseIfNotExists(cursor);
  const name = parseQualifiedName(cursor, 'pipe name');
  const properties = parseProperties(cursor);
  cursor.expect('AS');
  if (!cursor.is('INSERT')) throw cursor.expected("'INSERT'");
  return { kind: 'create-pipe', name, orReplace, ifNotExists, properties, insert: parseDmlText(cursor), at };
}

export function parseAlterPipe(cursor: Cursor, at: Position): AlterPipeStatement {
  cursor.expect('PIPE');
  const name = parseQualifiedName(cursor, 'pipe name');
  return { kind: 'alter-pipe', name, action: parsePipeAction(cursor), at };
}

function parsePipeAction(cursor: Cursor): AlterPipeStatement['action'] {
  switch (cursor.expectAny(['SUSPEND', 'RESUME', 'RETRY', 'SET'])) {
    case 'SUSPEND':
      return { kind: 'suspend' };
    case 'RESUME':
      return { kind: 'resume' };
    case 'SET':
      return { kind: 'set-properties', properties: parsePropertyList(cursor) };
    case 'RETRY':
      if (cursor.expectAny(['ALL', 'FILE']) === 'ALL') return { kind: 'retry-all' };
      return { kind: 'retry-file', file: cursor.string('string (a file)') };
  }
}

// ------------------------------------------------------------------------------------------------------------ tasks

/** What follows SUBMIT. */
export function parseSubmitTask(cursor: Cursor, at: Position): SubmitTaskStatement {
  cursor.expect('TASK');
  const name = parseTaskName(cursor);
  let properties: readonly Property[] = [];
  let schedule: SubmitTaskStatement['schedule'];
  for (;;) {
    if (cursor.is('PROPERTIES')) properties = parseProperties(cursor);
    else if (cursor.accept('SCHEDULE')) {
      const start = cursor.is('START') ? { start: parseStart(cursor) } : {};
      schedule = { ...start, every: parseEvery(cursor) };
    } else break;
  }
  if (!cursor.accept('AS')) throw cursor.expected("'PROPERTIES'", "'SCHEDULE'", "'AS'");
  const body = parseTaskBody(cursor);
  return { kind: 'submit-task', ...name, properties, ...(schedule === undefined ? {} : { schedule }), body, at };
}

function parseTaskName(cursor: Cursor): { readonly name?: QualifiedName } {
  const isClause = cursor.is('AS') || (cursor.is('PROPERTIES') && cursor.isSymbol('(', 1));
  const isSchedule = cursor.is('SCHEDULE', 'EVERY') || cursor.is('SCHEDULE', 'START');
  return isClause || isSchedule ? {} : { name: parseQualifiedName(cursor, 'task name') };
}

function parseTaskBody(cursor: Cursor): SubmitTaskStatement['body'] {
  if (!cursor.isAny(['CREATE', 'INSERT', 'CACHE', 'WITH'])) throw cursor.expected("'CREATE'", "'INSERT'", "'CACHE'");
  return parseTaskText(cursor);
}

/** A query, a statement that changes data, CREATE TABLE … AS SELECT, or CACHE SELECT. @throws SqlSyntaxError */
export function parseTaskText(cursor: Cursor): SqlText {
  const from = cursor.index;
  if (cursor.is('CREATE')) {
    const at = cursor.position;
    cursor.skip();
    const table = parseCreateTable(cursor, at);
    if (table.kind !== 'create-table-as-select') {
      throw cursor.fail('a task makes tables by CREATE TABLE … AS SELECT only', [], at);
    }
    return cursor.textSince(from);
  }
  if (cursor.accept('CACHE')) {
    parseQuery(cursor);
    parseProperties(cursor);
    return cursor.textSince(from);
  }
  return isDml(cursor) ? parseDmlText(cursor) : parseQueryText(cursor);
}

export function parseAlterTask(cursor: Cursor, at: Position): AlterTaskStatement {
  cursor.expect('TASK');
  const ifExists = parseIfExists(cursor);
  const name = parseQualifiedName(cursor, 'task name');
  const verb = cursor.expectAny(['SUSPEND', 'RESUME', 'SET']);
  if (verb === 'SET') {
    const action = { kind: 'set-properties', properties: parsePropertyList(cursor) } as const;
    return { kind: 'alter-task', name, ifExists, action, at };
  }
  return { kind: 'alter-task', name, ifExists, action: { kind: verb === 'SUSPEND' ? 'suspend' : 'resume' }, at };
}
