import { generate, streamLoadBatches } from '../../src/demo-data';
import type { StreamLoadBatch } from '../../src/demo-data';

const data = generate({ scale: 0.02 });
const batches = [...streamLoadBatches(data)];

function linesOf(batch: StreamLoadBatch): readonly string[] {
  return batch.body.trimEnd().split('\n');
}

describe('streamLoadBatches', () => {
  test('loads every row and every change once', () => {
    let expected = 0;
    for (const { snapshot, changes } of data.tables.values()) expected += snapshot.length + changes.length;
    expect(batches.reduce((sum, batch) => sum + batch.rows, 0)).toBe(expected);
    for (const batch of batches) expect(linesOf(batch)).toHaveLength(batch.rows);
  });

  test('labels are unique, legal and the same each time', () => {
    const labels = batches.map(({ label }) => label);
    expect(new Set(labels).size).toBe(labels.length);
    for (const label of labels) expect(label).toMatch(/^[-\w]{1,128}$/);
    expect([...streamLoadBatches(generate({ scale: 0.02 }))].map(({ label }) => label)).toEqual(labels);
  });

  test('a CSV line has as many fields as there are columns, NULL being \\N', () => {
    const csv = batches.filter(({ format }) => format === 'csv');
    expect(csv.map(({ table }) => table)).toEqual([...data.tables.keys()]);
    for (const batch of csv) {
      for (const line of linesOf(batch)) expect(line.split('\t')).toHaveLength(batch.columns.split(',').length);
    }
    expect(csv.some(({ body }) => body.includes('\t\\N'))).toBe(true);
  });

  test('a JSON batch is one array of objects with the columns in order, deletes marked by __op', () => {
    const json = batches.filter(({ format }) => format === 'json');
    for (const batch of json) {
      const rows = JSON.parse(batch.body) as readonly Readonly<Record<string, unknown>>[];
      for (const row of rows) expect(Object.keys(row).join(',')).toBe(batch.columns);
    }
    const plan = json.find(({ table }) => table === 'repayment_plan');
    expect(plan?.body).toContain('"__op":1');
    expect(plan?.body).toMatch(/"principal_due":"\d+\.\d{2}"/);
  });

  test('the headers are those of a Stream Load', () => {
    const [first] = batches;
    expect(first?.headers).toEqual({
      label: 'demo-customer-strata-snapshot-1',
      format: 'csv',
      columns: first?.columns,
      column_separator: '\\t',
    });
    expect(batches.find(({ format }) => format === 'json')?.headers).toMatchObject({
      format: 'json',
      strip_outer_array: 'true',
    });
  });
});
