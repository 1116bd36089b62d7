import { parseStatement } from '@strata/starrocks-sql';
import { KafkaIngest } from '../../constructs/ingest/kafka-ingest';
import type { KafkaIngestProps } from '../../constructs/ingest/kafka-ingest';
import { KafkaCluster } from '../../constructs/stream/kafka-cluster';
import { KafkaTopic } from '../../constructs/stream/kafka-topic';
import { synthStack } from '../helpers/synth';

function ingest(changes: Partial<KafkaIngestProps> = {}) {
  const made: KafkaIngest[] = [];
  synthStack((stack) => {
    const cluster = KafkaCluster.fromKafkaClusterAttributes(stack, 'Kafka', { clusterId: 'alikafka-1' });
    const topic = KafkaTopic.fromKafkaTopicAttributes(stack, 'Topic', { cluster, topicName: 'app_event' });
    made.push(
      new KafkaIngest(stack, 'Ingest', {
        topic,
        brokers: ['10.1.0.4:9092', '10.1.0.5:9092'],
        table: 'ods.app_event',
        consumerGroup: 'risk-dev-starrocks',
        warehouse: 'etl',
        ...changes,
      }),
    );
  });
  const [job] = made;
  if (job === undefined) throw new Error('no job');
  const statement = parseStatement(job.file.text);
  if (statement.kind !== 'create-routine-load') throw new Error(statement.kind);
  const asMap = (list: typeof statement.properties) => Object.fromEntries(list.map(({ key, value }) => [key, value]));
  return {
    ...job.file,
    table: statement.table.parts,
    columns: statement.loadProperties,
    properties: asMap(statement.properties),
    source: asMap(statement.sourceProperties),
  };
}

describe('KafkaIngest', () => {
  test('least props: from the first message on, without an error, seen after ten seconds', () => {
    expect(ingest()).toEqual({
      path: 'ods/app_event_from_kafka.sql',
      text: expect.stringContaining('CREATE ROUTINE LOAD app_event_from_kafka ON app_event') as string,
      table: ['app_event'],
      columns: [],
      properties: {
        format: 'json',
        desired_concurrent_number: '3',
        max_batch_interval: '10',
        max_filter_ratio: '0',
        max_error_number: '0',
        strict_mode: 'true',
        timezone: 'Asia/Shanghai',
        warehouse: 'etl',
      },
      source: {
        kafka_broker_list: '10.1.0.4:9092,10.1.0.5:9092',
        kafka_topic: 'app_event',
        'property.group.id': 'risk-dev-starrocks',
        'property.kafka_default_offsets': 'OFFSET_BEGINNING',
      },
    });
  });

  test('all props', () => {
    const all = ingest({
      fields: [
        { column: 'event_id', jsonPath: '$.id' },
        { column: 'platform', jsonPath: '$.device.os' },
      ],
      concurrency: 5,
      batchSeconds: 30,
      maxFilterRatio: 0.01,
    });
    expect(all.columns).toMatchObject([{ kind: 'columns', columns: [{ text: 'event_id' }, { text: 'platform' }] }]);
    expect(all.properties).toMatchObject({
      jsonpaths: '["$.id","$.device.os"]',
      desired_concurrent_number: '5',
      max_batch_interval: '30',
      max_filter_ratio: '0.01',
    });
    expect(all.properties['max_error_number']).toBeUndefined();
  });

  test.each<[string, Partial<KafkaIngestProps>, RegExp]>([
    ['a table without a layer', { table: 'app_event' }, /such as ods\.app_event, got app_event[^]*STR1278/],
    ['no broker', { brokers: [] }, /got none[^]*STR1278/],
    ['brokers that ask for a user', { brokers: ['10.1.0.4:9094'] }, /port 9092[^]*got 10\.1\.0\.4:9094[^]*STR1278/],
    ['more subtasks than a load may have', { concurrency: 6 }, /from 1 to 5, got 6[^]*STR1278/],
    ['batches of a second', { batchSeconds: 1 }, /from 5 to 60, got 1[^]*STR1278/],
    ['more wrong messages than there are', { maxFilterRatio: 2 }, /from 0 to 1, got 2[^]*STR1278/],
  ])('fails with %s', (_, changes, message) => {
    expect(() => ingest(changes)).toThrow(message);
  });
});
