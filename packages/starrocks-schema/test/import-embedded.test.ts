/** A live catalog written as files: they plan to nothing. */

import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

import type { ImportResult, LiveModel, Model, Plan } from '../src';
import { apply, databasesOf, diff, importModel, introspect, planSteps } from '../src';

import { EVERY_KIND } from './helpers/all-kinds';
import { CAREFUL } from './helpers/declare';
import { embeddedWarehouse } from './helpers/embedded';
import { modelOfFiles } from './helpers/files';
import { unowned } from './helpers/unowned';

const ROOT = join(__dirname, '..', '..', '..');

/** The files of the demo. */
function demoFiles(): Readonly<Record<string, string>> {
  const paths = ['ods', 'cdm', 'ads'].flatMap((layer) =>
    readdirSync(join(ROOT, 'sql', layer))
      .filter((name) => name.endsWith('.sql'))
      .map((name) => `${layer}/${name}`),
  );
  return Object.fromEntries(paths.map((path) => [path, readFileSync(join(ROOT, 'sql', path), 'utf8')]));
}

jest.setTimeout(180_000);

describe.each([
  ['objects of every kind', (): Readonly<Record<string, string>> => EVERY_KIND],
  ['the demo', demoFiles],
])('an import of %s', (_what, files) => {
  const warehouse = embeddedWarehouse();
  let imported: ImportResult;

  const read = (environment: string, model?: Model): Promise<LiveModel> =>
    introspect(warehouse.connection, {
      environment,
      databases: model === undefined ? ['ods', 'cdm', 'ads'] : databasesOf(model),
      objects: model === undefined ? 'all' : model.objects.map(({ id }) => id),
      statements: model === undefined,
    });
  const planFor = async (environment: string, model: Model): Promise<Plan> =>
    planSteps(diff(model, await read(environment, model)), CAREFUL);

  beforeAll(async () => {
    const model = modelOfFiles(files());
    const plan = await planFor('maker', model);
    const options = { environment: 'maker', pollMs: 20, resolveSecret: () => Promise.resolve('value') };
    await apply(warehouse.connection, plan, options);
    imported = importModel(await read('other'));
  });

  test('has a file for each object', () => {
    expect(imported.files.map(({ path }) => path).sort()).toEqual(Object.keys(files()).sort());
  });

  test('plans to nothing, for the environment that made them and for one that adopts them', async () => {
    const model = modelOfFiles(Object.fromEntries(imported.files.map(({ path, text }) => [path, text])));
    const adopting = planSteps(diff(model, unowned(await read('other', model))), CAREFUL);
    expect(adopting.refusals).toEqual([]);
    expect(adopting.statements).toEqual([]);
    const own = await planFor('maker', model);
    // The references that an import makes up are new ones, so their values are given.
    expect(own.statements.filter((sql) => !/ALTER USER|"secret:env:/.test(sql))).toEqual([]);
  });

  test('reads as it was written by hand', () => {
    const text = (path: string): string => imported.files.find((file) => file.path === path)?.text ?? '';
    const all = imported.files.map((file) => file.text).join('\n');
    expect(all).not.toMatch(/replication_num|bigint|int\(11\)|\bOLAP\b|COMMENT ""/);
    expect(text('ods/loan.sql')).toMatch(/^CREATE TABLE loan \(\n {2}loan_id +BIGINT NOT NULL COMMENT "/);
  });
});
