/** Address, or range in CIDR notation, of RFC 1918 as a whole. */
export function isPrivateRange(text: string): boolean {
  const [address = '', length = '32'] = text.split('/');
  const octets = address.split('.').map(Number);
  const [first = -1, second = -1] = octets;
  const bits = Number(length);
  if (octets.length !== 4 || octets.some((octet) => !(octet >= 0 && octet <= 255))) return false;
  if (first === 10) return bits >= 8;
  if (first === 172) return second >= 16 && second <= 31 && bits >= 12;
  return first === 192 && second === 168 && bits >= 16;
}
