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

  test('holds what is in no database, and what a role or user was granted', () => {
    const model = loadModel(
      bundleOf({
        ...FILES,
        'roles/analyst.sql': 'CREATE ROLE analyst; GRANT SELECT ON ods.loan TO ROLE analyst;',
        'users/app.sql':
          "CREATE USER app IDENTIFIED BY 'secret:kms:app' DEFAULT ROLE analyst; GRANT analyst TO USER app;",
        'catalogs/lake.sql':
          'CREATE EXTERNAL CATALOG lake PROPERTIES ("type" = "hive", "hive.metastore.uris" = "thrift://h:9083");',
        'cdm/lake_loan.sql': 'CREATE VIEW lake_loan AS SELECT a FROM lake.raw.loan;',
      }),
    );
    const references = Object.fromEntries(model.objects.map((object) => [object.id, object.references]));
    expect(references).toMatchObject({
      'role:analyst': [],
      'grants:role:analyst': ['role:analyst', 'ods.loan'],
      'user:app@%': ['role:analyst'],
      'grants:user:app@%': ['user:app@%', 'role:analyst'],
      'catalog:lake': [],
      'cdm.lake_loan': ['catalog:lake'],
    });
    const plan = planOffline(emptyModel('risk-dev'), model, CAREFUL);
    expect(plan.refusals).toEqual([]);
    const place = (text: string): number => plan.statements.findIndex((sql) => sql.includes(text));
    expect(place('CREATE ROLE analyst')).toBeLessThan(place('CREATE USER'));
    expect(place('CREATE EXTERNAL CATALOG lake')).toBeLessThan(place('VIEW cdm.lake_loan'));
    expect(place('VIEW cdm.lake_loan')).toBeLessThan(place('GRANT SELECT ON TABLE ods.loan'));
  });

  test.each([
    [
      'a password',
      'users/app.sql',
      "CREATE USER app IDENTIFIED BY 'hunter2';",
      /users\/app\.sql: the password of user app/,
    ],
    [
      'the secret of a catalog',
      'catalogs/db.sql',
      'CREATE EXTERNAL CATALOG db PROPERTIES ("type" = "jdbc", "password" = "hunter2");',
      /"password" holds a secret/,
    ],
    [
      'a copy of a table',
      'ods/copy.sql',
      'CREATE TABLE copy LIKE loan;',
      /ods\/copy\.sql: ods\.copy: CREATE TABLE … LIKE/,
    ],
    [
      'a task that runs once',
      'ods/fill.sql',
      'SUBMIT TASK fill AS INSERT INTO loan SELECT 1, 2;',
      /runs once and is gone/,
    ],
  ])('fails for %s, and does not repeat it', (_what, path, text, message) => {
    let thrown: unknown;
    try {
      loadModel(bundleOf({ ...FILES, [path]: text }));
    } catch (error) {
      thrown = error;
    }
    expect(String(thrown)).toMatch(message);
    expect(String(thrown)).not.toContain('hunter2');
  });

  test.each([
    ['no JSON', 'SELECT 1', /not JSON/],
    ['another version', '{"version":2,"layers":[],"objects":[]}', /not what this version reads/],
  ])('fails for %s', (_what, text, message) => {
    expect(() => parseBundle(text)).toThrow(message);
  });
});
