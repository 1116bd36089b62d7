/** Parameters of an instance (StarRocks 2022-10-19). */

import { z } from 'zod';
import type { InstanceDoor } from './instance-door';
import { roaCall } from './starrocks';

const PARAMETERS_OF_A_PAGE = 100;

const configsSchema = z.object({
  Data: z
    .array(
      z.object({
        ConfigType: z.string(),
        ConfigKey: z.string(),
        ConfigValue: z.string().nullish(),
        DefaultValue: z.string().nullish(),
        AllowModify: z.union([z.string(), z.boolean()]).nullish(),
        Custom: z.boolean().nullish(),
        Restart: z.boolean().nullish(),
        NodeGroupId: z.string().nullish(),
      }),
    )
    .nullish(),
});

/** Which parameter. */
export interface ParameterName {
  /** FE, BE, or a file such as `core-site.xml`. */
  readonly component: string;
  readonly key: string;
  /** Of one node group only; undefined: of the whole instance. */
  readonly nodeGroupId: string | undefined;
}

export interface LiveParameter {
  readonly value: string;
  /** Empty for one that the service does not list. */
  readonly defaultValue: string;
  /** One that the service does not list. */
  readonly isCustom: boolean;
  readonly needsRestart: boolean;
  readonly isModifiable: boolean;
}

/** @returns undefined when there is no such parameter */
export async function readParameter(door: InstanceDoor, name: ParameterName): Promise<LiveParameter | undefined> {
  for (let page = 1; ; page += 1) {
    const some = await parametersOf(door, name, page);
    const found = some.find(({ ConfigType, ConfigKey }) => ConfigType === name.component && ConfigKey === name.key);
    if (found !== undefined) return liveParameter(found);
    if (some.length < PARAMETERS_OF_A_PAGE) return undefined;
  }
}

export type ParameterChange = { readonly kind: 'add' | 'set'; readonly value: string } | { readonly kind: 'remove' };

/** @param restart - whether nodes may be restarted for it */
export async function changeParameter(
  { call, instance }: InstanceDoor,
  name: ParameterName,
  change: ParameterChange,
  restart: boolean,
): Promise<void> {
  const parameter = {
    configType: name.component,
    configKey: name.key,
    ...(change.kind === 'remove' ? {} : { configValue: change.value }),
    ...(name.nodeGroupId === undefined ? {} : { nodeGroupId: name.nodeGroupId }),
  };
  const list = { add: 'configsToAdd', set: 'configsToUpdate', remove: 'configsToDelete' } as const;
  const query = { InstanceId: instance.id, Reason: `strata: ${change.kind} ${name.component} ${name.key}` };
  await call({
    ...roaCall('ModifyInstanceConfig', '/webapi/config/modifyInstanceConfig', query),
    body: { [list[change.kind]]: [parameter], restart, fastMode: false },
  });
}

type ApiParameter = NonNullable<z.infer<typeof configsSchema>['Data']>[number];

async function parametersOf(
  { call, instance }: InstanceDoor,
  { component, key, nodeGroupId }: ParameterName,
  page: number,
): Promise<readonly ApiParameter[]> {
  const query = {
    InstanceId: instance.id,
    ConfigType: component,
    ConfigKey: key,
    PageNumber: String(page),
    PageSize: String(PARAMETERS_OF_A_PAGE),
    ...(nodeGroupId === undefined ? {} : { NodeGroupId: nodeGroupId }),
  };
  const path = '/webapi/config/describeInstanceConfigs';
  return configsSchema.parse(await call(roaCall('DescribeInstanceConfigs', path, query))).Data ?? [];
}

function liveParameter(found: ApiParameter): LiveParameter {
  return {
    value: found.ConfigValue ?? '',
    defaultValue: found.DefaultValue ?? '',
    isCustom: found.Custom ?? false,
    needsRestart: found.Restart ?? true,
    isModifiable: String(found.AllowModify ?? true) !== 'false',
  };
}
