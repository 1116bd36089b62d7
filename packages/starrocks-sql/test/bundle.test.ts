import { buildBundle } from '../src/bundle/build';
import type { BundleOptions, BundleResult, SchemaObject } from '../src/bundle/bundle';
import { parseStatement } from '../src/parser/parse';

const LAYERS: BundleOptions = { layers: ['ods', 'cdm', 'ads'] };
const REPAYMENT =
  'create table repayment (id bigint not null, amount decimal(18, 2)) primary key (id) distributed by hash (id)';

function build(files: Readonly<Record<string, string>>, options: Partial<BundleOptions> = {}): BundleResult {
  const list = Object.entries(files).map(([path, text]) => ({ path, text }));
  return buildBundle(list, { ...LAYERS, ...options });
}

function objectOf(result: BundleResult, id: string): SchemaObject {
  expect(result.errors.map((error) => error.message)).toEqual([]);
  const object = result.bundle.objects.find((each) => each.id === id);
  if (object === undefined) throw new Error(`no object ${id}`);
  return object;
}

describe('a bundle', () => {
  test('holds every object with its layer, references and canonical text', () => {
    const result = build({
      'sql/ads/daily.sql': '--@ freshness: 1h\ncreate materialized view daily as select * from cdm.paid',
      'sql/cdm/paid.sql': '-- paid\ncreate view paid as select id, amount from ods.repayment',
      'sql/ods/repayment.sql': `--@ source: mysql loans.repayment\n${REPAYMENT};`,
    });
    expect(result.bundle.objects.map((object) => [object.id, object.kind, object.references])).toEqual([
      ['ods.repayment', 'table', []],
      ['cdm.paid', 'view', ['ods.repayment']],
      ['ads.daily', 'materialized-view', ['cdm.paid']],
    ]);
    const paid = objectOf(result, 'cdm.paid');
    expect(paid.sql).toBe('CREATE VIEW cdm.paid\nAS\nselect id, amount from ods.repayment');
    expect(paid.statement).toEqual(parseStatement(paid.sql));
    expect(objectOf(result, 'ods.repayment').annotations.source).toBe('mysql loans.repayment');
  });

  test('is JSON', () => {
    const { bundle } = build({ 'ods/repayment.sql': REPAYMENT });
    expect(JSON.parse(JSON.stringify(bundle))).toEqual(bundle);
  });

  test('names physical databases, in statements and in queries', () => {
    const result = build(
      {
        'ods/repayment.sql': REPAYMENT,
        'ods/loan.sql':
          'create table loan (id bigint) properties ("foreign_key_constraints" = "(id) REFERENCES ods.repayment (id)")',
        'cdm/paid.sql':
          'create view cdm.paid as select ods.repayment.id from ods.repayment join default_catalog.ods.loan l on l.id = 1',
        'cdm/again.sql': 'create view again as select * from paid',
        'ods/feed.sql': 'create routine load feed on repayment from kafka ("kafka_topic" = "x")',
        'global/reader.sql':
          'create role reader; grant select on ods.repayment to role reader; grant select on all tables in database ads to role reader',
      },
      { databaseOf: (layer) => `risk_dev_${layer}` },
    );
    expect(objectOf(result, 'cdm.paid').sql).toBe(
      'CREATE VIEW risk_dev_cdm.paid\nAS\nselect risk_dev_ods.repayment.id from risk_dev_ods.repayment join risk_dev_ods.loan l on l.id = 1',
    );
    expect(objectOf(result, 'cdm.again').sql).toContain('from risk_dev_cdm.paid');
    expect(objectOf(result, 'ods.loan').sql).toContain('REFERENCES risk_dev_ods.repayment (id)');
    expect(objectOf(result, 'ods.feed').sql).toContain('CREATE ROUTINE LOAD risk_dev_ods.feed ON repayment');
    expect(objectOf(result, 'role.reader').grants.map((grant) => grant.sql)).toEqual([
      'GRANT SELECT ON risk_dev_ods.repayment TO ROLE reader',
      'GRANT SELECT ON ALL TABLES IN DATABASE risk_dev_ads TO ROLE reader',
    ]);
    expect(result.bundle.layers).toContainEqual({ name: 'ads', database: 'risk_dev_ads' });
  });

  test('does not change with comments, case of keywords or the order of files', () => {
    const one = build({ 'ods/repayment.sql': REPAYMENT, 'ods/b.sql': 'create view b as select 1 a' });
    const other = build({
      'ods/b.sql': 'CREATE  VIEW `b`\n AS select 1 a',
      'ods/repayment.sql': `-- new comment\n${REPAYMENT.replace('create table', 'CREATE TABLE')}`,
    });
    expect(other.bundle).toEqual(one.bundle);
  });

  test('leaves out layers that the environment only reads, but knows their objects', () => {
    const files = { 'ods/repayment.sql': REPAYMENT, 'ads/v.sql': 'create view v as select * from ods.repayment' };
    const result = build(files, {
      layers: ['ads'],
      readOnlyLayers: ['ods'],
      databaseOf: (layer) => (layer === 'ods' ? 'base_ods' : layer),
    });
    expect(result.bundle.objects.map((object) => object.id)).toEqual(['ads.v']);
    expect(objectOf(result, 'ads.v').sql).toContain('from base_ods.repayment');
  });

  test('keeps tables of catalogs and of the system as external references', () => {
    const result = build({
      'ads/v.sql': 'create view v as select 1 from lake.sales.orders, information_schema.tables',
    });
    expect(objectOf(result, 'ads.v').externalReferences).toEqual(['information_schema.tables', 'lake.sales.orders']);
  });
});

describe('refresh schedules', () => {
  const view = (head: string, clause = ''): Record<string, string> => ({
    'ads/m.sql': `${head}\ncreate materialized view m ${clause} as select 1 a`,
  });

  test.each<[string, string, BundleOptions['refresh'], string]>([
    ['15m', '', 'scheduled', 'REFRESH ASYNC EVERY (INTERVAL 15 MINUTE)'],
    ['90s', '', undefined, 'REFRESH ASYNC EVERY (INTERVAL 90 SECOND)'],
    ['24h', 'refresh deferred async', undefined, 'REFRESH DEFERRED ASYNC EVERY (INTERVAL 1 DAY)'],
    ['2h', '', 'deferred', 'REFRESH DEFERRED ASYNC EVERY (INTERVAL 2 HOUR)'],
    ['2h', 'refresh async', 'manual', 'REFRESH DEFERRED MANUAL'],
  ])('freshness %s with "%s" and option %s is %s', (freshness, clause, refresh, expected) => {
    const options = refresh === undefined ? {} : { refresh };
    expect(objectOf(build(view(`--@ freshness: ${freshness}`, clause), options), 'ads.m').sql).toContain(expected);
  });

  test('a view without freshness keeps its own clause', () => {
    expect(objectOf(build(view('', 'refresh manual')), 'ads.m').sql).toContain('REFRESH MANUAL');
  });

  test.each<[string, string, string, RegExp]>([
    ['a hand-written EVERY', '', 'refresh async every (interval 1 hour)', /remove EVERY.*--@ freshness/],
    ['freshness of a manual view', '--@ freshness: 5m', 'refresh manual', /freshness needs REFRESH ASYNC/],
    ['an interval that is too small', '--@ freshness: 30s', '', /at most every 60s/],
  ])('fails for %s', (_, head, clause, message) => {
    expect(build(view(head, clause)).errors[0]?.message).toMatch(message);
  });
});

describe('errors of a library', () => {
  const only = (files: Record<string, string>, options: Partial<BundleOptions> = {}): string => {
    const messages = build(files, options).errors.map((error) => error.message.split('\n')[0]);
    expect(messages).toHaveLength(1);
    return messages[0] ?? '';
  };

  test('a missing table fails with its place and the nearest name', () => {
    const files = { 'ods/repayment.sql': REPAYMENT, 'cdm/v.sql': 'create view v as\n  select 1 from ods.repayments' };
    expect(only(files)).toBe(
      'cdm/v.sql:2:17  no table or view ods.repayments in the library. Did you mean ods.repayment?',
    );
  });

  test('a missing layer fails with the known ones', () => {
    const files = { 'ods/t.sql': 'create table t (a int)', 'cdm/v.sql': 'create view v as select 1 from odx.t' };
    expect(only(files)).toBe("cdm/v.sql:1:32  no layer 'odx': known layers are ods, cdm, ads. Did you mean ods.t?");
  });

  test('a circle fails and names its way', () => {
    const files = {
      'cdm/a.sql': 'create view a as select * from b',
      'cdm/b.sql': 'create view b as select * from ads.c',
      'ads/c.sql': 'create view c as select * from cdm.a',
    };
    expect(only(files)).toMatch(/circle: ads\.c -> cdm\.a -> cdm\.b -> ads\.c$/);
  });

  test('a view that reads itself fails', () => {
    expect(only({ 'ads/v.sql': 'create view v as select * from v' })).toBe('ads/v.sql:1:32  ads.v refers to itself');
  });

  test.each<[string, Record<string, string>, RegExp]>([
    [
      'a name unlike its file',
      { 'ods/a.sql': 'create table b (x int)' },
      /ods\/a\.sql:1:14 .*named 'a', but declares 'b'/,
    ],
    [
      'a layer unlike its folder',
      { 'ods/a.sql': 'create table ads.a (x int)' },
      /lies in layer 'ods', but declares 'ads\.a'/,
    ],
    ['an unknown folder', { 'odss/a.sql': 'create table a (x int)' }, /got 'odss'\. Did you mean ods\?/],
    ['two objects', { 'ods/a.sql': 'create table a (x int); create table b (x int)' }, /declares one object: move/],
    ['no object', { 'ods/a.sql': '-- nothing' }, /declares nothing/],
    ['a statement that declares nothing', { 'ods/a.sql': 'drop table a' }, /must declare one object/],
    ['IF NOT EXISTS', { 'ods/a.sql': 'create table if not exists a (x int)' }, /remove IF NOT EXISTS/],
    ['OR REPLACE', { 'ods/a.sql': 'create or replace view a as select 1' }, /remove OR REPLACE/],
    [
      'a role in a layer',
      { 'ods/r.sql': 'create role r' },
      /belongs to no layer: move the file to roles\/ or global\//,
    ],
    ['a role among the users', { 'users/r.sql': 'create role r' }, /move the file to roles\/ or global\//],
    ['a table among the roles', { 'roles/t.sql': 'create table t (a int)' }, /a table belongs to a layer/],
    ['a table in global', { 'global/t.sql': 'create table t (x int)' }, /belongs to a layer/],
    [
      'a grant to another role',
      { 'global/r.sql': 'create role r; grant select on ods.t to role s' },
      /only grants may follow/,
    ],
    [
      'a load that is read',
      {
        'ods/t.sql': 'create table t (x int)',
        'ods/l.sql': 'create routine load l on t from kafka',
        'ods/v.sql': 'create view v as select 1 from l',
      },
      /ods\.l is a routine load/,
    ],
    ['a file of another kind', { 'ods/a.yaml': '' }, /ends in \.sql/],
    ['a syntax error', { 'ods/a.sql': 'create tabel a (x int)' }, /ods\/a\.sql:1:8 .*expected 'TABLE'/],
  ])('fails for %s', (_, files, message) => {
    expect(only(files)).toMatch(message);
  });

  test('all errors of all files come at once, by path and place', () => {
    const { errors } = build({
      'ods/b.sql': '--@ sorce: x\ncreate table b (x int',
      'ods/a.sql': 'create view a as select 1 from x, y',
    });
    expect(errors.map((error) => `${error.file ?? ''}:${error.line} ${error.code}`)).toEqual([
      'ods/a.sql:1 STR1304',
      'ods/a.sql:1 STR1304',
      'ods/b.sql:2 STR1301',
    ]);
  });

  test('a chain of 3,000 views needs no deep call stack', () => {
    const files: Record<string, string> = { 'ods/v0.sql': 'create view v0 as select 1 a' };
    for (let index = 1; index < 3000; index += 1)
      files[`ods/v${index}.sql`] = `create view v${index} as select a from v${index - 1}`;
    expect(build(files).errors).toEqual([]);
  });
});
