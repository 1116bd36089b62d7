import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';

import type { ServerContext, SessionState } from '../engine/context';
import { newQueryId, queryScope } from '../engine/context';
import { requirePartitions } from '../engine/partition/settle';
import { requireTable } from '../engine/targets';
import { writeRows } from '../engine/write';
import { SqlError } from '../errors';
import { objectKey, userKey } from '../storage/catalog';
import type { CatalogChange } from '../storage/catalog';
import type { LoadRecord, TableRecord, UserRecord } from '../storage/model';
import { LoadError } from './options';
import type { LoadOptions } from './options';
import { OPERATION_COLUMN } from './source';
import { stageFile, stagedSql } from './stage';
import type { Staged } from './stage';

/** Where a load goes and who sends it. */
export interface LoadTarget {
  readonly database: string;
  readonly table: string;
  readonly user: UserRecord;
}

/** Answer of the HTTP API, as StarRocks names its fields. */
export type LoadAnswer = Readonly<Record<string, string | number>>;

/** Temporary table of the load that is being judged. */
export const STAGE = '__load';
const MOST_REJECT_LOGS = 100;

interface Counts {
  readonly total: number;
  readonly loaded: number;
  readonly filtered: number;
  readonly unselected: number;
}

const NO_COUNTS: Counts = { total: 0, loaded: 0, filtered: 0, unselected: 0 };

/** Stream Load: whole files in one transaction each. */
export class LoadService {
  /** Refused rows of recent loads, by the id in the ErrorURL. */
  private readonly rejectLogs = new Map<string, string>();

  constructor(private readonly context: ServerContext) {}

  public rejectLog(id: string): string | undefined {
    return this.rejectLogs.get(id);
  }

  /** File for the body of a request; the caller removes it with `discard`. */
  public async newFile(): Promise<string> {
    await mkdir(this.context.store.scratchDir, { recursive: true });
    return join(this.context.store.scratchDir, `load-${newQueryId()}`);
  }

  public async discard(file: string): Promise<void> {
    await rm(file, { force: true });
    await rm(`${file}.rows`, { force: true });
  }

  /** One Stream Load: everything that is good is loaded, or nothing when too many rows are bad. */
  public async streamLoad(target: LoadTarget, options: LoadOptions, file: string, bytes: number): Promise<LoadAnswer> {
    const startMs = Date.now();
    const label = options.label ?? newQueryId();
    const used = this.context.catalog.load(target.database, label);
    if (used !== undefined && used.state !== 'ABORTED') return alreadyExists(target, label, used);
    const id = this.context.catalog.nextId();
    const base = { TxnId: id, Label: label, Db: target.database, Table: target.table };
    try {
      const counts = await this.stagedChange(target, options, file, async (change, table, staged) => {
        const loaded = await this.write(change, target, table, staged, STAGE);
        await change.run(`DROP TABLE ${STAGE}`);
        const found = { total: staged.total, loaded, filtered: staged.filtered, unselected: staged.unselected };
        await change.put(
          'loads',
          objectKey(target.database, label),
          this.record(id, label, target, 'VISIBLE', found, bytes, startMs, ''),
        );
        return { ...found, rejects: staged.rejects };
      });
      this.context.dataChanged(target.database, target.table);
      return {
        ...base,
        Status: 'Success',
        Message: 'OK',
        ...countFields(counts, bytes, startMs),
        ...this.errorUrl(counts.rejects),
      };
    } catch (error) {
      const failure = toFailure(error);
      const { counts } = failure;
      const url = this.errorUrl(failure.rejects);
      await this.context.catalog.change((change) =>
        change.put(
          'loads',
          objectKey(target.database, label),
          this.record(
            id,
            label,
            target,
            'ABORTED',
            counts,
            bytes,
            startMs,
            failure.message,
            String(url['ErrorURL'] ?? ''),
          ),
        ),
      );
      return { ...base, Status: 'Fail', Message: failure.message, ...countFields(counts, bytes, startMs), ...url };
    }
  }

  /** Stages a file, refuses it when more rows are bad than the load allows, and lets `work` keep it. */
  public stagedChange<T>(
    target: LoadTarget,
    options: LoadOptions,
    file: string,
    work: (change: CatalogChange, table: TableRecord, staged: Staged) => Promise<T>,
  ): Promise<T> {
    const scope = queryScope(this.context, this.sessionOf(target, options), target.database);
    const find = (): TableRecord => requireTable(this.context, { database: target.database, name: target.table });
    return this.context.catalog.stagedChange(
      async (connection) => {
        const staged = await stageFile(connection, scope, find(), options, file, STAGE);
        if (staged.filtered > options.maxFilterRatio * staged.total) throw new TooManyFilteredRows(staged);
        return staged;
      },
      (change, staged) => work(change, find(), staged),
    );
  }

  /** Moves staged rows into the table. */
  public async write(
    change: CatalogChange,
    target: LoadTarget,
    table: TableRecord,
    staged: Pick<Staged, 'columns' | 'hasOperation'>,
    stage: string,
  ): Promise<number> {
    const scope = queryScope(this.context, this.sessionOf(target, undefined), target.database);
    const source = { sql: stagedSql(staged, stage), columns: staged.columns };
    const written = await writeRows(
      change,
      scope,
      table,
      staged.hasOperation ? { ...source, operation: OPERATION_COLUMN } : source,
    );
    await requirePartitions(change, scope, table);
    return written;
  }

  public record(
    id: number,
    label: string,
    target: LoadTarget,
    state: LoadRecord['state'],
    counts: Counts,
    bytes: number,
    startMs: number,
    error: string,
    trackingUrl = '',
  ): LoadRecord {
    return {
      id,
      label,
      database: target.database,
      table: target.table,
      user: userKey(target.user.name, target.user.host),
      type: 'STREAM_LOAD',
      state,
      totalRows: counts.total,
      filteredRows: counts.filtered,
      unselectedRows: counts.unselected,
      loadedRows: counts.loaded,
      bytes,
      createMs: startMs,
      finishMs: Date.now(),
      error,
      trackingUrl,
    };
  }

  /** Keeps refused rows for a while and answers where they are. */
  public errorUrl(rejects: readonly string[]): LoadAnswer {
    if (rejects.length === 0) return {};
    const id = newQueryId();
    this.rejectLogs.set(id, `${rejects.join('\n')}\n`);
    const [oldest] = this.rejectLogs.keys();
    if (this.rejectLogs.size > MOST_REJECT_LOGS && oldest !== undefined) this.rejectLogs.delete(oldest);
    return { ErrorURL: `http://127.0.0.1:${this.context.ports.http}/api/_load_error_log?file=error_log_${id}` };
  }

  private sessionOf(target: LoadTarget, options: LoadOptions | undefined): SessionState {
    const variables = new Map(options?.timeZone === undefined ? [] : [['time_zone', options.timeZone]]);
    return {
      connectionId: 0,
      connection: this.context.store.reader,
      connectedMs: Date.now(),
      address: '',
      user: target.user.name,
      host: target.user.host,
      database: target.database,
      inTransaction: false,
      running: undefined,
      variables,
      userVariables: new Map(),
      kill: () => undefined,
    };
  }
}

/** More rows are bad than the load allows. */
class TooManyFilteredRows extends LoadError {
  constructor(public readonly staged: Staged) {
    super('too many filtered rows');
  }
}

/** What a failed load tells its client. */
export function toFailure(error: unknown): {
  readonly message: string;
  readonly counts: Counts;
  readonly rejects: readonly string[];
} {
  if (error instanceof TooManyFilteredRows) {
    const { total, filtered, unselected, rejects } = error.staged;
    return {
      message: error.message,
      counts: { total, loaded: total - filtered - unselected, filtered, unselected },
      rejects,
    };
  }
  if (error instanceof LoadError || error instanceof SqlError)
    return { message: error.message, counts: NO_COUNTS, rejects: [] };
  return {
    message: error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error),
    counts: NO_COUNTS,
    rejects: [],
  };
}

function alreadyExists(target: LoadTarget, label: string, used: LoadRecord): LoadAnswer {
  return {
    TxnId: used.id,
    Label: label,
    Db: target.database,
    Table: target.table,
    Status: 'Label Already Exists',
    ExistingJobStatus: used.state === 'VISIBLE' ? 'FINISHED' : 'RUNNING',
    Message: `Label [${label}] has already been used.`,
    ...countFields(NO_COUNTS, 0, Date.now()),
  };
}

export function countFields(counts: Counts, bytes: number, startMs: number): LoadAnswer {
  const elapsed = Date.now() - startMs;
  return {
    NumberTotalRows: counts.total,
    NumberLoadedRows: counts.loaded,
    NumberFilteredRows: counts.filtered,
    NumberUnselectedRows: counts.unselected,
    LoadBytes: bytes,
    LoadTimeMs: elapsed,
    BeginTxnTimeMs: 0,
    StreamLoadPlanTimeMs: 0,
    ReadDataTimeMs: 0,
    WriteDataTimeMs: elapsed,
    CommitAndPublishTimeMs: 0,
  };
}
