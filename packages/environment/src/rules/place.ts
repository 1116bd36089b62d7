import { addressesOf, aligned, contains, overlaps } from '../cidr';
import type { Step } from '../document';
import { ingests } from '../model';
import type { Checked, Report } from './report';

/** An environment stands in a region that is open. */
export function checkRegion({ environment: { region }, account, report }: Checked): void {
  if (account.regions.includes(region)) return;
  report(
    'STR1107',
    ['region'],
    `must be one of ${account.regions.join(', ')}, got ${region}. Regions are opened in strata.yaml.`,
  );
}

/** Its zones are of the region. */
export function checkZones({ environment: { region, zones }, report }: Checked): void {
  zones.forEach((zone, index) => {
    if (!/^-?[a-z]$/.test(zone.slice(region.length)) || !zone.startsWith(region)) {
      report(
        'STR1122',
        ['zones', index],
        `must be a zone of ${region}, got ${zone}. Write for example ${/\d$/.test(region) ? `${region}a` : `${region}-a`}.`,
      );
    }
  });
}

/** Its network is there where it is needed, and fits. */
export function checkNetwork(checked: Checked): void {
  const { environment, report } = checked;
  const { network, zones } = environment;
  switch (network.kind) {
    case 'none':
      checkMissing(checked);
      return;
    case 'created':
      if (checkAlignment(network.cidr, ['network', 'cidr'], report)) checkPlan(network.cidr, checked);
      if (environment.instance.kind === 'shared') {
        report(
          'STR1131',
          ['network'],
          `must be the network of ${environment.instance.environment}, whose instance this environment uses: from another one its jobs do not reach it. Write \`vpcId\`, \`cidr\`, \`vswitches\` and \`securityGroupId\` of that network, or leave it out when there are no sources and streams.`,
        );
      }
      return;
    case 'existing':
      checkAlignment(network.cidr, ['network', 'cidr'], report);
      for (const zone of zones.filter((each) => !Object.hasOwn(network.vswitches, each))) {
        report('STR1109', ['network', 'vswitches'], `has no vSwitch in ${zone}. Add \`${zone}: vsw-…\`.`);
      }
  }
}

function checkMissing({ environment, report }: Checked): void {
  if (environment.instance.kind === 'dedicated') {
    report(
      'STR1131',
      ['network'],
      'is required for an instance of its own: `cidr` of a network to create, or `vpcId`, `cidr`, `vswitches` and `securityGroupId` of an existing one.',
    );
  } else if (ingests(environment)) {
    report(
      'STR1131',
      ['network'],
      `is required: sources and streams stand in it. Write \`vpcId\`, \`cidr\`, \`vswitches\` and \`securityGroupId\` of the network of ${environment.instance.environment}.`,
    );
  }
}

/** Ranges of clients are ones. */
export function checkClients({ file, report }: Checked): void {
  file.clients?.forEach(({ cidr }, index) => checkAlignment(cidr, ['clients', index, 'cidr'], report));
}

/** Whether a range is one at all and has no host bits. */
function checkAlignment(cidr: string, path: readonly Step[], report: Report): boolean {
  if (addressesOf(cidr) === undefined) {
    report('STR1123', path, `must be a range of IPv4 addresses, got ${cidr}. No byte is above 255.`);
    return false;
  }
  if (aligned(cidr) === cidr) return true;
  report('STR1123', path, `must begin at the first address of its range, got ${cidr}. Write ${aligned(cidr)}.`);
  return false;
}

/** A created network keeps to the plan of the account, so that any two of them could be joined one day. */
function checkPlan(cidr: string, { account, report }: Checked): void {
  const { range, prefix, reserved = [] } = account.networks;
  const [inner, outer] = [addressesOf(cidr), addressesOf(range)];
  if (inner === undefined || outer === undefined) return;
  const bits = Number(cidr.split('/')[1]);
  if (!contains(outer, inner)) {
    report('STR1125', ['network', 'cidr'], `must lie in ${range}, the range of networks in strata.yaml, got ${cidr}.`);
  }
  if (bits < prefix || bits > 24) {
    report(
      'STR1125',
      ['network', 'cidr'],
      `must be from /${prefix} (networks.prefix in strata.yaml) to /24, got /${bits}. A sixteenth of it is a vSwitch, which needs at least a /28.`,
    );
  }
  const clash = reserved.find((each) => {
    const taken = addressesOf(each);
    return taken !== undefined && overlaps(taken, inner);
  });
  if (clash !== undefined) {
    report('STR1125', ['network', 'cidr'], `must not overlap ${clash}, which strata.yaml reserves, got ${cidr}.`);
  }
}
