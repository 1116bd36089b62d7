/** The version of an instance as data: which change is which upgrade, and what cannot be. Pure. */

/** Release line and full version, e.g. `3.3` and `3.3.13-1.1.1-1.7.13`. */
export interface VersionState {
  readonly version: string;
  readonly minor_version: string;
}

export interface Upgrade {
  readonly kind: 'major' | 'minor';
  readonly from: string;
  readonly to: string;
}

/** What the last refresh saw of the offers. */
export interface Offers {
  /** Edition Basic: never upgraded. */
  readonly basic: boolean;
  /** Full versions of later lines; absent when they are not known. */
  readonly major?: readonly string[];
  /** Newer full versions of the line. */
  readonly minor?: readonly string[];
}

/** The upgrade that leads from one version to another. @param minor - full version that is wanted; `null`: any of the line */
export function upgradeBetween(now: VersionState, version: string, minor: string | null): Upgrade | undefined {
  if (version !== now.version) return { kind: 'major', from: now.version, to: minor ?? version };
  return minor === null || minor === now.minor_version
    ? undefined
    : { kind: 'minor', from: now.minor_version, to: minor };
}

/** Why an upgrade cannot be made; nothing when it can. */
export function upgradeRefusal({ kind, from, to }: Upgrade, offers: Offers): string | undefined {
  if (offers.basic) {
    return 'An instance of the Basic Edition (package type trial) is never upgraded. Declare its version, or make a new one.';
  }
  if (compareVersions(to, from) < 0) return `An instance is never downgraded: it has ${from}. Declare ${from}.`;
  const offered = kind === 'major' ? offers.major : offers.minor;
  if (offered === undefined || offered.some((version) => version === to || lineOf(version) === to)) return undefined;
  if (offered.length === 0) return `The instance has ${from}, and no other version is on offer. Declare ${from}.`;
  return `The instance has ${from} and cannot be upgraded to ${to} now. Declare one that is on offer: ${offered.join(', ')}.`;
}

/** What must be said twice before a major upgrade: it has no way back. */
export interface MajorKeys {
  /** In the state, so deployed before. */
  readonly before: string | null;
  /** In the configuration still. */
  readonly now: string | null;
}

/** What is missing for a major upgrade; nothing when both keys are turned. */
export function missingKey(line: string, { before, now }: MajorKeys): string | undefined {
  const rule =
    `An upgrade to a later line has no way back, so it takes two deploys: first one with \`allow_major_upgrade = "${line}"\` ` +
    `and the version as it is, then one that changes the version and still says so.`;
  if (now !== line) return `${rule} The configuration says ${said(now)}.`;
  if (before !== line) return `${rule} The last deploy said ${said(before)}: keep the version, deploy, then change it.`;
  return undefined;
}

/** `3.3` of `3.3.13-1.1.1-1.7.13`. */
export function lineOf(version: string): string {
  return version.split('.').slice(0, 2).join('.');
}

export function compareVersions(a: string, b: string): number {
  const [left, right] = [partsOf(a), partsOf(b)];
  const length = Math.min(left.length, right.length);
  for (let part = 0; part < length; part += 1) {
    const difference = (left[part] ?? 0) - (right[part] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}

/** The maintenance windows of the service: six hours of the night, or one hour of the day. */
export const MAINTENANCE_WINDOWS: readonly string[] = [
  '00:00-06:00',
  ...Array.from({ length: 18 }, (_, index) => `${twoDigits(index + 6)}:00-${twoDigits(index + 7)}:00`),
];

function twoDigits(value: number): string {
  return String(value).padStart(2, '0');
}

function partsOf(version: string): readonly number[] {
  return version.split(/[.-]/).map(Number);
}

function said(value: string | null): string {
  return value === null ? 'nothing' : `"${value}"`;
}
