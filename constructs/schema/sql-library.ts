import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { buildBundle, GLOBAL_FOLDERS, parseStatement } from '@strata/starrocks-sql';
import type { BundleOptions, CreateTableStatement, SchemaBundle, SqlFile } from '@strata/starrocks-sql';
import { parseSource } from '@strata/ingest';
import type { IngestTable } from '@strata/ingest';
import type { ConstructErrorCode } from '../core/errors';

/** SQL files that cannot be deployed; names every error of every file at once. */
export class SqlLibraryError extends Error {
  public readonly code: ConstructErrorCode = 'STR1230';

  /**
   * @param errors one text each, beginning with `file:line:column`
   */
  constructor(public readonly errors: readonly string[]) {
    super(`${errors.length} ${errors.length === 1 ? 'error' : 'errors'} in SQL files (STR1230)\n${errors.join('\n')}`);
    this.name = 'SqlLibraryError';
  }
}

/** One layer of the warehouse: the files that declare its objects. */
export interface SqlLayer {
  /** Folder and logical database: ods, cdm, ads. */
  readonly name: string;
  readonly files: readonly SqlFile[];
}

/** The objects of some layers, as the strata provider reads them. */
export interface BuiltBundle {
  readonly bundle: SchemaBundle;
  /** The JSON that is deployed. */
  readonly text: string;
  /** Of `text`. */
  readonly sha256: string;
}

interface BundleSettings extends Pick<BundleOptions, 'refresh' | 'cacheDays'> {
  /**
   * Files that constructs write, beside those of the checkout.
   *
   * @default - none
   */
  readonly generated?: readonly SqlFile[];
}

/** The SQL files of a checkout. They are read once, and checked once for all environments that deploy the same. */
export class SqlLibrary {
  /** Reads the folders of the layers in a folder. */
  public static fromFolder(folder: string): SqlLibrary {
    const names = readdirSync(folder, { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map(({ name }) => name)
      .sort();
    return new SqlLibrary(
      basename(folder),
      names.map((name) => ({ name, files: readFolder(folder, name) })),
    );
  }

  private readonly built = new Map<string, BuiltBundle>();

  /**
   * @param name folder that messages name before the path of a file
   * @param layers all layers that there are
   */
  constructor(
    private readonly name: string,
    private readonly layers: readonly SqlLayer[],
  ) {}

  /** A layer by its name; without files when its folder does not exist. */
  public layer(name: string): SqlLayer {
    return this.layers.find((layer) => layer.name === name) ?? { name, files: [] };
  }

  /**
   * Checks layers and makes the bundle that deploys them.
   *
   * @param layers lowest first
   * @throws SqlLibraryError with every error of every file
   */
  public bundle(layers: readonly SqlLayer[], { generated = [], ...settings }: BundleSettings): BuiltBundle {
    const key = JSON.stringify([layers.map(({ name }) => name), settings, generated]);
    const before = this.built.get(key);
    if (before !== undefined) return before;
    const folders = [...GLOBAL_FOLDERS.map((name) => this.layer(name)), ...layers];
    const files = [...folders.flatMap((layer) => layer.files), ...generated];
    const { bundle, errors } = buildBundle(files, { layers: layers.map(({ name }) => name), ...settings });
    if (errors.length > 0) throw new SqlLibraryError(errors.map(({ message }) => `${this.name}/${message}`));
    const text = `${JSON.stringify(bundle)}\n`;
    const built = { bundle, text, sha256: createHash('sha256').update(text).digest('hex') };
    this.built.set(key, built);
    return built;
  }

  /**
   * Tables of a bundle that have a source, with places in their files.
   *
   * @throws SqlLibraryError with every source annotation that cannot be read
   */
  public ingested({ bundle }: BuiltBundle): readonly IngestTable[] {
    const errors: string[] = [];
    const tables = bundle.objects.flatMap(({ kind, file: path, database, annotations }): IngestTable[] => {
      if (kind !== 'table' || annotations.source === undefined || database === undefined) return [];
      const file = `${this.name}/${path}`;
      const source = parseSource(annotations.source);
      if (typeof source === 'string') {
        errors.push(`${file}:1:1  \`source\` ${source} (STR2001)`);
        return [];
      }
      return [{ file, database, statement: this.tableIn(path), source }];
    });
    if (errors.length > 0) throw new SqlLibraryError(errors);
    return tables;
  }

  private tableIn(path: string): CreateTableStatement {
    const file = this.layers.flatMap(({ files }) => files).find((candidate) => candidate.path === path);
    const statement = file === undefined ? undefined : parseStatement(file.text);
    if (statement?.kind !== 'create-table') throw new Error(`${path} is in the bundle as a table`);
    return statement;
  }
}

function readFolder(folder: string, layer: string): readonly SqlFile[] {
  const path = join(folder, layer);
  if (!existsSync(path)) return [];
  return readdirSync(path)
    .filter((name) => name.endsWith('.sql'))
    .sort()
    .map((name) => ({ path: `${layer}/${name}`, text: readFileSync(join(path, name), 'utf8') }));
}
