/**
 * `strata_starrocks_instance`: version and default groups of an instance, which the official resource makes once and is
 * then not allowed to change: for it, every such change is a new, empty instance.
 */

import { defineResource, UNKNOWN } from '@strata/terraform-plugin';
import type { Attributes, Diagnostics, Resource } from '@strata/terraform-plugin';
import type { LiveCapacity } from '../cloud/capacity';
import type { CallApi } from '../cloud/open-api';
import type { Instance } from '../cloud/starrocks';
import { pollUntil } from '../cloud/poll';
import type { Surroundings } from '../cloud/target';
import { errorMessage, ProviderError } from '../errors';
import { work } from '../lazy';
import { changed, changesBetween, refusalOf, warningOf } from '../capacity';
import type { Capacity, Change, Limits } from '../capacity';
import { importParts } from './import-id';
import { ownAddress } from './own-address';
import { INSTANCE, PLACE, placeOf, validatePlace } from './place';

const POLL_MS = 5_000;
const CHANGE_TIMEOUT_MS = 90 * 60_000;

/** 4 is the frontend of an instance of the Basic Edition, which is never changed, but may be imported. */
const FRONTEND_CU: readonly number[] = [4, 8, 16, 32, 64];
const COMPUTE_CU: readonly number[] = [8, 16, 32, 64];

const ATTRIBUTES = {
  ...PLACE,
  ...INSTANCE,
  version: { type: 'string', required: true, description: 'Release line, e.g. 3.3. It is only ever upgraded.' },
  frontend_cu: { type: 'number', required: true, description: 'Compute units of one frontend.' },
  frontend_nodes: { type: 'number', required: true, description: 'Frontends: odd, at most 11, never fewer.' },
  frontend_disk_gb: { type: 'number', required: true, description: 'Disk of one frontend; never shrinks.' },
  compute_cu: { type: 'number', required: true, description: 'Compute units of one node of default_warehouse.' },
  compute_nodes: { type: 'number', required: true, description: 'Nodes of default_warehouse, at least 1.' },
  compute_disk_gb: {
    type: 'number',
    required: true,
    description: 'Disk of one node of default_warehouse; never shrinks.',
  },
} as const satisfies Attributes;

interface Sizes {
  readonly version: string;
  readonly frontend_cu: number;
  readonly frontend_nodes: number;
  readonly frontend_disk_gb: number;
  readonly compute_cu: number;
  readonly compute_nodes: number;
  readonly compute_disk_gb: number;
}

interface Named {
  readonly environment: string;
  readonly target: string;
  readonly region: string;
  readonly instance_name: string;
}

export function starRocksInstanceResource(surroundings: Surroundings): Resource {
  return defineResource({
    description:
      'Version and default node groups of a StarRocks instance, changed in place. The instance itself is made by alicloud_star_rocks_instance.',
    attributes: ATTRIBUTES,
    timeouts: { read: 60_000, create: CHANGE_TIMEOUT_MS, update: CHANGE_TIMEOUT_MS },

    validate: ({ config, diagnostics }) => {
      validatePlace(config, diagnostics);
      validateSizes(config, diagnostics);
    },

    plan: ({ prior, proposed, private: record, diagnostics }) => {
      if (prior === null || Object.values(proposed).includes(UNKNOWN)) return;
      const limits = readLimits(record);
      for (const change of changesBetween(capacityOf(prior), capacityOf(proposed as Sizes))) {
        const refusal = refusalOf(change, limits);
        if (refusal === undefined) diagnostics.warning(warningOf(change));
        else diagnostics.error(`STR1617: ${describe(change)} cannot be made in place.`, refusal, [attributeOf(change)]);
      }
    },

    // The instance was made with these values a moment ago. One that has others is older than this resource.
    create: async ({ planned, setPrivate }) => {
      const { live, limits } = await look(planned, surroundings);
      const differences = changesBetween(live.capacity, capacityOf(planned));
      if (differences.length > 0) throw notAdopted(planned, differences, surroundings);
      setPrivate(writeLimits(limits));
      return { ...planned, id: placeOf(planned) };
    },

    update: async ({ prior, planned, signal, reached, setPrivate }) => {
      const { call, instance, live } = await look(planned, surroundings);
      const stale = changesBetween(capacityOf(prior), live.capacity);
      if (stale.length > 0) {
        throw new ProviderError(
          'STR1609',
          `${planned.instance_name} was changed since the plan: ${stale.map(describe).join(', ')}. Plan again.`,
        );
      }
      let now = live.capacity;
      for (const change of changesBetween(now, capacityOf(planned))) {
        await makeChange(call, instance, change, signal);
        now = changed(now, change);
        reached({ ...planned, ...sizesOf(now), id: placeOf(planned) });
      }
      setPrivate(writeLimits((await look(planned, surroundings)).limits));
      return { ...planned, id: placeOf(planned) };
    },

    read: async ({ state, diagnostics, setPrivate }) => {
      try {
        const found = await look(state, surroundings);
        setPrivate(writeLimits(found.limits));
        return { ...state, ...sizesOf(found.live.capacity) };
      } catch (error) {
        if (error instanceof ProviderError && error.code === 'STR1606') return null;
        diagnostics.warning(
          `StarRocks instance ${state.instance_name} could not be looked up: this part of the plan is offline.`,
          errorMessage(error),
        );
        return state;
      }
    },

    import: ({ id }) => {
      const parts = importParts(id, ['environment', 'target', 'region', 'instance_name']);
      return Promise.resolve({ ...parts, id: placeOf(parts) });
    },

    // The instance keeps its size until it is destroyed itself.
    delete: () => Promise.resolve(),
  });
}

function validateSizes(config: Readonly<Record<string, unknown>>, diagnostics: Diagnostics): void {
  const check = (name: keyof Sizes, valid: (value: number) => boolean, rule: string): void => {
    const value = config[name];
    if (typeof value === 'number' && !valid(value)) {
      diagnostics.error(`\`${name}\` must be ${rule}.`, `Got ${value}.`, [name]);
    }
  };
  check('frontend_cu', (value) => FRONTEND_CU.includes(value), `one of ${FRONTEND_CU.join(', ')}`);
  check('compute_cu', (value) => COMPUTE_CU.includes(value), `one of ${COMPUTE_CU.join(', ')}`);
  for (const name of ['frontend_disk_gb', 'compute_disk_gb'] as const) {
    check(name, (value) => value % 100 === 0 && value >= 100 && value <= 65_000, 'a multiple of 100 up to 65000');
  }
  check('frontend_nodes', (value) => value % 2 === 1 && value <= 11, 'odd and at most 11');
  check('compute_nodes', (value) => Number.isInteger(value) && value >= 1 && value <= 100, 'between 1 and 100');
}

interface Found {
  readonly call: CallApi;
  readonly instance: Instance;
  readonly live: LiveCapacity;
  readonly limits: Limits;
}

async function look(name: Named, surroundings: Surroundings): Promise<Found> {
  const target = work().targetOf(name.target, name.region);
  const call = work().openApi(target, surroundings);
  const instance = await work().findInstance(call, target, name.instance_name);
  if (instance === undefined) {
    throw new ProviderError(
      'STR1606',
      `There is no StarRocks instance named ${name.instance_name} in ${name.region}. Deploy the warehouse stack first.`,
    );
  }
  const live = await work().readCapacity(call, instance);
  const upgrades = (await work().upgradableVersions(call, instance)).map((version) => work().lineOf(version));
  return { call, instance, live, limits: { fixed: live.fixed, upgrades: [...new Set(upgrades)] } };
}

/** Makes one change and waits until the instance has it: the service takes no second one before. */
async function makeChange(call: CallApi, instance: Instance, change: Change, signal: AbortSignal): Promise<void> {
  const before = await awaitSettled(call, instance, signal, () => true);
  await work().requestChange(call, instance, before.groupIds, change);
  await awaitSettled(
    call,
    instance,
    signal,
    ({ capacity }) => changesBetween(capacity, changed(capacity, change)).length === 0,
  );
}

function awaitSettled(
  call: CallApi,
  instance: Instance,
  signal: AbortSignal,
  isThere: (live: LiveCapacity) => boolean,
): Promise<LiveCapacity> {
  return pollUntil(
    () => work().readCapacity(call, instance),
    (live) => live.settled && isThere(live),
    { everyMs: POLL_MS, signal },
  );
}

function capacityOf(values: Sizes): Capacity {
  return {
    version: values.version,
    frontend: { cu: values.frontend_cu, nodes: values.frontend_nodes, disk_gb: values.frontend_disk_gb },
    compute: { cu: values.compute_cu, nodes: values.compute_nodes, disk_gb: values.compute_disk_gb },
  };
}

function sizesOf({ version, frontend, compute }: Capacity): Sizes {
  return {
    version,
    frontend_cu: frontend.cu,
    frontend_nodes: frontend.nodes,
    frontend_disk_gb: frontend.disk_gb,
    compute_cu: compute.cu,
    compute_nodes: compute.nodes,
    compute_disk_gb: compute.disk_gb,
  };
}

function attributeOf(change: Change): string {
  return change.kind === 'version' ? 'version' : `${change.group}_${change.dimension}`;
}

function describe(change: Change): string {
  return `${attributeOf(change)} ${change.from} -> ${change.to}`;
}

function notAdopted(planned: Named, differences: readonly Change[], surroundings: Surroundings): ProviderError {
  const { environment, target, region, instance_name } = planned;
  const address = ownAddress('strata_starrocks_instance', { environment, instance_name }, surroundings);
  const old = differences.map((change) => `${attributeOf(change)} ${change.from}`).join(', ');
  return new ProviderError(
    'STR1616',
    `${instance_name} exists and is not as declared: ${differences.map(describe).join(', ')}. Put the old values back: ${old}.\n` +
      `A creation changes nothing, because its plan could not show it. Deploy it with the old values, then change them; ` +
      `or import it, so that the next plan shows the change:\n` +
      `  terraform import ${address} '${[environment, target, region, instance_name].join('/')}'`,
  );
}

/** Limits are kept as private data: the plan needs them and nobody else. */
function writeLimits(limits: Limits): Uint8Array {
  return Buffer.from(JSON.stringify(limits));
}

function readLimits(record: Uint8Array): Limits {
  if (record.length === 0) return { fixed: false };
  return JSON.parse(Buffer.from(record).toString('utf8')) as Limits;
}
