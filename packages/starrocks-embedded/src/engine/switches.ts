import type { Statement } from '@strata/starrocks-sql';

import { ConnectionCut, SqlError, analysisError } from '../errors';

/** What goes wrong at the N-th statement, job or write from now on. */
type FaultKind = 'cut-before' | 'cut-after' | 'leader-switch' | 'job-cancelled' | 'disk-full';

const FAULT_KINDS: ReadonlySet<string> = new Set<FaultKind>([
  'cut-before',
  'cut-after',
  'leader-switch',
  'job-cancelled',
  'disk-full',
]);

/** Numbers that tests set; all are milliseconds but the slots. */
const NUMBERS = {
  embedded_ddl_delay_ms: 0,
  embedded_insert_delay_ms: 0,
  embedded_job_delay_ms: 0,
  embedded_task_delay_ms: 0,
  embedded_task_slots: 4,
};
type NumberKey = keyof typeof NUMBERS;

/** Keys of a frontend's configuration that mean something here. */
const CONFIG = {
  enable_mv_automatic_active_check: { start: 'true', form: /^(true|false)$/i },
  dynamic_partition_check_interval_seconds: { start: '600', form: /^\d+$/ },
  mv_active_checker_interval_seconds: { start: '60', form: /^\d+$/ },
} as const;
type ConfigKey = keyof typeof CONFIG;

const FAULT_KEY = 'embedded_fault';

/** Statements that change nothing and wait for nothing. */
const UNDELAYED: ReadonlySet<Statement['kind']> = new Set([
  'query',
  'show',
  'use',
  'set',
  'set-names',
  'set-role',
  'set-catalog',
  'set-warehouse',
  'other',
]);

/**
 * Switches of `ADMIN SET FRONTEND CONFIG`: delays and faults for tests of clients. Kept in memory, as a frontend keeps its own,
 * and the same for all connections.
 */
export class Switches {
  private readonly numbers: Record<NumberKey, number> = { ...NUMBERS };
  private readonly others = new Map<string, string>();
  private fault: { readonly kind: FaultKind; left: number } | undefined;

  /** @throws SqlError for a value that the key cannot have. */
  public set(key: string, value: string): void {
    if (key === FAULT_KEY) this.fault = readFault(value);
    else if (isNumberKey(key)) this.numbers[key] = readNumber(key, value);
    else this.others.set(key, isConfigKey(key) ? readConfig(key, value) : value);
  }

  public get(key: NumberKey): number {
    return this.numbers[key];
  }

  /** Value of a key of the configuration, set or not. */
  public config(key: ConfigKey): string {
    return this.others.get(key) ?? CONFIG[key].start;
  }

  /** Values that were set, and those that every server has, by key. */
  public entries(): readonly (readonly [string, string])[] {
    const fault = this.fault === undefined ? '' : `${this.fault.kind}:${this.fault.left}`;
    return [
      ...Object.entries(this.numbers).map(([key, value]) => [key, String(value)] as const),
      [FAULT_KEY, fault],
      ...Object.entries(CONFIG).flatMap(([key, { start }]) => (this.others.has(key) ? [] : [[key, start] as const])),
      ...this.others,
    ];
  }

  public clear(): void {
    Object.assign(this.numbers, NUMBERS);
    this.others.clear();
    this.fault = undefined;
  }

  /** Runs a statement that is not answered before the time that the switch for its kind says. Others run meanwhile. */
  private async delayed<T>(statement: Statement, work: () => Promise<T>): Promise<T> {
    const least = sleep(this.leastTime(statement));
    try {
      return await work();
    } finally {
      await least;
    }
  }

  private leastTime(statement: Statement): number {
    if (statement.kind === 'dml') return this.numbers.embedded_insert_delay_ms;
    return UNDELAYED.has(statement.kind) ? 0 : this.numbers.embedded_ddl_delay_ms;
  }

  /** Runs a statement with the fault that is due, if any. */
  public async run<T>(statement: Statement, work: () => Promise<T>): Promise<T> {
    if (isSwitch(statement)) return work();
    if (this.due('cut-before')) throw new ConnectionCut();
    if (this.due('leader-switch')) throw new ConnectionCut(new SqlError(1064, 'Cannot open null host.'));
    if (statement.kind === 'dml' && this.due('disk-full'))
      throw new SqlError(1064, 'disk 3486412217083512 on backend 10001 exceed limit usage');
    const cut = this.due('cut-after');
    if (!cut) return this.delayed(statement, work);
    await Promise.allSettled([this.delayed(statement, work)]);
    // The client never learns how the statement ended.
    throw new ConnectionCut();
  }

  /** Whether the alter job that starts now is to be cancelled. */
  public cancelsJob(): boolean {
    return this.due('job-cancelled');
  }

  private due(kind: FaultKind): boolean {
    if (this.fault?.kind !== kind) return false;
    this.fault.left -= 1;
    if (this.fault.left > 0) return false;
    this.fault = undefined;
    return true;
  }
}

export function sleep(ms: number): Promise<void> {
  return ms <= 0 ? Promise.resolve() : new Promise((resolve) => setTimeout(resolve, ms));
}

function isNumberKey(key: string): key is NumberKey {
  return key in NUMBERS;
}

function isConfigKey(key: string): key is ConfigKey {
  return key in CONFIG;
}

function readConfig(key: ConfigKey, value: string): string {
  if (!CONFIG[key].form.test(value)) throw analysisError(`${key} cannot be '${value}'`);
  return value.toLowerCase();
}

function readNumber(key: string, value: string): number {
  const least = key === 'embedded_task_slots' ? 1 : 0;
  const number = Number(value);
  if (value.trim() === '' || !Number.isInteger(number) || number < least)
    throw analysisError(`${key} must be a whole number from ${least} on, got '${value}'`);
  return number;
}

function readFault(value: string): { readonly kind: FaultKind; left: number } | undefined {
  if (value === '') return undefined;
  const [kind = '', count = ''] = value.split(':');
  const left = Number(count);
  if (!isFaultKind(kind) || !Number.isInteger(left) || left < 1)
    throw analysisError(`${FAULT_KEY} must be one of ${[...FAULT_KINDS].join(', ')} with ':N', got '${value}'`);
  return { kind, left };
}

function isFaultKind(text: string): text is FaultKind {
  return FAULT_KINDS.has(text);
}

/** The statement that sets switches is never hit by them. */
function isSwitch(statement: Statement): boolean {
  return statement.kind === 'other' && statement.keywords[0] === 'ADMIN';
}
