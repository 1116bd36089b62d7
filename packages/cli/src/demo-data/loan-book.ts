import type { Day, Moment } from './calendar';
import { addMonths, DAY_SECONDS, dayOf } from './calendar';
import type { Random } from './random';
import type { RowOf } from './tables';
import { daytime } from './world';
import type { World } from './world';

type Loan = RowOf<'loan'>;
export type Installment = RowOf<'repayment_plan'>;

/** The account of one loan: its plan in force and what is still owed. All amounts in CNY 1/100. */
export class LoanBook {
  /** Unpaid installments, oldest first. */
  private open: readonly Installment[] = [];
  private outstanding: number;
  /** Nothing is paid before this moment: the last payment or the last change of the plan. */
  private notBefore: Moment;

  constructor(
    private readonly world: World,
    private readonly random: Random,
    public readonly loan: Loan,
  ) {
    this.outstanding = loan.principal;
    this.notBefore = loan.disbursed_at;
    this.plan(loan.disbursed_at, loan.term_months, 1);
  }

  public get unpaid(): readonly Installment[] {
    return this.open;
  }

  /** Pays the oldest unpaid installment on the given day, or later when an earlier payment came later. */
  public pay(on: Day, options: { readonly inParts?: boolean; readonly failedFirst?: boolean } = {}): void {
    const [installment, ...rest] = this.open;
    if (installment === undefined) return;
    this.open = rest;
    this.outstanding -= installment.principal_due;
    const at = Math.max(daytime(this.random, on), this.notBefore + 60);
    if (options.failedFirst === true)
      this.report(installment, daytime(this.random, installment.due_on), { share: 1, status: 'failed' });
    if (options.inParts === true && dayOf(at) > installment.due_on + 1) {
      const first = Math.max(daytime(this.random, installment.due_on + 1), this.notBefore + 30);
      this.report(installment, Math.min(first, at - 1), { share: 0.5, status: 'succeeded' });
      this.report(installment, at, { share: -0.5, status: 'succeeded' });
    } else {
      this.report(installment, at, { share: 1, status: 'succeeded' });
    }
    this.payTwiceByMistake(installment, at);
    this.notBefore = at;
    if (this.open.length === 0) this.close(at, 'settled');
  }

  /** Replaces the unpaid rest of the plan by `count` new installments. */
  public reschedule(on: Day, count: number): void {
    const at = Math.max(daytime(this.random, on), this.notBefore + 60);
    const first = this.open[0]?.installment_no ?? 1;
    for (const installment of this.open) this.world.log.delete('repayment_plan', at, installment);
    this.notBefore = at;
    this.plan(at, count, first);
  }

  /** Replaces the rest of the plan by one installment for all that is owed, and pays it. */
  public settleEarly(on: Day): void {
    const [next] = this.open;
    if (next === undefined) return;
    const at = Math.max(daytime(this.random, on), this.notBefore + 60);
    for (const installment of this.open) this.world.log.delete('repayment_plan', at, installment);
    const rest = this.installment(at, dayOf(at), next.installment_no, this.outstanding, next.interest_due);
    this.open = [rest];
    this.notBefore = at;
    this.pay(dayOf(at));
  }

  /** Gives the loan up. */
  public writeOff(on: Day): Moment {
    const at = daytime(this.random, on);
    this.close(at, 'written_off');
    return at;
  }

  private plan(at: Moment, count: number, firstNumber: number): void {
    const share = Math.floor(this.outstanding / count);
    let owed = this.outstanding;
    this.open = Array.from({ length: count }, (_, index) => {
      const principal = index === count - 1 ? owed : share;
      const interest = Math.round((owed * this.loan.annual_rate) / 12 / 1_000_000);
      owed -= principal;
      return this.installment(at, addMonths(dayOf(at), index + 1), firstNumber + index, principal, interest);
    });
  }

  private installment(at: Moment, dueOn: Day, number: number, principal: number, interest: number): Installment {
    const row: Installment = {
      installment_id: this.world.nextId('installment'),
      planned_on: dayOf(at),
      loan_id: this.loan.loan_id,
      installment_no: number,
      due_on: dueOn,
      principal_due: principal,
      interest_due: interest,
      updated_at: at,
    };
    this.world.log.upsert('repayment_plan', at, row);
    return row;
  }

  /** A negative share is the rest that this share of an earlier payment has left. */
  private report(
    installment: Installment,
    at: Moment,
    payment: { readonly share: number; readonly status: 'succeeded' | 'failed' },
  ): RowOf<'repayment'> {
    const part = (due: number): number =>
      payment.share < 0 ? due - Math.floor(due * -payment.share) : Math.floor(due * payment.share);
    const principal = part(installment.principal_due);
    const interest = part(installment.interest_due);
    const daysLate = Math.max(0, dayOf(at) - installment.due_on);
    const penalty = Math.round((principal * 5 * daysLate) / 10_000);
    const row: RowOf<'repayment'> = {
      repayment_id: this.world.nextId('repayment'),
      paid_on: dayOf(at),
      paid_at: at,
      loan_id: this.loan.loan_id,
      installment_id: installment.installment_id,
      amount: principal + interest + penalty,
      principal_part: principal,
      interest_part: interest,
      penalty_part: penalty,
      method: daysLate > 0 ? this.random.pick(['card', 'transfer', 'wallet']) : 'autopay',
      status: payment.status,
      refunded_on: null,
      updated_at: at,
    };
    this.world.log.upsert('repayment', at, row);
    return row;
  }

  /** A second payment of the same installment, which is found and paid back some days later. */
  private payTwiceByMistake(installment: Installment, at: Moment): void {
    const refundedAt = at + this.random.between(2 * DAY_SECONDS, 6 * DAY_SECONDS);
    if (!this.random.chance(0.01) || !this.world.log.has(refundedAt)) return;
    const row = this.report(installment, at + 20, { share: 1, status: 'succeeded' });
    this.world.log.upsert('repayment', refundedAt, {
      ...row,
      status: 'refunded',
      refunded_on: dayOf(refundedAt),
      updated_at: refundedAt,
    });
  }

  private close(at: Moment, status: 'settled' | 'written_off'): void {
    this.world.log.upsert('loan', at, { ...this.loan, status, closed_on: dayOf(at), updated_at: at });
  }
}
