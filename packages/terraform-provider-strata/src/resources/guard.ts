/**
 * `strata_guard`: remembers what a stack must not lose. `prevent_destroy` goes away together with the block that says it;
 * what is in the state of a guard is missed when it is gone from the configuration. It manages nothing and calls nobody.
 */

import { defineResource, UNKNOWN } from '@strata/terraform-plugin';
import type { Attributes, Resource } from '@strata/terraform-plugin';

/** Address -> what it is, e.g. `alicloud_db_instance.Source` -> `RDS instance risk-dev-core`. */
export type GuardedThings = Readonly<Record<string, string>>;

/** What a guard knows at one time: in the state, or in the configuration. */
export interface Guarded {
  readonly stack: string;
  readonly protection: boolean;
  readonly allow_data_loss: boolean | null;
  readonly data: GuardedThings;
  readonly services: GuardedThings | null;
}

/** What the configuration says; `moved` tells which address of the state is which one now. */
export interface Wanted extends Guarded {
  readonly moved: GuardedThings | null;
}

/** A destruction that is not allowed. */
export interface Refusal {
  readonly attribute: 'data' | 'services';
  readonly summary: string;
  readonly detail: string;
}

const ATTRIBUTES = {
  id: { type: 'string', computed: true, stable: true, description: 'Same as the stack; stable.' },
  stack: { type: 'string', required: true, description: 'Stack that is guarded, e.g. risk-dev-streams.' },
  protection: {
    type: 'bool',
    required: true,
    description: 'While the state says true, nothing that is guarded may leave the configuration.',
  },
  allow_data_loss: {
    type: 'bool',
    optional: true,
    description: 'The second key: what holds data may leave only when the state says true here and protection is off.',
  },
  data: {
    type: ['map', 'string'],
    required: true,
    description: 'What holds data: Terraform address -> what it is, in words.',
  },
  services: {
    type: ['map', 'string'],
    optional: true,
    description: 'What others rely on but holds no data of its own; it needs only protection off to leave.',
  },
  moved: {
    type: ['map', 'string'],
    optional: true,
    description: 'Address in the state -> address now, for each `moved` block of the configuration.',
  },
} as const satisfies Attributes;

export function guardResource(): Resource {
  return defineResource({
    description:
      'Refuses plans that destroy what holds data: what is in its state may not just go from the configuration.',
    attributes: ATTRIBUTES,

    validate: ({ config, diagnostics }) => {
      // A guard that only learns at apply what it guards would be asked too late.
      for (const name of ['protection', 'allow_data_loss', 'data', 'services', 'moved'] as const) {
        if (isKnown(config[name])) continue;
        diagnostics.error(`\`${name}\` must be known when the plan is made.`, 'Write addresses and texts, no values.', [
          name,
        ]);
      }
    },

    plan: ({ prior, config, diagnostics }) => {
      if (prior === null) return;
      for (const refusal of refusals(prior, config as Wanted)) {
        // Without a path: Terraform would print the whole map.
        diagnostics.error(refusal.summary, refusal.detail);
      }
    },

    planDestroy: ({ prior, diagnostics }) => {
      for (const { summary, detail } of destructionRefusals(prior)) diagnostics.error(summary, detail);
    },

    create: ({ planned }) => Promise.resolve({ ...planned, id: planned.stack }),
    update: ({ planned }) => Promise.resolve({ ...planned, id: planned.stack }),
    read: ({ state }) => Promise.resolve(state),
    delete: () => Promise.resolve(),
  });
}

function isKnown(value: unknown): boolean {
  if (value === UNKNOWN) return false;
  return typeof value !== 'object' || value === null || Object.values(value).every((one) => one !== UNKNOWN);
}

/**
 * What leaves the configuration without leave. Both keys must be in the state *and* still be given, so that no change can
 * turn a key and take something out at once.
 */
export function refusals(state: Guarded, wanted: Wanted): readonly Refusal[] {
  const stays = (address: string): boolean => {
    const now = wanted.moved?.[address] ?? address;
    return Object.hasOwn(wanted.data, now) || Object.hasOwn(wanted.services ?? {}, now);
  };
  return leaving(state, (lock) => opens(lock, state) && opens(lock, wanted)).filter(({ address }) => !stays(address));
}

/** What a destruction of the whole stack would take along without leave: it has no configuration, the state decides. */
export function destructionRefusals(state: Guarded): readonly Refusal[] {
  return leaving(state, (lock) => opens(lock, state));
}

type Lock = Refusal['attribute'];

function opens(lock: Lock, { protection, allow_data_loss }: Guarded): boolean {
  switch (lock) {
    case 'data':
      return !protection && allow_data_loss === true;
    case 'services':
      return !protection;
  }
}

/** Everything behind a lock that is closed. */
function leaving(state: Guarded, isOpen: (lock: Lock) => boolean): readonly (Refusal & { address: string })[] {
  const things = { data: state.data, services: state.services ?? {} };
  return (['data', 'services'] as const)
    .filter((lock) => !isOpen(lock))
    .flatMap((lock) =>
      Object.entries(things[lock]).map(([address, what]) => ({
        address,
        attribute: lock,
        summary: `${what} would be destroyed: it is no longer declared.`,
        detail: `${address} in stack ${state.stack}.\n${RULES[lock]}\nAt the last deploy it was ${said(state)}.\n${WAYS_OUT[lock]} (STR1610)`,
      })),
    );
}

function said({ protection, allow_data_loss }: Guarded): string {
  return `\`protection: ${word(protection)}\`, \`allowDataLoss: ${word(allow_data_loss === true)}\``;
}

function word(on: boolean): string {
  return on ? 'on' : 'off';
}

const RULES: Readonly<Record<Lock, string>> = {
  data:
    'What holds data is destroyed only after a deploy of `protection: off` and `allowDataLoss: on`, and while both still ' +
    'stand there: no single change may do both. Another name makes a new, empty one; it renames nothing.',
  services: 'It is destroyed only after a deploy of `protection: off`, and while that still stands there.',
};

const WAYS_OUT: Readonly<Record<Lock, string>> = {
  data:
    'Put it back. Or, to lose its data: first deploy with both keys and everything in its place, then take it out. In prod ' +
    'no file can do that.',
  services: 'Put it back. Or first deploy with `protection: off` and everything in its place, then take it out.',
};
