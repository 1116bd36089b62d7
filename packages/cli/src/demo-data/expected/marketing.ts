import { dayText } from '../calendar';
import { decimalText, quotientText } from '../money';
import type { RowOf } from '../tables';
import { count, groupBy, monthOf, sum } from './final-state';
import type { FinalState } from './final-state';
import type { Mart } from './marts';

type Touch = RowOf<'marketing_touch'>;

/** From the first contact to the loan, per month and campaign. */
export function marketingFunnel(state: FinalState): Mart {
  const groupOf = (touch: Touch): string => `${monthOf(touch.touched_on)}/${touch.campaign}/${touch.channel}`;
  const won = groupBy(winningTouches(state), groupOf);
  const applicants = new Set(state.rows('application').map((row) => row.customer_id));
  const approved = approvedCustomers(state);
  const loans = groupBy(state.rows('loan'), (loan) => loan.customer_id);
  return {
    name: 'marketing_funnel',
    key: ['touch_month', 'campaign', 'channel'],
    rows: [...groupBy(state.rows('marketing_touch'), groupOf)].flatMap(([key, touches]) => {
      const [first] = touches;
      if (first === undefined) return [];
      const customers = (won.get(key) ?? []).map((touch) => touch.customer_id ?? 0);
      const cost = sum(touches, (touch) => touch.cost);
      const borrowers = count(customers, (id) => loans.has(id));
      return [
        {
          touch_month: dayText(monthOf(first.touched_on)),
          campaign: first.campaign,
          channel: first.channel,
          impressions: count(touches, ({ kind }) => kind === 'impression'),
          clicks: count(touches, ({ kind }) => kind === 'click'),
          cost: decimalText(cost, 4),
          customers: customers.length,
          applicants: count(customers, (id) => applicants.has(id)),
          approved: count(customers, (id) => approved.has(id)),
          borrowers,
          principal: decimalText(
            sum(customers, (id) => sum(loans.get(id) ?? [], (loan) => loan.principal)),
            2,
          ),
          cost_per_borrower: quotientText({ units: cost, scale: 4 }, { units: borrowers, scale: 0 }, 2),
        },
      ];
    }),
  };
}

/** Per customer the first click, or the first impression of one who never clicked. */
function winningTouches(state: FinalState): readonly Touch[] {
  const best = new Map<number, Touch>();
  for (const touch of state.rows('marketing_touch')) {
    if (touch.customer_id === null) continue;
    const known = best.get(touch.customer_id);
    if (known === undefined || wins(touch, known)) best.set(touch.customer_id, touch);
  }
  return [...best.values()];
}

function wins(touch: Touch, other: Touch): boolean {
  if (touch.kind !== other.kind) return touch.kind === 'click';
  if (touch.touched_at !== other.touched_at) return touch.touched_at < other.touched_at;
  return touch.touch_id < other.touch_id;
}

/** Customers with an application whose latest final decision is an approval. */
function approvedCustomers(state: FinalState): ReadonlySet<number> {
  const last = new Map<number, RowOf<'credit_decision'>>();
  for (const decision of state.rows('credit_decision')) {
    if (decision.outcome === 'refer') continue;
    const known = last.get(decision.application_id);
    if (known === undefined || decision.decision_id > known.decision_id) last.set(decision.application_id, decision);
  }
  return new Set(
    state
      .rows('application')
      .filter(({ application_id }) => last.get(application_id)?.outcome === 'approve')
      .map(({ customer_id }) => customer_id),
  );
}

/** How far devices get in the app, per day and platform. */
export function marketingAppConversion(state: FinalState): Mart {
  const groups = groupBy(state.rows('app_event'), (event) => `${event.event_on}/${event.platform}`);
  return {
    name: 'marketing_app_conversion',
    key: ['event_on', 'platform'],
    rows: [...groups.values()].flatMap((events) => {
      const [first] = events;
      if (first === undefined) return [];
      const devices = (name?: string): number =>
        new Set(
          events
            .filter(({ event_name }) => name === undefined || event_name === name)
            .map(({ device_id }) => device_id),
        ).size;
      const [started, submitted] = [devices('start_application'), devices('submit_application')];
      return [
        {
          event_on: dayText(first.event_on),
          platform: first.platform,
          devices: devices(),
          offer_devices: devices('view_offer'),
          start_devices: started,
          submit_devices: submitted,
          submit_rate: quotientText({ units: submitted, scale: 0 }, { units: started, scale: 0 }, 4),
        },
      ];
    }),
  };
}
