/** `strata_starrocks_admin`: the administrator's password is the one that a secret reference names. */

import { defineResource } from '@strata/terraform-plugin';
import type { Diagnostics, Resource } from '@strata/terraform-plugin';
import type { Surroundings } from '../cloud/target';
import { errorMessage, ProviderError } from '../errors';
import { work } from '../lazy';
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
    },
    timeouts: { read: 60_000 },
    validate: ({ config, diagnostics }) => validatePlace(config, diagnostics),
    create: async ({ planned }) => {
      await rotate(planned, surroundings);
      return { ...planned, id: placeOf(planned) };
    },
    update: async ({ planned }) => {
      await rotate(planned, surroundings);
      return { ...planned, id: placeOf(planned) };
    },
    read: async ({ state, diagnostics }) => {
      const instance = await lookUp(state, surroundings, diagnostics);
      // A new instance of the same name has its bootstrap password again: the password must be set anew.
      return instance === 'absent' ? null : state;
    },
    // The instance keeps its password; nothing else would know it.
    delete: () => Promise.resolve(),
  });
}

async function rotate(wanted: Wanted, surroundings: Surroundings): Promise<void> {
  const target = work().targetOf(wanted.target, wanted.region);
  const call = work().openApi(target, surroundings);
  const instance = await work().findInstance(call, target, wanted.instance_name);
  if (instance === undefined) {
    throw new ProviderError(
      'STR1606',
      `There is no StarRocks instance named ${wanted.instance_name} in ${wanted.region}. Deploy the warehouse stack first.`,
    );
  }
  await work().setAdminPassword(call, instance, await work().resolveSecret(wanted.password, target, surroundings));
}

async function lookUp(
  state: Wanted,
  surroundings: Surroundings,
  diagnostics: Diagnostics,
): Promise<'there' | 'absent'> {
  const target = work().targetOf(state.target, state.region);
  try {
    const found = await work().findInstance(work().openApi(target, surroundings), target, state.instance_name);
    return found === undefined ? 'absent' : 'there';
  } catch (error) {
    diagnostics.warning(
      `StarRocks instance ${state.instance_name} could not be looked up: this part of the plan is offline.`,
      errorMessage(error),
    );
    return 'there';
  }
}
