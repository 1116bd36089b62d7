import { dayText } from '../calendar';
import type { Day } from '../calendar';
import { decimalText } from '../money';
import type { FinalState } from './final-state';
import type { Mart } from './marts';

interface Cash {
  disbursedLoans: number;
  disbursed: number;
  repayments: number;
  principal: number;
  interest: number;
  penalty: number;
  refunded: number;
}

/** Money in and out per day and product. */
export function financeDailyCash(state: FinalState): Mart {
  const days = new Map<string, Cash & { readonly on: Day; readonly product: string }>();
  const at = (on: Day, product: string): Cash => {
    const key = `${on}/${product}`;
    const known = days.get(key) ?? {
      ...{ on, product, disbursedLoans: 0, disbursed: 0 },
      ...{ repayments: 0, principal: 0, interest: 0, penalty: 0, refunded: 0 },
    };
    days.set(key, known);
    return known;
  };
  const products = new Map<number, string>();
  for (const loan of state.rows('loan')) {
    products.set(loan.loan_id, loan.product);
    const cash = at(loan.disbursed_on, loan.product);
    cash.disbursedLoans++;
    cash.disbursed += loan.principal;
  }
  for (const repayment of state.rows('repayment')) {
    const product = products.get(repayment.loan_id);
    if (repayment.status === 'failed' || product === undefined) continue;
    const cash = at(repayment.paid_on, product);
    cash.repayments++;
    cash.principal += repayment.principal_part;
    cash.interest += repayment.interest_part;
    cash.penalty += repayment.penalty_part;
    if (repayment.refunded_on !== null) at(repayment.refunded_on, product).refunded += repayment.amount;
  }
  return {
    name: 'finance_daily_cash',
    key: ['business_day', 'product'],
    rows: [...days.values()].map((cash) => ({
      business_day: dayText(cash.on),
      product: cash.product,
      disbursed_loans: cash.disbursedLoans,
      disbursed_amount: decimalText(cash.disbursed, 2),
      repayments: cash.repayments,
      repaid_principal: decimalText(cash.principal, 2),
      repaid_interest: decimalText(cash.interest, 2),
      repaid_penalty: decimalText(cash.penalty, 2),
      refunded_amount: decimalText(cash.refunded, 2),
      net_cash: decimalText(cash.principal + cash.interest + cash.penalty - cash.refunded - cash.disbursed, 2),
    })),
  };
}
