import type { ServerContext } from '../engine/context';
import { requireTable } from '../engine/targets';
import { objectKey } from '../storage/catalog';
import type { CatalogChange } from '../storage/catalog';
import type { LoadRecord, LoadState } from '../storage/model';
import { quoteName } from '../storage/names';
import { duckRows } from '../engine/queries';
import type { LoadOptions } from './options';
import { STAGE, countFields, toFailure } from './service';
import type { LoadAnswer, LoadService, LoadTarget } from './service';

/** Stream Load in steps: begin, load (any number of times), prepare, commit or rollback. What is prepared survives a restart. */
export class TransactionLoads {
  constructor(
    private readonly context: ServerContext,
    private readonly service: LoadService,
  ) {}

  public async begin(target: LoadTarget, label: string | undefined): Promise<LoadAnswer> {
    if (label === undefined) return failed(undefined, 'Empty label');
    requireTable(this.context, { database: target.database, name: target.table });
    const used = this.find(target.database, label);
    if (used?.state === 'VISIBLE') {
      return {
        ...base(used),
        Status: 'LABEL_ALREADY_EXISTS',
        ExistingJobStatus: 'FINISHED',
        Message: `Label [${label}] has already been used.`,
      };
    }
    if (used !== undefined && used.state !== 'ABORTED') {
      return {
        ...base(used),
        Status: 'LABEL_ALREADY_EXISTS',
        ExistingJobStatus: 'RUNNING',
        Message: `Label [${label}] has already been used.`,
      };
    }
    const id = this.context.catalog.nextId();
    const record = this.service.record(
      id,
      label,
      target,
      'PREPARE',
      { total: 0, loaded: 0, filtered: 0, unselected: 0 },
      0,
      Date.now(),
      '',
    );
    await this.context.catalog.change((change) => change.put('loads', objectKey(target.database, label), record));
    return { ...base(record), Status: 'OK', Message: '', BeginTxnTimeMs: 0 };
  }

  public async load(target: LoadTarget, options: LoadOptions, file: string, bytes: number): Promise<LoadAnswer> {
    const record = this.open(target.database, options.label, ['PREPARE']);
    if (typeof record === 'string') return failed(options.label, record);
    const startMs = Date.now();
    const part = `__strata.${quoteName(`txn_${record.id}_${this.context.catalog.nextId()}`)}`;
    try {
      const next = await this.service.stagedChange(
        { ...target, table: record.table },
        options,
        file,
        async (change, _table, staged) => {
          await change.run(`CREATE TABLE ${part} AS SELECT * FROM ${STAGE}`);
          await change.run(`DROP TABLE ${STAGE}`);
          await change.run(
            `COMMENT ON TABLE ${part} IS '${JSON.stringify({ columns: staged.columns, hasOperation: staged.hasOperation }).replaceAll("'", "''")}'`,
          );
          const counted: LoadRecord = {
            ...record,
            totalRows: record.totalRows + staged.total,
            filteredRows: record.filteredRows + staged.filtered,
            unselectedRows: record.unselectedRows + staged.unselected,
            loadedRows: record.loadedRows + staged.total - staged.filtered - staged.unselected,
            bytes: record.bytes + bytes,
          };
          await change.put('loads', objectKey(record.database, record.label), counted);
          return counted;
        },
      );
      return {
        ...base(next),
        Status: 'OK',
        Message: '',
        LoadBytes: bytes,
        StreamLoadPlanTimeMs: 0,
        ReceivedDataTimeMs: Date.now() - startMs,
      };
    } catch (error) {
      const failure = toFailure(error);
      return {
        ...base(record),
        Status: 'FAILED',
        Message: failure.message,
        ...countFields(failure.counts, bytes, startMs),
        ...this.service.errorUrl(failure.rejects),
      };
    }
  }

  public async prepare(target: LoadTarget, label: string | undefined): Promise<LoadAnswer> {
    const record = this.open(target.database, label, ['PREPARE', 'PREPARED']);
    if (typeof record === 'string') return failed(label, record);
    const next: LoadRecord = { ...record, state: 'PREPARED' };
    await this.context.catalog.change((change) => change.put('loads', objectKey(record.database, record.label), next));
    return { ...base(next), Status: 'OK', Message: '', ...countsOf(next) };
  }

  public async commit(target: LoadTarget, label: string | undefined): Promise<LoadAnswer> {
    const done = this.find(target.database, label ?? '');
    if (done?.state === 'VISIBLE')
      return {
        ...base(done),
        Status: 'OK',
        Message: `Transaction ${done.id} has already committed`,
        ...countsOf(done),
      };
    const record = this.open(target.database, label, ['PREPARE', 'PREPARED']);
    if (typeof record === 'string') return failed(label, record);
    const next: LoadRecord = { ...record, state: 'VISIBLE', finishMs: Date.now() };
    await this.context.catalog.change(async (change) => {
      const table = requireTable(this.context, { database: record.database, name: record.table });
      for (const { name, columns, hasOperation } of await this.parts(change, record)) {
        const current = requireTable(this.context, table);
        await this.service.write(change, { ...target, table: record.table }, current, { columns, hasOperation }, name);
        await change.run(`DROP TABLE ${name}`);
      }
      await change.put('loads', objectKey(record.database, record.label), next);
    });
    this.context.dataChanged(record.database, record.table);
    return { ...base(next), Status: 'OK', Message: '', ...countsOf(next) };
  }

  public async rollback(target: LoadTarget, label: string | undefined): Promise<LoadAnswer> {
    const record = this.open(target.database, label, ['PREPARE', 'PREPARED', 'ABORTED']);
    if (typeof record === 'string') return failed(label, record);
    const next: LoadRecord = { ...record, state: 'ABORTED', finishMs: Date.now() };
    await this.context.catalog.change(async (change) => {
      for (const { name } of await this.parts(change, record)) await change.run(`DROP TABLE ${name}`);
      await change.put('loads', objectKey(record.database, record.label), next);
    });
    return { ...base(next), Status: 'OK', Message: '' };
  }

  /** State of a label: UNKNOWN when it was never used. */
  public state(database: string, label: string): LoadState | 'UNKNOWN' {
    return this.find(database, label)?.state ?? 'UNKNOWN';
  }

  /** Aborts what had begun but was not prepared when the server ended. */
  public async recover(): Promise<void> {
    for (const record of this.context.catalog.loads()) {
      if (record.state !== 'PREPARE') continue;
      await this.context.catalog.change(async (change) => {
        for (const { name } of await this.parts(change, record)) await change.run(`DROP TABLE ${name}`);
        await change.put('loads', objectKey(record.database, record.label), {
          ...record,
          state: 'ABORTED',
          error: 'the server was restarted',
        });
      });
    }
  }

  private find(database: string, label: string): LoadRecord | undefined {
    return this.context.catalog.load(database, label);
  }

  /** The transaction with a label in one of the states, or why it cannot be had. */
  private open(database: string, label: string | undefined, states: readonly LoadState[]): LoadRecord | string {
    if (label === undefined) return 'Empty label';
    const record = this.find(database, label);
    if (record === undefined) return `Transaction with label ${label} not exists`;
    if (!states.includes(record.state)) return `Transaction with label ${label} is ${record.state}`;
    return record;
  }

  private async parts(
    change: CatalogChange,
    record: LoadRecord,
  ): Promise<
    readonly { readonly name: string; readonly columns: readonly string[]; readonly hasOperation: boolean }[]
  > {
    const rows = await duckRows(
      change.connection,
      `SELECT table_name, comment FROM duckdb_tables() WHERE schema_name = '__strata' AND starts_with(table_name, 'txn_${record.id}_') ORDER BY table_oid`,
    );
    return rows.map(([name, comment]) => {
      const shape = JSON.parse(String(comment)) as { columns: readonly string[]; hasOperation: boolean };
      return { name: `__strata.${quoteName(String(name))}`, ...shape };
    });
  }
}

function base(record: LoadRecord): LoadAnswer {
  return { TxnId: record.id, Label: record.label };
}

function countsOf(record: LoadRecord): LoadAnswer {
  const { totalRows: total, loadedRows: loaded, filteredRows: filtered, unselectedRows: unselected } = record;
  return countFields({ total, loaded, filtered, unselected }, record.bytes, record.createMs);
}

function failed(label: string | undefined, message: string): LoadAnswer {
  const missing = message.endsWith('not exists');
  return {
    ...(label === undefined ? {} : { Label: label }),
    Status: missing ? 'TXN_NOT_EXISTS' : 'FAILED',
    Message: message,
  };
}
