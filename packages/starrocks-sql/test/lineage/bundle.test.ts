import { buildBundle } from '../../src/bundle/build';
import { lineageOf } from '../../src/lineage/bundle';
import { lineageAround, lineageMermaid } from '../../src/lineage/mermaid';
import type { Lineage } from '../../src/lineage/model';

const FILES: Readonly<Record<string, string>> = {
  'ods/loan.sql': 'CREATE TABLE loan (id INT, paid INT, rate INT, day DATE)',
  'ods/rate.sql': 'CREATE TABLE rate (rate INT, name STRING)',
  'cdm/fact.sql':
    'CREATE VIEW fact AS SELECT l.id, l.paid * 2 AS twice, r.name FROM ods.loan AS l JOIN ods.rate AS r ON r.rate = l.rate',
  'cdm/daily.sql': 'CREATE TABLE daily (n INT, total INT)',
  'cdm/fill.sql': 'SUBMIT TASK fill AS INSERT INTO cdm.daily (total, n) SELECT sum(twice), count(*) FROM cdm.fact',
  'ads/report.sql':
    'CREATE MATERIALIZED VIEW report (who, much) REFRESH ASYNC AS SELECT f.name, d.total + f.twice FROM cdm.fact AS f CROSS JOIN cdm.daily AS d WHERE f.id > 0',
};

function library(files: Readonly<Record<string, string>> = FILES): Lineage {
  const list = Object.entries(files).map(([path, text]) => ({ path, text }));
  const { bundle, errors } = buildBundle(list, {
    layers: ['ods', 'cdm', 'ads'],
    databaseOf: (layer) => `dev_${layer}`,
  });
  expect(errors).toEqual([]);
  return lineageOf(bundle);
}

function column(lineage: Lineage, object: string, name: string) {
  const found = lineage.objects.find(({ id }) => id === object)?.columns.find((each) => each.name === name);
  const text = (ids: readonly { object: string; column: string }[] = []) =>
    ids.map((each) => `${each.object}.${each.column}`);
  return { sources: text(found?.sources), origins: text(found?.origins) };
}

describe('lineage of a library', () => {
  test('names layers, not physical databases, and goes down to what loads fill', () =>
    expect(column(library(), 'cdm.fact', 'twice')).toEqual({ sources: ['ods.loan.paid'], origins: ['ods.loan.paid'] }));

  test('gives the columns of a materialized view its own names', () =>
    expect(column(library(), 'ads.report', 'who')).toEqual({ sources: ['cdm.fact.name'], origins: ['ods.rate.name'] }));

  test('goes through tables that a task fills, by the columns that it lists', () => {
    expect(column(library(), 'cdm.daily', 'total').sources).toEqual(['cdm.fact.twice']);
    expect(column(library(), 'cdm.daily', 'n')).toEqual({
      sources: ['cdm.fact.*'],
      origins: ['ods.loan.*', 'ods.rate.*'],
    });
    expect(column(library(), 'ads.report', 'much').origins).toEqual(['ods.loan.paid']);
  });

  test('keeps what decides on rows, and has no problem', () => {
    const report = library().objects.find(({ id }) => id === 'ads.report');
    expect(report?.influences).toEqual([{ object: 'cdm.fact', column: 'id', clause: 'where' }]);
    expect(library().objects.flatMap(({ problems }) => problems)).toEqual([]);
  });

  test('fails where a view names more columns than its query has', () => {
    const { objects } = library({ ...FILES, 'ads/report.sql': 'CREATE VIEW report (a, b, c) AS SELECT 1, 2' });
    expect(objects.find(({ id }) => id === 'ads.report')?.problems[0]?.reason).toBe(
      'ads.report names 3 columns, its query has 2',
    );
  });

  test('ends when a task reads the table that it fills', () => {
    const fill = 'SUBMIT TASK fill AS INSERT INTO cdm.daily SELECT n + 1, total FROM cdm.daily';
    expect(column(library({ ...FILES, 'cdm/fill.sql': fill }), 'cdm.daily', 'n').origins).toEqual([]);
  });
});

describe('the diagram', () => {
  test('of objects has an arrow wherever values or rows come from', () =>
    expect(lineageMermaid(library(), { columns: false }).split('\n')).toEqual(
      expect.arrayContaining([
        'flowchart LR',
        '  ods__loan["ods.loan"]',
        '  ods__rate --> cdm__fact',
        '  cdm__daily --> ads__report',
      ]),
    ));

  test('of one object shows the columns that lead to it and from it, dotted where they are computed', () => {
    const around = lineageAround(library(), 'cdm.fact');
    expect(around.objects.map(({ id }) => id)).toEqual(['cdm.daily', 'ods.loan', 'ods.rate', 'cdm.fact', 'ads.report']);
    const chart = lineageMermaid(around, { columns: true });
    expect(chart).toContain(
      'subgraph ods__loan["ods.loan"]\n    ods__loan__id["id"]\n    ods__loan__paid["paid"]\n  end',
    );
    expect(chart).toContain('  ods__loan__paid -.-> cdm__fact__twice');
    expect(chart).toContain('  ods__rate__name --> cdm__fact__name');
  });
});
