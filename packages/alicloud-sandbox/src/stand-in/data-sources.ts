/** The data sources of the real provider, answered from what the sandbox has. Their arguments beside filters change nothing here. */

import { createHash } from 'node:crypto';

import type { CtyType, Value, ValueObject } from '@strata/terraform-plugin';

import { ACCOUNT } from '../control-plane/computed-services';
import { SandboxError } from '../control-plane/errors';
import type { Door } from './control-plane-door';
import type { ProviderData } from './data';
import { elementsOf, objectOf, textOf, valueAt } from './text';

/** What a data source is read with. */
export interface DataSourceQuestion {
  readonly type: string;
  readonly config: ValueObject;
  readonly region: string;
  readonly signal: AbortSignal;
}

type Reader = (question: DataSourceQuestion, door: Door) => Promise<ValueObject>;

/** Letters of the zones of each region that the sandbox knows, and its name. */
const REGIONS: Readonly<Record<string, readonly [name: string, zones: string]>> = {
  'cn-beijing': ['China (Beijing)', 'abcdefghijkl'],
  'cn-hangzhou': ['China (Hangzhou)', 'bfghijk'],
  'cn-hongkong': ['China (Hong Kong)', 'bcd'],
  'cn-shanghai': ['China (Shanghai)', 'abefgklmn'],
  'cn-shenzhen': ['China (Shenzhen)', 'abcdef'],
  'ap-southeast-1': ['Singapore', 'abc'],
};

const READERS: Readonly<Record<string, Reader>> = {
  alicloud_account: () => Promise.resolve({ id: ACCOUNT }),
  alicloud_caller_identity: () =>
    Promise.resolve({
      id: ACCOUNT,
      account_id: ACCOUNT,
      arn: `acs:ram::${ACCOUNT}:root`,
      identity_type: 'Account',
    }),
  alicloud_regions: (question) => Promise.resolve(regions(question)),
  alicloud_zones: ({ region }) => Promise.resolve(found('zones', zonesOf(region))),
  alicloud_db_zones: ({ region }) =>
    Promise.resolve(
      found(
        'zones',
        zonesOf(region).map((zone) => ({ id: valueAt(zone, 'id'), multi_zone_ids: [] })),
      ),
    ),
  alicloud_vpcs: listing('alicloud_vpc', 'vpcs', { name: 'vpc_name', ownId: 'vpc_id' }),
  alicloud_vswitches: listing('alicloud_vswitch', 'vswitches', { name: 'vswitch_name', ownId: 'vswitch_id' }),
  alicloud_resource_manager_resource_groups: listing('alicloud_resource_manager_resource_group', 'groups', {
    name: 'resource_group_name',
    ownId: 'id',
  }),
};

/** Reads a data source. @throws SandboxError STR1723 for a region that the sandbox does not know */
export async function readDataSource(
  data: ProviderData,
  door: Door,
  question: DataSourceQuestion,
): Promise<ValueObject | null> {
  const reader = READERS[question.type];
  const schema = data.schema.dataSources[question.type];
  if (reader === undefined || schema === undefined) return null;
  const answer = await reader(question, door);
  return Object.fromEntries(
    Object.entries(schema.block.attributes).map(([name, { type, computed }]): [string, Value] => {
      const given = valueAt(question.config, name);
      return [name, computed === true ? fitting(type, valueAt(answer, name)) : given];
    }),
  );
}

/** A list of things under its name, with their ids. */
function found(name: string, things: readonly ValueObject[]): ValueObject {
  const ids = things.map(({ id }) => textOf(id ?? null));
  return { id: hash(ids), ids, [name]: things };
}

function regions({ config, region }: DataSourceQuestion): ValueObject {
  const wanted = textOf(valueAt(config, 'name'));
  const current = valueAt(config, 'current') === true;
  const ids = Object.keys(REGIONS).filter((id) => (current ? id === region : wanted === '' || id === wanted));
  const things = ids.map((id) => ({ id, region_id: id, local_name: REGIONS[id]?.[0] ?? id }));
  return { ...found('regions', things), name: wanted === '' ? null : wanted, current };
}

function zonesOf(region: string): readonly ValueObject[] {
  const [, letters] = REGIONS[region] ?? [];
  if (letters === undefined) {
    const known = Object.keys(REGIONS).join(', ');
    throw new SandboxError(
      'STR1723',
      `The sandbox knows no zones of ${region}, only of ${known}. Write the zones instead of asking for them.`,
    );
  }
  return [...letters].map((letter) => ({
    id: `${region}-${letter}`,
    local_name: `${region}-${letter}`,
    available_disk_categories: ['cloud_essd'],
  }));
}

interface Listed {
  /** Attribute with the name that `name_regex` is held to. */
  readonly name: string;
  /** Under which a thing's own id is answered as well. */
  readonly ownId: string;
}

/** The resources of a type that fit the filters of the configuration. */
function listing(type: string, under: string, { name, ownId }: Listed): Reader {
  return async ({ config, signal }, door) => {
    const all = await door.list(type, signal);
    const ids = elementsOf(valueAt(config, 'ids')).map(textOf);
    const pattern = textOf(valueAt(config, 'name_regex'));
    const things = all
      .map(({ id, attributes }): ValueObject => ({ ...(attributes as ValueObject), id, [ownId]: id }))
      .filter(({ id }) => ids.length === 0 || ids.includes(textOf(id ?? null)))
      .filter((thing) => pattern === '' || new RegExp(pattern).test(textOf(valueAt(thing, name))))
      .filter((thing) => filters(config, thing));
    const names = things.map((thing) => textOf(valueAt(thing, name)));
    return { ...found(under, things), names, total_count: things.length };
  };
}

/** What the list of a data source is not filtered by. */
const NO_FILTERS: ReadonlySet<string> = new Set([
  'id',
  'ids',
  'names',
  'name_regex',
  'output_file',
  'enable_details',
  'page_number',
  'page_size',
  'dry_run',
]);

function filters(config: ValueObject, thing: ValueObject): boolean {
  return Object.entries(config).every(([name, wanted]) => {
    if (wanted === null || NO_FILTERS.has(name)) return true;
    if (name !== 'tags') return textOf(valueAt(thing, name)) === textOf(wanted);
    const tags = objectOf(valueAt(thing, 'tags'));
    return Object.entries(objectOf(wanted)).every(([key, value]) => textOf(valueAt(tags, key)) === textOf(value));
  });
}

/** A value with every attribute that its type has. */
function fitting(type: CtyType, value: Value): Value {
  if (value === null || typeof type === 'string') return value;
  switch (type[0]) {
    case 'list':
    case 'set': {
      const [, inner] = type;
      return elementsOf(value).map((each) => fitting(inner, each));
    }
    case 'object': {
      const object = objectOf(value);
      const attributes = Object.entries(type[1]);
      return Object.fromEntries(
        attributes.map(([name, each]): [string, Value] => [name, fitting(each, valueAt(object, name))]),
      );
    }
    case 'map':
    case 'tuple':
      return value;
  }
}

function hash(ids: readonly string[]): string {
  return String(createHash('sha256').update(ids.join(',')).digest().readUInt32BE());
}
