import { Construct } from 'constructs';
import { printStatement } from '@strata/starrocks-sql';
import type { SqlFile } from '@strata/starrocks-sql';
import type { LakeSettings } from '@strata/environment';
import { ValidationError } from '../core/errors';

export interface LakeCatalogProps {
  /** Region of the catalog, which is that of the warehouse. */
  readonly region: string;
  readonly catalog: LakeSettings;
  /**
   * What lies there; shown by SHOW CREATE CATALOG.
   *
   * @default - no comment
   */
  readonly about?: string;
}

type Properties = Readonly<Record<string, string>>;

/** Where the statement would stand, were it written by hand. */
const NOWHERE = { offset: 0, line: 1, column: 1 };

/**
 * Defines a lake that the warehouse reads in place, as the external catalog that a `WarehouseSchema` creates. Files are
 * read with the role of the instance, so no key stands in the statement.
 *
 * A catalog cannot be changed: other settings are a DROP and a CREATE, after which materialized views on it start anew.
 *
 * @trap 2.10-2
 */
export class LakeCatalog extends Construct {
  /** In SQL: `<catalog>.<database>.<table>`. */
  public readonly catalogName: string;
  /** The statement, as a file of the library. */
  public readonly file: SqlFile;

  constructor(scope: Construct, id: string, props: LakeCatalogProps) {
    super(scope, id);
    const { catalog, region } = props;
    this.validate(catalog);
    this.catalogName = catalog.name;
    const properties = Object.entries(propertiesOf(catalog, region)).map(([key, value]) => ({ key, value }));
    const statement = printStatement({
      kind: 'create-catalog',
      name: catalog.name,
      ifNotExists: false,
      ...(props.about === undefined ? {} : { comment: props.about }),
      properties,
      at: NOWHERE,
    });
    this.file = { path: `catalogs/${catalog.name}.sql`, text: `${statement};\n` };
  }

  private validate(catalog: LakeSettings): void {
    const refuse = (rule: string): never => {
      throw new ValidationError(this, 'STR1277', rule);
    };
    if (!/^[a-z][a-z0-9_]{0,63}$/.test(catalog.name)) {
      refuse(`a catalog must have a name of up to 64 lower-case letters, digits and _, got ${catalog.name}.`);
    }
    if (catalog.kind === 'iceberg' && (catalog.metastore === undefined) === (catalog.uri === undefined)) {
      refuse(
        `catalog ${catalog.name} must have either \`metastore\` or \`uri\`: Iceberg's tables are found by one of them.`,
      );
    }
    if (catalog.kind === 'paimon' && (catalog.metastore === undefined) === (catalog.warehouse === undefined)) {
      refuse(
        `catalog ${catalog.name} must have either \`metastore\` or \`warehouse\`: Paimon's tables are found by one of them.`,
      );
    }
  }
}

function propertiesOf(catalog: LakeSettings, region: string): Properties {
  switch (catalog.kind) {
    case 'hive':
      return {
        type: 'hive',
        'hive.metastore.type': 'hive',
        'hive.metastore.uris': catalog.metastore,
        ...filesOf(region),
      };
    case 'iceberg':
      return { type: 'iceberg', ...icebergOf(catalog), ...filesOf(region) };
    case 'paimon':
      return { type: 'paimon', ...paimonOf(catalog), ...filesOf(region) };
    case 'dlf':
      return dlfOf(catalog, region);
  }
}

function icebergOf({ metastore, uri, warehouse }: LakeSettings & { kind: 'iceberg' }): Properties {
  if (metastore !== undefined) return { 'iceberg.catalog.type': 'hive', 'hive.metastore.uris': metastore };
  return {
    'iceberg.catalog.type': 'rest',
    ...(uri === undefined ? {} : { 'iceberg.catalog.uri': uri }),
    ...(warehouse === undefined ? {} : { 'iceberg.catalog.warehouse': warehouse }),
  };
}

function paimonOf({ metastore, warehouse }: LakeSettings & { kind: 'paimon' }): Properties {
  if (metastore !== undefined) return { 'paimon.catalog.type': 'hive', 'hive.metastore.uris': metastore };
  return {
    'paimon.catalog.type': 'filesystem',
    ...(warehouse === undefined ? {} : { 'paimon.catalog.warehouse': warehouse }),
  };
}

/** Data Lake Formation, reached inside the VPC. The user who reads needs its permission there, whatever StarRocks grants. */
function dlfOf({ format, catalog }: LakeSettings & { kind: 'dlf' }, region: string): Properties {
  const service = `http://${region}-vpc.dlf.aliyuncs.com`;
  switch (format) {
    case 'paimon':
      return {
        type: 'paimon',
        uri: service,
        'paimon.catalog.type': 'rest',
        'paimon.catalog.warehouse': catalog,
        'token.provider': 'dlf',
      };
    case 'iceberg':
      return {
        type: 'iceberg',
        'iceberg.catalog.type': 'rest',
        'iceberg.catalog.uri': `${service}/iceberg`,
        'iceberg.catalog.warehouse': catalog,
      };
  }
}

/** Files in OSS are read inside the VPC: from outside they would be paid for and slow. */
function filesOf(region: string): Properties {
  return { 'aliyun.oss.endpoint': `oss-${region}-internal.aliyuncs.com` };
}
