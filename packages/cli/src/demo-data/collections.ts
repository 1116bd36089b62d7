import type { Day, Moment } from './calendar';
import { DAY_SECONDS, dayOf } from './calendar';
import type { Random } from './random';
import type { RowOf } from './tables';
import { daytime } from './world';
import type { World } from './world';

/** A time in which a loan is overdue. */
export interface Episode {
  readonly loanId: number;
  /** Due day of the oldest open installment. */
  readonly since: Day;
  /** Day on which the arrears are paid, rescheduled or written off. */
  readonly until: Day;
  /** CNY 1/100 that are owed. */
  readonly amount: number;
  readonly writtenOff?: boolean;
}

type Action = RowOf<'collection_action'>;

/** What is done at how many days past due. */
const STEPS: readonly (readonly [daysPastDue: number, kind: string])[] = [
  [1, 'sms'],
  [7, 'call'],
  [15, 'call'],
  [22, 'sms'],
  [35, 'visit'],
  [62, 'call'],
  [95, 'legal'],
];

/** Reports the steps taken during an episode. */
export function collect(world: World, random: Random, episode: Episode): void {
  for (const [daysPastDue, kind] of STEPS) {
    const on = episode.since + daysPastDue;
    if (on >= episode.until) break;
    act(world, random, episode, daytime(random, on), kind);
  }
  if (episode.writtenOff === true) {
    report(world, newAction(world, random, episode, daytime(random, episode.until), 'write_off', 'closed'));
  }
}

function act(world: World, random: Random, episode: Episode, at: Moment, kind: string): void {
  if (kind === 'sms') {
    report(world, newAction(world, random, episode, at, kind, 'sent'));
    return;
  }
  const result = random.weighted([
    ['no_contact', 45],
    ['promise', 35],
    ['refused', 20],
  ]);
  if (result !== 'promise') {
    const action = newAction(world, random, episode, at, kind, result);
    report(world, action);
    // A step entered for the wrong loan is taken out the next day.
    if (random.chance(0.015)) world.log.delete('collection_action', at + DAY_SECONDS, action);
    return;
  }
  const action = newAction(world, random, episode, at, kind, 'no_contact');
  const promise = { ...action, result, ...promiseOf(random, episode, dayOf(at)) };
  if (random.chance(0.3)) {
    // The borrower calls back within the hour.
    report(world, action);
    world.log.upsert('collection_action', at + 3000, { ...promise, updated_at: at + 3000 });
  } else {
    report(world, promise);
  }
}

/** Borrowers who are about to pay tend to promise a day that holds. */
function promiseOf(random: Random, episode: Episode, on: Day): Pick<Action, 'promised_amount' | 'promised_on'> {
  const holds = episode.until - on <= 12 && random.chance(0.8);
  const share = random.pick([100, 100, 50]);
  return {
    promised_amount: Math.floor((episode.amount * share) / 100),
    promised_on: holds ? episode.until + random.between(0, 2) : on + random.between(2, 8),
  };
}

function newAction(world: World, random: Random, episode: Episode, at: Moment, kind: string, result: string): Action {
  return {
    action_id: world.nextId('action'),
    acted_on: dayOf(at),
    acted_at: at,
    loan_id: episode.loanId,
    kind,
    agent: kind === 'sms' || kind === 'write_off' ? null : `agent-${random.between(1, 40)}`,
    result,
    promised_amount: null,
    promised_on: null,
    updated_at: at,
  };
}

function report(world: World, action: Action): void {
  world.log.upsert('collection_action', action.acted_at, action);
}
