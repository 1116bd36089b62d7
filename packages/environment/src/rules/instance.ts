import type { Checked } from './report';

/** What an instance of its own is told fits together. */
export function checkInstance(checked: Checked): void {
  checkGateway(checked);
  checkUpgrades(checked);
}

/** Queries can be kept away from the leading frontend only where there are others, and something that sends them there. */
function checkGateway({ environment: { instance }, report }: Checked): void {
  if (instance.kind === 'shared' || instance.gateway?.isolateLeader !== true) return;
  if (instance.gateway.loadBalancer === true && instance.frontend.nodes >= 3) return;
  report(
    'STR1134',
    ['instance', 'gateway', 'isolateLeader'],
    `needs \`loadBalancer: on\` and 3 frontends, got ${instance.frontend.nodes}. Add them, or leave it out.`,
  );
}

/** Versions go with the line of the instance, or with a later one: there is no way back. */
function checkUpgrades({ environment: { instance }, report }: Checked): void {
  if (instance.kind === 'shared') return;
  const { version, upgrades } = instance;
  if (upgrades?.minorVersion !== undefined && !upgrades.minorVersion.startsWith(`${version}.`)) {
    report(
      'STR1134',
      ['instance', 'upgrades', 'minorVersion'],
      `must be of the line of the instance, ${version}, got ${upgrades.minorVersion}. Correct it or \`version\`.`,
    );
  }
  if (upgrades?.allowMajor !== undefined && isBefore(upgrades.allowMajor, version)) {
    report(
      'STR1134',
      ['instance', 'upgrades', 'allowMajor'],
      `must be a line after ${version}, that of the instance, got ${upgrades.allowMajor}: there is no way back to it. Correct it, or remove it.`,
    );
  }
}

/** Whether a line such as 3.3 comes before another one. */
function isBefore(line: string, other: string): boolean {
  const [[major = 0, minor = 0], [otherMajor = 0, otherMinor = 0]] = [
    line.split('.').map(Number),
    other.split('.').map(Number),
  ];
  return major < otherMajor || (major === otherMajor && minor < otherMinor);
}
