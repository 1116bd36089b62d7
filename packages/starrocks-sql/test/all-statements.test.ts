import fc from 'fast-check';

import { parseStatement } from '../src/parser/parse';
import { printStatement } from '../src/print';
import { STATEMENTS } from './helpers/arbitrary/statements';
import { CLAUSES } from './helpers/arbitrary/tables';
import { withoutPositions } from './helpers/tree';

/** The same statements in every run; another seed is as good. */
const SEED = 20_260_131;

describe('parse(print(x)) is x, for any', () => {
  test.each(Object.entries(STATEMENTS))('%s', (_, arbitrary) => {
    fc.assert(
      fc.property(arbitrary, (statement) => {
        expect(withoutPositions(parseStatement(printStatement(statement)))).toEqual(withoutPositions(statement));
      }),
      { seed: SEED, numRuns: 60 },
    );
  });

  test.each(Object.entries(CLAUSES))('alter table … %s', (_, clause) => {
    const at = { offset: 0, line: 1, column: 1 };
    fc.assert(
      fc.property(clause, (each) => {
        const statement = { kind: 'alter-table', name: { parts: ['t'], at }, clauses: [each], at } as const;
        expect(withoutPositions(parseStatement(printStatement(statement)))).toEqual(withoutPositions(statement));
      }),
      { seed: SEED, numRuns: 60 },
    );
  });
});
