import { addressesOf, contains } from '@strata/environment';
import type { AddressRange } from '@strata/environment';

/** Ranges that belong to nobody, the only ones in which StarRocks is sold. */
const PRIVATE = ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16'].flatMap((cidr) => addressesOf(cidr) ?? []);

/** The `index`-th part of a range when it is cut into 16 equal ones, e.g. 10.0.0.0/16 and 1 give 10.0.16.0/20. */
export function part(cidr: string, index: number): string {
  const range = addressesOf(cidr);
  if (range === undefined) throw new RangeError(`${cidr} is no range`);
  const size = (range.last - range.first + 1) / 16;
  const first = range.first + index * size;
  const bytes = [24, 16, 8, 0].map((shift) => Math.floor(first / 2 ** shift) % 256);
  return `${bytes.join('.')}/${32 - Math.log2(size)}`;
}

/** Whether a range belongs to nobody. */
export function isPrivate(range: AddressRange): boolean {
  return PRIVATE.some((each) => contains(each, range));
}
