import { generate, streamLoadBatches } from '../demo-data';
import { streamLoad } from './stream-load';
import type { DemoWarehouse } from './warehouse';

/** What was loaded. */
export interface Loaded {
  readonly rows: number;
  readonly tables: number;
  readonly batches: number;
}

/** Loads the sample data. Labels are stable: what an interrupted run loaded already is not loaded again. */
export async function loadDemoData(warehouse: DemoWarehouse): Promise<Loaded> {
  const tables = new Set<string>();
  let rows = 0;
  let batches = 0;
  for (const batch of streamLoadBatches(generate())) {
    await streamLoad(warehouse, batch);
    tables.add(batch.table);
    rows += batch.rows;
    batches += 1;
  }
  return { rows, tables: tables.size, batches };
}
