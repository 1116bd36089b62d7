/** `strata_starrocks_admin`: the administrator's password is the one that a secret reference names. */

import { defineResource, UNKNOWN } from '@strata/terraform-plugin';
import type { Diagnostics, Resource } from '@strata/terraform-plugin';
import type { Instance } from '../cloud/starrocks';
import type { Surroundings } from '../cloud/target';
import { errorMessage, ProviderError } from '../errors';
import { work } from '../lazy';
import { importParts } from './import-id';
import { INSTANCE, placeOf, PLACE, validatePlace } from './place';

interface Wanted {
  readonly target: string;
  readonly region: string;
  readonly instance_name: string;
  readonly password: string;
}

export function adminResource(surroundings: Surroundings): Resource {
  return defineResource({
    description: 'Password of the administrator `admin` of a StarRocks instance, kept equal to a secret.',
    attributes: {
      ...PLACE,
      ...INSTANCE,
      password: {
        type: 'string',
        required: true,
        description: 'Reference to the secret: env:NAME, kms:name or sandbox:name.',
      },
      secret_version: {
        type: 'string',
        optional: true,
        description: 'Any text. Changing it sets the password again, after the secret was rotated.',
      },
      instance_id: {
        type: 'string',
        computed: true,
        stable: true,
        description: 'Id of the instance that has the password. One made anew under the same name gets it again.',
      },
    },
    timeouts: { read: 60_000 },
    validate: ({ config, diagnostics }) => validatePlace(config, diagnostics),
    // Refreshing forgets an instance that was replaced by another one, which has its bootstrap password still.
    plan: ({ prior }) => (prior?.instance_id === null ? { planned: { instance_id: UNKNOWN } } : undefined),
    create: async ({ planned }) => {
      const instance_id = await rotate(planned, surroundings);
      return { ...planned, id: placeOf(planned), instance_id };
    },
    update: async ({ planned }) => {
      const instance_id = await rotate(planned, surroundings);
      return { ...planned, id: placeOf(planned), instance_id };
    },
    read: async ({ state, diagnostics }) => {
      const instance = await lookUp(state, surroundings, diagnostics);
      if (instance === 'absent') return null;
      if (instance === 'unknown' || state.instance_id === instance.id) return state;
      if (state.instance_id !== null) {
        diagnostics.warning(
          `StarRocks instance ${state.instance_name} was made anew: the password of admin must be set again.`,
          `It was ${state.instance_id}, now it is ${instance.id}.`,
        );
      }
      return { ...state, instance_id: null };
    },
    import: ({ id }) => {
      const parts = importParts(id, ['environment', 'target', 'region', 'instance_name']);
      return Promise.resolve({ ...parts, id: placeOf(parts) });
    },
    // The instance keeps its password; nothing else would know it.
    delete: () => Promise.resolve(),
  });
}

/** Sets the password. @returns the id of the instance */
async function rotate(wanted: Wanted, surroundings: Surroundings): Promise<string> {
  const target = work().targetOf(wanted.target, wanted.region);
  const call = work().openApi(target, surroundings);
  const instance = await work().findInstance(call, target, wanted.instance_name);
  if (instance === undefined) {
    throw new ProviderError(
      'STR1606',
      `There is no StarRocks instance named ${wanted.instance_name} in ${wanted.region}. Deploy the warehouse stack first.`,
    );
  }
  const where = `\`password\` of admin of ${wanted.instance_name}`;
  const password = await work().resolveSecret(wanted.password, target, surroundings, where);
  await work().setAdminPassword(call, instance, password);
  return instance.id;
}

async function lookUp(
  state: Wanted,
  surroundings: Surroundings,
  diagnostics: Diagnostics,
): Promise<Instance | 'absent' | 'unknown'> {
  const target = work().targetOf(state.target, state.region);
  try {
    const found = await work().findInstance(work().openApi(target, surroundings), target, state.instance_name);
    return found ?? 'absent';
  } catch (error) {
    diagnostics.warning(
      `StarRocks instance ${state.instance_name} could not be looked up: this part of the plan is offline.`,
      errorMessage(error),
    );
    return 'unknown';
  }
}
