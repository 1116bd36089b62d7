/** The `index`-th part of an IPv4 range when it is cut into 16 equal ones, e.g. 10.0.0.0/16 and 1 give 10.0.16.0/20. */
export function part(cidr: string, index: number): string {
  const [address = '', length = ''] = cidr.split('/');
  const prefix = Number(length) + 4;
  const base = address.split('.').reduce((sum, byte) => sum * 256 + Number(byte), 0);
  const size = 2 ** (32 - prefix);
  const first = Math.floor(base / (size * 16)) * size * 16 + index * size;
  const bytes = [24, 16, 8, 0].map((shift) => Math.floor(first / 2 ** shift) % 256);
  return `${bytes.join('.')}/${prefix}`;
}
