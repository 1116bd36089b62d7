/** Elastic rules of node groups: more nodes from one time to another, again and again. */

import { z } from 'zod';
import type { Cloud } from './cloud';
import { INSTANCE } from './cloud';
import { ApiError } from './errors';
import type { ApiRequest } from './http';
import { instanceOfGroup } from './starrocks-capacity';
import { digits } from './identity';
import { asArray, invalidParams, mandatory } from './starrocks-request';
import { refuseWhileChanging } from './starrocks-status';

const whenSchema = z.object({
  year: z.int(),
  month: z.int().min(1).max(12),
  day: z.int().min(1).max(31),
  hour: z.int().min(0).max(23),
  minute: z.int().min(0).max(59),
  second: z.int().min(0).max(59),
  recurrenceType: z.enum(['ONCE', 'DAILY', 'WEEKLY', 'MONTHLY']),
  recurrenceInterval: z.int().min(1).nullish(),
  recurrenceValues: z.array(z.string()).nullish(),
});

const contentSchema = z.object({
  nodeNumber: z.int().min(1).max(100),
  scalingRuleName: z.string().min(1),
  scalingOutRule: whenSchema,
  scalingInRule: whenSchema,
});

const ruleSchema = contentSchema.extend({ id: z.string(), nodeGroupId: z.string() });
type Rule = z.infer<typeof ruleSchema>;
type When = z.infer<typeof whenSchema>;

const TIME_TRIGGER = 'TIME_TRIGGER';

export function createScalingRule(cloud: Cloud, request: ApiRequest): boolean {
  const { instanceId, nodeGroupId, rules } = target(cloud, request, 'TriggerType');
  const content = contentOf(request);
  refuseName(rules, nodeGroupId, content.scalingRuleName);
  const id = `sr-${digits('scaling rule', ++cloud.state.sequence, 16)}`;
  save(cloud, instanceId, [...rules, { ...content, id, nodeGroupId }]);
  return true;
}

export function modifyScalingRule(cloud: Cloud, request: ApiRequest): boolean {
  const { instanceId, nodeGroupId, rules } = target(cloud, request, 'NewTriggerType');
  const rule = own(rules, nodeGroupId, mandatory(request, 'ScalingRuleId'));
  const content = contentOf(request);
  const others = rules.filter((one) => one.id !== rule.id);
  refuseName(others, nodeGroupId, content.scalingRuleName);
  save(cloud, instanceId, [...others, { ...content, id: rule.id, nodeGroupId }]);
  return true;
}

export function deleteScalingRule(cloud: Cloud, request: ApiRequest): boolean {
  const { instanceId, nodeGroupId, rules } = target(cloud, request, 'TriggerType');
  const rule = own(rules, nodeGroupId, mandatory(request, 'ScalingRuleId'));
  save(
    cloud,
    instanceId,
    rules.filter((one) => one.id !== rule.id),
  );
  return true;
}

export function describeScalingRules(cloud: Cloud, request: ApiRequest): readonly unknown[] {
  const nodeGroupId = mandatory(request, 'NodeGroupId');
  const instanceId = instanceOfGroup(cloud, nodeGroupId);
  return rulesOf(cloud, instanceId)
    .filter((one) => one.nodeGroupId === nodeGroupId)
    .map(({ id, scalingRuleName, nodeNumber, scalingOutRule, scalingInRule }) => ({
      ScalingRuleId: id,
      ScalingRuleName: scalingRuleName,
      NodeNumber: String(nodeNumber),
      // The sandbox has no clock that starts nodes.
      Status: 'INACTIVE',
      ScalingOutRule: whenView(scalingOutRule),
      ScalingInRule: whenView(scalingInRule),
    }));
}

/** The rules of a group go with it. */
export function forgetScalingRules(cloud: Cloud, instanceId: string, nodeGroupId: string): void {
  const rules = rulesOf(cloud, instanceId);
  const kept = rules.filter((one) => one.nodeGroupId !== nodeGroupId);
  if (kept.length < rules.length) save(cloud, instanceId, kept);
}

interface Target {
  readonly instanceId: string;
  readonly nodeGroupId: string;
  /** All rules of the instance. */
  readonly rules: readonly Rule[];
}

function target(cloud: Cloud, request: ApiRequest, triggerName: string): Target {
  const nodeGroupId = mandatory(request, 'NodeGroupId');
  const trigger = mandatory(request, triggerName);
  if (trigger !== TIME_TRIGGER) throw invalidParams(`${triggerName} must be ${TIME_TRIGGER}`);
  const instanceId = instanceOfGroup(cloud, nodeGroupId);
  refuseWhileChanging(cloud, instanceId);
  return { instanceId, nodeGroupId, rules: rulesOf(cloud, instanceId) };
}

function contentOf(request: ApiRequest): z.infer<typeof contentSchema> {
  const text = mandatory(request, 'Rule');
  try {
    const content = contentSchema.parse(JSON.parse(text));
    for (const when of [content.scalingOutRule, content.scalingInRule]) refuseWhen(when);
    return content;
  } catch (error) {
    if (error instanceof ApiError) throw error;
    throw invalidParams(`Rule: ${error instanceof z.ZodError ? z.prettifyError(error) : 'it is not JSON'}`);
  }
}

function refuseWhen({ recurrenceType, recurrenceValues }: When): void {
  const needsValues = recurrenceType === 'WEEKLY' || recurrenceType === 'MONTHLY';
  if (needsValues && (recurrenceValues ?? []).length === 0) {
    throw invalidParams(`recurrenceValues of a ${recurrenceType} rule must name days`);
  }
}

function refuseName(rules: readonly Rule[], nodeGroupId: string, name: string): void {
  if (rules.some((one) => one.nodeGroupId === nodeGroupId && one.scalingRuleName === name)) {
    throw invalidParams(`a rule named ${name} exists`);
  }
}

function own(rules: readonly Rule[], nodeGroupId: string, id: string): Rule {
  const rule = rules.find((one) => one.id === id && one.nodeGroupId === nodeGroupId);
  if (rule !== undefined) return rule;
  throw new ApiError(404, 'InvalidScalingRule.NotFound', `Scaling rule ${id} does not exist.`);
}

function rulesOf(cloud: Cloud, instanceId: string): readonly Rule[] {
  return asArray(cloud.get(INSTANCE, instanceId)['scaling_rules']).map((one) => ruleSchema.parse(one));
}

function save(cloud: Cloud, instanceId: string, rules: readonly Rule[]): void {
  cloud.update(INSTANCE, instanceId, { scaling_rules: rules });
}

function whenView(when: When): unknown {
  return {
    Year: when.year,
    Month: when.month,
    Day: when.day,
    Hour: when.hour,
    Minute: when.minute,
    Second: when.second,
    RecurrenceType: when.recurrenceType,
    RecurrenceInterval: when.recurrenceInterval ?? null,
    RecurrenceValues: when.recurrenceValues ?? null,
  };
}
