import type { Account } from './account';
import type { Environment } from './model';
import { createdSources, physicalNames } from './names';

/** Something that exists in the cloud, its attributes named as Terraform names them. */
export interface CloudThing {
  /** E.g. `alicloud_db_instance`. */
  readonly type: string;
  readonly id: string;
  readonly attributes: Readonly<Record<string, unknown>>;
}

const TAG = 'strata:environment';
const NAMES = [
  'vpc_name',
  'vswitch_name',
  'security_group_name',
  'instance_name',
  'name',
  'bucket',
  'vvp_instance_name',
];

/**
 * What of an environment exists: what carries its tag or one of its names, and what is part of that. What carries the tag
 * of another environment is never among it.
 */
export function thingsOf(
  environment: Environment,
  account: Pick<Account, 'account'>,
  all: readonly CloudThing[],
): readonly CloudThing[] {
  const names = namesOf(environment, account);
  const others = all.filter((thing) => ownerOf(thing) !== undefined && ownerOf(thing) !== environment.id);
  const mine = (thing: CloudThing): boolean =>
    ownerOf(thing) === environment.id ||
    NAMES.some((attribute) => names.has(String(thing.attributes[attribute]))) ||
    isOwnWarehouse(thing, environment, account, all);
  let found = all.filter((thing) => !others.includes(thing) && mine(thing));
  // A part of a part: an account's privilege belongs to the account, that to its server.
  for (;;) {
    const ids = new Set(found.map(({ id }) => id));
    const more = all.filter((thing) => !others.includes(thing) && !found.includes(thing) && isPartOf(thing, ids));
    if (more.length === 0) return found;
    found = [...found, ...more];
  }
}

function namesOf(environment: Environment, account: Pick<Account, 'account'>): ReadonlySet<string> {
  const names = physicalNames(environment, account);
  return new Set([
    names.vpc,
    names.securityGroup,
    ...environment.zones.map(names.vswitch),
    ...(environment.instance.kind === 'dedicated' ? [names.instance] : []),
    ...createdSources(environment).map(({ name }) => names.source(name)),
    names.kafka,
    names.flinkWorkspace,
    names.bucket,
  ]);
}

function ownerOf({ attributes }: CloudThing): string | undefined {
  const tags = attributes['tags'];
  const owner = typeof tags === 'object' && tags !== null ? (tags as Record<string, unknown>)[TAG] : undefined;
  return typeof owner === 'string' ? owner : undefined;
}

/** A warehouse of its own on the instance of another environment. */
function isOwnWarehouse(
  { type, attributes }: CloudThing,
  environment: Environment,
  account: Pick<Account, 'account'>,
  all: readonly CloudThing[],
): boolean {
  if (environment.instance.kind !== 'shared' || type !== 'alicloud_star_rocks_node_group') return false;
  const { instance } = physicalNames(environment, account);
  const host = all.find(({ id }) => id === attributes['instance_id']);
  return (
    host?.attributes['instance_name'] === instance &&
    environment.warehouses.some(({ name }) => name === attributes['node_group_name'])
  );
}

/** Whether something names one of these by its id. */
function isPartOf({ id, attributes }: CloudThing, ids: ReadonlySet<string>): boolean {
  const parent = id.slice(0, Math.max(0, id.lastIndexOf(':')));
  return ids.has(parent) || Object.values(attributes).some((value) => typeof value === 'string' && ids.has(value));
}
