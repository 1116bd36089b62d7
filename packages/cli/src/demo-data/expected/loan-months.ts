import { monthNumber, monthStart } from '../calendar';
import type { Day } from '../calendar';
import type { RowOf } from '../tables';
import { countsAsPaid, groupBy } from './final-state';
import type { FinalState } from './final-state';

export type Bucket = 'settled' | 'written_off' | 'current' | '1-30' | '31-60' | '61-90' | '91+';

/** A loan at the end of a month. Amounts in CNY 1/100. */
export interface LoanMonth {
  readonly loan: RowOf<'loan'>;
  /** Number of the month, see calendar. */
  readonly month: number;
  readonly asOf: Day;
  readonly monthsOnBook: number;
  readonly outstanding: number;
  readonly overdue: number;
  readonly bucket: Bucket;
}

/** The whole book: every loan at every month end since its payout, ordered by loan and month. */
export function loanMonths(state: FinalState): readonly LoanMonth[] {
  const plans = groupBy(state.rows('repayment_plan'), (row) => row.loan_id);
  const payments = groupBy(state.rows('repayment').filter(countsAsPaid), (row) => row.loan_id);
  return state
    .rows('loan')
    .flatMap((loan) => monthsOfLoan(state, loan, plans.get(loan.loan_id) ?? [], payments.get(loan.loan_id) ?? []));
}

function monthsOfLoan(
  state: FinalState,
  loan: RowOf<'loan'>,
  plan: readonly RowOf<'repayment_plan'>[],
  payments: readonly RowOf<'repayment'>[],
): readonly LoanMonth[] {
  const first = monthNumber(loan.disbursed_on);
  const months: LoanMonth[] = [];
  for (let month = first; month <= monthNumber(state.businessDate); month++) {
    const asOf = Math.min(monthStart(month + 1) - 1, state.businessDate);
    const paid = new Map<number, { principal: number; interest: number }>();
    let outstanding = loan.principal;
    for (const payment of payments) {
      if (payment.paid_on > asOf) continue;
      outstanding -= payment.principal_part;
      const known = paid.get(payment.installment_id) ?? { principal: 0, interest: 0 };
      known.principal += payment.principal_part;
      known.interest += payment.interest_part;
      paid.set(payment.installment_id, known);
    }
    let overdue = 0;
    let oldest: Day | undefined;
    for (const installment of plan) {
      if (installment.due_on >= asOf) continue;
      const { principal, interest } = paid.get(installment.installment_id) ?? { principal: 0, interest: 0 };
      overdue += installment.principal_due - principal + installment.interest_due - interest;
      const isOpen = principal < installment.principal_due || interest < installment.interest_due;
      if (isOpen) oldest = Math.min(oldest ?? installment.due_on, installment.due_on);
    }
    const bucket = bucketOf(loan, asOf, oldest === undefined ? 0 : asOf - oldest);
    months.push({ loan, month, asOf, monthsOnBook: month - first, outstanding, overdue, bucket });
  }
  return months;
}

function bucketOf(loan: RowOf<'loan'>, asOf: Day, daysPastDue: number): Bucket {
  if (loan.closed_on !== null && loan.closed_on <= asOf) return loan.status === 'settled' ? 'settled' : 'written_off';
  if (daysPastDue === 0) return 'current';
  if (daysPastDue <= 30) return '1-30';
  if (daysPastDue <= 60) return '31-60';
  return daysPastDue <= 90 ? '61-90' : '91+';
}
