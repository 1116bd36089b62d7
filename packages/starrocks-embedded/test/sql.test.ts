import { connect, openWarehouse } from './helpers/server';
import type { Warehouse } from './helpers/server';

jest.setTimeout(60_000);

let warehouse: Warehouse;

beforeAll(async () => {
  warehouse = await openWarehouse();
  await warehouse.run('CREATE DATABASE shop; USE shop');
});
afterAll(() => warehouse.close());

const ORDERS = `create table orders (
  order_id bigint not null auto_increment comment "id",
  order_date datetime not null,
  customer_id int not null,
  status varchar(20) not null default "new" comment "state of order",
  amount decimal(18,4) default "0",
  tags array<varchar(32)>,
  attrs map<string,int>,
  addr struct<city string, zip int>,
  payload json comment "raw",
  created datetime default current_timestamp,
  amount_x2 decimal(27,4) as (amount * 2) comment "gen",
  city varchar(100) as (lower(status)),
  index idx_status (status) using bitmap comment 'bm'
) engine=olap
primary key (order_id, order_date)
comment "orders of the shop"
partition by date_trunc('day', order_date)
distributed by hash(order_id) buckets 4
order by (customer_id, order_date)
properties ("replication_num"="1", "enable_persistent_index"="true", "bloom_filter_columns"="customer_id")`;

describe('tables', () => {
  test('SHOW CREATE TABLE prints what a StarRocks frontend prints', async () => {
    await warehouse.run(ORDERS);
    const [[name, text] = []] = await warehouse.rows('SHOW CREATE TABLE orders');
    expect(name).toBe('orders');
    expect(text).toBe(`CREATE TABLE \`orders\` (
  \`order_id\` bigint(20) NOT NULL AUTO_INCREMENT COMMENT "id",
  \`order_date\` datetime NOT NULL COMMENT "",
  \`customer_id\` int(11) NOT NULL COMMENT "",
  \`status\` varchar(20) NOT NULL DEFAULT "new" COMMENT "state of order",
  \`amount\` decimal(18, 4) NULL DEFAULT "0" COMMENT "",
  \`tags\` array<varchar(32)> NULL COMMENT "",
  \`attrs\` map<varchar(65533),int(11)> NULL COMMENT "",
  \`addr\` struct<city varchar(65533), zip int(11)> NULL COMMENT "",
  \`payload\` json NULL COMMENT "raw",
  \`created\` datetime NULL DEFAULT CURRENT_TIMESTAMP COMMENT "",
  \`amount_x2\` decimal(27, 4) NULL AS amount * 2 COMMENT "gen",
  \`city\` varchar(100) NULL AS lower(status) COMMENT "",
  INDEX idx_status (\`status\`) USING BITMAP COMMENT 'bm'
) ENGINE=OLAP 
PRIMARY KEY(\`order_id\`, \`order_date\`)
COMMENT "orders of the shop"
PARTITION BY date_trunc('day', order_date)
DISTRIBUTED BY HASH(\`order_id\`) BUCKETS 4 
ORDER BY(\`customer_id\`, \`order_date\`)
PROPERTIES (
"bloom_filter_columns" = "customer_id",
"cloud_native_fast_schema_evolution_v2" = "true",
"compression" = "LZ4",
"datacache.enable" = "true",
"enable_async_write_back" = "false",
"enable_persistent_index" = "true",
"file_bundling" = "true",
"persistent_index_type" = "CLOUD_NATIVE",
"replication_num" = "1",
"storage_volume" = "builtin_storage_volume"
);`);
  });

  test('range and list partitions, default key and default distribution are printed as a frontend does', async () => {
    await warehouse.run(`
      create table ranged (k1 date, v int) partition by range(k1) (partition p1 values less than ("2026-01-01"), partition p2 values less than ("2026-02-01")) distributed by hash(v) buckets 2;
      create table listed (k int, region varchar(20) not null) duplicate key(k) partition by list(region) (partition pus values in ('us','ca'), partition peu values in ('de')) distributed by hash(k)`);
    const [[, ranged] = []] = await warehouse.rows('SHOW CREATE TABLE ranged');
    expect(ranged).toContain(
      'PARTITION BY RANGE(`k1`)\n(PARTITION p1 VALUES [("0000-01-01"), ("2026-01-01")),\nPARTITION p2 VALUES [("2026-01-01"), ("2026-02-01")))\n',
    );
    expect(ranged).toContain('DUPLICATE KEY(`k1`, `v`)');
    const [[, listed] = []] = await warehouse.rows('SHOW CREATE TABLE listed');
    expect(listed).toContain(
      "PARTITION BY LIST(`region`)(\n  PARTITION pus VALUES IN ('us', 'ca'),\n  PARTITION peu VALUES IN ('de')\n)\n",
    );
    await warehouse.run("INSERT INTO listed VALUES (1, 'us'), (2, 'de'); ALTER TABLE listed DROP PARTITION pus");
    expect(await warehouse.rows('SELECT k FROM listed')).toEqual([['2']]);
  });

  test('rows of a primary key are written over, updated and deleted; generated columns follow', async () => {
    await warehouse.run(`INSERT INTO orders (order_id, order_date, customer_id, status, amount) VALUES
      (1, '2026-01-02 03:04:05', 7, 'NEW', 12.5), (2, '2026-01-03', 8, 'PAID', 1), (1, '2026-01-02 03:04:05', 9, 'TWICE', 3)`);
    await warehouse.run("UPDATE orders SET amount = amount + 1, status = 'SHIPPED' WHERE customer_id = 9");
    expect(
      await warehouse.rows('SELECT order_id, customer_id, status, amount, amount_x2, city FROM orders ORDER BY 1'),
    ).toEqual([
      ['1', '9', 'SHIPPED', '4.0000', '8.0000', 'shipped'],
      ['2', '8', 'PAID', '1.0000', '2.0000', 'paid'],
    ]);
    await warehouse.run('DELETE FROM orders WHERE customer_id IN (SELECT CAST(8 AS INT))');
    expect(await warehouse.rows('SELECT count(*) FROM orders')).toEqual([['1']]);
  });

  test('columns are added at their place with their default, dropped, and the job is listed as finished', async () => {
    await warehouse.run(
      'CREATE TABLE evolving (k int not null, a int, b int) PRIMARY KEY (k); INSERT INTO evolving VALUES (1, 2, 3)',
    );
    await warehouse.run(
      'ALTER TABLE evolving ADD COLUMN n string NULL COMMENT "n" AFTER a, ADD COLUMN m int DEFAULT "5"',
    );
    await warehouse.run('ALTER TABLE evolving DROP COLUMN b');
    expect(await warehouse.rows('SELECT * FROM evolving')).toEqual([['1', '2', null, '5']]);
    const [job = []] = await warehouse.rows(
      "SHOW ALTER TABLE COLUMN FROM shop WHERE TableName = 'evolving' ORDER BY JobId DESC LIMIT 1",
    );
    expect([job[1], job[9]]).toEqual(['evolving', 'FINISHED']);
    expect((await warehouse.rows('DESC evolving')).map((row) => row.slice(0, 4))).toEqual([
      ['k', 'int', 'NO', 'true'],
      ['a', 'int', 'YES', 'false'],
      ['n', 'varchar(65533)', 'YES', 'false'],
      ['m', 'int', 'YES', 'false'],
    ]);
  });
});

describe('views and materialized views', () => {
  test('a view reads its tables, survives a new column and is printed as written', async () => {
    await warehouse.run(
      'CREATE TABLE base (k int, v int); INSERT INTO base VALUES (1, 10), (2, 20); CREATE VIEW doubled AS SELECT *, v * 2 AS w FROM base',
    );
    await warehouse.run('ALTER TABLE base ADD COLUMN extra int');
    expect(await warehouse.rows('SELECT k, w FROM doubled ORDER BY k')).toEqual([
      ['1', '20'],
      ['2', '40'],
    ]);
    expect(await warehouse.rows('SHOW CREATE VIEW doubled')).toEqual([
      [
        'doubled',
        'CREATE VIEW `doubled` (`k`, `v`, `w`) SECURITY NONE AS SELECT *, v * 2 AS w FROM base;',
        'utf8',
        'utf8_general_ci',
      ],
    ]);
  });

  test('a materialized view holds what its last refresh computed', async () => {
    await warehouse.run('CREATE TABLE fact (k int, v int); INSERT INTO fact VALUES (1, 10)');
    await warehouse.run(
      'CREATE MATERIALIZED VIEW mv DISTRIBUTED BY HASH(k) REFRESH MANUAL PROPERTIES ("replication_num" = "1") AS SELECT k, sum(v) AS total FROM fact GROUP BY k',
    );
    await warehouse.run('INSERT INTO fact VALUES (1, 5)');
    expect(await warehouse.rows('SELECT * FROM mv')).toEqual([['1', '10']]);
    const [[queryId] = []] = await warehouse.rows('REFRESH MATERIALIZED VIEW mv WITH SYNC MODE');
    expect(await warehouse.rows('SELECT * FROM mv')).toEqual([['1', '15']]);
    expect(
      await warehouse.rows(
        `SELECT r.STATE, m.LAST_REFRESH_STATE FROM information_schema.task_runs r JOIN information_schema.materialized_views m ON r.TASK_NAME = m.TASK_NAME WHERE r.QUERY_ID = '${queryId}'`,
      ),
    ).toEqual([['SUCCESS', 'SUCCESS']]);
    const [[, text] = []] = await warehouse.rows('SHOW CREATE MATERIALIZED VIEW mv');
    expect(text).toBe(`CREATE MATERIALIZED VIEW \`mv\` (\`k\`, \`total\`)
COMMENT "MATERIALIZED_VIEW"
DISTRIBUTED BY HASH(\`k\`)
REFRESH MANUAL
PROPERTIES (
"replicated_storage" = "true",
"replication_num" = "1",
"datacache.enable" = "true",
"enable_async_write_back" = "false",
"storage_volume" = "builtin_storage_volume",
"warehouse" = "default_warehouse"
)
AS SELECT k, sum(v) AS total FROM fact GROUP BY k;`);
  });

  test('a deferred one is empty, one without a timetable follows its base tables, a dropped base makes it inactive', async () => {
    await warehouse.run('CREATE TABLE src (k int); INSERT INTO src VALUES (1)');
    await warehouse.run(
      'CREATE MATERIALIZED VIEW late REFRESH DEFERRED MANUAL AS SELECT k FROM src; CREATE MATERIALIZED VIEW prompt REFRESH ASYNC AS SELECT k FROM src',
    );
    expect(await warehouse.rows('SELECT * FROM late')).toEqual([]);
    expect(await warehouse.rows('SELECT * FROM prompt')).toEqual([['1']]);
    await warehouse.run('INSERT INTO src VALUES (2)');
    const deadline = Date.now() + 20_000;
    while ((await warehouse.rows('SELECT * FROM prompt')).length < 2 && Date.now() < deadline)
      await new Promise((resolve) => setTimeout(resolve, 100));
    expect((await warehouse.rows('SELECT * FROM prompt ORDER BY 1')).flat()).toEqual(['1', '2']);
    await warehouse.run('DROP TABLE src');
    expect(
      await warehouse.rows(
        "SELECT IS_ACTIVE, INACTIVE_REASON FROM information_schema.materialized_views WHERE TABLE_NAME = 'late'",
      ),
    ).toEqual([['false', 'base-table dropped: src']]);
    const { message } = await warehouse.failure('REFRESH MATERIALIZED VIEW late');
    expect(message).toContain('is not active');
  });
});

describe('what a frontend refuses', () => {
  test.each([
    ['create database shop', 1007, 'HY000', "Can't create database 'shop'; database exists"],
    ['drop database nosuch', 1008, 'HY000', "Can't drop database 'nosuch'; database doesn't exist"],
    ['use nosuchdb', 5501, '3F000', "Unknown database 'nosuchdb'"],
    [
      'select * from nosuchdb.t',
      5501,
      '3F000',
      "Getting analyzing error. Detail message: Unknown database 'nosuchdb'.",
    ],
    [
      'create table orders (a int)',
      1050,
      '42S01',
      "Getting analyzing error. Detail message: Table 'orders' already exists.",
    ],
    ['create table x (a int, a int)', 1060, '42S21', "Duplicate column name 'a'"],
    [
      'create table x (a int, b int) primary key(b)',
      1064,
      'HY000',
      /Key columns must be the first few columns of the schema/,
    ],
    ['drop table nosuch', 5502, '42602', "Getting analyzing error. Detail message: Unknown table 'nosuch'."],
    ['show create table nosuch', 1064, 'HY000', 'Getting analyzing error. Detail message: Table nosuch is not found.'],
    [
      'insert into nosuch values (1)',
      1064,
      'HY000',
      'Getting analyzing error. Detail message: Table nosuch is not found.',
    ],
    [
      'insert into orders(nosuch) values (1)',
      1064,
      'HY000',
      "Getting analyzing error. Detail message: Unknown column 'nosuch' in 'orders'.",
    ],
    [
      'insert into orders(order_date) values (1,2)',
      5604,
      '42601',
      /Inserted target column count: 1 doesn't match select\/value column count: 2/,
    ],
    ['alter table orders drop column order_id', 1064, 'HY000', 'Can not drop key column in primary data model table'],
    ['drop materialized view mvnone', 1064, 'HY000', 'Materialized view mvnone is not found'],
    ['selec 1', 1064, 'HY000', /^Getting syntax error at line 1, column 0\. Detail message: /],
    ['select 1; selec 2', 1064, 'HY000', /^Getting syntax error/],
    ['create role root', 1064, 'HY000', /role already exists/],
    ['set nosuch_variable = 1', 1193, 'HY000', "Unknown system variable 'nosuch_variable'"],
  ])('fails as recorded: %s', async (sql, errno, sqlState, message) => {
    const failure = await warehouse.failure(sql);
    expect({ errno: failure.errno, sqlState: failure.sqlState }).toEqual({ errno, sqlState });
    if (typeof message === 'string') expect(failure.message).toBe(message);
    else expect(failure.message).toMatch(message);
  });

  test.each([
    'create external table a (k int)',
    'create function f(int) returns int properties("type" = "Python", "symbol" = "f", "file" = "f.py")',
    'show tablet from orders',
  ])('fails with the words of the embedded server: %s', async (sql) => {
    expect((await warehouse.failure(sql)).message).toMatch(/embedded server does not support/);
  });
});

test('fails to write between BEGIN and COMMIT, and writes again after it', async () => {
  const failure = await warehouse.failure('begin; delete from orders where order_id = 0');
  expect(failure.errno).toBe(5001);
  await warehouse.run('rollback; delete from orders where order_id = 0');
});

describe('sessions', () => {
  test('prepared SELECTs answer with typed values, other statements cannot be prepared', async () => {
    await warehouse.run(
      "CREATE TABLE typed (i bigint, d decimal(10,2), s varchar(20), t datetime, b boolean, f double); INSERT INTO typed VALUES (9007199254740993, 1.50, 'x''y', '2026-01-02 03:04:05', true, 0.25)",
    );
    const [rows] = await warehouse.client.execute("SELECT *, ? AS p, ? AS q, '?' AS r FROM typed WHERE s = ?", [
      7,
      "it's",
      "x'y",
    ]);
    expect(rows).toEqual([
      { i: '9007199254740993', d: '1.50', s: "x'y", t: '2026-01-02 03:04:05', b: 1, f: 0.25, p: 7, q: "it's", r: '?' },
    ]);
    await expect(warehouse.client.execute('INSERT INTO typed (i) VALUES (?)', [1])).rejects.toMatchObject({
      errno: 1295,
    });
  });

  test('says what it is', async () => {
    const [[version = '', comment = '', mysql] = []] = await warehouse.rows(
      'SELECT current_version(), @@version_comment, version()',
    );
    expect(version).toMatch(/^\d+\.\d+\.\d+-strata-embedded/);
    expect(comment).toContain('not a StarRocks cluster');
    expect(mysql).toBe('8.0.33');
  });

  test('fails with 1045 for a wrong password and an unknown user', async () => {
    await expect(connect(warehouse.server, { password: 'wrong' })).rejects.toMatchObject({
      errno: 1045,
      sqlState: '28000',
    });
    await expect(connect(warehouse.server, { user: 'nobody' })).rejects.toMatchObject({ errno: 1045 });
    await expect(connect(warehouse.server, { database: 'nosuch' })).rejects.toMatchObject({ errno: 5501 });
  });

  test('users, roles and grants are kept and printed', async () => {
    await warehouse.run(
      "CREATE ROLE r1; CREATE USER u1 IDENTIFIED BY 'pw-1'; GRANT SELECT, INSERT ON shop.orders TO ROLE r1; GRANT r1 TO u1; REVOKE INSERT ON shop.orders FROM ROLE r1",
    );
    expect(await warehouse.rows('SHOW GRANTS FOR u1')).toEqual([["'u1'@'%'", null, "GRANT 'r1' TO 'u1'@'%'"]]);
    expect(await warehouse.rows('SHOW GRANTS FOR ROLE r1')).toEqual([
      ['r1', 'default_catalog', "GRANT SELECT ON TABLE shop.orders TO ROLE 'r1'"],
    ]);
    const other = await connect(warehouse.server, { user: 'u1', password: 'pw-1', database: 'shop' });
    await expect(other.query('CREATE USER u2')).rejects.toMatchObject({ errno: 5203 });
    await other.end();
    await warehouse.server.setPassword('u1', 'pw-2');
    await expect(connect(warehouse.server, { user: 'u1', password: 'pw-1' })).rejects.toMatchObject({ errno: 1045 });
    await (await connect(warehouse.server, { user: 'u1', password: 'pw-2' })).end();
    await expect(warehouse.server.setPassword('nobody', 'x')).rejects.toMatchObject({ code: 'STR1805' });
  });

  test('the columns that the Flink connector reads have its types', async () => {
    const [, fields] = await warehouse.client.query(
      "SELECT `COLUMN_NAME`, `ORDINAL_POSITION`, `COLUMN_KEY`, `DATA_TYPE`, `COLUMN_SIZE`, `DECIMAL_DIGITS` FROM `information_schema`.`COLUMNS` WHERE `TABLE_SCHEMA`='shop' AND `TABLE_NAME`='orders'",
    );
    expect(fields.map((field) => field.columnType)).toEqual([253, 8, 253, 253, 8, 8]);
    expect(
      await warehouse.rows(
        "SELECT COLUMN_NAME, COLUMN_KEY, DATA_TYPE, COLUMN_TYPE FROM information_schema.columns WHERE table_schema = 'shop' AND table_name = 'orders' AND ordinal_position IN (1, 5)",
      ),
    ).toEqual([
      ['order_id', 'PRI', 'bigint', 'bigint(20)'],
      ['amount', '', 'decimal', 'decimal(18,4)'],
    ]);
  });
});

test('everything survives a restart', async () => {
  const before = await warehouse.rows(
    "SELECT table_name, table_type FROM information_schema.tables WHERE table_schema = 'shop' ORDER BY 1",
  );
  await warehouse.restart();
  await warehouse.run('USE shop');
  expect(
    await warehouse.rows(
      "SELECT table_name, table_type FROM information_schema.tables WHERE table_schema = 'shop' ORDER BY 1",
    ),
  ).toEqual(before);
  expect(await warehouse.rows('SELECT order_id, status FROM orders')).toEqual([['1', 'SHIPPED']]);
  expect(await warehouse.rows('SELECT k, w FROM doubled ORDER BY k')).toHaveLength(2);
});
