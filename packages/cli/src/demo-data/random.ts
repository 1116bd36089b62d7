/** A source of repeatable random numbers. The same seed gives the same numbers on every machine. */
export interface Random {
  /** An integer from 0 to 4,294,967,295. */
  bits(): number;
  /** A number from 0 (included) to 1 (excluded). */
  fraction(): number;
  /** An integer from `low` to `high`, both included. */
  between(low: number, high: number): number;
  /** True with the given probability. */
  chance(probability: number): boolean;
  /** One of the items, each as likely. */
  pick<T>(items: readonly [T, ...T[]]): T;
  /** One of the items, as likely as its weight says. */
  weighted<T>(items: readonly [Weighted<T>, ...Weighted<T>[]]): T;
  /** Text in the form of a UUID. */
  uuid(): string;
}

/** An item with its weight; weights need not add up to anything. */
export type Weighted<T> = readonly [item: T, weight: number];

/** Starts a generator (sfc32) from a text, so that each part of the data has its own stream and parts do not disturb each other. */
export function randomFrom(seed: string): Random {
  const bits = sfc32(seed);
  const fraction = (): number => bits() / 4294967296;
  return {
    bits,
    fraction,
    between: (low, high) => low + Math.floor(fraction() * (high - low + 1)),
    chance: (probability) => fraction() < probability,
    pick: (items) => items[Math.floor(fraction() * items.length)] ?? items[0],
    weighted: (items) => pickWeighted(items, fraction()),
    uuid: () => uuid(bits),
  };
}

function pickWeighted<T>(items: readonly [Weighted<T>, ...Weighted<T>[]], fraction: number): T {
  let rest = fraction * items.reduce((sum, [, weight]) => sum + weight, 0);
  for (const [item, weight] of items) {
    rest -= weight;
    if (rest < 0) return item;
  }
  return items[0][0];
}

function uuid(bits: () => number): string {
  const text = [0, 1, 2, 3].map(() => bits().toString(16).padStart(8, '0')).join('');
  return `${text.slice(0, 8)}-${text.slice(8, 12)}-4${text.slice(13, 16)}-a${text.slice(17, 20)}-${text.slice(20)}`;
}

function sfc32(seed: string): () => number {
  let [a, b, c] = [hash(seed, 1), hash(seed, 2), hash(seed, 3)];
  let counter = 1;
  const next = (): number => {
    const sum = (a + b + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = ((c << 21) | (c >>> 11)) + sum;
    c |= 0;
    return sum >>> 0;
  };
  for (let round = 0; round < 12; round++) next();
  return next;
}

/** FNV-1a, started differently by `salt`. */
function hash(text: string, salt: number): number {
  let value = Math.imul(2166136261, salt) | 0;
  for (const byte of Buffer.from(text, 'utf8')) value = Math.imul(value ^ byte, 16777619);
  return value;
}
