/** Elastic rules of node groups (StarRocks 2022-10-19): more nodes from one time to another. */

import { z } from 'zod';
import type { RuleTimes } from '../starrocks/elastic-schedule';
import type { InstanceDoor } from './instance-door';
import { roaCall } from './starrocks';

const TIME_TRIGGER = 'TIME_TRIGGER';

const timeSchema = z
  .object({
    Year: z.number(),
    Month: z.number(),
    Day: z.number(),
    Hour: z.number(),
    Minute: z.number(),
    Second: z.number().nullish(),
    RecurrenceType: z.string(),
    RecurrenceInterval: z.number().nullish(),
    RecurrenceValues: z.array(z.union([z.string(), z.number()])).nullish(),
  })
  .transform((one) => ({
    year: one.Year,
    month: one.Month,
    day: one.Day,
    hour: one.Hour,
    minute: one.Minute,
    second: one.Second ?? 0,
    recurrenceType: one.RecurrenceType,
    recurrenceInterval: one.RecurrenceInterval ?? null,
    recurrenceValues: one.RecurrenceValues?.map(String) ?? null,
  }));

const rulesSchema = z.object({
  Data: z
    .array(
      z.object({
        ScalingRuleId: z.string(),
        ScalingRuleName: z.string(),
        NodeNumber: z.coerce.number(),
        ScalingOutRule: timeSchema,
        ScalingInRule: timeSchema,
      }),
    )
    .nullish(),
});

/** More nodes than the warehouse has otherwise, at the times of the service's clock. */
export interface ElasticRule {
  readonly name: string;
  readonly nodes: number;
  readonly times: RuleTimes;
}

export interface LiveRule extends ElasticRule {
  readonly id: string;
}

export async function readRules({ call }: InstanceDoor, NodeGroupId: string): Promise<readonly LiveRule[]> {
  const path = '/webapi/scalingRule/describeTimeTriggerScalingRules';
  const answer = await call(roaCall('DescribeTimeTriggerScalingRules', path, { NodeGroupId }));
  return (rulesSchema.parse(answer).Data ?? []).map((one) => ({
    id: one.ScalingRuleId,
    name: one.ScalingRuleName,
    nodes: one.NodeNumber,
    times: { scalingOutRule: one.ScalingOutRule, scalingInRule: one.ScalingInRule },
  }));
}

export async function createRule(
  { call, instance }: InstanceDoor,
  NodeGroupId: string,
  rule: ElasticRule,
): Promise<void> {
  const query = { InstanceId: instance.id, NodeGroupId, TriggerType: TIME_TRIGGER, Rule: contentOf(rule) };
  await call(roaCall('CreateScalingRule', '/webapi/scalingRule/createScalingRule', query));
}

export async function changeRule(
  { call, instance }: InstanceDoor,
  NodeGroupId: string,
  ScalingRuleId: string,
  rule: ElasticRule,
): Promise<void> {
  const types = { OldTriggerType: TIME_TRIGGER, NewTriggerType: TIME_TRIGGER };
  const query = { InstanceId: instance.id, NodeGroupId, ScalingRuleId, ...types, Rule: contentOf(rule) };
  await call(roaCall('ModifyScalingRule', '/webapi/scalingRule/modifyScalingRule', query));
}

export async function removeRule(
  { call, instance }: InstanceDoor,
  NodeGroupId: string,
  ScalingRuleId: string,
): Promise<void> {
  const query = { InstanceId: instance.id, NodeGroupId, ScalingRuleId, TriggerType: TIME_TRIGGER };
  await call(roaCall('DeleteScalingRule', '/webapi/scalingRule/deleteScalingRule', query));
}

/** The zone of the clock by which an instance reads its rules. */
export async function serviceTimeZone({ call, instance }: InstanceDoor): Promise<string> {
  const answer = await call(roaCall('DescribeSystemTimezone', '/webapi/timezone/query', { InstanceId: instance.id }));
  return z.object({ Data: z.string().min(1) }).parse(answer).Data;
}

function contentOf({ name, nodes, times }: ElasticRule): string {
  return JSON.stringify({ nodeNumber: nodes, scalingRuleName: name, ...times });
}
