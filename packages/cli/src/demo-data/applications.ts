import type { Moment } from './calendar';
import { DAY_SECONDS, dayOf } from './calendar';
import type { Customer, Grade } from './customers';
import { gradeOf } from './customers';
import type { Random, Weighted } from './random';
import type { RowOf } from './tables';
import { daytime, END } from './world';
import type { World } from './world';

type Application = RowOf<'application'>;
type Loan = RowOf<'loan'>;

interface Product {
  readonly product: string;
  /** CNY, lowest and highest, in steps of 100. */
  readonly amount: readonly [low: number, high: number];
  readonly terms: readonly [number, ...number[]];
  /** Interest a year for grade A, in 1/1,000,000; each grade below pays 2.5 points more. */
  readonly rate: number;
}

const PRODUCTS: readonly [Weighted<Product>, ...Weighted<Product>[]] = [
  [{ product: 'cash', amount: [2_000, 50_000], terms: [3, 6, 12], rate: 108_000 }, 50],
  [{ product: 'installment', amount: [500, 10_000], terms: [3, 6, 12, 24], rate: 84_000 }, 38],
  [{ product: 'car', amount: [30_000, 200_000], terms: [12, 24, 36], rate: 57_600 }, 12],
];

const GRADE_RANK: Readonly<Record<Grade, number>> = { A: 0, B: 1, C: 2, D: 3, E: 4 };
const CHANNELS: readonly [Weighted<string>, ...Weighted<string>[]] = [
  ['app', 62],
  ['web', 14],
  ['partner', 17],
  ['branch', 7],
];

/** Lets a customer apply for loans; returns the applications that were submitted and the loans that came of them. */
export function apply(
  world: World,
  random: Random,
  customer: Customer,
): { applications: readonly Application[]; loans: readonly Loan[] } {
  const applications: Application[] = [];
  const loans: Loan[] = [];
  let at = customer.registered_at;
  for (
    let left = random.weighted([
      [0, 18],
      [1, 56],
      [2, 19],
      [3, 7],
    ]);
    left > 0;
    left--
  ) {
    at = daytime(random, dayOf(at) + random.between(1, 150));
    if (!world.log.has(at)) break;
    const { product, amount, terms, rate } = random.weighted(PRODUCTS);
    const application: Application = {
      application_id: world.nextId('application'),
      applied_on: dayOf(at),
      applied_at: at,
      customer_id: customer.customer_id,
      product,
      channel: random.weighted(CHANNELS),
      requested_amount: random.between(amount[0] / 100, amount[1] / 100) * 100_00,
      term_months: random.pick(terms),
      status: 'submitted',
      updated_at: at,
    };
    applications.push(application);
    world.log.upsert('application', at, application);
    if (random.chance(0.012)) submitTwice(world, application);
    const loan = decide(world, random, application, gradeOf(customer), rate);
    if (loan !== undefined) loans.push(loan);
  }
  return { applications, loans };
}

/** A double click: a second application appears and is withdrawn an hour later. */
function submitTwice(world: World, application: Application): void {
  const at = application.applied_at + 2;
  const twin = {
    ...application,
    application_id: world.nextId('application'),
    applied_on: dayOf(at),
    applied_at: at,
    updated_at: at,
  };
  world.log.upsert('application', at, twin);
  world.log.delete('application', at + 3600, twin);
}

/** Engine, analyst and appeal; returns the loan when the application is approved and the offer accepted. */
function decide(world: World, random: Random, application: Application, grade: Grade, rate: number): Loan | undefined {
  const rank = GRADE_RANK[grade];
  const score = Math.max(300, Math.min(850, 780 - rank * 75 + random.between(-60, 60)));
  const approvable = random.chance(0.93 - rank * 0.16);
  const terms = { approved_amount: offer(random, application, rank), annual_rate: rate + rank * 25_000 };
  const report = (at: Moment, outcome: 'approve' | 'reject' | 'refer', decidedBy: 'engine' | 'analyst'): void => {
    world.log.upsert('credit_decision', at, {
      decision_id: world.nextId('decision'),
      decided_on: dayOf(at),
      decided_at: at,
      application_id: application.application_id,
      outcome,
      decided_by: decidedBy,
      score,
      reason_code: outcome === 'approve' ? null : outcome === 'refer' ? 'near-threshold' : random.pick(REJECTIONS),
      approved_amount: outcome === 'approve' ? terms.approved_amount : null,
      annual_rate: outcome === 'approve' ? terms.annual_rate : null,
      model_version: at < MODEL_CHANGE ? '2024.2' : '2025.1',
    });
    if (outcome !== 'refer') setStatus(world, application, at, outcome === 'approve' ? 'approved' : 'rejected');
  };
  let at = application.applied_at + random.between(4, 280);
  if (random.chance(0.14)) {
    report(at, 'refer', 'engine');
    at = at + random.between(1200, 2 * DAY_SECONDS);
    report(at, approvable ? 'approve' : 'reject', 'analyst');
  } else {
    report(at, approvable ? 'approve' : 'reject', 'engine');
  }
  if (!approvable) {
    if (!random.chance(0.03)) return undefined;
    at += random.between(DAY_SECONDS, 4 * DAY_SECONDS);
    report(at, 'approve', 'analyst');
  }
  return accept(world, random, application, at, terms);
}

const REJECTIONS = ['score-too-low', 'income-too-low', 'bureau-negative', 'identity-unclear'] as const;
const MODEL_CHANGE: Moment = END - 300 * DAY_SECONDS;

function offer(random: Random, application: Application, rank: number): number {
  const share = random.chance(0.7) ? 100 : random.between(55 - rank * 5, 95);
  return Math.max(500_00, Math.floor((application.requested_amount * share) / 100 / 100_00) * 100_00);
}

function accept(
  world: World,
  random: Random,
  application: Application,
  approvedAt: Moment,
  terms: { readonly approved_amount: number; readonly annual_rate: number },
): Loan | undefined {
  if (!random.chance(0.92)) {
    setStatus(world, application, approvedAt + 7 * DAY_SECONDS, 'cancelled');
    return undefined;
  }
  const at = approvedAt + random.between(600, 2 * DAY_SECONDS);
  if (!world.log.has(at)) return undefined;
  setStatus(world, application, at, 'disbursed');
  const loan: Loan = {
    loan_id: world.nextId('loan'),
    disbursed_on: dayOf(at),
    disbursed_at: at,
    application_id: application.application_id,
    customer_id: application.customer_id,
    product: application.product,
    principal: terms.approved_amount,
    annual_rate: terms.annual_rate,
    term_months: application.term_months,
    status: 'active',
    closed_on: null,
    updated_at: at,
  };
  world.log.upsert('loan', at, loan);
  return loan;
}

function setStatus(world: World, application: Application, at: Moment, status: string): void {
  world.log.upsert('application', at, { ...application, status, updated_at: at });
}
