/**
 * `strata_starrocks_version`: the version of an instance and who upgrades it. For the official resource another version is
 * a new, empty instance.
 */

import { defineResource, UNKNOWN } from '@strata/terraform-plugin';
import type { Attributes, Diagnostics, Logger, Resource } from '@strata/terraform-plugin';
import type { InstanceDoor, NamedInstance } from '../cloud/instance-door';
import type { LiveInstance } from '../cloud/starrocks-instances';
import type { Surroundings } from '../cloud/target';
import { ProviderError } from '../errors';
import { work } from '../lazy';
import { lineOf, MAINTENANCE_WINDOWS, missingKey, upgradeBetween, upgradeRefusal } from '../starrocks/version-change';
import type { Offers, Upgrade, VersionState } from '../starrocks/version-change';
import { importParts } from './import-id';
import { importIdOf, notAdopted, PART_TIMEOUTS, readPart, stale } from './instance-part';
import type { Creation } from './instance-part';
import { INSTANCE, PLACE, placeOf, validatePlace } from './place';

const ATTRIBUTES = {
  ...PLACE,
  ...INSTANCE,
  version: { type: 'string', required: true, description: 'Release line, e.g. 3.3. It is only ever upgraded.' },
  minor_version: {
    type: 'string',
    optional: true,
    computed: true,
    description: 'Full version, e.g. 3.3.13-1.1.1-1.7.13. Left out, it is whatever the service makes of the line.',
  },
  allow_major_upgrade: {
    type: 'string',
    optional: true,
    description: 'The second key of an upgrade to a later line: that line, deployed before `version` is changed to it.',
  },
  auto_minor_upgrade: {
    type: 'bool',
    optional: true,
    computed: true,
    stable: true,
    description: 'The service upgrades to newer versions of the line by itself. Left out, it stays as it is.',
  },
  maintenance_window: {
    type: 'string',
    optional: true,
    computed: true,
    stable: true,
    description: 'When the service may restart nodes: 00:00-06:00 or one hour of the day. Left out, it stays as it is.',
  },
} as const satisfies Attributes;

/** What may be set at any time, and is worth no refusal. */
interface Policy {
  readonly auto_minor_upgrade: boolean | typeof UNKNOWN | null;
  readonly maintenance_window: string | typeof UNKNOWN | null;
}

export function versionResource(surroundings: Surroundings): Resource {
  return defineResource({
    description:
      'Version of a StarRocks instance, upgraded in place; a later line takes two keys. The instance itself is made by alicloud_star_rocks_instance.',
    attributes: ATTRIBUTES,
    timeouts: PART_TIMEOUTS,

    validate: ({ config, diagnostics }) => {
      validatePlace(config, diagnostics);
      validateVersions(config, diagnostics);
    },

    plan: ({ prior, config, proposed, private: record, diagnostics }) => {
      if (prior === null || proposed.version === UNKNOWN || config.minor_version === UNKNOWN) return;
      const before: VersionState = { version: prior.version, minor_version: prior.minor_version ?? '' };
      const upgrade = upgradeBetween(before, proposed.version, config.minor_version);
      const keys = { before: prior.allow_major_upgrade, now: textOf(config.allow_major_upgrade) };
      if (upgrade !== undefined) judge(upgrade, proposed.version, keys, offersOf(record), diagnostics);
      if (config.minor_version !== null) return;
      return { planned: { minor_version: upgrade === undefined ? prior.minor_version : UNKNOWN } };
    },

    // The instance was made with this version a moment ago. One that has another is older than this resource.
    create: async ({ planned, signal, log, setPrivate }) => {
      const door = await work().openDoor(planned, surroundings);
      const live = await work().instances.readInstance(door);
      const upgrade = upgradeBetween(versionOf(live), planned.version, known(planned.minor_version));
      if (upgrade !== undefined) {
        const what = `The version of ${planned.instance_name}`;
        throw notAdopted(what, [`${upgrade.from} -> ${upgrade.to}`], creationOf(planned), surroundings);
      }
      await applyPolicy(door, live, planned, signal, log);
      setPrivate(await recordOf(door));
      return { ...planned, ...(await reachedState(door)), id: placeOf(planned) };
    },

    update: async ({ prior, planned, signal, log, reached, setPrivate }) => {
      const door = await work().openDoor(planned, surroundings);
      const live = await work().instances.readInstance(door);
      if (live.version !== prior.version) {
        throw stale(`The version of ${planned.instance_name}`, [`${prior.version} -> ${live.version}`]);
      }
      await applyPolicy(door, live, planned, signal, log);
      const before = { ...prior, ...(await reachedState(door)) };
      reached(before);
      // The service may have gone on within the line meanwhile; that is no reason to go back.
      const minor = planned.minor_version === prior.minor_version ? null : known(planned.minor_version);
      const upgrade = upgradeBetween(versionOf(live), planned.version, minor);
      if (upgrade !== undefined) await makeUpgrade(door, upgrade, signal, log);
      setPrivate(await recordOf(door));
      const now = await reachedState(door);
      const minor_version = known(planned.minor_version) ?? now.minor_version;
      return { ...planned, ...now, minor_version, id: placeOf(planned) };
    },

    read: ({ state, diagnostics, setPrivate }) =>
      readPart(state, 'The version', surroundings, diagnostics, async (door) => {
        setPrivate(await recordOf(door));
        return { ...state, ...(await reachedState(door)) };
      }),

    import: ({ id }) => {
      const parts = importParts(id, ['environment', 'target', 'region', 'instance_name']);
      return Promise.resolve({ ...parts, id: placeOf(parts) });
    },

    // The instance keeps its version until it is destroyed itself.
    delete: () => Promise.resolve(),
  });
}

function creationOf(values: NamedInstance & { readonly environment: string }): Creation {
  const { environment, instance_name } = values;
  const type = 'strata_starrocks_version';
  return { type, values: { environment, instance_name }, importId: importIdOf(values) };
}

function validateVersions(config: Readonly<Record<string, unknown>>, diagnostics: Diagnostics): void {
  const { version, minor_version: minor, allow_major_upgrade: key, maintenance_window: window } = config;
  for (const [name, value] of [['version', version] as const, ['allow_major_upgrade', key] as const]) {
    if (typeof value === 'string' && !/^\d+\.\d+$/.test(value)) {
      diagnostics.error(`\`${name}\` must be a release line such as 3.3.`, `Got "${value}".`, [name]);
    }
  }
  if (typeof minor === 'string' && typeof version === 'string' && lineOf(minor) !== version) {
    const detail = `Got "${minor}" for version ${version}.`;
    diagnostics.error('`minor_version` must be a full version of the line of `version`.', detail, ['minor_version']);
  }
  if (typeof window === 'string' && !MAINTENANCE_WINDOWS.includes(window)) {
    const rule = `\`maintenance_window\` must be one of ${MAINTENANCE_WINDOWS.join(', ')}.`;
    diagnostics.error(rule, `Got "${window}".`, ['maintenance_window']);
  }
}

function judge(
  upgrade: Upgrade,
  line: string,
  keys: Parameters<typeof missingKey>[1],
  offers: Offers,
  diagnostics: Diagnostics,
): void {
  const name = upgrade.kind === 'major' ? 'version' : 'minor_version';
  const refusal = upgradeRefusal(upgrade, offers);
  if (refusal !== undefined) {
    diagnostics.error(`STR1617: version ${upgrade.from} -> ${upgrade.to} cannot be made in place.`, refusal, [name]);
    return;
  }
  const missing = upgrade.kind === 'major' ? missingKey(line, keys) : undefined;
  if (missing !== undefined) {
    diagnostics.error(`STR1623: version ${upgrade.from} -> ${upgrade.to} needs a second key.`, missing, [name]);
    return;
  }
  diagnostics.warning(
    `The upgrade from ${upgrade.from} to ${upgrade.to} has no way back, and restarts all nodes.`,
    'While it goes on, nothing else of the instance can be changed.',
  );
}

async function makeUpgrade(door: InstanceDoor, upgrade: Upgrade, signal: AbortSignal, log: Logger): Promise<void> {
  const { kind, from, to } = upgrade;
  const offered = await work().changes.offeredVersions(door, kind);
  const target = offered.filter((version) => version === to || lineOf(version) === to).at(-1);
  if (target === undefined) {
    const now = offered.length === 0 ? 'nothing is on offer' : `on offer: ${offered.join(', ')}`;
    throw new ProviderError(
      'STR1617',
      `${door.instance.name} cannot be upgraded from ${from} to ${to}; ${now}. Plan again.`,
    );
  }
  await work().changeInTurn(
    door,
    { signal, log },
    {
      what: `version ${from} -> ${target}`,
      request: () => work().changes.requestUpgrade(door, kind, target),
      isDone: async () => {
        const live = await work().instances.readInstance(door);
        return live.minorVersion === target || (live.minorVersion === '' && live.version === lineOf(target));
      },
    },
  );
}

async function applyPolicy(
  door: InstanceDoor,
  live: LiveInstance,
  wanted: Policy,
  signal: AbortSignal,
  log: Logger,
): Promise<void> {
  const [auto, window] = [known(wanted.auto_minor_upgrade), known(wanted.maintenance_window)];
  if (auto !== null && auto !== live.autoMinorUpgrade) {
    await work().changeInTurn(
      door,
      { signal, log },
      {
        what: `automatic minor upgrades ${auto ? 'on' : 'off'}`,
        request: () => work().changes.setAutoMinorUpgrade(door, auto),
        isDone: async () => (await work().instances.readInstance(door)).autoMinorUpgrade === auto,
      },
    );
  }
  if (window !== null && window !== live.maintenanceWindow) {
    await work().changeInTurn(
      door,
      { signal, log },
      {
        what: `maintenance window ${window}`,
        request: () => work().changes.setMaintenanceWindow(door, window),
        isDone: async () => (await work().instances.readInstance(door)).maintenanceWindow === window,
      },
    );
  }
}

async function reachedState(door: InstanceDoor) {
  const live = await work().instances.readInstance(door);
  return {
    version: live.version,
    minor_version: live.minorVersion,
    auto_minor_upgrade: live.autoMinorUpgrade,
    maintenance_window: live.maintenanceWindow,
  };
}

function versionOf(live: LiveInstance): VersionState {
  return { version: live.version, minor_version: live.minorVersion };
}

/** What is on offer is kept as private data: the plan needs it and nobody else. */
async function recordOf(door: InstanceDoor): Promise<Uint8Array> {
  const offers: Offers = {
    basic: (await work().instances.readInstance(door)).isBasic,
    major: await work().changes.offeredVersions(door, 'major'),
    minor: await work().changes.offeredVersions(door, 'minor'),
  };
  return Buffer.from(JSON.stringify(offers));
}

function offersOf(record: Uint8Array): Offers {
  if (record.length === 0) return { basic: false };
  return JSON.parse(Buffer.from(record).toString('utf8')) as Offers;
}

function known<T>(value: T | typeof UNKNOWN | null): T | null {
  return value === UNKNOWN ? null : value;
}

function textOf(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}
