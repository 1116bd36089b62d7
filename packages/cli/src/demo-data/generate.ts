import { eraseEvents, visits } from './app-events';
import { apply } from './applications';
import { DAY_SECONDS } from './calendar';
import { ChangeLog } from './change-log';
import type { TableChanges } from './change-log';
import { customerLife, gradeOf, newCustomer, reportCustomer } from './customers';
import type { CustomerPatch } from './customers';
import { eraseTouches, strayTouches, touchesOf } from './marketing';
import { randomFrom } from './random';
import { serviceLoan } from './servicing';
import type { TableName } from './tables';
import { CUT_OVER, END, newWorld } from './world';
import type { World } from './world';

export interface GenerateOptions {
  /**
   * Which story is told; the same seed gives the same rows.
   *
   * @default 'strata'
   */
  readonly seed?: string;
  /**
   * Size of the story: 1 is 10,000 customers and about 300,000 rows over all tables.
   *
   * @default 1
   */
  readonly scale?: number;
}

/** The story of a consumer lender as its source systems report it. */
export interface DemoData {
  readonly seed: string;
  readonly tables: ReadonlyMap<TableName, TableChanges>;
}

const CUSTOMERS = 10_000;
const STRAY_DEVICES = 9_000;

/** Tells the story: a pure function of its options. Customers are independent of each other, so a smaller scale is a part of a larger one but for ids. */
export function generate(options: GenerateOptions = {}): DemoData {
  const seed = options.seed ?? 'strata';
  const scale = options.scale ?? 1;
  const log = new ChangeLog(END);
  const world = newWorld(log);
  for (let id = 1; id <= Math.ceil(CUSTOMERS * scale); id++) tellCustomer(world, seed, id);
  for (let id = 1; id <= Math.ceil(STRAY_DEVICES * scale); id++)
    strayTouches(world, randomFrom(`${seed}/device/${id}`));
  return { seed, tables: log.split(CUT_OVER) };
}

function tellCustomer(world: World, seed: string, id: number): void {
  const random = randomFrom(`${seed}/customer/${id}`);
  const customer = newCustomer(random, id);
  const device = {
    deviceId: random.uuid(),
    customerId: id,
    platform: random.weighted([
      ['android', 61],
      ['ios', 33],
      ['web', 6],
    ]),
  };
  const touches = touchesOf(world, random, customer, device.deviceId);
  const { applications, loans } = apply(world, random, customer);
  const inApp = applications.filter(({ channel }) => channel === 'app').map(({ applied_at }) => applied_at);
  const events = visits(world, random, device, customer.registered_at, inApp);
  const patches: CustomerPatch[] = [...customerLife(random, customer)];
  for (const loan of loans) {
    const writtenOffAt = serviceLoan(world, random, loan, gradeOf(customer));
    if (writtenOffAt !== undefined) patches.push({ at: writtenOffAt, columns: { status: 'frozen' } });
  }
  const current = reportCustomer(world, customer, patches);
  if (applications.length > 0 || !random.chance(0.15)) return;
  const lastSeenAt = Math.max(current.updated_at, ...events.map(({ occurred_at }) => occurred_at));
  const erasedAt = lastSeenAt + random.between(1, 90) * DAY_SECONDS;
  world.log.delete('customer', erasedAt, current);
  eraseEvents(world, events, erasedAt);
  eraseTouches(world, touches, erasedAt);
}
