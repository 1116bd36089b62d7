import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { SourceDatabase } from '../../constructs/source/source-database';
import { ObjectStore } from '../../constructs/storage/object-store';
import { KafkaCluster } from '../../constructs/stream/kafka-cluster';
import { StarRocksInstance } from '../../constructs/warehouse/starrocks-instance';
import { existingNetwork, ZONE } from '../helpers/network';
import { root } from '../helpers/root';
import { synthStack } from '../helpers/synth';
import { alarmPage } from './alarm-page';

const PAGE = join(root, 'docs/reference/alarms.md');

function page(): string {
  const pages: string[] = [];
  synthStack((stack) => {
    const network = existingNetwork(stack);
    const source = new SourceDatabase(stack, 'Source', {
      network,
      zone: ZONE,
      instanceName: 'source',
      hostPrefix: 'strata-source',
      databases: ['loans'],
      replicationPassword: '${var.password}',
      instanceClass: 'mysql.n2.medium.1',
      storageGb: 50,
      replica: { instanceName: 'copy', zone: ZONE },
    });
    if (source.replica === undefined) throw new Error('the source has a copy');
    pages.push(
      alarmPage({
        warehouse: StarRocksInstance.fromStarRocksInstanceAttributes(stack, 'Warehouse', {
          instanceId: 'c-1',
          place: { instanceName: 'warehouse', environment: 'risk-dev', target: 'cloud', region: 'cn-shanghai' },
          ranges: ['10.1.0.0/16'],
        }),
        source,
        replica: source.replica,
        cluster: new KafkaCluster(stack, 'Kafka', { network, zone: ZONE, clusterName: 'kafka' }),
        store: new ObjectStore(stack, 'Store', { bucketName: 'strata-store' }),
      }),
    );
  });
  return pages.join('');
}

test('alarms are the page of the documentation (UPDATE_DOCS=1 writes it)', () => {
  const text = page();
  if (process.env['UPDATE_DOCS'] === '1') writeFileSync(PAGE, text);
  expect(readFileSync(PAGE, 'utf8')).toBe(text);
});
