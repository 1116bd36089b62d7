/** An IPv4 range: its first address as a number, and how many addresses it has. */
export interface Cidr {
  readonly first: number;
  readonly size: number;
  readonly prefix: number;
}

/** Private ranges, the only ones in which StarRocks is sold. */
const PRIVATE = ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16'].map(read);

/**
 * Reads a range.
 *
 * @returns undefined when it is none
 */
export function parseCidr(text: string): Cidr | undefined {
  const [, address = '', length = ''] = /^(\d{1,3}(?:\.\d{1,3}){3})\/(\d{1,2})$/.exec(text) ?? [];
  const bytes = address.split('.').map(Number);
  if (bytes.length !== 4 || bytes.some((byte) => byte > 255) || Number(length) > 32) return undefined;
  return read(text);
}

/** The `index`-th part of a range when it is cut into 16 equal ones, e.g. 10.0.0.0/16 and 1 give 10.0.16.0/20. */
export function part(cidr: string, index: number): string {
  const { first, size, prefix } = read(cidr);
  const part = size / 16;
  return `${dotted(Math.floor(first / size) * size + index * part)}/${prefix + 4}`;
}

/** The range that begins where another one's address lies, e.g. 10.20.30.40/16 gives 10.20.0.0/16. */
export function aligned(cidr: string): string {
  const { first, size, prefix } = read(cidr);
  return `${dotted(Math.floor(first / size) * size)}/${prefix}`;
}

/** Whether a range lies in one of those that belong to nobody. */
export function isPrivate(cidr: string): boolean {
  const range = read(cidr);
  return PRIVATE.some(({ first, size }) => range.first >= first && range.first + range.size <= first + size);
}

function read(cidr: string): Cidr {
  const [address = '', length = ''] = cidr.split('/');
  const prefix = Number(length);
  return {
    first: address.split('.').reduce((sum, byte) => sum * 256 + Number(byte), 0),
    size: 2 ** (32 - prefix),
    prefix,
  };
}

function dotted(address: number): string {
  return [24, 16, 8, 0].map((shift) => Math.floor(address / 2 ** shift) % 256).join('.');
}
