import type { Day, Moment } from './calendar';
import { dayOf } from './calendar';
import type { Random, Weighted } from './random';
import type { RowOf } from './tables';
import { daytime, FIRST_DAY, LAST_DAY } from './world';
import type { World } from './world';

export type Customer = RowOf<'customer'>;

const PLACES: readonly [Place, ...Place[]] = [
  { province: 'Guangdong', cities: ['Guangzhou', 'Shenzhen', 'Foshan', 'Dongguan'] },
  { province: 'Zhejiang', cities: ['Hangzhou', 'Ningbo', 'Wenzhou'] },
  { province: 'Jiangsu', cities: ['Nanjing', 'Suzhou', 'Wuxi'] },
  { province: 'Sichuan', cities: ['Chengdu', 'Mianyang'] },
  { province: 'Hubei', cities: ['Wuhan', 'Yichang'] },
  { province: 'Shandong', cities: ['Jinan', 'Qingdao', 'Yantai'] },
  { province: '上海', cities: ['上海'] },
];

interface Place {
  readonly province: string;
  readonly cities: readonly [string, ...string[]];
}

const OCCUPATIONS = [
  'clerk',
  'driver',
  'teacher',
  'engineer',
  'shop owner',
  'nurse',
  'factory worker',
  'cook',
] as const;
const GRADES = ['A', 'B', 'C', 'D', 'E'] as const;
export type Grade = (typeof GRADES)[number];
const GRADE_WEIGHTS: readonly [Weighted<Grade>, ...Weighted<Grade>[]] = [
  ['A', 18],
  ['B', 30],
  ['C', 28],
  ['D', 16],
  ['E', 8],
];

/** Draws a customer as registered. */
export function newCustomer(random: Random, id: number): Customer {
  const registeredAt = daytime(random, FIRST_DAY + Math.floor(random.fraction() ** 0.75 * (LAST_DAY - FIRST_DAY)));
  const place = random.pick(PLACES);
  return {
    customer_id: id,
    registered_at: registeredAt,
    birth_year: 2025 - random.between(19, 62),
    province: place.province,
    city: random.pick(place.cities),
    occupation: random.chance(0.92) ? random.pick(OCCUPATIONS) : null,
    monthly_income: random.chance(0.88) ? random.between(25, 320) * 100_00 : null,
    risk_grade: random.weighted(GRADE_WEIGHTS),
    status: 'active',
    updated_at: registeredAt,
  };
}

/** Grade of a customer at registration, which drives how the simulation lets the customer behave. */
export function gradeOf(customer: Customer): Grade {
  return GRADES.find((grade) => grade === customer.risk_grade) ?? 'C';
}

/** A change of some columns at a moment. */
export interface CustomerPatch {
  readonly at: Moment;
  readonly columns: Partial<Pick<Customer, 'city' | 'risk_grade' | 'status' | 'province'>>;
}

/** What happens to a customer apart from lending: moves and new grades. */
export function customerLife(random: Random, customer: Customer): readonly CustomerPatch[] {
  const patches: CustomerPatch[] = [];
  if (random.chance(0.3))
    patches.push({ at: later(random, customer.registered_at), columns: { risk_grade: random.pick(GRADES) } });
  if (random.chance(0.08)) {
    const place = random.pick(PLACES);
    patches.push({
      at: later(random, customer.registered_at),
      columns: { province: place.province, city: random.pick(place.cities) },
    });
  }
  return patches;
}

/** Reports the customer and its changes in the order of time. */
export function reportCustomer(world: World, customer: Customer, patches: readonly CustomerPatch[]): Customer {
  let current = customer;
  world.log.upsert('customer', current.registered_at, current);
  for (const patch of [...patches].sort((a, b) => a.at - b.at)) {
    current = { ...current, ...patch.columns, updated_at: patch.at };
    world.log.upsert('customer', patch.at, current);
  }
  return current;
}

function later(random: Random, registeredAt: Moment): Moment {
  const from: Day = dayOf(registeredAt) + 1;
  return daytime(random, random.between(from, Math.max(from, LAST_DAY)));
}
