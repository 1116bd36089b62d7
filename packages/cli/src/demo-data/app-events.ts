import type { Moment } from './calendar';
import { DAY_SECONDS, dayOf } from './calendar';
import type { Random } from './random';
import type { RowOf } from './tables';
import type { World } from './world';

type AppEvent = RowOf<'app_event'>;
type EventName = 'open' | 'view_offer' | 'start_application' | 'submit_application' | 'view_plan';

/** An installation of the app and who uses it. */
export interface Device {
  readonly deviceId: string;
  readonly customerId: number;
  readonly platform: string;
}

/** The way to an application, ending in its submission at the given moment. */
const APPLICATION: readonly EventName[] = ['open', 'view_offer', 'start_application', 'submit_application'];

/** Visits of one customer over the life of the account; applications in the app are submitted by a visit of their own. */
export function visits(
  world: World,
  random: Random,
  device: Device,
  registeredAt: Moment,
  applicationsAt: readonly Moment[],
): readonly AppEvent[] {
  const events = [
    ...visit(world, random, device, registeredAt + 5, random.chance(0.7) ? ['open', 'view_offer'] : ['open']),
  ];
  for (const at of applicationsAt)
    events.push(...visit(world, random, device, at - random.between(90, 900), APPLICATION, at));
  if (random.chance(0.35)) {
    const at = registeredAt + random.between(1, 200 * DAY_SECONDS);
    events.push(...visit(world, random, device, at, ['open', 'view_offer', 'start_application']));
  }
  for (let left = random.between(0, 2); left > 0; left--) {
    const at = registeredAt + random.between(DAY_SECONDS, 400 * DAY_SECONDS);
    events.push(...visit(world, random, device, at, random.chance(0.6) ? ['open', 'view_plan'] : ['open']));
  }
  return events;
}

/** Deletes the events of an erased customer. */
export function eraseEvents(world: World, events: readonly AppEvent[], at: Moment): void {
  for (const event of events) world.log.delete('app_event', at, event);
}

function visit(
  world: World,
  random: Random,
  device: Device,
  start: Moment,
  names: readonly EventName[],
  end?: Moment,
): readonly AppEvent[] {
  let at = start;
  return names.map((name, index) => {
    const last = index === names.length - 1;
    const event = newEvent(random, device, last && end !== undefined ? end : at, name);
    world.log.upsert('app_event', event.occurred_at, event);
    at += random.between(3, 25);
    return event;
  });
}

function newEvent(random: Random, device: Device, at: Moment, name: EventName): AppEvent {
  return {
    event_id: random.uuid(),
    event_on: dayOf(at),
    occurred_at: at,
    device_id: device.deviceId,
    customer_id: device.customerId,
    event_name: name,
    platform: device.platform,
    attributes: random.chance(0.5)
      ? `{"version":"5.${random.between(0, 9)}","screen":"${name.replace('_', '-')}"}`
      : null,
  };
}
