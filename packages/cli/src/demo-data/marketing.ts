import type { Moment } from './calendar';
import { DAY_SECONDS, dayOf } from './calendar';
import type { Customer } from './customers';
import type { Random } from './random';
import type { RowOf } from './tables';
import { daytime, FIRST_DAY, LAST_DAY } from './world';
import type { World } from './world';

type Touch = RowOf<'marketing_touch'>;

/** A campaign; costs in CNY 1/10,000. */
interface Campaign {
  readonly campaign: string;
  readonly channel: string;
  readonly impressionCost: number;
  readonly clickCost: number;
}

const CAMPAIGNS: readonly [Campaign, ...Campaign[]] = [
  { campaign: 'search-brand', channel: 'search', impressionCost: 35, clickCost: 9_000 },
  { campaign: 'search-generic', channel: 'search', impressionCost: 52, clickCost: 27_500 },
  { campaign: 'social-short-video', channel: 'social', impressionCost: 185, clickCost: 14_250 },
  { campaign: 'social-friends', channel: 'social', impressionCost: 120, clickCost: 11_800 },
  { campaign: 'affiliate-compare', channel: 'affiliate', impressionCost: 0, clickCost: 36_000 },
  { campaign: 'affiliate-shops', channel: 'affiliate', impressionCost: 0, clickCost: 31_500 },
  { campaign: 'sms-win-back', channel: 'sms', impressionCost: 450, clickCost: 0 },
  { campaign: 'offline-malls', channel: 'offline', impressionCost: 2_300, clickCost: 0 },
];

/** Touches that came before a registration. Each is reported again, with the customer, when the device registers. */
export function touchesOf(world: World, random: Random, customer: Customer, device: string): readonly Touch[] {
  if (!random.chance(0.82)) return [];
  const touches: Touch[] = [];
  for (let left = random.between(1, 4); left > 0; left--) {
    const at = customer.registered_at - random.between(60, 25 * DAY_SECONDS);
    const touch = newTouch(random, device, at, 0.55);
    world.log.upsert('marketing_touch', at, touch);
    const known = { ...touch, customer_id: customer.customer_id };
    world.log.upsert('marketing_touch', customer.registered_at, known);
    touches.push(known);
  }
  return touches;
}

/** Touches of a device that never registers. */
export function strayTouches(world: World, random: Random): void {
  const device = random.uuid();
  for (let left = random.between(1, 3); left > 0; left--) {
    const at = daytime(random, random.between(FIRST_DAY - 20, LAST_DAY));
    world.log.upsert('marketing_touch', at, newTouch(random, device, at, 0.18));
  }
}

/** Forgets who the customer behind the touches was. */
export function eraseTouches(world: World, touches: readonly Touch[], at: Moment): void {
  for (const touch of touches) world.log.upsert('marketing_touch', at, { ...touch, customer_id: null });
}

function newTouch(random: Random, device: string, at: Moment, clickShare: number): Touch {
  const campaign = random.pick(CAMPAIGNS);
  const click = random.chance(clickShare);
  return {
    touch_id: random.uuid(),
    touched_on: dayOf(at),
    touched_at: at,
    campaign: campaign.campaign,
    channel: campaign.channel,
    kind: click ? 'click' : 'impression',
    device_id: device,
    customer_id: null,
    cost: click ? campaign.clickCost : campaign.impressionCost,
  };
}
