import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildBundle, GENERATED_MARK, lineageOf, metricFiles, metricsReport, readMetrics } from '@strata/starrocks-sql';
import { parse } from 'yaml';
import { FILES, LAYERS } from './declared-objects';

const { library, problems } = readMetrics(parse(readFileSync(join(__dirname, '../../sql/cdm/metrics.yaml'), 'utf8')));
const files = FILES.map(({ layer, name, text }) => ({ path: `${layer}/${name}.sql`, text }));
const { bundle } = buildBundle(files, { layers: LAYERS });
const report = metricsReport(library, lineageOf(bundle), { layer: 'cdm', marts: 'ads' });

describe('sql/cdm/metrics.yaml', () => {
  test('fits together', () => expect(problems).toEqual([]));

  test('has its views in sql/cdm as it generates them (else: strata sql metrics --write)', () => {
    const generated = files.filter(({ text }) => text.includes(GENERATED_MARK));
    const byPath = (list: typeof files) => [...list].sort((one, other) => (one.path < other.path ? -1 : 1));
    expect(byPath(generated)).toEqual(byPath([...metricFiles(library, 'cdm')]));
  });

  test('defines more than 80 % of the figures of the marts', () => {
    expect(report.columns.length).toBeGreaterThan(50);
    expect(report.coverage).toBeGreaterThan(0.8);
  });

  test('has no metric that nobody uses', () => expect(report.unused).toEqual([]));
});

test('daily reports are refreshed in the same graph as those of minutes', () => {
  const daily = bundle.objects.filter(({ annotations }) => annotations.freshness?.seconds === 86_400);
  expect(daily.map(({ id }) => id)).toEqual(['ads.risk_roll_rate', 'ads.risk_vintage']);
  expect(daily.every(({ sql }) => sql.includes('EVERY (INTERVAL 1 DAY)'))).toBe(true);
});
