/** `alicloud_db_instance` over RDS, API 2014-08-15. */

import { toApi, toTerraform } from '../../control-plane/fields';
import { DB_ANSWER_FIELDS, DB_CHANGES, DB_CREATE_FIELDS, RDS_VERSION } from '../../control-plane/rds-fields';
import { VPC_VERSION } from '../../control-plane/vpc-fields';
import { record } from '../sandbox-http';
import type { ApiContext, Attributes, ResourceApi } from './resource-api';
import { compact } from './resource-api';
import { withRest } from './rest';
import type { ChangeCall, Parameters } from './rpc-product';
import { carrying, changeTags, listUnder, product, sendChanges, tagsUnder } from './rpc-product';

const rds = product(RDS_VERSION);
const vpc = product(VPC_VERSION);

const CREATED_WITH = new Set(DB_CREATE_FIELDS.map(([attribute]) => attribute));

const PARAMETERS: ChangeCall = {
  attributes: ['parameters'],
  action: 'ModifyParameter',
  parameters: (changes) => {
    const wanted = entriesOf(changes['parameters']);
    return wanted.length === 0 ? undefined : { Parameters: JSON.stringify(Object.fromEntries(wanted)) };
  },
};

const SECURITY_IPS: ChangeCall = {
  attributes: ['security_ips'],
  action: 'ModifySecurityIps',
  parameters: (changes) => {
    const ips = textList(changes['security_ips']);
    return ips === '' ? undefined : { SecurityIps: ips, DBInstanceIPArrayName: 'default' };
  },
};

/** Sent before tags. */
const FIRST: readonly ChangeCall[] = [
  PARAMETERS,
  ...DB_CHANGES.slice(0, 1).map(([action, fields]) => carrying(action, fields)),
];

/** Sent after tags. */
const THEN: readonly ChangeCall[] = DB_CHANGES.slice(1).flatMap(([action, fields]) =>
  action === 'ModifyDBInstanceDescription' ? [carrying(action, fields), SECURITY_IPS] : [carrying(action, fields)],
);

/** What a creation does not carry is sent right after it. */
const LACKING = THEN.filter(({ attributes }) => attributes.every((name) => !CREATED_WITH.has(name))).filter(
  (call) => call !== SECURITY_IPS,
);

const CARRIED = new Set([
  ...CREATED_WITH,
  ...[...FIRST, ...THEN].flatMap(({ attributes }) => attributes),
  'tags',
  'connection_string',
]);

export const RDS_INSTANCE_API: ResourceApi = withRest(
  'alicloud_db_instance',
  { create, complete, read, update, remove },
  CARRIED,
);

async function create(context: ApiContext, attributes: Attributes): Promise<string> {
  const place = await placeOf(context, attributes);
  const ips = textList(attributes['security_ips']);
  const answer = await rds(context, 'CreateDBInstance', {
    DBInstanceNetType: 'Intranet',
    InstanceNetworkType: attributes['vswitch_id'] === undefined ? 'Classic' : 'VPC',
    ...place,
    ...toApi(DB_CREATE_FIELDS, attributes),
    ...(ips === '' ? {} : { SecurityIPList: ips }),
  });
  return String(answer['DBInstanceId']);
}

/** VPC and zone of the vSwitch, unless both are given. */
async function placeOf(context: ApiContext, attributes: Attributes): Promise<Parameters> {
  const { vswitch_id: vSwitch, zone_id: zone, vpc_id: vpcId } = attributes;
  if (typeof vSwitch !== 'string' || (zone !== undefined && vpcId !== undefined)) return {};
  const { VpcId, ZoneId } = await vpc(context, 'DescribeVSwitchAttributes', { VSwitchId: vSwitch.split(',')[0] });
  return { VPCId: VpcId, ZoneId };
}

async function complete(context: ApiContext, id: string, attributes: Attributes): Promise<void> {
  await send(context, id, attributes, {}, LACKING);
}

async function update(context: ApiContext, id: string, changes: Attributes): Promise<void> {
  const before = 'tags' in changes ? await read(context, id) : undefined;
  await send(context, id, changes, record(before?.['tags']), THEN);
}

async function send(
  context: ApiContext,
  id: string,
  changes: Attributes,
  tags: Attributes,
  then: readonly ChangeCall[],
): Promise<void> {
  const whose = { DBInstanceId: id };
  await sendChanges(rds, context, whose, FIRST, changes);
  if ('tags' in changes) {
    await changeTags(rds, context, { ResourceType: 'INSTANCE', ResourceId: [id] }, tags, record(changes['tags']));
  }
  await sendChanges(rds, context, whose, then, changes);
}

/** Of the parameters, only those that the state has are looked at. */
async function read(context: ApiContext, id: string, known: Attributes = {}): Promise<Attributes | undefined> {
  const whose = { DBInstanceId: id };
  const answer = await rds(context, 'DescribeDBInstanceAttribute', whose);
  const [instance] = listUnder(answer, 'Items', 'DBInstanceAttribute');
  if (instance === undefined) return undefined;
  const lists = listUnder(await rds(context, 'DescribeDBInstanceIPArrayList', whose), 'Items', 'DBInstanceIPArray');
  const ips = lists.find((one) => one['DBInstanceIPArrayName'] === 'default')?.['SecurityIPList'];
  const { Period } = await rds(context, 'DescribeDBInstanceMonitor', whose);
  return compact({
    ...toTerraform(DB_ANSWER_FIELDS, instance),
    security_ips: typeof ips === 'string' && ips !== '' ? ips.split(',') : undefined,
    monitoring_period: Period,
    parameters: await parametersOf(context, id, known),
    tags: tagsUnder(instance, 'Tag'),
  });
}

async function parametersOf(context: ApiContext, id: string, known: Attributes): Promise<readonly Attributes[]> {
  const names = new Set(entriesOf(known['parameters']).map(([name]) => name));
  if (names.size === 0) return [];
  const answer = await rds(context, 'DescribeParameters', { DBInstanceId: id });
  return listUnder(answer, 'RunningParameters', 'DBInstanceParameter')
    .filter((one) => names.has(String(one['ParameterName'])))
    .map((one) => ({ name: one['ParameterName'], value: one['ParameterValue'] }));
}

async function remove(context: ApiContext, id: string): Promise<void> {
  await rds(context, 'DeleteDBInstance', { DBInstanceId: id });
}

function entriesOf(parameters: unknown): readonly (readonly [string, unknown])[] {
  const list: readonly unknown[] = Array.isArray(parameters) ? parameters : [];
  return list.map(record).map((one) => [String(one['name']), one['value']]);
}

function textList(value: unknown): string {
  return Array.isArray(value) ? value.join(',') : '';
}
