/** How a guard says what it refuses. */

import type { Guarded, Lock, Refusal } from './guard-refusals';

export interface Message {
  readonly summary: string;
  readonly detail: string;
}

const HOW = ['removed', 'replaced', 'destroyed'] as const;
const LOCKS = ['data', 'services'] as const;

/**
 * One message for all refusals of a kind, with the reason and the way out in its first line: cdktf shows the first lines
 * of an error and loses some of the others when there are many.
 */
export function messagesOf(refusals: readonly Refusal[], state: Guarded): readonly Message[] {
  return HOW.flatMap((how) =>
    LOCKS.flatMap((lock) => {
      const alike = refusals.filter((each) => each.how === how && each.lock === lock);
      const [first] = alike;
      return first === undefined ? [] : [messageOf(first, alike, state)];
    }),
  );
}

function messageOf(first: Refusal, alike: readonly Refusal[], state: Guarded): Message {
  const { how, lock } = first;
  const many = alike.length > 1;
  const what = many ? `${first.what} and ${alike.length - 1} more` : first.what;
  return {
    summary: `STR1610: ${what} ${reason(first, many)} ${wayOut(how, lock, many)}`,
    detail: [
      ...alike.map((each) => `- ${each.what}: ${each.changes === undefined ? '' : `${each.changes}, `}${each.address}`),
      RULES[lock],
      `The last deploy of ${state.stack} had ${said(state)}.`,
    ].join('\n'),
  };
}

function reason({ how, changes = '' }: Refusal, many: boolean): string {
  switch (how) {
    case 'removed':
      return `would be destroyed: ${many ? 'they are' : 'it is'} no longer declared.`;
    case 'replaced':
      return `would be destroyed and made anew: ${changes}.`;
    case 'destroyed':
      return 'may not be destroyed.';
  }
}

function wayOut(how: Refusal['how'], lock: Lock, many: boolean): string {
  const keys = `first deploy ${KEYS[lock]}`;
  switch (how) {
    case 'removed':
      return `Put ${many ? 'them' : 'it'} back, or ${keys} alone.`;
    case 'replaced':
      return `Put the old values back, or ${keys} alone.`;
    case 'destroyed':
      return `To lose ${many ? 'them' : 'it'}, ${keys}.`;
  }
}

function said({ protection, allow_data_loss }: Guarded): string {
  return `\`protection: ${word(protection)}\`, \`allowDataLoss: ${word(allow_data_loss === true)}\``;
}

function word(on: boolean): string {
  return on ? 'on' : 'off';
}

const KEYS: Readonly<Record<Lock, string>> = {
  data: '`protection: off` and `allowDataLoss: on`',
  services: '`protection: off`',
};

const RULES: Readonly<Record<Lock, string>> = {
  data:
    'What holds data is destroyed only after a deploy of `protection: off` and `allowDataLoss: on`, and while both still ' +
    'stand there: no single change may do both, and in prod none at all. Another name makes a new, empty one; it renames nothing.',
  services: 'It is destroyed only after a deploy of `protection: off`, and while that still stands there.',
};
