import { dayText, monthStart } from '../calendar';
import { decimalText, quotientText } from '../money';
import { count, groupBy, monthOf, sum } from './final-state';
import type { FinalState } from './final-state';
import type { Bucket, LoanMonth } from './loan-months';
import type { Mart } from './marts';

const BAD: ReadonlySet<Bucket> = new Set<Bucket>(['31-60', '61-90', '91+', 'written_off']);

/** How each month of lending ages. */
export function riskVintage(months: readonly LoanMonth[]): Mart {
  const groups = groupBy(
    months,
    ({ loan, monthsOnBook }) => `${monthOf(loan.disbursed_on)}/${loan.product}/${monthsOnBook}`,
  );
  return {
    name: 'risk_vintage',
    key: ['vintage_month', 'product', 'months_on_book'],
    rows: [...groups.values()].flatMap((group) => {
      const [first] = group;
      if (first === undefined) return [];
      const bad = group.filter(({ bucket }) => BAD.has(bucket));
      const principal = sum(group, ({ loan }) => loan.principal);
      const badPrincipal = sum(bad, ({ outstanding }) => outstanding);
      return [
        {
          vintage_month: dayText(monthOf(first.loan.disbursed_on)),
          product: first.loan.product,
          months_on_book: first.monthsOnBook,
          loans: group.length,
          principal: decimalText(principal, 2),
          outstanding_principal: decimalText(
            sum(group, ({ outstanding }) => outstanding),
            2,
          ),
          bad_loans: bad.length,
          bad_principal: decimalText(badPrincipal, 2),
          bad_rate: quotientText({ units: badPrincipal, scale: 2 }, { units: principal, scale: 2 }, 4),
        },
      ];
    }),
  };
}

interface Move {
  readonly month: number;
  readonly from: Bucket;
  readonly to: Bucket;
  /** Outstanding before the move. */
  readonly principal: number;
}

/** How loans move between buckets from one month end to the next. */
export function riskRollRate(months: readonly LoanMonth[]): Mart {
  const moves: Move[] = [];
  for (const [index, to] of months.entries()) {
    const from = months[index - 1];
    if (from === undefined || from.loan !== to.loan || from.bucket === 'settled' || from.bucket === 'written_off')
      continue;
    moves.push({ month: to.month, from: from.bucket, to: to.bucket, principal: from.outstanding });
  }
  const totals = groupBy(moves, ({ month, from }) => `${month}/${from}`);
  const groups = groupBy(moves, ({ month, from, to }) => `${month}/${from}/${to}`);
  return {
    name: 'risk_roll_rate',
    key: ['month_start', 'from_bucket', 'to_bucket'],
    rows: [...groups.values()].flatMap((group) => {
      const [first] = group;
      if (first === undefined) return [];
      const principal = sum(group, (move) => move.principal);
      const total = sum(totals.get(`${first.month}/${first.from}`) ?? [], (move) => move.principal);
      return [
        {
          month_start: dayText(monthStart(first.month)),
          from_bucket: first.from,
          to_bucket: first.to,
          loans: group.length,
          principal: decimalText(principal, 2),
          rate: quotientText({ units: principal, scale: 2 }, { units: total, scale: 2 }, 4),
        },
      ];
    }),
  };
}

/** The book on the business date. */
export function riskOverdueByBucket(state: FinalState, months: readonly LoanMonth[]): Mart {
  const book = months.filter(({ asOf, bucket }) => asOf === state.businessDate && bucket !== 'settled');
  const groups = groupBy(book, ({ loan, bucket }) => `${loan.product}/${bucket}`);
  return {
    name: 'risk_overdue_by_bucket',
    key: ['product', 'bucket'],
    rows: [...groups.values()].flatMap((group) => {
      const [first] = group;
      if (first === undefined) return [];
      const outstanding = sum(group, (row) => row.outstanding);
      const total = sum(
        book.filter(({ loan }) => loan.product === first.loan.product),
        (row) => row.outstanding,
      );
      return [
        {
          as_of: dayText(state.businessDate),
          product: first.loan.product,
          bucket: first.bucket,
          loans: count(group, () => true),
          outstanding_principal: decimalText(outstanding, 2),
          overdue_amount: decimalText(
            sum(group, (row) => row.overdue),
            2,
          ),
          share: quotientText({ units: outstanding, scale: 2 }, { units: total, scale: 2 }, 4),
        },
      ];
    }),
  };
}
