import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { buildBundle, GLOBAL_FOLDERS, parseStatement, variableNames } from '@strata/starrocks-sql';
import type { BundleOptions, CreateTableStatement, SchemaBundle, SqlFile } from '@strata/starrocks-sql';
import { parseSource } from '@strata/ingest';
import type { IngestTable } from '@strata/ingest';
import type { ConstructErrorCode } from '../core/errors';
import { sharedViews } from './shared-views';

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
   * Layer -> name -> what `'var:name'` stands for in its files.
   *
   * @default - none
   */
  readonly variables?: LayerVariables;
  /**
   * Files that constructs write, beside those of the checkout.
   *
   * @default - none
   */
  readonly generated?: readonly SqlFile[];
  /**
   * The environment is on the instance of another one: its databases have names of their own, it reads layers of the
   * other one through views, and objects without a database (users, catalogs, …) of the checkout are the other one's.
   *
   * @default - it has an instance of its own
   */
  readonly shared?: SharedSettings;
}

export type LayerVariables = Readonly<Partial<Record<string, Readonly<Record<string, string>>>>>;

/** Where the layers of an environment on a shared instance are. */
export interface SharedSettings {
  /** Layers of the other environment that are read, lowest first; lower than all that are deployed. */
  readonly borrowed: readonly string[];
  /** Layer, deployed or borrowed -> database. */
  readonly databases: Readonly<Record<string, string>>;
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
  private readonly sources = new Map<SchemaBundle, readonly IngestTable[]>();

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
  public bundle(layers: readonly SqlLayer[], settings: BundleSettings): BuiltBundle {
    const names = layers.map(({ name }) => name);
    const key = JSON.stringify([names, settings]);
    const before = this.built.get(key);
    if (before !== undefined) return before;
    this.refuseUnused(layers, settings.variables ?? {});
    const bundle =
      settings.shared === undefined
        ? this.ownBundle(names, settings)
        : this.sharedBundle(names, settings, settings.shared);
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
    const before = this.sources.get(bundle);
    if (before !== undefined) return before;
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
    this.sources.set(bundle, tables);
    return tables;
  }

  private ownBundle(
    names: readonly string[],
    { generated = [], shared: _, ...settings }: BundleSettings,
  ): SchemaBundle {
    const files = [...GLOBAL_FOLDERS, ...names].flatMap((name) => this.layer(name).files);
    return this.build([...files, ...generated], { layers: names, ...settings });
  }

  /** Views on what is borrowed, then what is deployed. */
  private sharedBundle(
    names: readonly string[],
    { generated = [], shared: _, ...settings }: BundleSettings,
    { borrowed, databases }: SharedSettings,
  ): SchemaBundle {
    const files = [...borrowed, ...names].flatMap((name) => this.layer(name).files);
    const own = this.build([...files, ...generated], {
      layers: names,
      readOnlyLayers: borrowed,
      databaseOf: (layer) => databases[layer] ?? layer,
      ...settings,
    });
    const others = this.layers.map(({ name }) => name).filter((name) => !GLOBAL_FOLDERS.includes(name));
    const shown = this.build(
      others.flatMap((name) => this.layer(name).files),
      {
        layers: borrowed,
        readOnlyLayers: others.filter((name) => !borrowed.includes(name)),
        // The other environment has its own; views only show the columns.
        variables: 'kept',
      },
    );
    const views = sharedViews(shown, databases);
    const layers = borrowed.map((name) => ({ name, database: databases[name] ?? name }));
    return { ...own, layers: [...layers, ...own.layers], objects: [...views, ...own.objects] };
  }

  private build(files: readonly SqlFile[], options: BundleOptions): SchemaBundle {
    const { bundle, errors } = buildBundle(files, options);
    if (errors.length > 0) throw new SqlLibraryError(errors.map(({ message }) => `${this.name}/${message}`));
    return bundle;
  }

  /** A variable that no file reads is a mistake in its name. */
  private refuseUnused(layers: readonly SqlLayer[], variables: LayerVariables): void {
    const errors = layers.flatMap(({ name, files }) => {
      const given = Object.keys(variables[name] ?? {});
      if (given.length === 0) return [];
      const used = new Set(files.flatMap(({ text }) => variableNames(text)));
      return given
        .filter((variable) => !used.has(variable))
        .map(
          (variable) =>
            `${this.name}/${name}:  no file of the layer reads 'var:${variable}', to which the environment gives a value. Correct its name in \`layers\`, or remove it.`,
        );
    });
    if (errors.length > 0) throw new SqlLibraryError(errors);
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
