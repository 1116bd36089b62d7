/** `strata_starrocks_whitelist`: a group of addresses inside the VPC that reach an instance. */

import { defineResource, UNKNOWN } from '@strata/terraform-plugin';
import type { Diagnostics, Resource } from '@strata/terraform-plugin';
import type { NamedInstance } from '../cloud/instance-door';
import type { Surroundings } from '../cloud/target';
import { work } from '../lazy';
import { importParts } from './import-id';
import { importIdOf, notAdopted, PART_TIMEOUTS, readPart, removePart } from './instance-part';
import type { Creation } from './instance-part';
import { INSTANCE, PLACE, placeOf, validatePlace } from './place';

interface Group extends NamedInstance {
  readonly environment: string;
  readonly group: string;
}

export function whitelistResource(surroundings: Surroundings): Resource {
  return defineResource({
    description: 'A group of the internal whitelist of a StarRocks instance.',
    attributes: {
      ...PLACE,
      ...INSTANCE,
      group: { type: 'string', required: true, replace: true, description: 'Name of the group in the whitelist.' },
      cidrs: {
        type: ['set', 'string'],
        required: true,
        description: 'CIDR blocks and addresses inside the VPC, e.g. 10.1.0.0/16; never everybody.',
      },
    },
    timeouts: PART_TIMEOUTS,

    validate: ({ config, diagnostics }) => {
      validatePlace(config, diagnostics);
      validateCidrs(config.cidrs, diagnostics);
    },

    create: async ({ planned }) => {
      const door = await work().openDoor(planned, surroundings);
      const live = await work().whitelists.readWhitelist(door, planned.group);
      if (live !== undefined && !sameCidrs(live, planned.cidrs)) {
        const what = `The whitelist ${planned.group} of ${planned.instance_name}`;
        const difference = `it has ${[...live].sort().join(', ') || 'nothing'}`;
        throw notAdopted(what, [difference], creationOf(planned), surroundings);
      }
      if (live === undefined) await work().whitelists.setWhitelist(door, planned.group, planned.cidrs);
      return { ...planned, id: idOf(planned) };
    },

    update: async ({ planned }) => {
      const door = await work().openDoor(planned, surroundings);
      await work().whitelists.setWhitelist(door, planned.group, planned.cidrs);
      return { ...planned, id: idOf(planned) };
    },

    read: ({ state, diagnostics }) =>
      readPart(state, `The whitelist ${state.group}`, surroundings, diagnostics, async (door) => {
        const live = await work().whitelists.readWhitelist(door, state.group);
        if (live === undefined) return null;
        // An import has read nothing yet.
        const recorded = (state.cidrs as readonly string[] | null) ?? [];
        return sameCidrs(live, recorded) ? state : { ...state, cidrs: live };
      }),

    import: ({ id }) => {
      const parts = importParts(id, ['environment', 'target', 'region', 'instance_name', 'group']);
      return Promise.resolve({ ...parts, id: idOf(parts) });
    },

    delete: ({ prior }) =>
      removePart(prior, surroundings, async (door) => {
        if ((await work().whitelists.readWhitelist(door, prior.group)) === undefined) return;
        await work().whitelists.removeWhitelist(door, prior.group);
      }),
  });
}

const CIDR = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})(?:\/(\d{1,2}))?$/;

function validateCidrs(cidrs: unknown, diagnostics: Diagnostics): void {
  if (!Array.isArray(cidrs)) return;
  if (cidrs.length === 0) diagnostics.error('`cidrs` must not be empty.', 'Take the whitelist out instead.', ['cidrs']);
  for (const cidr of cidrs as readonly unknown[]) {
    if (cidr === UNKNOWN || typeof cidr !== 'string') continue;
    const problem = cidrProblem(cidr);
    if (problem !== undefined) diagnostics.error(`\`cidrs\` ${problem}`, `Got "${cidr}".`, ['cidrs']);
  }
}

function cidrProblem(cidr: string): string | undefined {
  const [, a, b, c, d, bits = '32'] = CIDR.exec(cidr) ?? [];
  const parts = [a, b, c, d].map(Number);
  if (a === undefined || parts.some((part) => part > 255) || Number(bits) > 32) {
    return 'must be CIDR blocks or addresses such as 10.1.0.0/16.';
  }
  if (Number(bits) === 0) return 'must not let everybody in. Name the networks of those who connect.';
  const address = parts.reduce((sum, part) => sum * 256 + part, 0);
  const size = 2 ** (32 - Number(bits));
  return address % size === 0 ? undefined : `must begin at the first address of a block of /${bits}.`;
}

/** One address is a block of /32. */
function sameCidrs(a: readonly string[], b: readonly string[]): boolean {
  const normal = (all: readonly string[]): string =>
    [...new Set(all.map((one) => one.replace(/\/32$/, '')))].sort().join(' ');
  return normal(a) === normal(b);
}

function creationOf(values: Group): Creation {
  const { environment, instance_name, group } = values;
  const type = 'strata_starrocks_whitelist';
  return { type, values: { environment, instance_name, group }, importId: importIdOf(values, group) };
}

function idOf(values: Group): string {
  return `${placeOf(values)}/${values.group}`;
}
