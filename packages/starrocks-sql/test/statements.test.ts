import { parseStatement } from '../src/parser/parse';
import { printStatement } from '../src/print';
import { withoutPositions } from './helpers/tree';

/** A statement and its canonical text. */
const CANONICAL: readonly (readonly [string, string])[] = [
  [
    'create database if not exists d default charset utf8 properties ("storage_volume"="v")',
    'CREATE DATABASE IF NOT EXISTS d\nDEFAULT CHARSET = "utf8"\nPROPERTIES ("storage_volume" = "v")',
  ],
  ['drop schema if exists d force', 'DROP DATABASE IF EXISTS d FORCE'],
  ['alter database d set data quota 10GB', 'ALTER DATABASE d SET DATA QUOTA 10GB'],
  [
    'create table t (a int(11) null, b sum(bigint), index i (a) using bitmap) engine=olap aggregate key(a) comment "c" partition by range(a) (start ("1") end ("9") every (2)) distributed by hash(a) buckets 4 order by (a) rollup (r (a, b) from t) properties ("x"="1", "y"="2")',
    'CREATE TABLE t (\n  a INT NULL,\n  b sum(BIGINT),\n  INDEX i (a) USING BITMAP\n)\nENGINE = olap\nAGGREGATE KEY (a)\nCOMMENT "c"\nPARTITION BY RANGE (a) (\n  START ("1") END ("9") EVERY (2)\n)\nDISTRIBUTED BY HASH (a) BUCKETS 4\nORDER BY (a)\nROLLUP (r (a, b) FROM t)\nPROPERTIES (\n  "x" = "1",\n  "y" = "2"\n)',
  ],
  [
    'create table t (a bigint not null auto_increment, b varchar(8) default "x", c datetime default current_timestamp(3), d varchar(36) default (uuid()), e int as a + 1 comment "gen")',
    'CREATE TABLE t (\n  a BIGINT NOT NULL AUTO_INCREMENT,\n  b VARCHAR(8) DEFAULT "x",\n  c DATETIME DEFAULT CURRENT_TIMESTAMP(3),\n  d VARCHAR(36) DEFAULT (uuid()),\n  e INT AS a + 1 COMMENT "gen"\n)',
  ],
  [
    'create table t (a int) partition by list (a) (partition p values in (("1"), (2)) ("k"="v"))',
    'CREATE TABLE t (\n  a INT\n)\nPARTITION BY LIST (a) (\n  PARTITION p VALUES IN (("1"), (2)) ("k" = "v")\n)',
  ],
  ['create table t (a int) partition by (a, b)', 'CREATE TABLE t (\n  a INT\n)\nPARTITION BY (a, b)'],
  [
    "create table t (a date) partition by date_trunc('day', a), b",
    "CREATE TABLE t (\n  a DATE\n)\nPARTITION BY date_trunc('day', a), b",
  ],
  [
    'create table t (a int) partition by range (a) (partition p values [("1"), (maxvalue)), partition q values less than maxvalue)',
    'CREATE TABLE t (\n  a INT\n)\nPARTITION BY RANGE (a) (\n  PARTITION p VALUES [("1"), (MAXVALUE)),\n  PARTITION q VALUES LESS THAN MAXVALUE\n)',
  ],
  ['create table t2 distributed by random like d.t', 'CREATE TABLE t2\nDISTRIBUTED BY RANDOM\nLIKE d.t'],
  ['create table t (a, b) primary key (a) as select 1, 2', 'CREATE TABLE t (a, b)\nPRIMARY KEY (a)\nAS\nselect 1, 2'],
  [
    'alter table t add column a int after b, drop column c, modify column d bigint key first',
    'ALTER TABLE t\n  ADD COLUMN a INT AFTER b,\n  DROP COLUMN c,\n  MODIFY COLUMN d BIGINT KEY FIRST',
  ],
  [
    'alter table t add column (a int, b int) to r properties ("timeout"="1")',
    'ALTER TABLE t ADD COLUMN (a INT, b INT) TO r PROPERTIES ("timeout" = "1")',
  ],
  [
    'alter table t add rollup r (a), r2 (b, a) duplicate key (b)',
    'ALTER TABLE t\n  ADD ROLLUP r (a),\n  r2 (b, a) DUPLICATE KEY (b)',
  ],
  ['alter table t drop rollup r, r2', 'ALTER TABLE t\n  DROP ROLLUP r,\n  r2'],
  [
    'alter table t modify column s add field x.y int after z',
    'ALTER TABLE t MODIFY COLUMN s ADD FIELD x.y INT AFTER z',
  ],
  ['alter table t modify column a drop field [*].b', 'ALTER TABLE t MODIFY COLUMN a DROP FIELD [*].b'],
  ['alter table t distributed by hash(a) default buckets 7', 'ALTER TABLE t DISTRIBUTED BY HASH (a) DEFAULT BUCKETS 7'],
  [
    'alter table t partitions (p, q) distributed by hash(a) buckets 7',
    'ALTER TABLE t PARTITION (p, q) DISTRIBUTED BY HASH (a) BUCKETS 7',
  ],
  [
    'alter table t partition by date_trunc("month", d) between "2024-01-01" and "2024-02-01"',
    'ALTER TABLE t PARTITION BY date_trunc("month", d) BETWEEN "2024-01-01" AND "2024-02-01"',
  ],
  [
    'alter table t add partitions start ("1") end ("3") every (1) distributed by hash (a) buckets 1',
    'ALTER TABLE t ADD PARTITIONS START ("1") END ("3") EVERY (1) DISTRIBUTED BY HASH (a) BUCKETS 1',
  ],
  ['alter table t drop partitions where a < 3 force', 'ALTER TABLE t DROP PARTITIONS WHERE a < 3 FORCE'],
  ['alter table t drop all temporary partitions', 'ALTER TABLE t DROP ALL TEMPORARY PARTITIONS'],
  ['alter table t base compact p', 'ALTER TABLE t BASE COMPACT (p)'],
  ['alter table t auto_increment = 9', 'ALTER TABLE t AUTO_INCREMENT = 9'],
  ['recover partition p from d.t', 'RECOVER PARTITION p FROM d.t'],
  ['cancel alter table column from t (1, 2) force', 'CANCEL ALTER TABLE COLUMN FROM t (1, 2) FORCE'],
  ['truncate table t partition p', 'TRUNCATE TABLE t PARTITION (p)'],
  [
    'create view v (a comment "x", b) comment "c" security invoker as select 1, 2',
    'CREATE VIEW v (\n  a COMMENT "x",\n  b\n)\nCOMMENT "c"\nSECURITY INVOKER\nAS\nselect 1, 2',
  ],
  ['alter view v modify dialect select 1', 'ALTER VIEW v MODIFY DIALECT STARROCKS\nselect 1'],
  [
    'create materialized view m (a, index i (a)) refresh deferred async start("2024-01-01 00:00:00") every(interval 2 hour) partition by date_trunc("day", d) properties ("a"="b") as select 1',
    'CREATE MATERIALIZED VIEW m (\n  a,\n  INDEX i (a)\n)\nPARTITION BY (date_trunc("day", d))\nREFRESH DEFERRED ASYNC START ("2024-01-01 00:00:00") EVERY (INTERVAL 2 HOUR)\nPROPERTIES ("a" = "b")\nAS\nselect 1',
  ],
  ['alter materialized view m refresh manual', 'ALTER MATERIALIZED VIEW m REFRESH MANUAL'],
  [
    'refresh materialized view m partition (("a", 1)) force with sync mode with priority 70',
    'REFRESH MATERIALIZED VIEW m PARTITION (("a", 1)) FORCE WITH SYNC MODE WITH PRIORITY 70',
  ],
  [
    'create external catalog `c-1` comment "x" properties ("type"="hive")',
    'CREATE EXTERNAL CATALOG `c-1` COMMENT "x"\nPROPERTIES ("type" = "hive")',
  ],
  [
    'create storage volume if not exists v type = s3 locations = ("s3://a", "s3://b") properties ("enabled"="true")',
    'CREATE STORAGE VOLUME IF NOT EXISTS v\nTYPE = s3\nLOCATIONS = ("s3://a", "s3://b")\nPROPERTIES ("enabled" = "true")',
  ],
  ['alter storage volume v comment = "c", set ("a"="b")', 'ALTER STORAGE VOLUME v COMMENT = "c", SET ("a" = "b")'],
  ['set v as default storage volume', 'SET v AS DEFAULT STORAGE VOLUME'],
  ['create warehouse w properties ("a"="b")', 'CREATE WAREHOUSE w\nPROPERTIES ("a" = "b")'],
  [
    "create resource group g to (user='u', query_type in ('select')), (role='r') with ('cpu_weight'='1')",
    "CREATE RESOURCE GROUP g\nTO (user='u', query_type in ('select')), (role='r')\nWITH (\"cpu_weight\" = \"1\")",
  ],
  ['alter resource group g drop (1, 2)', 'ALTER RESOURCE GROUP g DROP (1, 2)'],
  [
    'create routine load d.l on t columns terminated by ",", columns (a, b, c = a + 1), where a > 1, partition (p) properties ("x"="1") from kafka ("kafka_topic"="y", "z"="1")',
    'CREATE ROUTINE LOAD d.l ON t\nCOLUMNS TERMINATED BY ",",\nCOLUMNS (a, b, c = a + 1),\nWHERE a > 1,\nPARTITION (p)\nPROPERTIES ("x" = "1")\nFROM KAFKA (\n  "kafka_topic" = "y",\n  "z" = "1"\n)',
  ],
  ['alter routine load for l properties ("x"="1")', 'ALTER ROUTINE LOAD FOR l\nPROPERTIES ("x" = "1")'],
  ['pause routine load for d.l', 'PAUSE ROUTINE LOAD FOR d.l'],
  [
    'create or replace pipe p properties ("a"="b") as insert into t select * from files("path"="x")',
    'CREATE OR REPLACE PIPE p\nPROPERTIES ("a" = "b")\nAS\ninsert into t select * from files("path"="x")',
  ],
  ['alter pipe p retry file "f"', 'ALTER PIPE p RETRY FILE "f"'],
  [
    'submit task d.k properties ("a"="b") schedule start("2024-01-01") every(interval 1 day) as insert overwrite t select 1',
    'SUBMIT TASK d.k\nSCHEDULE START ("2024-01-01") EVERY (INTERVAL 1 DAY)\nPROPERTIES ("a" = "b")\nAS\ninsert overwrite t select 1',
  ],
  ['alter task if exists k suspend', 'ALTER TASK IF EXISTS k SUSPEND'],
  ['drop task k force', 'DROP TASK k FORCE'],
  [
    'create global function f(int, ...) returns string properties ("symbol"="s") as $$ def f(x): return "it\'s" $$',
    'CREATE GLOBAL FUNCTION f(INT, ...) RETURNS STRING PROPERTIES ("symbol" = "s") AS $$ def f(x): return "it\'s" $$',
  ],
  [
    'create function f(x int, y string) returns concat(x, y)',
    'CREATE FUNCTION f(x INT, y STRING) RETURNS concat(x, y)',
  ],
  ['drop function if exists d.f(int, array<int>)', 'DROP FUNCTION IF EXISTS d.f(INT, ARRAY<INT>)'],
  [
    "create user if not exists u@'10.%' identified by 'p\"w' default role r, s",
    "CREATE USER IF NOT EXISTS 'u'@'10.%' IDENTIFIED BY \"p\\\"w\" DEFAULT ROLE r, s",
  ],
  ["alter user u@['h.example'] identified with p as 'x'", "ALTER USER 'u'@['h.example'] IDENTIFIED WITH p AS \"x\""],
  ['create role a, b comment "c"', 'CREATE ROLE a, b COMMENT "c"'],
  ['grant r, s to user u', "GRANT r, s TO USER 'u'"],
  [
    'grant select, create materialized view on database d to role r with grant option',
    'GRANT SELECT, CREATE MATERIALIZED VIEW ON DATABASE d TO ROLE r WITH GRANT OPTION',
  ],
  ['grant usage on function d.f(int), g(string) to role r', 'GRANT USAGE ON FUNCTION d.f(INT), g(STRING) TO ROLE r'],
  ['grant impersonate on user a, b to c', "GRANT IMPERSONATE ON USER 'a', 'b' TO USER 'c'"],
  ['revoke all on all tables in all databases from role r', 'REVOKE ALL ON ALL TABLES IN ALL DATABASES FROM ROLE r'],
  ['grant select on *.* to external group g', 'GRANT SELECT ON *.* TO EXTERNAL GROUP g'],
  ['set default role all to u', "SET DEFAULT ROLE ALL TO 'u'"],
  ['set role all except a', 'SET ROLE ALL EXCEPT a'],
  ['set role default', 'SET ROLE DEFAULT'],
  ['set password for u = password("x")', 'SET PASSWORD FOR \'u\' = PASSWORD("x")'],
  ['set global a = 1, @b = (select 2), @@session.c = on', 'SET GLOBAL a = 1, @b = (select 2), SESSION c = on'],
  ['set names utf8 collate utf8_bin', 'SET NAMES "utf8" COLLATE "utf8_bin"'],
  ['set catalog c', 'SET CATALOG c'],
  ['set session warehouse w', 'SET WAREHOUSE = w'],
  ['use c.d', 'USE c.d'],
];

describe('a statement', () => {
  test.each(CANONICAL)('%s', (text, canonical) => {
    const statement = parseStatement(text);
    expect(printStatement(statement)).toBe(canonical);
    expect(withoutPositions(parseStatement(canonical))).toEqual(withoutPositions(statement));
  });

  test.each<[string, string, string[]]>([
    ['select 1', 'query', ['SELECT']],
    ['with q as (select 1) select * from q', 'query', ['WITH']],
    ['(select 1) union (select 2)', 'query', ['SELECT']],
    ['insert into t values (1, default)', 'dml', ['INSERT']],
    ['with q as (select 1) insert into t select * from q', 'dml', ['WITH']],
    ['delete from t where a = 1', 'dml', ['DELETE']],
    ['show create table t', 'show', ['SHOW', 'CREATE', 'TABLE', 'T']],
    ['desc t', 'show', ['DESC']],
    ['explain verbose select 1', 'other', ['EXPLAIN', 'VERBOSE', 'SELECT']],
    ['admin set frontend config ("a" = "b")', 'other', ['ADMIN', 'SET']],
    ['alter table t merge tablet', 'other', ['ALTER', 'TABLE']],
    ['create dictionary d using t (id key, v value)', 'other', ['CREATE']],
  ])('%s is kept as text', (text, kind, keywords) => {
    expect(parseStatement(text)).toMatchObject({ kind, keywords, sql: { text } });
  });

  test('keeps comments inside of queries', () => {
    const text = 'create view v as select /*+ SET_VAR(query_timeout = 5) */ a -- why\nfrom t -- end';
    expect(parseStatement(text)).toMatchObject({
      query: { text: 'select /*+ SET_VAR(query_timeout = 5) */ a -- why\nfrom t' },
    });
  });

  test('knows its places', () => {
    expect(parseStatement('\n create view\n  d.v as select 1')).toMatchObject({
      at: { offset: 2, line: 2, column: 2 },
      name: { at: { line: 3, column: 3 } },
      query: { at: { line: 3, column: 10 } },
    });
  });
});
