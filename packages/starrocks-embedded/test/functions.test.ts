/** Functions and pipes as they are listed. */

import { openWarehouse } from './helpers/server';
import type { Warehouse } from './helpers/server';

describe('functions and pipes', () => {
  let warehouse: Warehouse;

  beforeAll(async () => {
    warehouse = await openWarehouse();
    await warehouse.run('CREATE DATABASE shop');
    await warehouse.run('CREATE TABLE shop.loan (id BIGINT NOT NULL) DUPLICATE KEY (id)');
  });

  afterAll(() => warehouse.close());

  test('functions are listed by their database, with what they take and give', async () => {
    await warehouse.run('CREATE FUNCTION shop.twice(x BIGINT) RETURNS x * 2');
    await warehouse.run('CREATE FUNCTION shop.greet(name VARCHAR(20), n INT) RETURNS concat(name, n)');
    await warehouse.run('CREATE GLOBAL FUNCTION seven() RETURNS 7');
    expect(await warehouse.rows('SHOW FULL FUNCTIONS FROM shop')).toEqual([
      ['twice(BIGINT)', 'BIGINT', 'Scalar', 'NULL', '{}'],
      ['greet(VARCHAR(20),INT)', 'VARCHAR(65533)', 'Scalar', 'NULL', '{}'],
    ]);
    expect(await warehouse.rows("SHOW FUNCTIONS FROM shop LIKE 't%'")).toEqual([['twice']]);
    expect(await warehouse.rows('SHOW FULL GLOBAL FUNCTIONS')).toEqual([
      ['seven()', 'TINYINT', 'Scalar', 'NULL', '{}'],
    ]);
    await warehouse.run('DROP FUNCTION shop.twice(BIGINT)');
    expect(await warehouse.rows('SHOW FUNCTIONS FROM shop')).toEqual([['greet']]);
  });

  test('a property of a pipe is set, whatever the case of its key', async () => {
    await warehouse.run(
      'CREATE PIPE shop.follow PROPERTIES ("BATCH_FILES" = "16", "POLL_INTERVAL" = "60") ' +
        'AS INSERT INTO loan SELECT * FROM FILES("path" = "s3://bucket/in/", "format" = "parquet")',
    );
    await warehouse.run('ALTER PIPE shop.follow SET ("batch_files" = "32")');
    const [[properties = '', state] = []] = await warehouse.rows(
      'SELECT PROPERTIES, STATE FROM information_schema.pipes',
    );
    expect(JSON.parse(properties ?? '')).toEqual({ POLL_INTERVAL: '60', batch_files: '32' });
    expect(state).toBe('RUNNING');
  });

  test('fails to set a property of a pipe that is not there', async () => {
    const { errno, message } = await warehouse.failure('ALTER PIPE shop.nothing SET ("batch_files" = "32")');
    expect([errno, message]).toEqual([1064, 'pipe-nothing not exists']);
  });
});
