/** `strata_starrocks_elastic_rule`: a warehouse has more nodes from one time to another, again and again. */

import { defineResource } from '@strata/terraform-plugin';
import type { Attributes, Resource } from '@strata/terraform-plugin';
import type { InstanceDoor, NamedInstance } from '../cloud/instance-door';
import type { ElasticRule, LiveRule } from '../cloud/starrocks-scaling-rules';
import type { Surroundings } from '../cloud/target';
import { ProviderError } from '../errors';
import { work } from '../lazy';
import {
  clockShift,
  firstOverlap,
  ruleTimes,
  scheduleOf,
  scheduleProblems,
  shiftProblem,
} from '../starrocks/elastic-schedule';
import type { Recurrence, Schedule } from '../starrocks/elastic-schedule';
import { importParts } from './import-id';
import { importIdOf, notAdopted, PART_TIMEOUTS, readPart, removePart } from './instance-part';
import type { Creation } from './instance-part';
import { INSTANCE, PLACE, placeOf, validatePlace } from './place';

const ATTRIBUTES = {
  ...PLACE,
  ...INSTANCE,
  warehouse: { type: 'string', required: true, replace: true, description: 'Name of the warehouse.' },
  name: { type: 'string', required: true, replace: true, description: 'Name of the rule, unique in its warehouse.' },
  nodes: { type: 'number', required: true, description: 'Nodes beside those that are always there, from 1 to 100.' },
  time_zone: {
    type: 'string',
    required: true,
    description:
      'Whose clock the times are told on, e.g. Asia/Shanghai. One without summer time, as the service has none.',
  },
  recurrence: { type: 'string', required: true, description: 'once, daily, weekly or monthly.' },
  every: { type: 'number', optional: true, description: 'Every n days, weeks or months. Left out, 1.' },
  days: {
    type: ['set', 'string'],
    optional: true,
    description: 'Days of a weekly rule (MON to SUN) or of a monthly one (1 to 31).',
  },
  first_day: { type: 'string', required: true, description: 'The first day, or the only one, e.g. 2026-12-01.' },
  scale_out_at: { type: 'string', required: true, description: 'When the nodes come, e.g. 08:00.' },
  scale_in_at: {
    type: 'string',
    required: true,
    description: 'When they go, e.g. 20:00. A time that is not later than the other is of the next day.',
  },
  rule_id: { type: 'string', computed: true, stable: true, description: 'Id of the rule.' },
} as const satisfies Attributes;

interface Named extends NamedInstance {
  readonly environment: string;
  readonly warehouse: string;
  readonly name: string;
}

interface Wanted extends Named {
  readonly nodes: number;
  readonly time_zone: string;
  readonly recurrence: string;
  readonly every: number | null;
  readonly days: readonly string[] | null;
  readonly first_day: string;
  readonly scale_out_at: string;
  readonly scale_in_at: string;
}

export function elasticRuleResource(surroundings: Surroundings): Resource {
  return defineResource({
    description:
      'A time rule that gives a warehouse of a StarRocks instance more nodes. Rules of one warehouse do not overlap.',
    attributes: ATTRIBUTES,
    timeouts: PART_TIMEOUTS,

    validate: ({ config, diagnostics }) => {
      validatePlace(config, diagnostics);
      for (const [name, problem] of scheduleProblems(config)) {
        diagnostics.error(`\`${name}\` ${problem}.`, undefined, [name]);
      }
      const { nodes } = config;
      if (typeof nodes === 'number' && (!Number.isInteger(nodes) || nodes < 1 || nodes > 100)) {
        diagnostics.error('`nodes` must be from 1 to 100.', `Got ${nodes}.`, ['nodes']);
      }
    },

    create: async ({ planned, signal, log }) => {
      const door = await work().openDoor(planned, surroundings);
      const group = await work().instances.warehouseGroup(door, planned.warehouse);
      const rule = await toRule(door, planned);
      const all = await work().rules.readRules(door, group.id);
      const made = all.find((one) => one.name === rule.name);
      if (made !== undefined && !sameRule(made, rule)) {
        throw notAdopted(whatOf(planned), ['its nodes or times differ'], creationOf(planned), surroundings);
      }
      refuseOverlap(planned, rule, all);
      if (made === undefined) {
        await work().changeInTurn(
          door,
          { signal, log },
          {
            what: whatOf(planned),
            request: () => work().rules.createRule(door, group.id, rule),
            isDone: async () => (await findRule(door, group.id, rule.name)) !== undefined,
          },
        );
      }
      const live = made ?? (await findRule(door, group.id, rule.name));
      return { ...planned, id: idOf(planned), rule_id: live?.id ?? null };
    },

    update: async ({ planned, signal, log }) => {
      const door = await work().openDoor(planned, surroundings);
      const group = await work().instances.warehouseGroup(door, planned.warehouse);
      const rule = await toRule(door, planned);
      const all = await work().rules.readRules(door, group.id);
      const live = all.find((one) => one.name === rule.name);
      if (live === undefined) throw new ProviderError('STR1609', `${whatOf(planned)} is gone. Plan again.`);
      refuseOverlap(planned, rule, all);
      await work().changeInTurn(
        door,
        { signal, log },
        {
          what: whatOf(planned),
          request: () => work().rules.changeRule(door, group.id, live.id, rule),
          isDone: async () => {
            const now = await findRule(door, group.id, rule.name);
            return now !== undefined && sameRule(now, rule);
          },
        },
      );
      return { ...planned, id: idOf(planned), rule_id: live.id };
    },

    read: ({ state, diagnostics }) =>
      readPart(state, `The elastic rule ${state.name}`, surroundings, diagnostics, async (door) => {
        const group = await work().instances.warehouseGroup(door, state.warehouse);
        const live = await findRule(door, group.id, state.name);
        if (live === undefined) return null;
        return { ...state, ...(await readRule(door, state, live)), rule_id: live.id };
      }),

    import: ({ id }) => {
      const names = ['environment', 'target', 'region', 'instance_name', 'warehouse', 'name'] as const;
      const parts = importParts(id, names);
      return Promise.resolve({ ...parts, id: idOf(parts) });
    },

    delete: ({ prior, signal, log }) =>
      removePart(prior, surroundings, async (door) => {
        const group = await work().instances.warehouseGroup(door, prior.warehouse);
        const live = await findRule(door, group.id, prior.name);
        if (live === undefined) return;
        await work().changeInTurn(
          door,
          { signal, log },
          {
            what: `${whatOf(prior)} goes`,
            request: () => work().rules.removeRule(door, group.id, live.id),
            isDone: async () => (await findRule(door, group.id, prior.name)) === undefined,
          },
        );
      }),
  });
}

async function findRule(door: InstanceDoor, groupId: string, name: string): Promise<LiveRule | undefined> {
  return (await work().rules.readRules(door, groupId)).find((one) => one.name === name);
}

/** A rule on the service's clock. @throws ProviderError STR1626 when it cannot be told on that */
async function toRule(door: InstanceDoor, wanted: Wanted): Promise<ElasticRule> {
  const schedule = scheduleIn(wanted);
  const serviceZone = await work().rules.serviceTimeZone(door);
  const shift = clockShift(wanted.time_zone, serviceZone, wanted.first_day);
  if (shift === undefined) {
    throw new ProviderError(
      'STR1626',
      `${whatOf(wanted)}: the service's clock is that of ${serviceZone}, all year round. Times of ${wanted.time_zone} move ` +
        `against it with summer time. Tell them in ${serviceZone}.`,
    );
  }
  const problem = shiftProblem(schedule, shift);
  if (problem !== undefined) throw new ProviderError('STR1626', `${whatOf(wanted)}: ${problem}`);
  return { name: wanted.name, nodes: wanted.nodes, times: ruleTimes(schedule, shift) };
}

/** What the service has, in the words of the state; those that say the same stay. */
async function readRule(
  door: InstanceDoor,
  state: Named & Partial<Wanted>,
  live: LiveRule,
): Promise<Omit<Wanted, keyof Named>> {
  const serviceZone = await work().rules.serviceTimeZone(door);
  // An import has read nothing yet: it tells times on the service's clock.
  const time_zone = state.time_zone ?? serviceZone;
  const firstDay = state.first_day ?? scheduleOf(live.times, 0).first_day;
  const schedule = scheduleOf(live.times, clockShift(time_zone, serviceZone, firstDay) ?? 0);
  const isOnce = schedule.recurrence === 'once';
  return {
    nodes: live.nodes,
    time_zone,
    recurrence: schedule.recurrence,
    every: isOnce || (schedule.every === 1 && (state.every ?? null) === null) ? (state.every ?? null) : schedule.every,
    days: schedule.days.length === 0 ? (state.days ?? null) : schedule.days,
    first_day: schedule.first_day,
    scale_out_at: schedule.scale_out_at,
    scale_in_at: schedule.scale_in_at,
  };
}

function scheduleIn(wanted: Wanted): Schedule {
  return {
    recurrence: wanted.recurrence as Recurrence,
    every: wanted.every ?? 1,
    days: wanted.days ?? [],
    first_day: wanted.first_day,
    scale_out_at: wanted.scale_out_at,
    scale_in_at: wanted.scale_in_at,
  };
}

/** @throws ProviderError STR1625 when another rule of the warehouse has its nodes at the same time */
function refuseOverlap(wanted: Named, rule: ElasticRule, all: readonly LiveRule[]): void {
  for (const other of all) {
    if (other.name === rule.name) continue;
    const at = firstOverlap(rule.times, other.times);
    if (at === undefined) continue;
    const when = at.toISOString().slice(0, 16).replace('T', ' ');
    throw new ProviderError(
      'STR1625',
      `${whatOf(wanted)} overlaps with the rule ${other.name}, first at ${when} on the service's clock. Rules of one ` +
        `warehouse must not overlap: change the times, or make one rule of the two.`,
    );
  }
}

function sameRule(a: ElasticRule, b: ElasticRule): boolean {
  const normal = ({ nodes, times }: ElasticRule): string =>
    JSON.stringify([
      nodes,
      [times.scalingOutRule, times.scalingInRule].map((time) => [
        ...[time.year, time.month, time.day, time.hour, time.minute, time.recurrenceType],
        time.recurrenceInterval ?? 1,
        [...(time.recurrenceValues ?? [])].sort(),
      ]),
    ]);
  return normal(a) === normal(b);
}

function whatOf({ name, warehouse }: Named): string {
  return `The elastic rule ${name} of warehouse ${warehouse}`;
}

function creationOf(values: Named): Creation {
  const { environment, instance_name, warehouse, name } = values;
  const type = 'strata_starrocks_elastic_rule';
  const importId = importIdOf(values, warehouse, name);
  return { type, values: { environment, instance_name, warehouse, name }, importId };
}

function idOf(values: Named): string {
  return `${placeOf(values)}/${values.warehouse}/${values.name}`;
}
