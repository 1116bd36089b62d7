import { Construct } from 'constructs';
import type { Environment } from '@strata/environment';
import type { SqlFile } from '@strata/starrocks-sql';
import { Schema } from '@strata/provider-strata/lib/schema';
import { ValidationError } from '../core/errors';
import { writeBundle } from './bundle-file';
import type { BuiltBundle, LayerVariables, SharedSettings, SqlLayer, SqlLibrary } from './sql-library';

export interface WarehouseSchemaProps {
  readonly environment: Pick<Environment, 'id' | 'target' | 'region'>;
  /** Name of the StarRocks instance; the provider finds its endpoint by that. */
  readonly instanceName: string;
  /** Reference to the password of `admin`. */
  readonly password: string;
  readonly library: SqlLibrary;
  /** Layers that are deployed, lowest first. */
  readonly layers: readonly SqlLayer[];
  /**
   * Files that other constructs write: external catalogs of lakes, loads of topics.
   *
   * @default - none
   */
  readonly generated?: readonly SqlFile[];
  /**
   * Whether materialized views refresh by themselves as their `freshness` says, or wait to be told.
   *
   * @default 'scheduled'
   */
  readonly refresh?: 'scheduled' | 'manual';
  /**
   * Databases and borrowed layers of an environment on a shared instance.
   *
   * @default - it has an instance of its own
   */
  readonly shared?: SharedSettings;
  /**
   * Days for which the cache disks have room: no table keeps its rows there for longer.
   *
   * @default - as the files say
   */
  readonly cacheDays?: number;
  /**
   * Layer -> name -> what `'var:name'` stands for in its files.
   *
   * @default - none
   */
  readonly variables?: LayerVariables;
  /**
   * Refuses every plan that drops data.
   *
   * @default true
   */
  readonly protection?: boolean;
  /**
   * With `protection` off, lets objects that are no longer declared be dropped without a key of their own.
   *
   * @default false
   */
  readonly allowDataLoss?: boolean;
}

/** User that changes the schema: the administrator of EMR Serverless StarRocks. */
const ADMIN = 'admin';

/**
 * Brings the databases of a warehouse to the state that SQL files declare, all layers as one: a column is dropped in ODS
 * only after CDM and ADS have let go of it. Stateful.
 */
export class WarehouseSchema extends Construct {
  /** The objects that are deployed. */
  public readonly bundle: BuiltBundle;
  /** The primary resource, for settings these props do not cover. */
  public readonly resource: Schema;

  constructor(scope: Construct, id: string, props: WarehouseSchemaProps) {
    super(scope, id);
    const { environment, layers, library } = props;
    this.validateLayers(layers);
    this.bundle = library.bundle(layers, {
      refresh: props.refresh ?? 'scheduled',
      generated: props.generated ?? [],
      variables: props.variables ?? {},
      ...(props.shared === undefined ? {} : { shared: props.shared }),
      ...(props.cacheDays === undefined ? {} : { cacheDays: props.cacheDays }),
    });
    this.resource = new Schema(this, 'Resource', {
      environment: environment.id,
      target: environment.target,
      region: environment.region,
      instanceName: props.instanceName,
      user: ADMIN,
      password: props.password,
      bundle: writeBundle(this, this.bundle),
      bundleSha256: this.bundle.sha256,
      protection: props.protection ?? true,
      allowDataLoss: props.allowDataLoss ?? false,
    });
  }

  private validateLayers(layers: readonly SqlLayer[]): void {
    const empty = layers.filter(({ files }) => files.length === 0).map(({ name }) => name);
    if (empty.length > 0) {
      throw new ValidationError(
        this,
        'STR1216',
        `layer ${empty.join(', ')} must have at least one file, got none. Add one, or take the layer out of the environment.`,
      );
    }
  }
}
