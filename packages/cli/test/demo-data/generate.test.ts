import { generate } from '../../src/demo-data';
import { fold } from '../../src/demo-data/change-log';
import { finalState, groupBy, sum } from '../../src/demo-data/expected/final-state';
import { columnsOf, keyOf, TABLE_NAMES } from '../../src/demo-data/tables';
import type { AnyRow, RowOf, TableName } from '../../src/demo-data/tables';
import { CUT_OVER, END, LAST_DAY } from '../../src/demo-data/world';

const data = generate({ scale: 0.05 });
const state = finalState(data);

function changesOf(table: TableName): NonNullable<ReturnType<typeof data.tables.get>> {
  const changes = data.tables.get(table);
  if (changes === undefined) throw new Error(`no table ${table}`);
  return changes;
}

function indexOf<T extends TableName>(table: T): ReadonlyMap<unknown, RowOf<T>> {
  return new Map(state.rows(table).map((row) => [(row as Readonly<Record<string, unknown>>)[keyOf(table)], row]));
}

describe('generate', () => {
  test('gives the same rows for the same seed, and other rows for another', () => {
    const again = generate({ scale: 0.01, seed: 'a' });
    expect([...generate({ scale: 0.01, seed: 'a' }).tables]).toEqual([...again.tables]);
    expect([...generate({ scale: 0.01, seed: 'b' }).tables]).not.toEqual([...again.tables]);
  });

  test('tells a story of at least 200,000 rows at full scale, with updates and deletes', () => {
    const full = generate();
    let rows = 0;
    let updates = 0;
    let deletes = 0;
    for (const [table, { snapshot, changes }] of full.tables) {
      rows += snapshot.length + changes.length;
      const known = new Set(snapshot.map((row) => row[keyOf(table)]));
      for (const { op, row } of changes) {
        if (op === 'delete') deletes++;
        else if (known.has(row[keyOf(table)])) updates++;
        known.add(row[keyOf(table)]);
      }
    }
    expect(rows).toBeGreaterThanOrEqual(200_000);
    expect(updates).toBeGreaterThan(5_000);
    expect(deletes).toBeGreaterThan(500);
  });

  test.each(TABLE_NAMES)('%s: every row has every column, and NULL only where it is allowed', (table) => {
    const { snapshot, changes } = changesOf(table);
    const columns = columnsOf(table);
    const names = columns.map(([name]) => name).join();
    const isLegal = (row: AnyRow): boolean =>
      Object.keys(row).join() === names &&
      columns.every(([name, kind]) => {
        const value = row[name] ?? null;
        if (value === null) return kind.endsWith('?');
        return typeof value === 'string' || Number.isSafeInteger(value);
      });
    expect([...snapshot, ...changes.map(({ row }) => row)].filter((row) => !isLegal(row))).toEqual([]);
  });

  test.each(TABLE_NAMES)(
    '%s: the snapshot has each key once; changes come in the order of time, after the cut-over',
    (table) => {
      const { snapshot, changes } = changesOf(table);
      expect(snapshot.length).toBeGreaterThan(0);
      expect(new Set(snapshot.map((row) => row[keyOf(table)])).size).toBe(snapshot.length);
      const times = changes.map(({ at }) => at);
      expect(times).toEqual([...times].sort((a, b) => a - b));
      expect(times.filter((at) => at <= CUT_OVER || at > END)).toEqual([]);
    },
  );

  test.each(TABLE_NAMES)('%s: only rows that exist are deleted, and the partition of a row never changes', (table) => {
    const { snapshot, changes } = changesOf(table);
    const [, second] = columnsOf(table);
    const partition = second?.[1] === 'day' ? second[0] : keyOf(table);
    const live = new Map(snapshot.map((row) => [row[keyOf(table)], row]));
    const wrong = changes.filter(({ op, row }) => {
      const known = live.get(row[keyOf(table)]);
      if (op === 'upsert') live.set(row[keyOf(table)], row);
      const exists = op === 'upsert' || live.delete(row[keyOf(table)]);
      return !exists || (known !== undefined && known[partition] !== row[partition]);
    });
    expect(wrong).toEqual([]);
    expect(live.size).toBe(fold(table, snapshot, changes).length);
  });
});

describe('the final state', () => {
  const customers = indexOf('customer');
  const applications = indexOf('application');
  const loans = indexOf('loan');
  const installments = indexOf('repayment_plan');

  test('ends with the business date', () => expect(state.businessDate).toBe(LAST_DAY));

  test('every reference leads to a row', () => {
    const lost = [
      ...[...applications.values()].filter((row) => !customers.has(row.customer_id)),
      ...state.rows('credit_decision').filter((row) => !applications.has(row.application_id)),
      ...[...loans.values()].filter((row) => applications.get(row.application_id)?.customer_id !== row.customer_id),
      ...[...installments.values()].filter((row) => !loans.has(row.loan_id)),
      ...state.rows('repayment').filter((row) => installments.get(row.installment_id)?.loan_id !== row.loan_id),
      ...state.rows('collection_action').filter((row) => !loans.has(row.loan_id)),
      ...state.rows('app_event').filter((row) => row.customer_id !== null && !customers.has(row.customer_id)),
      ...state.rows('marketing_touch').filter((row) => row.customer_id !== null && !customers.has(row.customer_id)),
    ];
    expect(lost).toEqual([]);
  });

  test('a loan was approved before it was paid out, for the amount that was approved', () => {
    const approvals = groupBy(
      state.rows('credit_decision').filter((row) => row.outcome === 'approve'),
      (row) => row.application_id,
    );
    const wrong = [...loans.values()].filter((loan) => {
      const [approval, ...others] = approvals.get(loan.application_id) ?? [];
      const agrees = approval?.approved_amount === loan.principal && approval.annual_rate === loan.annual_rate;
      const inTime = approval !== undefined && approval.decided_at < loan.disbursed_at;
      return !agrees || !inTime || others.length > 0 || applications.get(loan.application_id)?.status !== 'disbursed';
    });
    expect(wrong).toEqual([]);
  });

  test('the plan adds up to the principal, to the cent', () => {
    const plans = groupBy(installments.values(), (row) => row.loan_id);
    const wrong = [...loans.values()].filter(
      (loan) => sum(plans.get(loan.loan_id) ?? [], (row) => row.principal_due) !== loan.principal,
    );
    expect(wrong).toEqual([]);
  });

  test('a repayment is the sum of its parts and has a day of refund only when it was refunded', () => {
    const wrong = state
      .rows('repayment')
      .filter(
        (row) =>
          row.amount !== row.principal_part + row.interest_part + row.penalty_part ||
          (row.refunded_on !== null) !== (row.status === 'refunded'),
      );
    expect(wrong).toEqual([]);
  });

  test('nothing is paid twice, and a settled loan is paid in full', () => {
    const payments = groupBy(
      state.rows('repayment').filter((row) => row.status === 'succeeded'),
      (row) => row.installment_id,
    );
    const wrong = [...installments.values()].filter((row) => {
      const paid = payments.get(row.installment_id) ?? [];
      const principal = sum(paid, (payment) => payment.principal_part);
      const interest = sum(paid, (payment) => payment.interest_part);
      const inFull = principal === row.principal_due && interest === row.interest_due;
      const tooMuch = principal > row.principal_due || interest > row.interest_due;
      return tooMuch || (!inFull && loans.get(row.loan_id)?.status === 'settled');
    });
    expect(wrong).toEqual([]);
  });

  test('knows late payers, cures, write-offs, refunds, reschedules, referrals and appeals', () => {
    const full = finalState(generate({ scale: 0.3 }));
    const statuses = (table: 'loan' | 'repayment'): readonly string[] =>
      [...new Set(full.rows(table).map((row) => row.status))].sort();
    expect(statuses('loan')).toEqual(['active', 'settled', 'written_off']);
    expect(statuses('repayment')).toEqual(['failed', 'refunded', 'succeeded']);
    expect(full.rows('repayment').some((row) => row.penalty_part > 0)).toBe(true);
    const firstDays = new Map(full.rows('loan').map((row) => [row.loan_id, row.disbursed_on]));
    expect(full.rows('repayment_plan').some((row) => row.planned_on !== firstDays.get(row.loan_id))).toBe(true);
    expect(new Set(full.rows('credit_decision').map((row) => row.outcome))).toEqual(
      new Set(['approve', 'refer', 'reject']),
    );
    expect(full.rows('customer').some((row) => row.status === 'frozen')).toBe(true);
  });
});
