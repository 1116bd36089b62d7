/** Version and size of an instance as data: what changes, in which order, and what cannot be. Pure. */

/** Nodes of one default group. */
export interface Group {
  /** Compute units of one node. */
  readonly cu: number;
  readonly nodes: number;
  readonly disk_gb: number;
}

export type GroupName = 'frontend' | 'compute';
export type DimensionName = keyof Group;

export interface Capacity {
  /** Release line, e.g. `3.3`. */
  readonly version: string;
  readonly frontend: Group;
  /** The nodes of `default_warehouse`. */
  readonly compute: Group;
}

/** One call of the API. */
export type Change =
  | {
      readonly kind: 'size';
      readonly group: GroupName;
      readonly dimension: DimensionName;
      readonly from: number;
      readonly to: number;
    }
  | { readonly kind: 'version'; readonly from: string; readonly to: string };

const GROUPS = ['frontend', 'compute'] as const;
/** Larger nodes first, then larger disks, then more of them. */
const DIMENSIONS = ['cu', 'disk_gb', 'nodes'] as const;

/** Changes from one capacity to another, in the order in which they are made: what has no way back comes last. */
export function changesBetween(now: Capacity, wanted: Capacity): readonly Change[] {
  const sizes = GROUPS.flatMap((group) =>
    DIMENSIONS.filter((dimension) => now[group][dimension] !== wanted[group][dimension]).map((dimension): Change => ({
      kind: 'size',
      group,
      dimension,
      from: now[group][dimension],
      to: wanted[group][dimension],
    })),
  );
  const version: readonly Change[] =
    now.version === wanted.version ? [] : [{ kind: 'version', from: now.version, to: wanted.version }];
  return [...sizes, ...version];
}

/** The capacity after a change. */
export function changed(now: Capacity, change: Change): Capacity {
  if (change.kind === 'version') return { ...now, version: change.to };
  return { ...now, [change.group]: { ...now[change.group], [change.dimension]: change.to } };
}

/** What limits changes, as the last refresh saw it. */
export interface Limits {
  /** Edition Basic: nothing can be changed. */
  readonly fixed: boolean;
  /** Release lines that can be upgraded to; absent when they are not known. */
  readonly upgrades?: readonly string[];
}

/** Why a change cannot be made in place; nothing when it can. */
export function refusalOf(change: Change, limits: Limits): string | undefined {
  if (limits.fixed) {
    return 'An instance of the Basic Edition (package type trial) is never changed in place. Declare it as it is, or make a new one.';
  }
  return change.kind === 'version' ? refusedVersion(change, limits) : refusedSize(change);
}

function refusedVersion({ from, to }: Change & { kind: 'version' }, { upgrades }: Limits): string | undefined {
  if (compareLines(to, from) < 0) {
    return `An instance is never downgraded: it has ${from}. Declare version "${from}".`;
  }
  if (upgrades === undefined || upgrades.includes(to)) return undefined;
  const rule = `The instance has ${from} and cannot be upgraded to ${to} now; `;
  return upgrades.length === 0
    ? `${rule}no other version is on offer. Declare version "${from}".`
    : `${rule}on offer: ${upgrades.join(', ')}. Declare one of these, or "${from}".`;
}

function refusedSize({ group, dimension, from, to }: Change & { kind: 'size' }): string | undefined {
  if (dimension === 'disk_gb' && to < from) {
    return `Disks never shrink: they have ${from} GB. Declare ${from} or more.`;
  }
  if (group === 'frontend' && dimension === 'nodes' && to < from) {
    return `The number of frontends is never reduced: there are ${from}. Declare ${from} or more.`;
  }
  return undefined;
}

/** What a person should know before a change is made. */
export function warningOf(change: Change): string {
  if (change.kind === 'version') {
    return `The upgrade from ${change.from} to ${change.to} has no way back, and restarts all nodes.`;
  }
  const what = `${change.group}: ${change.dimension} ${change.from} -> ${change.to}`;
  return change.dimension === 'nodes'
    ? `${what} may interrupt running queries: clients try again.`
    : `${what} restarts its nodes one after the other.`;
}

function compareLines(a: string, b: string): number {
  const [majorA = 0, minorA = 0] = a.split('.').map(Number);
  const [majorB = 0, minorB = 0] = b.split('.').map(Number);
  return majorA - majorB || minorA - minorB;
}
