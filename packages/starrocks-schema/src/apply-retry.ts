/**
 * What to do about a refused statement. StarRocks answers almost everything with 1064, so texts tell. Most refusals are
 * final; a few pass by themselves.
 */

import { ConnectionError, StatementError } from './errors';

type Reaction =
  /** Nobody knows whether it took effect: look at the catalog, and send it again if not. */
  | 'look'
  /** The table is busy with a job: wait for its end and send it again. */
  | 'wait'
  /** What it creates is there: perhaps the frontend ran it twice. */
  | 'exists'
  /** It is so already: nothing is left to do. */
  | 'there'
  /** The connection is gone, and with it the answer. */
  | 'lost'
  | 'final';

interface Rule {
  readonly errno?: number;
  readonly text?: RegExp;
  readonly reaction: Reaction;
  /** Where StarRocks says so. */
  readonly source: string;
}

const RULES: readonly Rule[] = [
  { errno: 1050, reaction: 'exists', source: 'ErrorCode ERR_TABLE_EXISTS_ERROR' },
  { errno: 1007, reaction: 'exists', source: 'ErrorCode ERR_DB_CREATE_EXISTS' },
  { errno: 1005, reaction: 'exists', source: 'ErrorCode ERR_CANT_CREATE_TABLE: lost a race of two creators' },
  {
    text: /Could not transform (PAUSED to PAUSED|RUNNING to NEED_SCHEDULE)/i,
    reaction: 'there',
    source: 'RoutineLoadJob.checkStateTransform: paused or resumed by a run that was cut off',
  },
  { errno: 5401, reaction: 'look', source: 'ErrorCode ERR_FORWARD_TOO_MANY_TIMES: the leader moves' },
  { errno: 5300, reaction: 'look', source: 'ErrorCode ERR_LOCK_ERROR' },
  { errno: 5024, reaction: 'look', source: 'ErrorCode ERR_TIMEOUT: the statement may still run' },
  { text: /Cannot open null host/i, reaction: 'look', source: 'issue 17575: no leader at the moment' },
  {
    text: /Failed to acquire globalStateMgr lock/i,
    reaction: 'look',
    source: 'LocalMetastore: asks to try again',
  },
  {
    text: /(leader|master|node|globalStateMgr|catalog) is (not ready|unknown|not available)/i,
    reaction: 'look',
    source: 'StmtExecutor, LeaderOpExecutor during an election',
  },
  {
    text: /fail(ed)? to create tablet: timed ?out/i,
    reaction: 'look',
    source: 'Config tablet_create_timeout_second: the table was not registered',
  },
  {
    text: /operation is in progress on the table|materialized view or rollup index is being created on the table/i,
    reaction: 'wait',
    source: 'InvalidOlapTableStateException; also the jobs on properties that 3.5 does not list',
  },
  {
    text: /is not in NORMAL state|is currently in state \w+|state is not NORMAL|is not stable/i,
    reaction: 'wait',
    source: 'InvalidOlapTableStateException, SchemaChangeHandler',
  },
  {
    text: /is doing insert overwrite job/i,
    reaction: 'wait',
    source: 'SchemaChangeHandler',
  },
];

/** What an error of a statement means for the step that sent it. */
export function reactionTo(error: unknown): Reaction {
  if (error instanceof ConnectionError) return 'lost';
  if (!(error instanceof StatementError)) return 'final';
  const rule = RULES.find(({ errno, text }) => errno === error.errno || text?.test(error.message) === true);
  return rule?.reaction ?? 'final';
}

/**
 * Whether a cancelled job may be started again: a load that makes a partition on the way has precedence over an ALTER
 * (StarRocks manual, FAQ on expression partitions; issues 60890, 60895).
 */
export function isRetryableCancellation(message: string): boolean {
  return /partition/i.test(message) && /creat|add|conflict|changed|not exist|cancel/i.test(message);
}
