import { lineageOf, buildBundle, lint } from '@strata/starrocks-sql';
import { FILES, LAYERS } from './declared-objects';

const files = FILES.map(({ layer, name, text }) => ({ path: `${layer}/${name}.sql`, text }));

describe('sql/', () => {
  test('is clean under the rules', () => {
    const { findings, errors } = lint(files, {
      layers: LAYERS,
      subjects: ['finance', 'marketing', 'operations', 'risk'],
    });
    expect(errors).toEqual([]);
    expect(findings).toEqual([]);
  });

  test('has a certain source for every column of every view', () => {
    const { objects } = lineageOf(buildBundle(files, { layers: LAYERS }).bundle);
    expect(objects.flatMap(({ id, problems }) => problems.map(({ reason }) => `${id}: ${reason}`))).toEqual([]);
  });
});
