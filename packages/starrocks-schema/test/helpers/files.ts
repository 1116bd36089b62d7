/** Declared models from the files of a library. */

import { buildBundle } from '@strata/starrocks-sql';

import type { Model } from '../../src';
import { loadModel } from '../../src';

/** The model of files by path; the layers are ods, cdm, ads. */
export function modelOfFiles(
  files: Readonly<Record<string, string>>,
  options: { readonly databaseOf?: (layer: string) => string; readonly layers?: readonly string[] } = {},
): Model {
  const list = Object.entries(files).map(([path, text]) => ({ path, text }));
  const { layers = ['ods', 'cdm', 'ads'], databaseOf } = options;
  const { bundle, errors } = buildBundle(list, { layers, databaseOf });
  expect(errors.map(({ message }) => message)).toEqual([]);
  return loadModel(bundle);
}
