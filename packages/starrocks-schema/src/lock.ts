/**
 * One run at a time per environment, with nothing but what StarRocks has: a view is created by exactly one of many, so
 * the view with the highest generation is the lock and its generation is the fencing token. Signs of life are rows of a
 * table. A released or dead generation is not deleted but outnumbered by the next, so tokens only ever grow.
 */

import { createHash, randomUUID } from 'node:crypto';

import type { Connection } from './connection-types';
import { ApplyError } from './errors';
import { isAlreadyThere, LEDGER_DATABASE, warehouseTime } from './ledger';
import { numberOf, textOf } from './row';
import { quoteName, quoteValue } from './sql-text';

export interface LockOptions {
  readonly environment: string;
  /** Where this run is, for those who wait. */
  readonly holder: string;
  readonly deadAfterSeconds: number;
  readonly heartbeatMs: number;
}

export interface Lock {
  /** Fencing token: higher than that of every run before. */
  readonly token: number;
  /** @throws ApplyError (STR1423) when another run has taken the lock over. */
  check(): Promise<void>;
  release(): Promise<void>;
  /** Gives no more signs of life; the lock dies of age. */
  forsake(): Promise<void>;
}

/** Another run holds the lock. */
export class LockedError extends ApplyError {
  constructor(
    /** Who that is, and for how long. */
    public readonly holder: string,
    message: string,
  ) {
    super('STR1422', message);
  }
}

interface Generation {
  readonly number: number;
  readonly view: string;
}

/**
 * Takes the lock of an environment.
 *
 * @param beats connection for signs of life, so that a long statement does not keep them back; closed on release
 * @throws LockedError (STR1422) when a living run holds it.
 */
export async function acquireLock(connection: Connection, beats: Connection, options: LockOptions): Promise<Lock> {
  const owner = randomUUID();
  const prefix = lockPrefix(options.environment);
  const [top] = await generations(connection, prefix);
  if (top !== undefined) await refuseLiving(connection, top, options);
  const mine: Generation = { number: (top?.number ?? 0) + 1, view: `${prefix}${(top?.number ?? 0) + 1}` };
  await createGeneration(connection, mine, owner, options);
  const [newest, ...older] = await generations(connection, prefix);
  if (newest?.number !== mine.number) {
    await dropView(connection, mine.view);
    throw heldBy('another run, which was faster', options.environment);
  }
  await beat(connection, mine, owner, options.holder, 'held');
  for (const generation of older) await dropView(connection, generation.view);
  return startBeating({ connection, beats, mine, owner, prefix, options });
}

interface Held {
  readonly connection: Connection;
  readonly beats: Connection;
  readonly mine: Generation;
  readonly owner: string;
  readonly prefix: string;
  readonly options: LockOptions;
}

function startBeating({ connection, beats, mine, owner, prefix, options }: Held): Lock {
  let beating: Promise<void> = Promise.resolve();
  const timer = setInterval(() => {
    // A sign of life that fails is no failure of the run: `check` finds out whether the lock was lost.
    beating = beating.then(() => beat(beats, mine, owner, options.holder, 'held')).catch(() => undefined);
  }, options.heartbeatMs);
  timer.unref();
  return {
    token: mine.number,
    async check() {
      const newest = await newestSeen(connection, prefix);
      if (newest === mine.number) return;
      throw new ApplyError(
        'STR1423',
        `The lock of environment ${options.environment} (generation ${mine.number}) was taken over by another run (generation ${newest}), ` +
          'because this one gave no sign of life for too long. Nothing more is changed by this run. Plan and apply again when the other one has ended.',
      );
    },
    async release() {
      clearInterval(timer);
      await beating;
      try {
        await beat(connection, mine, owner, options.holder, 'released');
      } finally {
        await beats.close();
      }
    },
    async forsake() {
      clearInterval(timer);
      await beats.close();
    },
  };
}

/** Name of the lock views of an environment; environments that differ only in punctuation do not share one. */
function lockPrefix(environment: string): string {
  const slug = environment.replace(/\W/g, '_').slice(0, 32);
  const hash = createHash('sha256').update(environment).digest('hex').slice(0, 8);
  return `lock_${slug}_${hash}_g`;
}

/** Generations that exist, the newest first, as the leader of the frontends knows them. */
async function generations(connection: Connection, prefix: string): Promise<readonly Generation[]> {
  const rows = await connection.query(
    `SELECT TABLE_NAME FROM information_schema.views WHERE TABLE_SCHEMA = '${LEDGER_DATABASE}'`,
  );
  return rows
    .map((row) => textOf(row, 'table_name'))
    .map((view) => ({ view, number: generationOf(view, prefix) }))
    .filter(({ number }) => number > 0)
    .sort((a, b) => b.number - a.number);
}

/**
 * The newest generation that the connected frontend knows: cheaper than to ask the leader, and as good right behind a
 * write, because a frontend answers a forwarded write when it knows all that the leader knew.
 */
async function newestSeen(connection: Connection, prefix: string): Promise<number> {
  const rows = await connection.query(
    `SHOW TABLES FROM ${quoteName(LEDGER_DATABASE)} LIKE ${quoteValue(`${prefix}%`)}`,
  );
  return Math.max(0, ...rows.map((row) => generationOf(String(Object.values(row)[0] ?? ''), prefix)));
}

/** 0 for what is no lock of this environment. */
function generationOf(view: string, prefix: string): number {
  const number = view.startsWith(prefix) ? Number(view.slice(prefix.length)) : 0;
  return Number.isSafeInteger(number) ? number : 0;
}

async function refuseLiving(connection: Connection, top: Generation, options: LockOptions): Promise<void> {
  const [beatRow] = await connection.query(
    `SELECT holder, state, beat_at FROM \`${LEDGER_DATABASE}\`.\`heartbeat\` WHERE lock_name = ${quoteValue(top.view)}`,
  );
  if (beatRow !== undefined && textOf(beatRow, 'state') === 'released') return;
  // The view is there from the beginning: it tells since when, and speaks for a run before its first sign of life.
  const [taken] = await connection.query(`SELECT owner, holder, beat_at FROM \`${LEDGER_DATABASE}\`.\`${top.view}\``);
  const seen = beatRow ?? taken;
  if (seen === undefined) return;
  const now = await warehouseTime(connection);
  const age = now - numberOf(seen, 'beat_at');
  if (age >= options.deadAfterSeconds) return;
  const since = taken === undefined ? '' : `for ${now - numberOf(taken, 'beat_at')} s; `;
  throw heldBy(
    `${textOf(seen, 'holder')} (${since}last sign of life ${age} s ago)`,
    options.environment,
    options.deadAfterSeconds,
  );
}

function heldBy(holder: string, environment: string, deadAfterSeconds?: number): LockedError {
  const dead =
    deadAfterSeconds === undefined ? '' : `, or ${deadAfterSeconds} s after its last sign of life if it died`;
  return new LockedError(
    holder,
    `The schema of environment ${environment} is locked by ${holder}. One run at a time may change it. ` +
      `Nothing was changed. Run again when that run has ended${dead}.`,
  );
}

async function createGeneration(
  connection: Connection,
  mine: Generation,
  owner: string,
  options: LockOptions,
): Promise<void> {
  const now = await warehouseTime(connection);
  try {
    await connection.query(
      `CREATE VIEW \`${LEDGER_DATABASE}\`.\`${mine.view}\` AS SELECT ${quoteValue(owner)} AS owner, ` +
        `${quoteValue(options.holder)} AS holder, ${now} AS beat_at`,
    );
  } catch (error) {
    if (!isAlreadyThere(error)) throw error;
    // The frontend repeats a forwarded statement whose answer was lost: the view that is there may be ours.
    const [row] = await connection.query(`SELECT owner FROM \`${LEDGER_DATABASE}\`.\`${mine.view}\``);
    if (row === undefined || textOf(row, 'owner') !== owner) {
      throw heldBy('another run, which was faster', options.environment, options.deadAfterSeconds);
    }
  }
}

async function dropView(connection: Connection, view: string): Promise<void> {
  await connection.query(`DROP VIEW IF EXISTS \`${LEDGER_DATABASE}\`.\`${view}\``);
}

async function beat(
  connection: Connection,
  mine: Generation,
  owner: string,
  holder: string,
  state: 'held' | 'released',
): Promise<void> {
  const now = await warehouseTime(connection);
  const row = [mine.view, owner, holder, state].map(quoteValue).join(', ');
  await connection.query(
    `INSERT INTO \`${LEDGER_DATABASE}\`.\`heartbeat\` (lock_name, owner, holder, state, beat_at) VALUES (${row}, ${now})`,
  );
}
