/** Parameters of an instance: listed with their defaults, changed together, and taken back. */

import { z } from 'zod';
import type { Cloud } from './cloud';
import { INSTANCE } from './cloud';
import { ApiError } from './errors';
import type { ApiRequest } from './http';
import { asObject } from './http';
import { groupName } from './starrocks-capacity';
import type { ConfigItem } from './starrocks-config-items';
import { CONFIG_ITEMS, CUSTOM_TYPES } from './starrocks-config-items';
import {
  asArray,
  flagGiven,
  instanceIdOf,
  invalidParams,
  listGiven,
  mandatory,
  numberGiven,
  pageOf,
  textGiven,
} from './starrocks-request';
import { beginChange, refuseWhileChanging } from './starrocks-status';

const PAGE = 20;

const givenSchema = z.object({
  configType: z.string(),
  configKey: z.string().min(1),
  configValue: z.string().nullish(),
  nodeGroupId: z.string().nullish(),
});

/** A value that is not the default's, or a parameter that the service does not list. */
const setSchema = z.object({
  type: z.string(),
  key: z.string(),
  value: z.string(),
  nodeGroupId: z.string().nullable(),
});
type SetValue = z.infer<typeof setSchema>;

const mementoSchema = z.object({
  action: z.enum(['ADD', 'MODIFY', 'DELETE']),
  type: z.string(),
  key: z.string(),
  nodeGroupId: z.string().nullable(),
  before: z.string().nullable(),
  after: z.string().nullable(),
});
const historySchema = z.object({
  id: z.number(),
  at: z.number(),
  reason: z.string(),
  rollback: z.boolean(),
  mementos: z.array(mementoSchema),
});
type Memento = z.infer<typeof mementoSchema>;
type Entry = z.infer<typeof historySchema>;

export function describeConfigs(cloud: Cloud, request: ApiRequest): { Data: readonly unknown[]; Total: number } {
  const id = instanceIdOf(request);
  const [type, key] = [textGiven(request, 'ConfigType'), textGiven(request, 'ConfigKey')];
  const nodeGroupId = scopeOf(id, textGiven(request, 'NodeGroupId'));
  const modifiable = flagGiven(request, 'AllowModify');
  const set = valuesOf(cloud, id);
  const listed = CONFIG_ITEMS.map((item) =>
    itemView(cloud, id, item, valueIn(set, item.type, item.key, nodeGroupId), nodeGroupId),
  );
  const custom = set.filter((one) => itemOf(one.type, one.key) === undefined && one.nodeGroupId === nodeGroupId);
  const found = [...listed, ...custom.map((one) => customView(cloud, id, one))]
    .filter((one) => type === undefined || one.ConfigType === type)
    // The service finds every key that has the text in it.
    .filter((one) => key === undefined || one.ConfigKey.includes(key))
    .filter((one) => modifiable === undefined || one.AllowModify === String(modifiable));
  return { Data: pageOf(request, found, PAGE), Total: found.length };
}

/** @throws ApiError 400 for what cannot be changed, or not in this way; then nothing is changed */
export function modifyConfigs(cloud: Cloud, request: ApiRequest): boolean {
  const id = instanceIdOf(request);
  refuseWhileChanging(cloud, id);
  const mementos = (['ADD', 'MODIFY', 'DELETE'] as const).flatMap((action) =>
    listGiven(request, LISTS[action]).map((one) => mementoOf(cloud, id, action, one)),
  );
  if (mementos.length === 0) throw invalidParams('no parameter to change');
  record(cloud, id, mementos, textGiven(request, 'Reason') ?? '', false);
  return true;
}

export function configHistory(cloud: Cloud, request: ApiRequest): { Data: readonly unknown[]; Total: number } {
  const entries = [...historyOf(cloud, instanceIdOf(request))].reverse();
  return { Data: pageOf(request, entries, PAGE).map(historyView), Total: entries.length };
}

/** Takes one change back: what it added goes, what it changed has its former value. */
export function rollbackConfigs(cloud: Cloud, request: ApiRequest): boolean {
  const id = instanceIdOf(request);
  refuseWhileChanging(cloud, id);
  mandatory(request, 'ConfigHistoryId');
  const entry = historyOf(cloud, id).find((one) => one.id === numberGiven(request, 'ConfigHistoryId'));
  if (entry === undefined) throw new ApiError(404, 'InvalidConfigHistory.NotFound', 'No such change of parameters.');
  record(cloud, id, entry.mementos.map(reversed), `rollback of ${entry.id}`, true);
  return true;
}

const LISTS = { ADD: 'ConfigsToAdd', MODIFY: 'ConfigsToUpdate', DELETE: 'ConfigsToDelete' } as const;

function mementoOf(cloud: Cloud, id: string, action: Memento['action'], value: unknown): Memento {
  const parsed = givenSchema.safeParse(value);
  if (!parsed.success) throw invalidParams(`a parameter needs configType and configKey`);
  const { configType: type, configKey: key, configValue } = parsed.data;
  const nodeGroupId = scopeOf(id, parsed.data.nodeGroupId ?? undefined);
  const item = itemOf(type, key);
  const now = valueIn(valuesOf(cloud, id), type, key, nodeGroupId);
  refuseParameter(action, type, key, item, now);
  if (action !== 'DELETE') refuseValue(key, item, configValue ?? '');
  const before = now ?? item?.defaultValue ?? null;
  return { action, type, key, nodeGroupId, before, after: action === 'DELETE' ? null : (configValue ?? '') };
}

function refuseParameter(
  action: Memento['action'],
  type: string,
  key: string,
  item: ConfigItem | undefined,
  now: string | undefined,
): void {
  const name = `${type} ${key}`;
  if (item?.allowModify === false) throw invalidParams(`${name} cannot be modified`);
  if (!CUSTOM_TYPES.includes(type)) throw invalidParams(`${type} is no type of parameters`);
  if (action === 'ADD' && (item !== undefined || now !== undefined)) throw invalidParams(`${name} exists already`);
  if (action === 'MODIFY' && item === undefined && now === undefined) throw invalidParams(`${name} does not exist`);
  if (action === 'DELETE' && (item !== undefined || now === undefined))
    throw invalidParams(`${name} is not a custom one`);
}

function refuseValue(key: string, item: ConfigItem | undefined, value: string): void {
  if (item?.valueType === 'int' && !/^-?\d+$/.test(value)) throw invalidParams(`${key} must be a whole number`);
  if (item?.valueType === 'boolean' && !/^(true|false)$/.test(value))
    throw invalidParams(`${key} must be true or false`);
  if (value === '') throw invalidParams(`${key} needs a value`);
}

function record(cloud: Cloud, id: string, mementos: readonly Memento[], reason: string, rollback: boolean): void {
  const touched = (one: SetValue): boolean =>
    mementos.some(
      ({ type, key, nodeGroupId }) => one.type === type && one.key === key && one.nodeGroupId === nodeGroupId,
    );
  const set = mementos
    .filter(({ type, key, after }) => after !== null && after !== itemOf(type, key)?.defaultValue)
    .map(({ type, key, nodeGroupId, after }): SetValue => ({ type, key, nodeGroupId, value: after ?? '' }));
  const entry: Entry = { id: ++cloud.state.sequence, at: Date.now(), reason, rollback, mementos: [...mementos] };
  cloud.update(INSTANCE, id, {
    configs: [...valuesOf(cloud, id).filter((one) => !touched(one)), ...set],
    config_history: [...historyOf(cloud, id), entry],
  });
  beginChange(cloud, id, 'modifying_config');
}

function reversed({ action, before, after, ...one }: Memento): Memento {
  const back = { ADD: 'DELETE', DELETE: 'ADD', MODIFY: 'MODIFY' } as const;
  return { ...one, action: back[action], before: after, after: before };
}

function itemView(cloud: Cloud, id: string, item: ConfigItem, value: string | undefined, nodeGroupId: string | null) {
  return {
    ConfigType: item.type as string,
    ConfigKey: item.key,
    ConfigValue: value ?? item.defaultValue,
    DefaultValue: item.defaultValue,
    AllowModify: String(item.allowModify),
    Custom: false,
    Restart: item.restart,
    Unit: item.unit,
    ValueType: item.valueType,
    ValueRange: '',
    ...nodeGroupView(cloud, id, nodeGroupId),
  };
}

function customView(
  cloud: Cloud,
  id: string,
  { type, key, value, nodeGroupId }: SetValue,
): ReturnType<typeof itemView> {
  return {
    ConfigType: type,
    ConfigKey: key,
    ConfigValue: value,
    DefaultValue: '',
    AllowModify: 'true',
    Custom: true,
    Restart: true,
    Unit: '',
    ValueType: 'string',
    ValueRange: '',
    ...nodeGroupView(cloud, id, nodeGroupId),
  };
}

function nodeGroupView(cloud: Cloud, id: string, nodeGroupId: string | null) {
  if (nodeGroupId === null) return {};
  return { NodeGroupId: nodeGroupId, NodeGroupName: groupName(cloud, id, nodeGroupId) };
}

function historyView({ id, at, reason, rollback, mementos }: Entry): unknown {
  return {
    ConfigHistoryId: String(id),
    GmtCreate: at,
    Reason: reason,
    Rollback: rollback,
    Effected: true,
    EffectStatus: 'EFFECTED',
    ConfigMementos: mementos.map(({ action, type, key, before, after }) => ({
      Action: action,
      ConfigType: type,
      ConfigKey: key,
      Before: before,
      After: after,
    })),
  };
}

function valuesOf(cloud: Cloud, id: string): readonly SetValue[] {
  return asArray(cloud.get(INSTANCE, id)['configs']).map((one) => setSchema.parse(asObject(one)));
}

function historyOf(cloud: Cloud, id: string): readonly Entry[] {
  return asArray(cloud.get(INSTANCE, id)['config_history']).map((one) => historySchema.parse(one));
}

function itemOf(type: string, key: string): ConfigItem | undefined {
  return CONFIG_ITEMS.find((item) => item.type === type && item.key === key);
}

function valueIn(set: readonly SetValue[], type: string, key: string, nodeGroupId: string | null): string | undefined {
  const own = (one: SetValue): boolean => one.type === type && one.key === key;
  return set.find((one) => own(one) && one.nodeGroupId === nodeGroupId)?.value;
}

/** A parameter of one node group; one that names the instance is everybody's. */
function scopeOf(instanceId: string, nodeGroupId: string | undefined): string | null {
  return nodeGroupId === undefined || nodeGroupId === '' || nodeGroupId === instanceId ? null : nodeGroupId;
}
