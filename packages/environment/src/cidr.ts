/** An IPv4 range as the numbers of its first and last address. */
export interface AddressRange {
  readonly first: number;
  readonly last: number;
}

/** The addresses of a range such as 10.20.0.0/16, whatever host bits are set in it; undefined when it is none. */
export function addressesOf(cidr: string): AddressRange | undefined {
  const parts = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})\/(\d{1,2})$/.exec(cidr)?.slice(1).map(Number);
  if (parts === undefined) return undefined;
  const [prefix = 33] = parts.slice(4);
  const bytes = parts.slice(0, 4);
  if (prefix > 32 || bytes.some((byte) => byte > 255)) return undefined;
  const address = bytes.reduce((sum, byte) => sum * 256 + byte, 0);
  const size = 2 ** (32 - prefix);
  const first = Math.floor(address / size) * size;
  return { first, last: first + size - 1 };
}

/** Whether two ranges share an address. */
export function overlaps(a: AddressRange, b: AddressRange): boolean {
  return a.first <= b.last && b.first <= a.last;
}

/** Whether a range lies within another. */
export function contains(outer: AddressRange, inner: AddressRange): boolean {
  return outer.first <= inner.first && inner.last <= outer.last;
}

/** The same range with its host bits cleared: 10.20.3.4/16 is 10.20.0.0/16. */
export function aligned(cidr: string): string {
  const range = addressesOf(cidr);
  return range === undefined ? cidr : `${addressText(range.first)}/${cidr.split('/')[1] ?? ''}`;
}

/**
 * The first range of a size in a range that overlaps none of those taken.
 *
 * @param within e.g. 10.0.0.0/8
 * @param prefix length of the prefix of the answer, e.g. 16
 * @returns undefined when all of it is taken
 */
export function firstFree(within: string, prefix: number, taken: readonly string[]): string | undefined {
  const outer = addressesOf(within);
  if (outer === undefined) return undefined;
  const size = 2 ** (32 - prefix);
  const used = taken.flatMap((cidr) => addressesOf(cidr) ?? []).sort((a, b) => a.first - b.first);
  let first = Math.ceil(outer.first / size) * size;
  for (const range of used) {
    if (overlaps(range, { first, last: first + size - 1 })) first = Math.ceil((range.last + 1) / size) * size;
  }
  return first + size - 1 <= outer.last ? `${addressText(first)}/${prefix}` : undefined;
}

function addressText(address: number): string {
  return [24, 16, 8, 0].map((shift) => Math.floor(address / 2 ** shift) % 256).join('.');
}
