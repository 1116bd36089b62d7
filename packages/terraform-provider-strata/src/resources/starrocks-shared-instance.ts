/**
 * `strata_starrocks_shared_instance`: the instance of another environment, by its name. Warehouses are made in it by its id,
 * which no output of this environment knows. It may not exist yet when the warehouses are planned.
 */

import { defineResource, UNKNOWN } from '@strata/terraform-plugin';
import type { Resource } from '@strata/terraform-plugin';
import type { Surroundings } from '../cloud/target';
import { work } from '../lazy';
import { importParts } from './import-id';
import { PART_TIMEOUTS, readPart } from './instance-part';
import { INSTANCE, PLACE, placeOf, validatePlace } from './place';

export function sharedInstanceResource(surroundings: Surroundings): Resource {
  return defineResource({
    description: 'A StarRocks instance that another environment made. It is found by its name and never changed.',
    attributes: {
      ...PLACE,
      ...INSTANCE,
      instance_id: { type: 'string', computed: true, stable: true, description: 'Id of the instance.' },
    },
    timeouts: PART_TIMEOUTS,
    validate: ({ config, diagnostics }) => validatePlace(config, diagnostics),
    // Refreshing forgets an instance that was made anew: whatever stands in the old one is gone with it.
    plan: ({ prior }) => (prior?.instance_id === null ? { planned: { instance_id: UNKNOWN } } : undefined),
    create: async ({ planned }) => {
      const { instance } = await work().openDoor(planned, surroundings);
      return { ...planned, id: placeOf(planned), instance_id: instance.id };
    },
    update: async ({ planned }) => {
      const { instance } = await work().openDoor(planned, surroundings);
      return { ...planned, id: placeOf(planned), instance_id: instance.id };
    },
    read: ({ state, diagnostics }) =>
      readPart(state, 'The instance', surroundings, diagnostics, ({ instance }) =>
        Promise.resolve(state.instance_id === instance.id ? state : { ...state, instance_id: null }),
      ),
    import: ({ id }) => {
      const parts = importParts(id, ['environment', 'target', 'region', 'instance_name']);
      return Promise.resolve({ ...parts, id: placeOf(parts) });
    },
    // It is another environment's.
    delete: () => Promise.resolve(),
  });
}
