import { buildBundle } from '@strata/starrocks-sql';
import type { SchemaBundle } from '@strata/starrocks-sql';

import { emptyModel, loadModel, objectHashes, parseBundle, planOffline } from '../src';

import { CAREFUL } from './helpers/declare';

function bundleOf(files: Readonly<Record<string, string>>, databaseOf?: (layer: string) => string): SchemaBundle {
  const list = Object.entries(files).map(([path, text]) => ({ path, text }));
  const { bundle, errors } = buildBundle(list, { layers: ['ods', 'cdm'], databaseOf });
  expect(errors).toEqual([]);
  return bundle;
}

const FILES = {
  'ods/loan.sql':
    '--@ allow-drop: note\n--@ ignore: order-by, property.partition_ttl\nCREATE TABLE loan (loan_id BIGINT NOT NULL, note INT NULL) PRIMARY KEY (loan_id);\n',
  'cdm/open_loan.sql': '--@ allow-drop: *\nCREATE VIEW open_loan AS SELECT loan_id FROM ods.loan;\n',
};

describe('a bundle', () => {
  test('becomes the model that its files declare', () => {
    const model = loadModel(parseBundle(JSON.stringify(bundleOf(FILES))));
    expect(model.objects.map((object) => object.id)).toEqual(['cdm', 'cdm.open_loan', 'ods', 'ods.loan']);
    expect(model.objects[1]).toMatchObject({ allowDrop: true, references: ['ods.loan'], file: 'cdm/open_loan.sql' });
    expect(model.objects[3]).toMatchObject({
      allowDrop: false,
      allowDropColumns: ['note'],
      ignore: ['order', 'properties.partition_ttl'],
    });
  });

  test('names physical databases, in references too', () => {
    const model = loadModel(bundleOf(FILES, (layer) => `risk_dev_${layer}`));
    const plan = planOffline(emptyModel('risk-dev'), model, CAREFUL);
    expect(plan.steps.map((step) => step.object)).toEqual([
      'risk_dev_cdm',
      'risk_dev_ods',
      'risk_dev_ods.loan',
      'risk_dev_cdm.open_loan',
    ]);
    expect(plan.statements.at(-1)).toMatch(/VIEW risk_dev_cdm\.open_loan[\s\S]*FROM risk_dev_ods\.loan/);
  });

  test('keeps its hashes when only comments and layout change', () => {
    const before = objectHashes(loadModel(bundleOf(FILES)));
    const moved = {
      ...FILES,
      'cdm/open_loan.sql': '-- all of them\nCREATE VIEW open_loan AS\n  SELECT loan_id -- id\n  FROM ods.loan;\n',
    };
    expect(objectHashes(loadModel(bundleOf(moved)))).toEqual(before);
  });

  test('fails for kinds that are not managed, all at once', () => {
    const load = (): unknown =>
      loadModel(
        bundleOf({
          ...FILES,
          'ods/copy.sql':
            'CREATE PIPE copy AS INSERT INTO ods.loan SELECT * FROM files("path" = "s3://b/x", "format" = "parquet");',
        }),
      );
    expect(load).toThrow(/ods\/copy\.sql: ods\.copy is a pipe/);
  });

  test.each([
    ['no JSON', 'SELECT 1', /not JSON/],
    ['another version', '{"version":2,"layers":[],"objects":[]}', /not what this version reads/],
  ])('fails for %s', (_what, text, message) => {
    expect(() => parseBundle(text)).toThrow(message);
  });
});
