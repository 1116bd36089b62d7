/** `strata_starrocks_parameter`: one parameter of frontends, of compute nodes, or of a configuration file of theirs. */

import { defineResource } from '@strata/terraform-plugin';
import type { Attributes, Resource } from '@strata/terraform-plugin';
import type { InstanceDoor, NamedInstance } from '../cloud/instance-door';
import type { LiveParameter, ParameterChange, ParameterName } from '../cloud/starrocks-configs';
import type { Waiting } from '../cloud/settle';
import type { Surroundings } from '../cloud/target';
import { ProviderError } from '../errors';
import { work } from '../lazy';
import { importParts } from './import-id';
import { importIdOf, notAdopted, PART_TIMEOUTS, readPart, removePart, stale } from './instance-part';
import type { Creation } from './instance-part';
import { INSTANCE, PLACE, placeOf, validatePlace } from './place';

const ATTRIBUTES = {
  ...PLACE,
  ...INSTANCE,
  component: {
    type: 'string',
    required: true,
    replace: true,
    description: 'FE, BE (compute nodes too), or a file such as core-site.xml.',
  },
  key: { type: 'string', required: true, replace: true, description: 'Name of the parameter.' },
  value: {
    type: 'string',
    required: true,
    description: 'Its value. A secret must not be one: it would be in the state.',
  },
  warehouse: {
    type: 'string',
    optional: true,
    replace: true,
    description: 'Only in the nodes of this warehouse. Left out, in all of the instance.',
  },
  restart: {
    type: 'bool',
    optional: true,
    description: 'Nodes may be restarted, one after the other, for a parameter that needs it.',
  },
  default_value: {
    type: 'string',
    computed: true,
    stable: true,
    description: 'What it has without this resource; empty for one that the service does not list.',
  },
  needs_restart: { type: 'bool', computed: true, stable: true, description: 'It takes effect only after a restart.' },
} as const satisfies Attributes;

interface Parameter extends NamedInstance {
  readonly environment: string;
  readonly component: string;
  readonly key: string;
  readonly warehouse: string | null;
}

interface Wanted extends Parameter {
  readonly value: string;
  readonly restart: boolean | null;
}

export function parameterResource(surroundings: Surroundings): Resource {
  return defineResource({
    description: 'A parameter of a StarRocks instance. Destroyed, it has its default again.',
    attributes: ATTRIBUTES,
    timeouts: PART_TIMEOUTS,

    validate: ({ config, diagnostics }) => validatePlace(config, diagnostics),

    plan: ({ prior, proposed, diagnostics }) => {
      if (prior === null || prior.needs_restart !== true || proposed.value === prior.value) return;
      if (proposed.restart === true) {
        diagnostics.warning(`${nameOf(prior)} restarts the nodes one after the other.`);
      } else {
        diagnostics.error(`STR1624: ${nameOf(prior)} takes effect only after a restart.`, ALLOW_RESTART, ['restart']);
      }
    },

    create: async ({ planned, signal, log }) => {
      const door = await work().openDoor(planned, surroundings);
      const name = await parameterName(door, planned);
      const live = await work().configs.readParameter(door, name);
      if (live?.value !== planned.value) {
        refuseCreation(planned, live, surroundings);
        const kind = live === undefined ? 'add' : 'set';
        await change(door, planned, name, { kind, value: planned.value }, live?.needsRestart ?? true, { signal, log });
      }
      return { ...planned, ...factsOf(live), id: idOf(planned) };
    },

    update: async ({ prior, planned, signal, log }) => {
      const door = await work().openDoor(planned, surroundings);
      const name = await parameterName(door, planned);
      const live = await work().configs.readParameter(door, name);
      if (live?.value !== prior.value && live?.value !== planned.value) {
        throw stale(`${nameOf(planned)} of ${planned.instance_name}`, [
          `${prior.value} -> ${live?.value ?? 'nothing'}`,
        ]);
      }
      if (live.value !== planned.value) {
        await change(door, planned, name, { kind: 'set', value: planned.value }, live.needsRestart, { signal, log });
      }
      return { ...planned, ...factsOf(live), id: idOf(planned) };
    },

    read: ({ state, diagnostics }) =>
      readPart(state, nameOf(state), surroundings, diagnostics, async (door) => {
        const live = await work().configs.readParameter(door, await parameterName(door, state));
        return live === undefined ? null : { ...state, ...factsOf(live), value: live.value };
      }),

    import: ({ id }) => {
      const { component: scoped, ...parts } = importParts(id, [
        'environment',
        'target',
        'region',
        'instance_name',
        'component',
        'key',
      ]);
      const [component = scoped, warehouse = null] = scoped.split('@');
      const parameter = { ...parts, component, warehouse };
      return Promise.resolve({ ...parameter, id: idOf(parameter) });
    },

    delete: ({ prior, signal, log, diagnostics }) =>
      removePart(prior, surroundings, async (door) => {
        const name = await parameterName(door, prior);
        const live = await work().configs.readParameter(door, name);
        if (live === undefined || (!live.isCustom && live.value === live.defaultValue)) return;
        const back: ParameterChange = live.isCustom ? { kind: 'remove' } : { kind: 'set', value: live.defaultValue };
        const restart = live.needsRestart && prior.restart === true;
        await request(door, prior, name, back, restart, { signal, log });
        if (live.needsRestart && !restart) {
          diagnostics.warning(`${nameOf(prior)} has its default again, which takes effect with the next restart.`);
        }
      }),
  });
}

const ALLOW_RESTART =
  'Set `restart = true` to let the nodes be restarted one after the other, or leave the value as it is.';

/** Only the default may be overwritten unseen. */
function refuseCreation(planned: Wanted, live: LiveParameter | undefined, surroundings: Surroundings): void {
  if (live === undefined || live.value === live.defaultValue) return;
  const what = `${nameOf(planned)} of ${planned.instance_name}`;
  throw notAdopted(
    what,
    [`it is "${live.value}", neither the default nor "${planned.value}"`],
    creationOf(planned),
    surroundings,
  );
}

async function change(
  door: InstanceDoor,
  wanted: Wanted,
  name: ParameterName,
  to: ParameterChange,
  needsRestart: boolean,
  waiting: Waiting,
): Promise<void> {
  const live = await work().configs.readParameter(door, name);
  if (live?.isModifiable === false) {
    throw new ProviderError(
      'STR1617',
      `${nameOf(wanted)} of ${wanted.instance_name} cannot be changed: the service keeps it.`,
    );
  }
  if (needsRestart && wanted.restart !== true) {
    throw new ProviderError('STR1624', `${nameOf(wanted)} takes effect only after a restart. ${ALLOW_RESTART}`);
  }
  await request(door, wanted, name, to, needsRestart, waiting);
}

async function request(
  door: InstanceDoor,
  parameter: Parameter,
  name: ParameterName,
  to: ParameterChange,
  restart: boolean,
  waiting: Waiting,
): Promise<void> {
  await work().changeInTurn(door, waiting, {
    what: nameOf(parameter),
    request: () => work().configs.changeParameter(door, name, to, restart),
    isDone: async () => {
      const live = await work().configs.readParameter(door, name);
      return to.kind === 'remove' ? live === undefined : live?.value === to.value;
    },
  });
}

async function parameterName(door: InstanceDoor, { component, key, warehouse }: Parameter): Promise<ParameterName> {
  if (warehouse === null) return { component, key, nodeGroupId: undefined };
  return { component, key, nodeGroupId: (await work().instances.warehouseGroup(door, warehouse)).id };
}

function factsOf(live: LiveParameter | undefined) {
  return { default_value: live?.defaultValue ?? '', needs_restart: live?.needsRestart ?? true };
}

function nameOf({ component, key, warehouse }: Parameter): string {
  return `Parameter ${component} ${key}${warehouse === null ? '' : ` of warehouse ${warehouse}`}`;
}

function scopeOf({ component, warehouse }: Parameter): string {
  return warehouse === null ? component : `${component}@${warehouse}`;
}

function creationOf(values: Parameter): Creation {
  const { environment, instance_name, component, key } = values;
  const type = 'strata_starrocks_parameter';
  const importId = importIdOf(values, scopeOf(values), key);
  return { type, values: { environment, instance_name, component, key }, importId };
}

function idOf(values: Parameter): string {
  return `${placeOf(values)}/${scopeOf(values)}/${values.key}`;
}
