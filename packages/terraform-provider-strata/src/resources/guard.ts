/**
 * `strata_guard`: remembers what a stack must not lose. `prevent_destroy` goes away together with the block that says it;
 * what is in the state of a guard is missed when it is gone from the configuration. It manages nothing and calls nobody.
 */

import { defineResource, UNKNOWN } from '@strata/terraform-plugin';
import type { Attributes, Diagnostics, Resource } from '@strata/terraform-plugin';
import { fixedProblem } from './guard-fixed';
import { messagesOf } from './guard-messages';
import { destructionRefusals, refusals } from './guard-refusals';
import type { Guarded, Refusal, Wanted } from './guard-refusals';

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
  fixed: {
    type: ['map', 'string'],
    optional: true,
    description:
      'Settings whose change destroys the thing and makes it anew: Terraform address -> JSON with `values`, names of the `ignored` ones, and `preventDestroy`.',
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
      'Refuses plans that destroy what holds data: what is in its state may not just go from the configuration, or be replaced.',
    attributes: ATTRIBUTES,

    validate: ({ config, diagnostics }) => {
      // A guard that only learns at apply what it guards would be asked too late.
      for (const name of ['protection', 'allow_data_loss', 'data', 'services', 'fixed', 'moved'] as const) {
        if (isKnown(config[name])) continue;
        diagnostics.error(`\`${name}\` must be known when the plan is made.`, 'Write addresses and texts, no values.', [
          name,
        ]);
      }
      validateFixed(config.fixed, diagnostics);
    },

    plan: ({ prior, config, diagnostics }) => {
      if (prior === null) return;
      report(refusals(prior, config as Wanted), prior, diagnostics);
    },

    planDestroy: ({ prior, diagnostics }) => {
      report(destructionRefusals(prior), prior, diagnostics);
    },

    create: ({ planned }) => Promise.resolve({ ...planned, id: planned.stack }),
    update: ({ planned }) => Promise.resolve({ ...planned, id: planned.stack }),
    read: ({ state }) => Promise.resolve(state),
    delete: () => Promise.resolve(),
  });
}

/** Without paths: Terraform would print whole maps. */
function report(refused: readonly Refusal[], state: Guarded, diagnostics: Diagnostics): void {
  for (const { summary, detail } of messagesOf(refused, state)) diagnostics.error(summary, detail);
}

function validateFixed(fixed: unknown, diagnostics: Diagnostics): void {
  if (typeof fixed !== 'object' || fixed === null) return;
  for (const [address, text] of Object.entries(fixed)) {
    const problem = typeof text === 'string' ? fixedProblem(text) : undefined;
    if (problem !== undefined)
      diagnostics.error(`\`fixed\` of ${address} ${problem}`, `Got ${String(text)}.`, ['fixed']);
  }
}

function isKnown(value: unknown): boolean {
  if (value === UNKNOWN) return false;
  return typeof value !== 'object' || value === null || Object.values(value).every((one) => one !== UNKNOWN);
}
