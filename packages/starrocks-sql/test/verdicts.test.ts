import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';

import { parseScript, parseStatement } from '../src/parser/parse';
import { printStatement } from '../src/print';
import { withoutPositions } from './helpers/tree';

/**
 * Verdicts of the parser of a real frontend: `accepted` (it may still refuse the meaning), `refused` as a syntax error
 * (with the place that it names), and `printed` (text of SHOW CREATE).
 */
type Case = readonly ['accepted' | 'refused' | 'printed', string, string?];

const CASES = readFileSync(join(__dirname, 'data', 'verdicts.jsonl'), 'utf8')
  .split('\n')
  .filter((line) => line !== '')
  .map((line) => JSON.parse(line) as Case);

/** Statements that the frontend's parser accepts and ours does not, with the reason. */
const REFUSED_BY_US: ReadonlyMap<string, string> = new Map([
  ['create table a.b.c.t (a int)', 'no object has a name of four parts; the frontend says so one step later'],
  ['select a\\b from t', 'the frontend drops the backslash; no one means that'],
  ['create table x (a int) partition by range a ()', 'the frontend reads a call a() and refuses it one step later'],
]);

/** Statements that the frontend refuses as syntax and ours accepts, with the reason. */
const ACCEPTED_BY_US: ReadonlyMap<string, string> = new Map([
  [
    'create table t (k int not null, v decimal(5,2) default "1.239") duplicate key(k) distributed by hash(k) buckets 1',
    'whether a default fits its type is a question of meaning',
  ],
]);

function isAccepted(text: string): boolean {
  const { statements, errors } = parseScript(text);
  return errors.length === 0 && (statements.length > 0 || /^[\s;]*$/.test(text));
}

describe('the verdict of a real frontend', () => {
  const accepted = CASES.filter(([verdict]) => verdict === 'accepted').map(([, text]) => text);
  const refused = CASES.filter(([verdict]) => verdict === 'refused').map(([, text, place]) => ({ text, place }));
  const printed = CASES.filter(([verdict]) => verdict === 'printed').map(([, text]) => text);

  test('is shared for all statements that its parser accepts', () => {
    expect(accepted.filter((text) => !isAccepted(text))).toEqual(
      [...REFUSED_BY_US.keys()].filter((text) => accepted.includes(text)),
    );
  });

  test('is shared for all statements that its parser refuses', () => {
    expect(refused.map(({ text }) => text).filter(isAccepted)).toEqual([...ACCEPTED_BY_US.keys()]);
  });

  test('is shared for what it prints itself', () => {
    expect(printed.filter((text) => !isAccepted(text))).toEqual([]);
  });

  test('comes from the same place in most refusals that name one', () => {
    const placed = refused.filter(({ text, place }) => place !== undefined && !isAccepted(text));
    const same = placed.filter(({ text, place = '' }) => {
      const [error] = parseScript(text).errors;
      return error !== undefined && `${error.line}:${error.column}` === place;
    });
    expect(same.length / placed.length).toBeGreaterThan(PLACES_SHARED);
  });
});

/** The frontend names the start of a clause where ours names the word in it that is wrong. */
const PLACES_SHARED = 0.8;

describe('printing', () => {
  const texts = CASES.filter(([verdict]) => verdict !== 'refused').map(([, text]) => text);

  test('gives text that parses to the same tree, for every accepted statement', () => {
    const broken = texts.filter(isAccepted).filter((text) => {
      return parseScript(text).statements.some((statement) => {
        const again = parseStatement(printStatement(statement));
        return !isDeepStrictEqual(withoutPositions(again), withoutPositions(statement));
      });
    });
    expect(broken).toEqual([]);
  });

  test('is stable: printing the printed text changes nothing', () => {
    const unstable = texts.filter(isAccepted).filter((text) => {
      return parseScript(text).statements.some((statement) => {
        const once = printStatement(statement);
        return printStatement(parseStatement(once)) !== once;
      });
    });
    expect(unstable).toEqual([]);
  });
});
