import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { SchemaBundle, SqlFile } from '@strata/starrocks-sql';
import { buildBundle, GLOBAL_FOLDERS } from '@strata/starrocks-sql';
import { CliError } from './output';

const LAYERS = ['ods', 'cdm', 'ads'];

/** The SQL library of a checkout, linked: objects in an order in which they can be made and refreshed. */
export function readLayers(checkout: string): SchemaBundle {
  return readLibrary(join(checkout, 'sql'));
}

/**
 * The SQL library below a folder that holds the folders of the layers.
 *
 * @throws CliError STR1909 when none of them is there, STR1910 with every error of every file
 */
export function readLibrary(folder: string): SchemaBundle {
  const { files, layers } = readSqlFiles(folder);
  const { bundle, errors } = buildBundle(files, { layers });
  if (errors.length > 0) {
    throw new CliError('STR1910', errors.map((error) => error.message).join('\n'));
  }
  return bundle;
}

/** The files of the layers and of objects outside of databases (roles, catalogs, …), and which layers there are. */
export interface SqlFiles {
  readonly files: readonly SqlFile[];
  readonly layers: readonly string[];
}

/** Reads the files of a library without parsing them. @throws CliError STR1909 when there is no layer */
export function readSqlFiles(folder: string): SqlFiles {
  const layers = LAYERS.filter((layer) => existsSync(join(folder, layer)));
  if (layers.length === 0) {
    throw new CliError(
      'STR1909',
      `${folder} has none of the folders ${LAYERS.join(', ')}. Name the folder of the layers: --dir sql`,
    );
  }
  const outside = GLOBAL_FOLDERS.filter((name) => existsSync(join(folder, name)));
  return { files: [...outside, ...layers].flatMap((name) => filesOf(folder, name)), layers };
}

function filesOf(folder: string, layer: string): readonly SqlFile[] {
  return readdirSync(join(folder, layer))
    .filter((name) => name.endsWith('.sql'))
    .sort()
    .map((name) => ({ path: `${layer}/${name}`, text: readFileSync(join(folder, layer, name), 'utf8') }));
}
