/** Sizes as a frontend prints them. */

const UNITS = ['B', 'KB', 'MB', 'GB', 'TB', 'PB'];

function scaled(bytes: number): { readonly value: number; readonly unit: string } {
  let value = bytes;
  let at = 0;
  while (value >= 1024 && at < UNITS.length - 1) {
    value /= 1024;
    at += 1;
  }
  return { value, unit: UNITS[at] ?? 'B' };
}

/** `0B`, `1.5KB`: as SHOW PARTITIONS prints a size. */
export function shortSize(bytes: number): string {
  const { value, unit } = scaled(bytes);
  return `${String(Math.floor(value * 10) / 10)}${unit}`;
}

/** `0.000 B`, `1.500 KB`: as SHOW DATA prints a size. */
export function longSize(bytes: number): string {
  const { value, unit } = scaled(bytes);
  return `${value.toFixed(3)} ${unit}`;
}
