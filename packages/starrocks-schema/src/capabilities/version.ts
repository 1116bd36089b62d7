/** Versions of StarRocks. */

/** Negative when the first is older. A build without a number (`main-abc`) is newer than all. */
export function compareVersions(a: string, b: string): number {
  const [left, right] = [partsOf(a), partsOf(b)];
  if (left === undefined || right === undefined) return left === right ? 0 : left === undefined ? 1 : -1;
  for (let index = 0; index < Math.max(left.length, right.length); index += 1) {
    const difference = (left[index] ?? 0) - (right[index] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}

function partsOf(version: string): readonly number[] | undefined {
  const match = /\d+(?:\.\d+)+/.exec(version);
  return match?.[0].split('.').map(Number);
}
