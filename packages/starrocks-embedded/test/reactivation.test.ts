import { openWarehouse } from './helpers/server';
import type { Warehouse } from './helpers/server';

jest.setTimeout(60_000);

let warehouse: Warehouse;

beforeAll(async () => {
  warehouse = await openWarehouse();
});

beforeEach(async () => {
  await warehouse.run(`ADMIN SET FRONTEND CONFIG ("enable_mv_automatic_active_check" = "true");
    ADMIN SET FRONTEND CONFIG ("mv_active_checker_interval_seconds" = "0");
    DROP DATABASE IF EXISTS r FORCE; CREATE DATABASE r; USE r;
    CREATE TABLE base (id INT, v INT) DUPLICATE KEY (id);
    INSERT INTO base VALUES (1, 10);
    CREATE MATERIALIZED VIEW m REFRESH ASYNC AS SELECT id, v FROM base`);
});

afterAll(() => warehouse.close());

const STATE = "SELECT IS_ACTIVE, INACTIVE_REASON FROM information_schema.materialized_views WHERE TABLE_NAME = 'm'";

async function until(sql: string, expected: readonly (readonly (string | null)[])[]): Promise<void> {
  while (JSON.stringify(await warehouse.rows(sql)) !== JSON.stringify(expected))
    await new Promise((resolve) => setTimeout(resolve, 50));
}

/** Waits until the checker has looked at all views once more. */
async function anotherCheck(): Promise<void> {
  await warehouse.run(`CREATE TABLE probe (id INT); CREATE MATERIALIZED VIEW signal REFRESH MANUAL AS SELECT id FROM probe;
    ALTER TABLE probe RENAME away; ALTER TABLE away RENAME probe`);
  await until("SELECT IS_ACTIVE FROM information_schema.materialized_views WHERE TABLE_NAME = 'signal'", [['true']]);
}

describe('the checker of inactive materialized views', () => {
  test('activates a view when its base table is there again, and brings it up to date', async () => {
    await warehouse.run('DROP TABLE base FORCE');
    expect(await warehouse.rows(STATE)).toEqual([['false', 'base-table dropped: base']]);
    await warehouse.run('CREATE TABLE base (id INT, v INT) DUPLICATE KEY (id); INSERT INTO base VALUES (2, 20)');
    await until(STATE, [['true', '']]);
    await until('SELECT id FROM m', [['2']]);
  });

  test('activates what reads an inactive view after that view', async () => {
    await warehouse.run(
      'CREATE MATERIALIZED VIEW top REFRESH MANUAL AS SELECT id FROM m; ALTER TABLE base RENAME gone',
    );
    const both = 'SELECT IS_ACTIVE FROM information_schema.materialized_views ORDER BY TABLE_NAME';
    expect(await warehouse.rows(both)).toEqual([['false'], ['false']]);
    await warehouse.run('ALTER TABLE gone RENAME base');
    await until(both, [['true'], ['true']]);
  });

  test('leaves a view that was made inactive by hand', async () => {
    await warehouse.run('ALTER MATERIALIZED VIEW m INACTIVE');
    await anotherCheck();
    expect(await warehouse.rows(STATE)).toEqual([['false', 'user use alter materialized view set status to inactive']]);
  });

  test('leaves a view whose columns would be of other types', async () => {
    await warehouse.run('DROP TABLE base FORCE; CREATE TABLE base (id INT, v DATE) DUPLICATE KEY (id)');
    await anotherCheck();
    expect(await warehouse.rows(STATE)).toMatchObject([['false', 'base-table dropped: base']]);
    expect((await warehouse.failure('ALTER MATERIALIZED VIEW m ACTIVE')).message).toContain(
      'column schema not compatible: (id int(11), v int(11)) and (id int(11), v date)',
    );
  });

  test('does nothing when the configuration switches it off', async () => {
    await warehouse.run('ADMIN SET FRONTEND CONFIG ("enable_mv_automatic_active_check" = "false")');
    expect(
      (await warehouse.rows("ADMIN SHOW FRONTEND CONFIG LIKE 'enable_mv%'")).map(([key, , value]) => [key, value]),
    ).toEqual([['enable_mv_automatic_active_check', 'false']]);
    await warehouse.run('ALTER TABLE base RENAME gone; ALTER TABLE gone RENAME base');
    // A scheduled task shows that the scheduler went on meanwhile.
    await warehouse.run('SUBMIT TASK clock SCHEDULE EVERY(INTERVAL 1 SECOND) AS INSERT INTO base SELECT 9, 9');
    await until('SELECT DISTINCT id FROM base WHERE id = 9', [['9']]);
    await warehouse.run('DROP TASK clock');
    expect(await warehouse.rows(STATE)).toEqual([['false', 'base-table renamed: base']]);
  });

  test('fails for a value that the key cannot have', async () => {
    const failure = await warehouse.failure(
      'ADMIN SET FRONTEND CONFIG ("mv_active_checker_interval_seconds" = "soon")',
    );
    expect(failure.errno).toBe(1064);
  });
});
