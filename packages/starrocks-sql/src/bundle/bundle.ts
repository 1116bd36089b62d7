/** The SQL library of an environment as one JSON value: what the schema provider reads instead of SQL files. */

import type { Statement } from '../ast';
import type { Annotations } from '../annotations';
import type { SqlFileError, SqlSyntaxError } from '../errors';
import type { ObjectKind } from './objects';

/** Version of the JSON; readers refuse others. */
export const BUNDLE_VERSION = 1;

/** One declared object. Statements name physical databases; `at` fields are places in `sql`. */
export interface SchemaObject {
  /** `layer.name`, or `kind.name` for an object without a database. */
  readonly id: string;
  readonly kind: ObjectKind;
  /** Absent for objects without a database, e.g. catalogs and roles. */
  readonly layer?: string;
  /** Physical database of the layer. */
  readonly database?: string;
  readonly name: string;
  /** Path of the file that declares it. */
  readonly file: string;
  /** Canonical text of `statement`. */
  readonly sql: string;
  readonly statement: Statement;
  /** Further statements of the file: the grants of a role or user, canonical and parsed. */
  readonly grants: readonly { readonly sql: string; readonly statement: Statement }[];
  /** Ids of the declared objects that must exist before this one. */
  readonly references: readonly string[];
  /** Tables outside of the library that the object reads or writes, e.g. of an external catalog. */
  readonly externalReferences: readonly string[];
  readonly annotations: Annotations;
  /** SHA-256 of `sql` and of the grants, in hexadecimal. */
  readonly hash: string;
}

export interface BundleLayer {
  readonly name: string;
  readonly database: string;
}

export interface SchemaBundle {
  readonly version: typeof BUNDLE_VERSION;
  readonly layers: readonly BundleLayer[];
  /** In an order in which they can be made: every object comes after its references. */
  readonly objects: readonly SchemaObject[];
}

/** A file of the SQL library. `path` is relative, with `/`: `ods/repayment.sql`. */
export interface SqlFile {
  readonly path: string;
  readonly text: string;
}

export interface BundleOptions {
  /** Names of the layers, lowest first. Every file lies in a folder named like one of them, or in `global`. */
  readonly layers: readonly string[];
  /**
   * Layers whose files are known, but that the environment only reads, because another one owns them.
   *
   * @default - none
   */
  readonly readOnlyLayers?: readonly string[];
  /**
   * Physical database of a layer.
   *
   * @default - the name of the layer
   */
  readonly databaseOf?: (layer: string) => string;
  /**
   * What becomes of `freshness` on materialized views: `scheduled` refreshes now and every so often, `deferred` waits for
   * the first interval, `manual` leaves refreshing to others.
   *
   * @default 'scheduled'
   */
  readonly refresh?: 'scheduled' | 'deferred' | 'manual';
  /**
   * Days for which cache disks have room: no `datacache.partition_duration` is longer.
   *
   * @default - as the files say
   */
  readonly cacheDays?: number;
  /**
   * Layer -> name -> text that `'var:name'` stands for in the files of the layer. `kept` leaves them as they are, where
   * nobody knows them and only the shape of objects counts.
   *
   * @default - none: a file that reads one is wrong
   */
  readonly variables?: Readonly<Partial<Record<string, Readonly<Record<string, string>>>>> | 'kept';
  /**
   * Databases outside of the library that its SQL may name, beside those of the system.
   *
   * @default - none
   */
  readonly externalDatabases?: readonly string[];
}

export interface BundleResult {
  /** Holds what is free of errors; use it only if `errors` is empty. */
  readonly bundle: SchemaBundle;
  /** All errors of all files, by path and place. */
  readonly errors: readonly (SqlSyntaxError | SqlFileError)[];
}
