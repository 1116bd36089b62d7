import { buildBundle } from '../../src/bundle/build';
import { lineageOf } from '../../src/lineage/bundle';
import { GENERATED_MARK, metricFiles } from '../../src/metrics/generate';
import { readMetrics } from '../../src/metrics/read';
import { metricsReport } from '../../src/metrics/report';

const OF_LOAN = {
  from: 'ods.loan',
  grain: 'one loan',
  dimensions: ['day', 'product'],
  unit: 'CNY',
  owner: 'risk',
  comment: 'c',
};
const METRICS = {
  loans: { ...OF_LOAN, aggregate: 'count', unit: 'loans' },
  bad: { ...OF_LOAN, aggregate: 'count', filter: "status = 'bad'" },
  amount: { ...OF_LOAN, aggregate: 'sum', value: 'principal', comment: 'paid "out"' },
  bad_amount: { ...OF_LOAN, aggregate: 'sum', value: 'principal', filter: "status = 'bad'" },
  borrowers: { ...OF_LOAN, aggregate: 'count-distinct', value: 'customer' },
  latest: { ...OF_LOAN, aggregate: 'max', value: 'day', filter: "status = 'bad'" },
  bad_rate: { ...OF_LOAN, expression: '{bad} / nullif({loans}, 0)' },
};
const VIEWS = {
  metric_day: {
    from: 'ods.loan',
    comment: 'One row per day.',
    dimensions: { day: 'day', month: { expression: "date_trunc('month', day)", comment: 'month' } },
    metrics: ['loans', 'bad', 'amount', 'bad_amount', 'borrowers', 'latest', 'bad_rate'],
    where: 'principal > 0',
  },
  metric_product: {
    ...{ from: 'ods.loan', comment: 'One row per product.', dimensions: { product: 'product' }, metrics: ['loans'] },
    ...{ freshness: '10m', distribution: ['product'], partition: 'product' },
  },
};

function library(metrics: object = METRICS, views: object = VIEWS) {
  const { library: read, problems } = readMetrics({ metrics, views });
  expect(problems).toEqual([]);
  return read;
}

describe('generated views', () => {
  const files = metricFiles(library(), 'cdm');

  test('show each metric by its aggregate, with its filter inside', () => {
    expect(files[0]?.path).toBe('cdm/metric_day.sql');
    expect(files[0]?.text).toContain(
      [
        '  `day`,',
        "  date_trunc('month', day) AS `month`,",
        '  count(*) AS loans,',
        "  count(if(status = 'bad', 1, NULL)) AS bad,",
        '  sum(principal) AS amount,',
        "  sum(if(status = 'bad', principal, 0)) AS bad_amount,",
        '  count(DISTINCT customer) AS borrowers,',
        "  max(if(status = 'bad', day, NULL)) AS latest,",
        "  count(if(status = 'bad', 1, NULL)) / nullif(count(*), 0) AS bad_rate",
        'FROM ods.loan',
        'WHERE principal > 0',
        "GROUP BY `day`, date_trunc('month', day);",
      ].join('\n'),
    );
  });

  test('carry comments with units, and say where they come from', () => {
    expect(files[0]?.text).toContain('  amount COMMENT "paid \\"out\\", CNY"');
    expect(files.every(({ text }) => text.includes(GENERATED_MARK))).toBe(true);
  });

  test('are materialized where a freshness is given', () => {
    expect(files[1]?.text).toMatch(
      /^--@ freshness: 10m\n.*\nCREATE MATERIALIZED VIEW metric_product \([^]*PARTITION BY product\nDISTRIBUTED BY HASH \(product\)\nREFRESH DEFERRED ASYNC\nAS\n/,
    );
  });

  test('are objects of the library like all others', () => {
    const table = 'CREATE TABLE loan (day DATE, product STRING, status STRING, principal INT, customer INT)';
    const { bundle, errors } = buildBundle([{ path: 'ods/loan.sql', text: table }, ...files], {
      layers: ['ods', 'cdm'],
    });
    expect(errors).toEqual([]);
    expect(bundle.objects.map(({ id }) => id)).toEqual(['ods.loan', 'cdm.metric_day', 'cdm.metric_product']);
  });
});

describe('the report', () => {
  const MART =
    'SELECT m.month, m.bad AS bad_loans, m.bad_rate * 100 AS pct, sum(l.principal) AS wild FROM cdm.metric_day AS m JOIN ods.loan AS l ON l.day = m.day GROUP BY m.month, m.bad, m.bad_rate';
  const files = [
    {
      path: 'ods/loan.sql',
      text: 'CREATE TABLE loan (day DATE, product STRING, status STRING, principal INT, customer INT)',
    },
    ...metricFiles(library(), 'cdm'),
    {
      path: 'cdm/between.sql',
      text: 'CREATE VIEW between AS SELECT loans AS n FROM cdm.metric_product'.replace('between', '`between`'),
    },
    { path: 'ads/mart.sql', text: `CREATE VIEW mart AS ${MART}` },
    { path: 'ads/other.sql', text: 'CREATE VIEW other AS SELECT b.n + 1 AS more FROM cdm.`between` AS b' },
  ];
  const { bundle, errors } = buildBundle(files, { layers: ['ods', 'cdm', 'ads'] });
  const report = metricsReport(library(), lineageOf(bundle), { layer: 'cdm', marts: 'ads' });

  test('tells figures that come from metrics, also through other views, from those that do not', () => {
    expect(errors).toEqual([]);
    expect(report.columns.map(({ column, kind, metrics }) => [column, kind, metrics])).toEqual([
      ['month', 'dimension', []],
      ['bad_loans', 'metric', ['bad']],
      ['pct', 'metric', ['bad', 'bad_rate', 'loans']],
      ['wild', 'other', []],
      ['more', 'metric', ['loans']],
    ]);
    expect(report.coverage).toBe(0.75);
  });

  test('counts how often each metric is used, and lists those that are not', () => {
    expect(report.metrics.map(({ name, usedBy }) => [name, usedBy.length])).toEqual([
      ...[
        ['loans', 2],
        ['bad', 2],
        ['amount', 0],
        ['bad_amount', 0],
        ['borrowers', 0],
        ['latest', 0],
        ['bad_rate', 1],
      ],
    ]);
    expect(report.unused).toEqual(['amount', 'bad_amount', 'borrowers', 'latest']);
  });
});

describe('metrics.yaml', () => {
  const problems = (metrics: object, views: object = {}) => readMetrics({ metrics, views }).problems;

  test.each<[string, readonly string[], RegExp]>([
    [
      'another key',
      problems({ a: { ...METRICS.loans, aggregat: 'x' } }),
      /unknown key aggregat.*Did you mean '?aggregate/,
    ],
    ['an unknown aggregate', problems({ a: { ...METRICS.loans, aggregate: 'avg' } }), /aggregate: is one of count/],
    ['a sum of nothing', problems({ a: { ...OF_LOAN, aggregate: 'sum' } }), /value: says what is aggregated/],
    ['both ways to define', problems({ a: { ...METRICS.loans, expression: '1' } }), /not both/],
    ['no unit', problems({ a: { ...METRICS.loans, unit: '' } }), /metrics\.a\.unit: is a text/],
    ['no dimensions', problems({ a: { ...METRICS.loans, dimensions: [] } }), /dimensions: is a list/],
    ['an expression over an unknown metric', problems({ a: { ...OF_LOAN, expression: '{b}' } }), /no metric b/],
    [
      'an expression over an expression',
      problems({ ...METRICS, a: { ...OF_LOAN, expression: '{bad_rate}' } }),
      /is an expression itself/,
    ],
    [
      'an expression over other rows',
      problems({ ...METRICS, a: { ...OF_LOAN, from: 'ods.x', expression: '{loans}' } }),
      /loans aggregates ods\.loan, not ods\.x/,
    ],
    [
      'a view of an unknown metric',
      problems(METRICS, { v: { ...VIEWS.metric_day, metrics: ['loan'] } }),
      /no metric loan\. Did you mean '?loans/,
    ],
    ['a view of other rows', problems(METRICS, { v: { ...VIEWS.metric_day, from: 'ods.x' } }), /not ods\.x/],
    [
      'a dimension that a metric does not have',
      problems(METRICS, { v: { ...VIEWS.metric_product, dimensions: { status: 's' } } }),
      /loans may not be shown by status/,
    ],
    ['no mapping', readMetrics([]).problems, /the file: is a mapping/],
  ])('fails for %s', (_, found, message) => expect(found.join('\n')).toMatch(message));
});
