import { FILES, inOrder, namesIn, objectOf } from './declared-objects';
import type { DeclaredFile, Layer } from './declared-objects';

const CASES = FILES.map((file): [string, DeclaredFile] => [file.path, file]);
const of = (layer: Layer): readonly DeclaredFile[] => FILES.filter((file) => file.layer === layer);
const tables = FILES.map((file) => [file, objectOf(file)] as const).flatMap(([file, object]) =>
  object.kind === 'create-table' ? [[file.path, object] as const] : [],
);
const queries = FILES.map((file) => [file, objectOf(file)] as const).flatMap(([file, object]) =>
  object.kind === 'create-table' ? [] : [[file.path, object] as const],
);
const materialized = queries.flatMap(([path, object]) =>
  object.kind === 'create-materialized-view' ? [[path, object] as const] : [],
);

describe('sql/', () => {
  test('is a whole warehouse', () => {
    expect(of('ods').length).toBeGreaterThanOrEqual(9);
    expect(of('cdm').length).toBeGreaterThanOrEqual(7);
    expect(materialized.filter(([path]) => path.startsWith('sql/ads/')).length).toBeGreaterThanOrEqual(5);
  });

  test('can be created one object after the other', () => expect(inOrder(FILES)).toHaveLength(FILES.length));

  test.each(CASES)('%s declares the object it is named after, unqualified', (_, file) => {
    expect(objectOf(file).name.parts).toEqual([file.name]);
    expect(file.name).toMatch(/^[a-z][a-z0-9_]*$/);
  });

  test.each(CASES)('%s says what a row is, and in what unit each column is', (_, file) => {
    const object = objectOf(file);
    expect(object.comment ?? '').toMatch(/^One row/);
    expect(object.columns.length).toBeGreaterThan(0);
    expect(object.columns.filter(({ comment }) => (comment ?? '') === '').map(({ name }) => name)).toEqual([]);
    expect(object.columns.map(({ name }) => name).filter((name) => !/^[a-z][a-z0-9_]*$/.test(name))).toEqual([]);
  });
});

describe('ODS tables', () => {
  const ods = tables.filter(([path]) => path.startsWith('sql/ods/'));

  test.each(ods)(
    '%s has a primary key that leads with the id of the source and holds the partition column',
    (_, table) => {
      expect(table.key?.model).toBe('PRIMARY');
      const key = table.key?.columns ?? [];
      expect(table.columns.slice(0, key.length).map(({ name }) => name)).toEqual(key);
      expect(table.columns.slice(0, key.length).every(({ nullable }) => nullable === false)).toBe(true);
      expect(table.distribution).toMatchObject({ kind: 'hash', columns: [key[0]] });
      const [, partition] = key;
      if (table.partition?.kind !== 'expression')
        expect([table.name.parts, partition]).toEqual([['customer'], undefined]);
      else
        expect(table.partition.expressions[0]?.text).toMatch(
          new RegExp(`^date_trunc\\('(day|month)', ${String(partition)}\\)$`),
        );
    },
  );

  test.each(ods)('%s is cached, and what is partitioned says for how long', (_, table) => {
    const properties = new Map(table.properties.map(({ key, value }) => [key, value]));
    expect(properties.get('datacache.enable')).toBe('true');
    expect(properties.has('datacache.partition_duration')).toBe(table.partition !== undefined);
  });

  test.each(of('ods').map((file): [string, string] => [file.path, file.text]))('%s names its source', (_, text) => {
    expect(text).toMatch(/^--@ source: (mysql loans\.\w+|kafka \w+)$/m);
    expect(text).toMatch(/^--@ freshness: \d+m$/m);
  });
});

describe('queries', () => {
  test.each(queries)('%s reads only what is declared in its own or a lower layer', (path, object) => {
    const qualified = [...object.query.text.matchAll(/\b(?:FROM|JOIN)\s+([\w.]+)/g)].map(([, name]) => name ?? '');
    const known = namesIn(object.query.text);
    expect(qualified.filter((name) => !known.includes(name))).toEqual([]);
    if (path.startsWith('sql/cdm/')) expect(known.filter((name) => name.startsWith('ads.'))).toEqual([]);
  });

  test.each(queries)('%s takes today from the data and not from the clock', (_, object) => {
    expect(object.query.text).not.toMatch(/\b(now|curdate|current_date|current_timestamp|utc_timestamp|rand|uuid)\b/i);
  });

  test.each(materialized)('%s leaves its schedule to --@ freshness', (path, view) => {
    expect(view.refresh).toEqual({ moment: 'DEFERRED', mode: 'async' });
    expect(view.distribution?.kind).toBe('hash');
    const file = FILES.find((candidate) => candidate.path === path);
    expect(file?.text).toMatch(/^--@ freshness: \d+[md]$/m);
    expect(file?.text).not.toMatch(/\bEVERY\b/);
  });
});
