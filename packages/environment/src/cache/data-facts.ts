/** What is known of the data of a warehouse. GiB is the GB that the cloud sells. */
export interface DataFacts {
  /** GiB that one day adds, as the sources send it. */
  readonly dailyGrowthGib: number;
  /**
   * How many times smaller the data are in StarRocks than as the sources send them.
   *
   * @default 1 - `dailyGrowthGib` was measured in StarRocks
   */
  readonly compression?: number;
  /**
   * Days that data are kept; with the daily growth it gives the size of all data. Or say `totalGib`.
   *
   * @default - unknown
   */
  readonly retentionDays?: number;
  /**
   * GiB of all data in StarRocks. Or say `retentionDays`.
   *
   * @default - unknown: neither share, hit ratio nor cost can be told
   */
  readonly totalGib?: number;
  /** Whole days, counted back from today, that must be answered from the disks. Or say `hotShare`. */
  readonly hotDays?: number;
  /** Part of all data that must be answered from the disks, above 0 and up to 1. Or say `hotDays`. */
  readonly hotShare?: number;
  /**
   * Part of all reads that the hottest fifth of the data takes: 0.2 when all data are read alike, near 1 when hardly
   * anything but the newest is read.
   *
   * @default 0.8
   */
  readonly skew?: number;
  /**
   * How much more the fullest node holds than the average: tablets are never quite even.
   *
   * @default 1.1
   */
  readonly imbalance?: number;
}

/** Sizes that follow from the facts. */
export interface HotData {
  /** Days that must be answered from the disks. */
  readonly hotDays: number;
  readonly hotGib: number;
  readonly totalGib?: number;
  readonly skew: number;
  readonly imbalance: number;
}

/**
 * Works out how much is hot.
 *
 * @returns the sizes, or what is wrong with the facts
 */
export function hotDataOf(facts: DataFacts): HotData | string {
  const wrong = wrongNumber(facts) ?? wrongPair(facts);
  if (wrong !== undefined) return wrong;
  const dayGib = facts.dailyGrowthGib / (facts.compression ?? 1);
  const totalGib = facts.totalGib ?? (facts.retentionDays === undefined ? undefined : facts.retentionDays * dayGib);
  const hotDays = facts.hotDays ?? daysOf(facts.hotShare, totalGib, dayGib);
  if (hotDays === undefined) return '`hotShare` needs the size of all data. Say `totalGib` or `retentionDays`.';
  const grown = hotDays * dayGib;
  return {
    hotDays,
    // What is kept for a shorter time than it is hot is hot as a whole.
    hotGib: totalGib === undefined ? grown : Math.min(grown, totalGib),
    ...(totalGib === undefined ? {} : { totalGib }),
    skew: facts.skew ?? 0.8,
    imbalance: facts.imbalance ?? 1.1,
  };
}

function daysOf(hotShare: number | undefined, totalGib: number | undefined, dayGib: number): number | undefined {
  if (hotShare === undefined || totalGib === undefined) return undefined;
  return Math.max(1, Math.floor((hotShare * totalGib) / dayGib));
}

type Rule = readonly [keyof DataFacts, isRight: (value: number) => boolean, what: string];

const RULES: readonly Rule[] = [
  ['dailyGrowthGib', (value) => value > 0, 'more than 0'],
  ['compression', (value) => value >= 1, '1 or more'],
  ['retentionDays', (value) => Number.isInteger(value) && value > 0, 'a whole number of days'],
  ['totalGib', (value) => value > 0, 'more than 0'],
  ['hotDays', (value) => Number.isInteger(value) && value > 0, 'a whole number of days'],
  ['hotShare', (value) => value > 0 && value <= 1, 'above 0 and at most 1'],
  ['skew', (value) => value >= 0.2 && value < 1, 'from 0.2 (all data are read alike) to below 1'],
  ['imbalance', (value) => value >= 1, '1 or more'],
];

function wrongNumber(facts: DataFacts): string | undefined {
  for (const [name, isRight, what] of RULES) {
    const value = facts[name];
    if (value !== undefined && !(Number.isFinite(value) && isRight(value))) {
      return `\`${name}\` must be ${what}, got ${value}.`;
    }
  }
  return undefined;
}

function wrongPair({ hotDays, hotShare, retentionDays, totalGib }: DataFacts): string | undefined {
  if ((hotDays === undefined) === (hotShare === undefined)) {
    return `one of \`hotDays\` and \`hotShare\` must be given, got ${hotDays === undefined ? 'neither. Add one' : 'both. Remove one'} of them.`;
  }
  if (retentionDays !== undefined && totalGib !== undefined) {
    return 'one of `retentionDays` and `totalGib` can be given, got both: each says how much data there is.';
  }
  return undefined;
}
