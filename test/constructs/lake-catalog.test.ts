import { parseStatement } from '@strata/starrocks-sql';
import type { LakeSettings } from '@strata/environment';
import { LakeCatalog } from '../../constructs/lake/lake-catalog';
import { synthStack } from '../helpers/synth';

function catalog(settings: LakeSettings, about?: string) {
  const made: LakeCatalog[] = [];
  synthStack((stack) => {
    const props = { region: 'cn-shanghai', catalog: settings, ...(about === undefined ? {} : { about }) };
    made.push(new LakeCatalog(stack, 'Lake', props));
  });
  const [lake] = made;
  if (lake === undefined) throw new Error('no catalog');
  const statement = parseStatement(lake.file.text);
  if (statement.kind !== 'create-catalog') throw new Error(statement.kind);
  const properties = Object.fromEntries(statement.properties.map(({ key, value }) => [key, value]));
  return { ...lake.file, name: statement.name, comment: statement.comment, properties };
}

const OSS = { 'aliyun.oss.endpoint': 'oss-cn-shanghai-internal.aliyuncs.com' };

describe('LakeCatalog', () => {
  // @trap 2.10-2
  test.each<[string, LakeSettings, Readonly<Record<string, string>>]>([
    [
      'Hive',
      { kind: 'hive', name: 'lake', metastore: 'thrift://10.0.0.8:9083' },
      { type: 'hive', 'hive.metastore.type': 'hive', 'hive.metastore.uris': 'thrift://10.0.0.8:9083', ...OSS },
    ],
    [
      'Iceberg in a Hive metastore',
      { kind: 'iceberg', name: 'lake', metastore: 'thrift://10.0.0.8:9083' },
      { type: 'iceberg', 'iceberg.catalog.type': 'hive', 'hive.metastore.uris': 'thrift://10.0.0.8:9083', ...OSS },
    ],
    [
      'Iceberg in a REST catalog',
      { kind: 'iceberg', name: 'lake', uri: 'http://10.0.0.9:8181', warehouse: 'prod' },
      {
        type: 'iceberg',
        'iceberg.catalog.type': 'rest',
        'iceberg.catalog.uri': 'http://10.0.0.9:8181',
        'iceberg.catalog.warehouse': 'prod',
        ...OSS,
      },
    ],
    [
      'Paimon in files',
      { kind: 'paimon', name: 'lake', warehouse: 'oss://lake/warehouse' },
      {
        type: 'paimon',
        'paimon.catalog.type': 'filesystem',
        'paimon.catalog.warehouse': 'oss://lake/warehouse',
        ...OSS,
      },
    ],
    [
      'Paimon in a Hive metastore',
      { kind: 'paimon', name: 'lake', metastore: 'thrift://10.0.0.8:9083' },
      { type: 'paimon', 'paimon.catalog.type': 'hive', 'hive.metastore.uris': 'thrift://10.0.0.8:9083', ...OSS },
    ],
    [
      'Paimon in Data Lake Formation',
      { kind: 'dlf', name: 'lake', format: 'paimon', catalog: 'prod' },
      {
        type: 'paimon',
        uri: 'http://cn-shanghai-vpc.dlf.aliyuncs.com',
        'paimon.catalog.type': 'rest',
        'paimon.catalog.warehouse': 'prod',
        'token.provider': 'dlf',
      },
    ],
    [
      'Iceberg in Data Lake Formation',
      { kind: 'dlf', name: 'lake', format: 'iceberg', catalog: 'prod' },
      {
        type: 'iceberg',
        'iceberg.catalog.type': 'rest',
        'iceberg.catalog.uri': 'http://cn-shanghai-vpc.dlf.aliyuncs.com/iceberg',
        'iceberg.catalog.warehouse': 'prod',
      },
    ],
  ])('is the external catalog of %s', (_, settings, properties) => {
    expect(catalog(settings)).toMatchObject({
      path: 'catalogs/lake.sql',
      name: 'lake',
      comment: undefined,
      properties,
    });
  });

  test('says what lies there', () => {
    const settings: LakeSettings = { kind: 'hive', name: 'lake', metastore: 'thrift://10.0.0.8:9083' };
    expect(catalog(settings, 'Logs of "all" apps').comment).toBe('Logs of "all" apps');
  });

  test.each<[string, LakeSettings, RegExp]>([
    ['a name with a hyphen', { kind: 'hive', name: 'my-lake', metastore: 'thrift://a:9083' }, /got my-lake[^]*STR1277/],
    ['no way to the tables of Iceberg', { kind: 'iceberg', name: 'lake' }, /either `metastore` or `uri`[^]*STR1277/],
    [
      'two ways to them',
      { kind: 'iceberg', name: 'lake', uri: 'http://a', metastore: 'thrift://a:9083' },
      /either `metastore` or `uri`[^]*STR1277/,
    ],
    [
      'no way to the tables of Paimon',
      { kind: 'paimon', name: 'lake' },
      /either `metastore` or `warehouse`[^]*STR1277/,
    ],
  ])('fails with %s', (_, settings, message) => {
    expect(() => catalog(settings)).toThrow(message);
  });
});
