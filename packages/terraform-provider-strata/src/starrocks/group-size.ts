/** The size of a default node group as data: what changes, in which order, and what cannot be. Pure. */

export type GroupKind = 'frontend' | 'compute';

/** Nodes of one group. */
export interface GroupSize {
  /** Compute units of one node. */
  readonly cu: number;
  readonly nodes: number;
  readonly disk_gb: number;
  /** Disks of one node. */
  readonly disks: number;
  /** Of the disks, e.g. `pl1`. */
  readonly performance_level: string;
}

/** What is wanted; `null` leaves a dimension as it is. */
export type WantedSize = Readonly<Record<'cu' | 'nodes' | 'disk_gb', number>> & {
  readonly disks: number | null;
  readonly performance_level: string | null;
};

export type Dimension = keyof GroupSize;

/** One call of the API. */
export interface SizeChange {
  readonly dimension: Dimension;
  readonly from: number | string;
  readonly to: number | string;
}

/** In the order in which they are made: larger nodes, then disks, then more of them. */
const DIMENSIONS = ['cu', 'disks', 'disk_gb', 'performance_level', 'nodes'] as const satisfies readonly Dimension[];

export function sizeChanges(now: GroupSize, wanted: WantedSize): readonly SizeChange[] {
  return DIMENSIONS.flatMap((dimension) => {
    const [from, to] = [now[dimension], wanted[dimension]];
    return to === null || from === to ? [] : [{ dimension, from, to }];
  });
}

export function resized(now: GroupSize, { dimension, to }: SizeChange): GroupSize {
  return { ...now, [dimension]: to };
}

export function describeChange({ dimension, from, to }: SizeChange): string {
  return `${dimension} ${from} -> ${to}`;
}

/** Why a change cannot be made in place; nothing when it can. */
export function sizeRefusal(kind: GroupKind, change: SizeChange, isBasic: boolean): string | undefined {
  const { dimension, from, to } = change;
  if (isBasic) {
    return 'An instance of the Basic Edition (package type trial) is never changed in place. Declare it as it is, or make a new one.';
  }
  if ((dimension === 'disk_gb' || dimension === 'disks') && Number(to) < Number(from)) {
    return `Disks never shrink and are never taken away: there is ${from}. Declare ${from} or more.`;
  }
  if (dimension === 'performance_level' && to === 'pl0')
    return `Disks are never made pl0. Declare ${from} or a higher one.`;
  if (kind === 'frontend' && dimension === 'performance_level') return 'Disks of frontends are pl1 and stay so.';
  if (kind === 'frontend' && dimension === 'nodes' && Number(to) < Number(from)) {
    return `The number of frontends is never reduced: there are ${from}. Declare ${from} or more.`;
  }
  return undefined;
}

/** What a person should know before changes are made. */
export function sizeWarnings(kind: GroupKind, changes: readonly SizeChange[]): readonly string[] {
  const restarts = changes.filter(({ dimension }) => dimension !== 'nodes');
  const each = changes.map((change) =>
    change.dimension === 'nodes'
      ? `${kind}: ${describeChange(change)} may interrupt running queries: clients try again.`
      : `${kind}: ${describeChange(change)} restarts its nodes one after the other.`,
  );
  if (restarts.length < 2) return each;
  return [
    ...each,
    `${kind}: the service changes one dimension at a time, so its nodes are restarted ${restarts.length} times in a row.`,
  ];
}

const FRONTEND_CU: readonly number[] = [4, 8, 16, 32, 64];
const COMPUTE_CU: readonly number[] = [8, 16, 32, 64];
const LEVELS: readonly string[] = ['pl0', 'pl1', 'pl2', 'pl3'];

/** What is wrong with values that are known, by attribute. */
export function sizeProblems(
  kind: unknown,
  values: Readonly<Record<Dimension, unknown>>,
): readonly (readonly [Dimension, string])[] {
  const isFrontend = kind === 'frontend';
  const sizes = isFrontend ? FRONTEND_CU : COMPUTE_CU;
  const rules: readonly (readonly [Dimension, (value: number) => boolean, string])[] = [
    ['cu', (value) => sizes.includes(value), `one of ${sizes.join(', ')}`],
    ['disk_gb', (value) => value % 100 === 0 && value >= 100 && value <= 65_000, 'a multiple of 100 up to 65000'],
    ['disks', (value) => Number.isInteger(value) && value >= 1 && value <= 8, 'from 1 to 8'],
    isFrontend
      ? ['nodes', (value) => value % 2 === 1 && value >= 1 && value <= 11, 'odd and at most 11']
      : ['nodes', (value) => Number.isInteger(value) && value >= 1 && value <= 100, 'between 1 and 100'],
  ];
  const wrong = rules.flatMap(([name, isValid, rule]): [Dimension, string][] => {
    const value = values[name];
    return typeof value === 'number' && !isValid(value) ? [[name, `must be ${rule}, got ${value}`]] : [];
  });
  const level = values.performance_level;
  if (typeof level !== 'string' || LEVELS.includes(level)) return wrong;
  return [...wrong, ['performance_level', `must be one of ${LEVELS.join(', ')}, got "${level}"`]];
}
