import type { TableRecord } from '../../storage/model';
import { duckTable, quoteName } from '../../storage/names';
import { backgroundSession, queryScope } from '../context';
import type { ServerContext } from '../context';
import { dynamicPartitions, isDynamic } from './dynamic';
import { partitionCondition } from './rows';

const SECOND_MS = 1000;

/** Looks after tables with dynamic partitions: new ones at once, all others after an interval. */
export class DynamicScheduler {
  /** When a table was looked after, and its properties then. */
  private readonly seen = new Map<number, { readonly atMs: number; readonly properties: TableRecord['properties'] }>();

  public async check(context: ServerContext, nowMs: number): Promise<void> {
    const intervalMs = Number(context.switches.config('dynamic_partition_check_interval_seconds')) * SECOND_MS;
    for (const table of context.catalog.objects()) {
      if (table.kind !== 'table' || !isDynamic(table)) continue;
      const last = this.seen.get(table.id);
      if (last !== undefined && last.properties === table.properties && nowMs - last.atMs < intervalMs) continue;
      this.seen.set(table.id, { atMs: nowMs, properties: table.properties });
      await renew(context, table, nowMs);
    }
  }
}

async function renew(context: ServerContext, table: TableRecord, nowMs: number): Promise<void> {
  if (dynamicPartitions(table, nowMs, () => 0) === table.partitions) return;
  await context.catalog.change(async (change) => {
    const current = change.object(table.database, table.name);
    if (current?.kind !== 'table' || current.id !== table.id) return;
    const partitions = dynamicPartitions(current, nowMs, () => change.nextId());
    const scope = queryScope(context, backgroundSession(context, table.database, ''));
    for (const old of current.partitions.filter((partition) => !partitions.includes(partition))) {
      const rows = `${duckTable(table.database, table.name)} AS ${quoteName(table.name)}`;
      await change.run(`DELETE FROM ${rows} WHERE ${partitionCondition(scope, current, old)}`);
    }
    await change.putObject({ ...current, partitions });
  });
  context.dataChanged(table.database, table.name);
}
