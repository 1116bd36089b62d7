import { Construct } from 'constructs';
import { printStatement } from '@strata/starrocks-sql';
import type { SqlFile } from '@strata/starrocks-sql';
import { ValidationError } from '../core/errors';
import type { IKafkaTopic } from '../stream/kafka-topic';

export interface KafkaIngestProps {
  readonly topic: IKafkaTopic;
  /** Brokers that StarRocks reaches without authentication, `host:9092` each. */
  readonly brokers: readonly string[];
  /** Layer and table that messages become rows of, e.g. `ods.app_event`. */
  readonly table: string;
  /** Group in which StarRocks reads, so that its lag can be seen. */
  readonly consumerGroup: string;
  /** Warehouse whose nodes load. */
  readonly warehouse: string;
  /**
   * Columns in the order of `jsonPaths`.
   *
   * @default - each key of a message goes to the column of its name
   */
  readonly fields?: readonly KafkaField[];
  /**
   * Subtasks that read at the same time; more than partitions do nothing.
   *
   * @default 3
   */
  readonly concurrency?: number;
  /**
   * Seconds that messages are collected for before they can be seen, from 5 to 60.
   *
   * @default 10
   */
  readonly batchSeconds?: number;
  /**
   * Share of messages that may be wrong before the load stops, from 0 to 1.
   *
   * @default 0
   */
  readonly maxFilterRatio?: number;
}

/** A column and where its value stands in a message. */
export interface KafkaField {
  readonly column: string;
  /** E.g. `$.event.id`. */
  readonly jsonPath: string;
}

const NOWHERE = { offset: 0, line: 1, column: 1 };

/**
 * Defines a Routine Load: StarRocks itself reads a topic of JSON messages into a table, from the first message on. The
 * statement is a file of a `WarehouseSchema`.
 *
 * It reads port 9092, where Kafka asks nobody who they are: let the warehouse in by the connections of the cluster.
 */
export class KafkaIngest extends Construct {
  public readonly jobName: string;
  /** The statement, as a file of the library. */
  public readonly file: SqlFile;

  constructor(scope: Construct, id: string, props: KafkaIngestProps) {
    super(scope, id);
    this.validate(props);
    const [layer = '', table = ''] = props.table.split('.');
    this.jobName = `${table}_from_kafka`;
    const statement = printStatement({
      kind: 'create-routine-load',
      name: { parts: [this.jobName], at: NOWHERE },
      table: { parts: [table], at: NOWHERE },
      loadProperties: columnsOf(props.fields),
      properties: listOf(loadOf(props)),
      source: 'KAFKA',
      sourceProperties: listOf(sourceOf(props)),
      at: NOWHERE,
    });
    this.file = { path: `${layer}/${this.jobName}.sql`, text: `${statement};\n` };
  }

  private validate({ table, brokers, concurrency = 3, batchSeconds = 10, maxFilterRatio = 0 }: KafkaIngestProps): void {
    const refuse = (rule: string): never => {
      throw new ValidationError(this, 'STR1278', rule);
    };
    if (!/^[a-z][a-z0-9_]*\.[a-z][a-z0-9_]*$/.test(table)) {
      refuse(`\`table\` must be a layer and a table, such as ods.app_event, got ${table}.`);
    }
    const wrong = brokers.find((broker) => !/^[A-Za-z0-9.-]+:9092$/.test(broker));
    if (brokers.length === 0 || wrong !== undefined) {
      refuse(
        `\`brokers\` must be hosts with port 9092, the one that Routine Load can read, got ${wrong ?? 'none'}. Port 9094 asks for a user.`,
      );
    }
    if (!Number.isInteger(concurrency) || concurrency < 1 || concurrency > 5) {
      refuse(`\`concurrency\` must be from 1 to 5, got ${concurrency}. The frontend allows a load no more.`);
    }
    if (!Number.isInteger(batchSeconds) || batchSeconds < 5 || batchSeconds > 60) {
      refuse(`\`batchSeconds\` must be from 5 to 60, got ${batchSeconds}.`);
    }
    if (!(maxFilterRatio >= 0 && maxFilterRatio <= 1)) {
      refuse(`\`maxFilterRatio\` must be from 0 to 1, got ${maxFilterRatio}.`);
    }
  }
}

function columnsOf(fields: readonly KafkaField[] | undefined) {
  if (fields === undefined) return [];
  return [{ kind: 'columns' as const, columns: fields.map(({ column }) => ({ text: column, at: NOWHERE })) }];
}

function loadOf({ fields, concurrency, batchSeconds, maxFilterRatio, warehouse }: KafkaIngestProps) {
  const ratio = maxFilterRatio ?? 0;
  return {
    format: 'json',
    ...(fields === undefined ? {} : { jsonpaths: JSON.stringify(fields.map(({ jsonPath }) => jsonPath)) }),
    desired_concurrent_number: String(concurrency ?? 3),
    max_batch_interval: String(batchSeconds ?? 10),
    max_filter_ratio: String(ratio),
    // The count of errors would stop the load before the ratio does.
    ...(ratio === 0 ? { max_error_number: '0' } : {}),
    strict_mode: 'true',
    timezone: 'Asia/Shanghai',
    warehouse,
  };
}

function sourceOf({ brokers, topic, consumerGroup }: KafkaIngestProps) {
  return {
    kafka_broker_list: brokers.join(','),
    kafka_topic: topic.topicName,
    'property.group.id': consumerGroup,
    // The usual default is the end: what came before the load was made would be lost.
    'property.kafka_default_offsets': 'OFFSET_BEGINNING',
  };
}

function listOf(properties: Readonly<Record<string, string>>) {
  return Object.entries(properties).map(([key, value]) => ({ key, value }));
}
