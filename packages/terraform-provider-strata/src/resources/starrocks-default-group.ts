/**
 * `strata_starrocks_default_group`: the frontends or the nodes of `default_warehouse`, which the official resource makes
 * once and is then not allowed to change: for it, every such change is a new, empty instance.
 */

import { defineResource, UNKNOWN } from '@strata/terraform-plugin';
import type { Attributes, Resource } from '@strata/terraform-plugin';
import type { InstanceDoor, NamedInstance } from '../cloud/instance-door';
import type { LiveGroup } from '../cloud/starrocks-instances';
import type { Surroundings } from '../cloud/target';
import { work } from '../lazy';
import { describeChange, resized, sizeChanges, sizeProblems, sizeRefusal, sizeWarnings } from '../starrocks/group-size';
import type { GroupKind, GroupSize, WantedSize } from '../starrocks/group-size';
import { importParts } from './import-id';
import { importIdOf, notAdopted, PART_TIMEOUTS, readPart, stale } from './instance-part';
import type { Creation } from './instance-part';
import { INSTANCE, PLACE, placeOf, validatePlace } from './place';

const ATTRIBUTES = {
  ...PLACE,
  ...INSTANCE,
  group: {
    type: 'string',
    required: true,
    replace: true,
    description: 'frontend, or compute: the nodes of default_warehouse.',
  },
  cu: { type: 'number', required: true, description: 'Compute units of one node: 8, 16, 32 or 64.' },
  nodes: {
    type: 'number',
    required: true,
    description: 'Frontends: odd, at most 11, never fewer. Compute: from 1, 3 and more recommended.',
  },
  disk_gb: { type: 'number', required: true, description: 'Size of one disk in steps of 100; never shrinks.' },
  disks: {
    type: 'number',
    optional: true,
    computed: true,
    stable: true,
    description: 'Disks of one node, from 1 to 8, never fewer. Left out, it stays as it is.',
  },
  performance_level: {
    type: 'string',
    optional: true,
    computed: true,
    stable: true,
    description: 'Of the disks: pl1, pl2 or pl3. Left out, it stays as it is.',
  },
  node_group_id: { type: 'string', computed: true, stable: true, description: 'Id of the node group.' },
} as const satisfies Attributes;

interface Group extends NamedInstance {
  readonly environment: string;
  readonly group: string;
}

export function defaultGroupResource(surroundings: Surroundings): Resource {
  return defineResource({
    description:
      'Size of a default node group of a StarRocks instance, changed in place, one dimension after the other. The instance itself is made by alicloud_star_rocks_instance.',
    attributes: ATTRIBUTES,
    timeouts: PART_TIMEOUTS,

    validate: ({ config, diagnostics }) => {
      validatePlace(config, diagnostics);
      if (typeof config.group === 'string' && !isKind(config.group)) {
        diagnostics.error('`group` must be frontend or compute.', `Got "${config.group}".`, ['group']);
      }
      for (const [name, problem] of sizeProblems(config.group, config)) {
        diagnostics.error(`\`${name}\` ${problem}.`, undefined, [name]);
      }
    },

    plan: ({ prior, proposed, private: record, diagnostics }) => {
      if (prior === null || Object.values(proposed).includes(UNKNOWN)) return;
      const kind = kindOf(prior.group);
      const changes = sizeChanges(recordedSize(prior), proposed as WantedSize);
      const refusals = changes.map((change) => [change, sizeRefusal(kind, change, isBasic(record))] as const);
      for (const [change, refusal] of refusals) {
        if (refusal === undefined) continue;
        const summary = `STR1617: ${kind}: ${describeChange(change)} cannot be made in place.`;
        diagnostics.error(summary, refusal, [change.dimension]);
      }
      const possible = refusals.filter(([, refusal]) => refusal === undefined).map(([change]) => change);
      for (const warning of sizeWarnings(kind, possible)) diagnostics.warning(warning);
    },

    // The instance was made with these values a moment ago. One that has others is older than this resource.
    create: async ({ planned, setPrivate }) => {
      const door = await work().openDoor(planned, surroundings);
      const live = await work().instances.readDefaultGroup(door, kindOf(planned.group));
      const wanted: WantedSize = { ...planned, ...wantedDisks(planned) };
      const differences = sizeChanges(sizeOf(live), wanted).map(describeChange);
      if (differences.length > 0) {
        const what = `The ${planned.group} group of ${planned.instance_name}`;
        throw notAdopted(what, differences, creationOf(planned), surroundings);
      }
      setPrivate(await recordOf(door));
      return { ...planned, ...sizeOf(live), id: idOf(planned), node_group_id: live.id };
    },

    update: async ({ prior, planned, signal, log, reached, setPrivate }) => {
      const door = await work().openDoor(planned, surroundings);
      const kind = kindOf(planned.group);
      const live = await work().instances.readDefaultGroup(door, kind);
      const since = sizeChanges(recordedSize(prior), sizeOf(live)).map(describeChange);
      if (since.length > 0) throw stale(`The ${kind} group of ${planned.instance_name}`, since);
      const own = { id: idOf(planned), node_group_id: live.id };
      let now = sizeOf(live);
      for (const change of sizeChanges(now, { ...planned, ...wantedDisks(planned) })) {
        const after = resized(now, change);
        await work().changeInTurn(
          door,
          { signal, log },
          {
            what: `${kind}: ${describeChange(change)}`,
            request: () => work().changes.requestResize(door, live.id, change.dimension, change.to),
            isDone: async () => isReached(await work().instances.readDefaultGroup(door, kind), change.dimension, after),
          },
        );
        now = after;
        reached({ ...planned, ...now, ...own });
      }
      setPrivate(await recordOf(door));
      return { ...planned, ...now, ...own };
    },

    read: ({ state, diagnostics, setPrivate }) =>
      readPart(state, `The ${state.group} group`, surroundings, diagnostics, async (door) => {
        const live = await work().instances.readDefaultGroup(door, kindOf(state.group));
        setPrivate(await recordOf(door));
        return { ...state, ...sizeOf(live), node_group_id: live.id };
      }),

    import: ({ id }) => {
      const parts = importParts(id, ['environment', 'target', 'region', 'instance_name', 'group']);
      return Promise.resolve({ ...parts, id: idOf(parts) });
    },

    // The group keeps its size until its instance is destroyed.
    delete: () => Promise.resolve(),
  });
}

function isKind(text: string): text is GroupKind {
  return text === 'frontend' || text === 'compute';
}

function kindOf(text: string): GroupKind {
  return isKind(text) ? text : 'compute';
}

function creationOf(values: Group): Creation {
  const { environment, instance_name, group } = values;
  const type = 'strata_starrocks_default_group';
  return { type, values: { environment, instance_name, group }, importId: importIdOf(values, group) };
}

function idOf(values: Group): string {
  return `${placeOf(values)}/${values.group}`;
}

function sizeOf(live: LiveGroup): GroupSize {
  return {
    cu: live.cu,
    nodes: live.nodes,
    disk_gb: live.diskGb,
    disks: live.disks,
    performance_level: live.performanceLevel,
  };
}

/** What the state has; an import has not read everything yet. */
function recordedSize(prior: WantedSize): GroupSize {
  return { ...prior, disks: prior.disks ?? 1, performance_level: prior.performance_level ?? 'pl1' };
}

type Planned<T> = T | typeof UNKNOWN | null;

/** What nothing is said of is left as it is. */
function wantedDisks(planned: {
  readonly disks: Planned<number>;
  readonly performance_level: Planned<string>;
}): Pick<WantedSize, 'disks' | 'performance_level'> {
  const { disks, performance_level } = planned;
  return {
    disks: disks === UNKNOWN ? null : disks,
    performance_level: performance_level === UNKNOWN ? null : performance_level,
  };
}

function isReached(live: LiveGroup, dimension: keyof GroupSize, wanted: GroupSize): boolean {
  return sizeOf(live)[dimension] === wanted[dimension];
}

/** The edition is kept as private data: the plan needs it and nobody else. */
async function recordOf(door: InstanceDoor): Promise<Uint8Array> {
  return Buffer.from(JSON.stringify({ basic: (await work().instances.readInstance(door)).isBasic }));
}

function isBasic(record: Uint8Array): boolean {
  if (record.length === 0) return false;
  return (JSON.parse(Buffer.from(record).toString('utf8')) as { basic?: boolean }).basic === true;
}
