import fc from 'fast-check';
import { expectedMarts, generate } from '../../src/demo-data';
import type { DemoData, Mart, MartRow } from '../../src/demo-data';
import { finalState, groupBy, sum } from '../../src/demo-data/expected/final-state';

const data = generate({ scale: 0.1 });
const marts = expectedMarts(data);

function martOf(all: readonly Mart[], name: string): Mart {
  const mart = all.find((each) => each.name === name);
  if (mart === undefined) throw new Error(`no mart ${name}`);
  return mart;
}

/** A decimal as a whole number of its smallest unit. */
function units(value: string | number | null | undefined): number {
  return Number(String(value ?? 0).replace('.', ''));
}

function total(rows: readonly MartRow[], column: string): number {
  return sum(rows, (row) => units(row[column]));
}

describe('expectedMarts', () => {
  test.each(marts.map((mart) => [mart.name, mart] as const))('%s has rows, each with a key of its own', (_, mart) => {
    expect(mart.rows.length).toBeGreaterThan(0);
    const keys = mart.rows.map((row) => mart.key.map((column) => row[column]).join('|'));
    expect(new Set(keys).size).toBe(keys.length);
    expect(new Set(mart.rows.map((row) => Object.keys(row).join())).size).toBe(1);
  });

  test('the marts agree with each other and with the rows, whatever the story', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme-ascii', maxLength: 8 }), (seed) =>
        agree(generate({ seed, scale: 0.005 })),
      ),
      { numRuns: 15 },
    );
  });

  test('the share of each bucket and the ways out of each bucket add up to all', () => {
    const near = (value: number): void => expect(Math.abs(value - 10_000)).toBeLessThanOrEqual(5);
    const byProduct = groupBy(martOf(marts, 'risk_overdue_by_bucket').rows, (row) => row['product']);
    for (const rows of byProduct.values()) near(total(rows, 'share'));
    const moves = martOf(marts, 'risk_roll_rate').rows.filter((row) => units(row['principal']) > 0);
    const byBucket = groupBy(moves, (row) => `${String(row['month_start'])}/${String(row['from_bucket'])}`);
    for (const rows of byBucket.values()) near(total(rows, 'rate'));
  });

  test('a vintage never grows and goes bad only with age', () => {
    const rows = martOf(marts, 'risk_vintage').rows;
    for (const vintage of groupBy(
      rows,
      (row) => `${String(row['vintage_month'])}/${String(row['product'])}`,
    ).values()) {
      const byAge = [...vintage].sort((a, b) => units(a['months_on_book']) - units(b['months_on_book']));
      const owed = byAge.map((row) => units(row['outstanding_principal']));
      expect(owed).toEqual([...owed].sort((a, b) => b - a));
      expect(new Set(byAge.map((row) => row['principal'])).size).toBe(1);
      expect(byAge[0]?.['bad_loans']).toBe(0);
    }
  });
});

/** Facts that two marts, or a mart and the rows, must say alike. */
function agree(story: DemoData): boolean {
  const state = finalState(story);
  const all = expectedMarts(story);
  const rows = (name: string): readonly MartRow[] => martOf(all, name).rows;
  const lent = sum(state.rows('loan'), (loan) => loan.principal);
  const paid = sum(state.rows('repayment'), (row) => (row.status === 'succeeded' ? row.principal_part : 0));
  const open = state.rows('loan').filter((loan) => loan.status !== 'settled').length;
  const refunds = sum(state.rows('repayment'), (row) => (row.status === 'refunded' ? row.amount : 0));
  return (
    total(rows('finance_daily_cash'), 'disbursed_amount') === lent &&
    total(rows('finance_daily_cash'), 'refunded_amount') === refunds &&
    total(rows('risk_overdue_by_bucket'), 'outstanding_principal') === lent - paid &&
    total(rows('risk_overdue_by_bucket'), 'loans') === open &&
    total(rows('operations_approval_time'), 'applications') === state.rows('application').length &&
    total(rows('operations_collection'), 'actions') === state.rows('collection_action').length &&
    total(rows('marketing_funnel'), 'impressions') + total(rows('marketing_funnel'), 'clicks') ===
      state.rows('marketing_touch').length
  );
}
