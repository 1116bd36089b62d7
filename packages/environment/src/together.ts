import type { Account } from './account';
import { addressesOf, firstFree, overlaps } from './cidr';
import { idOfFile } from './identity';
import type { Environment } from './model';
import { lifecyclesOf, listNames, stackId } from './names';
import type { Problem } from './problems';

/** A rule that an environment breaks because of another one. */
export interface Conflict {
  readonly environment: Environment;
  readonly code: Problem['code'];
  /** Where in its file; empty for the file itself. */
  readonly path: readonly string[];
  readonly message: string;
}

/** Rules over all environments: names, addresses and instances that more than one of them would have or use. */
export function findConflicts(environments: readonly Environment[], account: Account): readonly Conflict[] {
  return [
    ...checkNames(environments, account),
    ...environments.flatMap(checkFileName),
    ...checkAddresses(environments, account),
    ...environments.flatMap((each) => checkShared(each, environments)),
  ];
}

/** Stack ids and physical names belong to one environment. */
function checkNames(environments: readonly Environment[], account: Account): readonly Conflict[] {
  const owners = new Map<string, Environment>();
  return environments.flatMap((environment) => {
    const stacks = lifecyclesOf(environment).map((lifecycle) => `stack ${stackId(environment, lifecycle)}`);
    const names = [...stacks, ...listNames(environment, account).keys()];
    const taken = names.find((name) => owners.has(name));
    const owner = taken === undefined ? undefined : owners.get(taken);
    for (const name of names) owners.set(name, owners.get(name) ?? environment);
    if (taken === undefined || owner === undefined) return [];
    const advice = taken.startsWith('warehouse ') ? 'rename the warehouse.' : 'change team or stage of one of them.';
    return conflict(
      environment,
      'STR1113',
      [],
      `has the ${taken} of ${owner.file}. One would overwrite the other: ${advice}`,
    );
  });
}

function checkFileName(environment: Environment): readonly Conflict[] {
  if (idOfFile(environment.file) === environment.id) return [];
  return conflict(
    environment,
    'STR1114',
    [],
    `is the environment ${environment.id}: call the file environments/${environment.id}.yaml, or correct team, stage or target.`,
  );
}

/** A created network shares no address with another environment, except with those in the very same VPC. */
function checkAddresses(environments: readonly Environment[], account: Account): readonly Conflict[] {
  const networks = environments.flatMap((environment) => {
    const { network } = environment;
    const range = network.kind === 'none' ? undefined : addressesOf(network.cidr);
    return network.kind === 'none' || range === undefined ? [] : [{ environment, network, range }];
  });
  const taken = [...networks.map(({ network }) => network.cidr), ...(account.networks.reserved ?? [])];
  const { range, prefix } = account.networks;
  return networks.flatMap((one, index) => {
    const clash = networks.find(
      (other, place) =>
        overlaps(one.range, other.range) &&
        one.network.kind === 'created' &&
        // Of two created ones the later file is named, so that each pair is reported once.
        (other.network.kind === 'existing' || place < index),
    );
    if (clash === undefined) return [];
    const free = firstFree(range, prefix, taken);
    return conflict(
      one.environment,
      'STR1124',
      ['network', 'cidr'],
      `must not overlap ${clash.network.cidr} of ${clash.environment.file}, got ${one.network.cidr}. ${free === undefined ? 'Nothing is free any more: widen networks.range in strata.yaml.' : `Write ${free}, which is free.`}`,
    );
  });
}

/** Why an instance cannot be shared. */
function checkShared(environment: Environment, environments: readonly Environment[]): readonly Conflict[] {
  const { instance } = environment;
  if (instance.kind === 'dedicated') return [];
  const base = environments.find(({ id }) => id === instance.environment);
  const refuse = (rule: string): readonly Conflict[] => conflict(environment, 'STR1126', ['instance', 'shared'], rule);
  if (base === undefined) {
    const known = environments.filter(({ instance: { kind } }) => kind === 'dedicated').map(({ id }) => id);
    return refuse(
      `must be an environment with an instance of its own, one of ${known.join(', ') || 'none'}, got ${instance.environment}. Correct the id.`,
    );
  }
  if (base === environment) {
    return refuse(
      `must be another environment, got ${base.id}, which is this one itself. Name the one whose instance it uses, or leave \`instance\` out for one of its own.`,
    );
  }
  if (base.instance.kind === 'shared') {
    return refuse(
      `must be an environment with an instance of its own, got ${base.id}, which uses that of ${base.instance.environment}. Write ${base.instance.environment}.`,
    );
  }
  if (base.state === 'retired' && environment.state === 'active') {
    return refuse(
      `is ${base.id}, which is retired: its instance is destroyed. Retire this environment first, or use another instance.`,
    );
  }
  if (base.target !== environment.target) {
    return refuse(
      `must have the same target, ${environment.target}, got ${base.id}, which is ${base.target}. Choose another one, or correct \`target\`.`,
    );
  }
  if (base.region !== environment.region || base.zones[0] !== environment.zones[0]) {
    return refuse(
      `must be in the same place: ${base.id} is in ${base.region} (${base.zones[0]}), this environment in ${environment.region} (${environment.zones[0]}). Correct region and zones.`,
    );
  }
  const missing = environment.borrowedLayers.filter(
    ({ layer }) => base.instance.kind === 'dedicated' && !base.layers.includes(layer),
  );
  if (missing.length > 0) {
    return refuse(
      `is ${base.id}, which has no layer ${missing.map(({ layer }) => layer).join(', ')}. Deploy it here, or add it there.`,
    );
  }
  return [];
}

function conflict(
  environment: Environment,
  code: Problem['code'],
  path: readonly string[],
  message: string,
): readonly Conflict[] {
  return [{ environment, code, path, message }];
}
