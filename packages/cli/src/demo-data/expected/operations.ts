import { dayText } from '../calendar';
import { decimalText, quotientText } from '../money';
import type { RowOf } from '../tables';
import { count, countsAsPaid, groupBy, monthOf, sum } from './final-state';
import type { FinalState } from './final-state';
import type { Mart } from './marts';

/** How fast applications are decided, per day and product. */
export function operationsApprovalTime(state: FinalState): Mart {
  const decisions = groupBy(state.rows('credit_decision'), (decision) => decision.application_id);
  const groups = groupBy(state.rows('application'), (row) => `${row.applied_on}/${row.product}`);
  return {
    name: 'operations_approval_time',
    key: ['applied_on', 'product'],
    rows: [...groups.values()].flatMap((applications) => {
      const [first] = applications;
      if (first === undefined) return [];
      const finals = applications.flatMap((application) => {
        const final = finalDecision(decisions.get(application.application_id) ?? []);
        return final === undefined
          ? []
          : [{ outcome: final.outcome, seconds: final.decided_at - application.applied_at }];
      });
      const approved = count(finals, ({ outcome }) => outcome === 'approve');
      const seconds = sum(finals, (final) => final.seconds);
      return [
        {
          applied_on: dayText(first.applied_on),
          product: first.product,
          applications: applications.length,
          decided: finals.length,
          approved,
          referred: count(applications, ({ application_id }) =>
            (decisions.get(application_id) ?? []).some(({ outcome }) => outcome === 'refer'),
          ),
          within_5_minutes: count(finals, (final) => final.seconds <= 300),
          average_minutes: quotientText({ units: seconds, scale: 0 }, { units: finals.length * 60, scale: 0 }, 2),
          slowest_seconds: finals.length === 0 ? null : Math.max(...finals.map((final) => final.seconds)),
          approval_rate: quotientText({ units: approved, scale: 0 }, { units: finals.length, scale: 0 }, 4),
        },
      ];
    }),
  };
}

function finalDecision(decisions: readonly RowOf<'credit_decision'>[]): RowOf<'credit_decision'> | undefined {
  return decisions
    .filter(({ outcome }) => outcome !== 'refer')
    .reduce<RowOf<'credit_decision'> | undefined>(
      (last, next) => (last === undefined || next.decision_id > last.decision_id ? next : last),
      undefined,
    );
}

/** What collecting achieves, per month and kind of action. */
export function operationsCollection(state: FinalState): Mart {
  const payments = groupBy(state.rows('repayment').filter(countsAsPaid), (payment) => payment.loan_id);
  const groups = groupBy(state.rows('collection_action'), (action) => `${monthOf(action.acted_on)}/${action.kind}`);
  return {
    name: 'operations_collection',
    key: ['month_start', 'kind'],
    rows: [...groups.values()].flatMap((actions) => {
      const [first] = actions;
      if (first === undefined) return [];
      const promises = actions.flatMap((action) => promiseOf(action, payments.get(action.loan_id) ?? []));
      const kept = count(promises, ({ paid, amount }) => paid >= amount);
      const over = count(promises, ({ paid, amount, until }) => paid >= amount || until < state.businessDate);
      return [
        {
          month_start: dayText(monthOf(first.acted_on)),
          kind: first.kind,
          actions: actions.length,
          loans: new Set(actions.map(({ loan_id }) => loan_id)).size,
          promises: promises.length,
          kept,
          promised_amount: decimalText(
            sum(promises, ({ amount }) => amount),
            2,
          ),
          paid_amount: decimalText(
            sum(promises, ({ paid }) => paid),
            2,
          ),
          kept_rate: quotientText({ units: kept, scale: 0 }, { units: over, scale: 0 }, 4),
        },
      ];
    }),
  };
}

function promiseOf(
  action: RowOf<'collection_action'>,
  payments: readonly RowOf<'repayment'>[],
): readonly { readonly amount: number; readonly paid: number; readonly until: number }[] {
  const { promised_on: until, promised_amount: amount, result } = action;
  if (result !== 'promise' || until === null || amount === null) return [];
  const paid = payments.filter(({ paid_on }) => paid_on >= action.acted_on && paid_on <= until);
  return [{ amount, until, paid: sum(paid, (payment) => payment.amount) }];
}
