import type { Account } from '../account';
import type { Environment } from '../model';
import type { PriceSource } from './figures';
import { PRICED_ITEMS } from './figures';
import { describeItem, MONTH_HOURS, unitPrice } from './price';
import { usageOf } from './usage';
import type { Usage } from './usage';

export interface PriceLine {
  /** Whose it is, e.g. `warehouse etl`. */
  readonly what: string;
  readonly item: string;
  readonly quantity: number;
  /** Of a month. */
  readonly hours: number;
  /** CNY of a month. */
  readonly cny: number;
  readonly source: PriceSource;
}

/** Something that is billed too and has no price here. */
export interface Unpriced {
  readonly what: string;
  readonly item: string;
  readonly why: string;
}

/** What an environment costs a month, as far as prices are known. */
export interface MonthlyPrice {
  /** CNY of all lines: what is unpriced comes on top. */
  readonly cny: number;
  readonly lines: readonly PriceLine[];
  readonly unpriced: readonly Unpriced[];
  /** What the figures rest on, one sentence each. */
  readonly assumptions: readonly string[];
}

/** The price of an environment, made of its file and the price book alone. */
export function monthlyPrice(environment: Environment, account: Account): MonthlyPrice {
  const lines: PriceLine[] = [];
  const unpriced: Unpriced[] = [];
  for (const usage of usageOf(environment)) {
    const line = priced(usage, environment.region, account);
    if ('cny' in line) lines.push(line);
    else unpriced.push(line);
  }
  return {
    cny: lines.reduce((sum, { cny }) => sum + cny, 0),
    lines,
    unpriced,
    assumptions: lines.length === 0 ? [] : assumptions(environment, account),
  };
}

function priced(usage: Usage, region: string, account: Account): PriceLine | Unpriced {
  const { what, item, quantity, hours } = usage;
  const price = unitPrice(item, region, account);
  if (price === undefined) return { what, item, why: unknownPrice(item, region) };
  if (quantity === undefined) {
    return {
      what,
      item,
      why: 'the size of all data is unknown: say `totalGb` or `retentionDays` in the `cache` of a warehouse',
    };
  }
  return { what, item, quantity, hours, cny: price.cnyPerHour * quantity * hours, source: price.source };
}

function unknownPrice(item: string, region: string): string {
  return Object.hasOwn(PRICED_ITEMS, item)
    ? `the price book has no ${item} in ${region}: add it to \`prices.own\` of strata.yaml`
    : `the price of a ${describeItem(item)} is unknown: add \`${item}\` to \`prices.own\` of strata.yaml`;
}

function assumptions({ warehouses }: Environment, { prices }: Account): readonly string[] {
  return [
    `A month has ${MONTH_HOURS} hours; list prices, pay-as-you-go, without discounts and taxes.`,
    `One US dollar is ${prices.cnyPerUsd} CNY (${prices.source}, ${prices.asOf}).`,
    ...(warehouses.some(({ schedule }) => schedule !== undefined)
      ? ['Nodes of a schedule cost as others do, with their disks, for the hours at which they are there.']
      : []),
  ];
}
