import { isRecord } from '../commands/sql/library';
import { CliError } from '../output';
import type { Cell, Row, SqlTest } from './model';

const FILE_KEYS = ['object', 'variables', 'given', 'tests'];
const TEST_KEYS = ['name', 'variables', 'given', 'where', 'expect'];

/**
 * The tests of one file. `given` of the file holds for each of its tests, that of a test comes on top, table by table.
 * `${name}` in a value stands for a variable, e.g. `${as_of}`.
 *
 * @throws CliError STR1916 when the file is no list of tests
 */
export function readTests(file: string, value: unknown): readonly SqlTest[] {
  const head = checked(value, FILE_KEYS, file, 'the file');
  const object = head['object'];
  const tests = head['tests'];
  if (typeof object !== 'string' || !/^\w+\.\w+$/.test(object)) {
    throw wrong(file, `object: names the view under test, e.g. cdm.loan_month_end; got ${JSON.stringify(object)}`);
  }
  if (!Array.isArray(tests) || tests.length === 0) throw wrong(file, 'tests: is a list of tests, and none is there');
  return tests.map((test: unknown, index) => readTest(file, object, head, test, `tests[${index}]`));
}

function readTest(
  file: string,
  object: string,
  head: Readonly<Record<string, unknown>>,
  value: unknown,
  place: string,
): SqlTest {
  const test = checked(value, TEST_KEYS, file, place);
  const { name, where } = test;
  if (typeof name !== 'string' || name === '')
    throw wrong(file, `${place}.name: says what the view does, as a sentence`);
  if (where !== undefined && typeof where !== 'string') throw wrong(file, `${place}.where: is a condition of SQL`);
  const variables = { ...variablesOf(file, head, 'variables'), ...variablesOf(file, test, `${place}.variables`) };
  const given = new Map([
    ...tablesOf(file, head['given'], 'given', variables),
    ...tablesOf(file, test['given'], `${place}.given`, variables),
  ]);
  const expect = rowsOf(file, test['expect'], `${place}.expect`, variables);
  const condition = where === undefined ? {} : { where: String(substituted(where, variables, file, place)) };
  return { file, name, object, given, ...condition, expect };
}

type Variables = Readonly<Record<string, Cell>>;

function variablesOf(file: string, owner: Readonly<Record<string, unknown>>, place: string): Variables {
  const value = owner['variables'] ?? {};
  if (!isRecord(value)) throw wrong(file, `${place}: is a mapping from names to values`);
  return rowOf(file, value, place, {});
}

function tablesOf(file: string, value: unknown, place: string, variables: Variables): [string, readonly Row[]][] {
  if (value === undefined) return [];
  if (!isRecord(value)) throw wrong(file, `${place}: is a mapping from tables to rows`);
  return Object.entries(value).map(([table, rows]) => [table, rowsOf(file, rows, `${place}.${table}`, variables)]);
}

function rowsOf(file: string, value: unknown, place: string, variables: Variables): readonly Row[] {
  if (!Array.isArray(value)) throw wrong(file, `${place}: is a list of rows, [] for none`);
  return value.map((row: unknown, index) => rowOf(file, row, `${place}[${index}]`, variables));
}

function rowOf(file: string, value: unknown, place: string, variables: Variables): Row {
  if (!isRecord(value)) throw wrong(file, `${place}: is a mapping from columns to values`);
  return Object.fromEntries(
    Object.entries(value).map(([column, cell]) => {
      if (isCell(cell)) return [column, substituted(cell, variables, file, `${place}.${column}`)];
      throw wrong(file, `${place}.${column}: is a text, a number, true, false or null; quote what is more`);
    }),
  );
}

function isCell(value: unknown): value is Cell {
  return value === null || ['string', 'number', 'boolean'].includes(typeof value);
}

function substituted(cell: Cell, variables: Variables, file: string, place: string): Cell {
  if (typeof cell !== 'string' || !cell.includes('${')) return cell;
  const valueOf = (name: string): Cell => {
    const value = variables[name];
    if (value === undefined)
      throw wrong(file, `${place}: no variable ${name}, known are ${Object.keys(variables).join(', ') || 'none'}`);
    return value;
  };
  const alone = /^\$\{(\w+)\}$/.exec(cell);
  return alone === null
    ? cell.replace(/\$\{(\w+)\}/g, (_, name: string) => String(valueOf(name)))
    : valueOf(alone[1] ?? '');
}

function checked(
  value: unknown,
  keys: readonly string[],
  file: string,
  place: string,
): Readonly<Record<string, unknown>> {
  if (!isRecord(value)) throw wrong(file, `${place} is a mapping with ${keys.join(', ')}`);
  const stranger = Object.keys(value).find((key) => !keys.includes(key));
  if (stranger !== undefined) throw wrong(file, `${place} has no key ${stranger}, known are ${keys.join(', ')}`);
  return value;
}

function wrong(file: string, message: string): CliError {
  return new CliError('STR1916', `${file}: ${message}`);
}
