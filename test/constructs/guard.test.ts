import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { App } from 'cdktf';
import { AlikafkaConsumerGroup } from '@cdktf/provider-alicloud/lib/alikafka-consumer-group';
import { AlikafkaTopic } from '@cdktf/provider-alicloud/lib/alikafka-topic';
import { OssBucket } from '@cdktf/provider-alicloud/lib/oss-bucket';
import { StarRocksNodeGroup } from '@cdktf/provider-alicloud/lib/star-rocks-node-group';
import { StrataProvider } from '@strata/provider-strata/lib/provider';
import { EnvironmentStack } from '../../constructs/core/environment-stack';
import { Guard } from '../../constructs/core/guard';
import type { GuardProps } from '../../constructs/core/guard';
import { GUARDED } from '../../constructs/core/guarded-types';
import { STATEFUL } from '../../policies/stateful-protected';
import { account, environment } from '../helpers/environment';
import { root } from '../helpers/root';
import { synthApp } from '../helpers/synth';
import type { Synthesized } from '../helpers/synth';

/** Arguments of a type for which the provider makes a resource anew, as it was recorded. */
function forceNewOf(type: string): readonly string[] {
  const lines = readFileSync(join(root, 'packages/alicloud-sandbox/data/facts.jsonl'), 'utf8').split('\n');
  const line = lines.find((each) => each.startsWith(`{"type":"${type}"`)) ?? '{"attributes":{}}';
  const { attributes } = JSON.parse(line) as { attributes: Record<string, { forceNew?: boolean }> };
  const names = Object.keys(attributes).filter((name) => attributes[name]?.forceNew === true && !name.includes('['));
  return names.sort();
}

/** A stack of risk-prod with a guard, then resources. */
function guarded(build: (stack: EnvironmentStack) => void, props: GuardProps = {}): Synthesized {
  const { 'risk-prod-streams': found } = synthApp((app: App) => {
    const stack = new EnvironmentStack(app, {
      account: account(),
      environment: environment('risk-prod'),
      lifecycle: 'streams',
    });
    new StrataProvider(stack, 'Strata');
    new Guard(stack, 'Guard', props);
    build(stack);
  });
  if (found === undefined) throw new Error('the stack was not synthesized');
  return found;
}

const topic = (stack: EnvironmentStack): AlikafkaTopic =>
  new AlikafkaTopic(stack, 'Topic', { instanceId: 'alikafka-1', topic: 'app_event', remark: 'events' });

describe('Guard', () => {
  test('finds what holds data by its type, also what comes after it, and nothing else', () => {
    const stack = guarded((scope) => {
      topic(scope);
      new OssBucket(scope, 'Bucket', { bucket: 'strata-risk-prod-flink' });
      new StarRocksNodeGroup(scope, 'Warehouse', { instanceId: 'c-1', nodeGroupName: 'etl' });
      new AlikafkaConsumerGroup(scope, 'Group', { instanceId: 'alikafka-1', consumerId: 'risk' });
    });
    const both = stack.all('strata_guard');
    expect(both).toHaveLength(2);
    for (const guard of both) {
      expect(guard).toMatchObject({
        stack: 'risk-prod-streams',
        protection: true,
        allow_data_loss: false,
        data: {
          'alicloud_alikafka_topic.Topic': 'Kafka topic app_event',
          'alicloud_oss_bucket.Bucket': 'OSS bucket strata-risk-prod-flink',
        },
        services: { 'alicloud_star_rocks_node_group.Warehouse': 'StarRocks warehouse etl' },
      });
    }
  });

  test('hears of a thing before it exists and forgets it after it is gone', () => {
    const stack = guarded(topic);
    const [announced = '', settled = ''] = stack.resources
      .filter(({ type }) => type === 'strata_guard')
      .map(({ address }) => address);
    expect(stack.one('alicloud_alikafka_topic')['depends_on']).toEqual([announced]);
    expect(stack.all('strata_guard').map((guard) => guard['depends_on'])).toEqual([
      undefined,
      ['alicloud_alikafka_topic.Topic'],
    ]);
    expect([announced, settled]).toEqual([
      expect.stringMatching(/^strata_guard\.Guard_Announced_/),
      expect.stringMatching(/^strata_guard\.Guard_Settled_/),
    ]);
  });

  test('names a thing by its construct where its name is a reference', () => {
    const stack = guarded((scope) => {
      new AlikafkaTopic(scope, 'Other', { instanceId: 'alikafka-1', topic: topic(scope).topic, remark: 'events' });
    });
    expect(stack.all('strata_guard')[0]?.['data']).toMatchObject({
      'alicloud_alikafka_topic.Other': 'Kafka topic risk-prod-streams/Other',
    });
  });

  test('writes a `moved` block for an address that changed, and tells the provider', () => {
    const moved = { 'alicloud_alikafka_topic.Old': 'alicloud_alikafka_topic.Topic' };
    const stack = guarded(topic, { moved });
    expect(stack.json['moved']).toEqual([{ from: 'alicloud_alikafka_topic.Old', to: 'alicloud_alikafka_topic.Topic' }]);
    expect(stack.all('strata_guard').map((guard) => guard['moved'])).toEqual([moved, moved]);
  });

  test('watches every type whose destruction loses data', () => {
    const types = Object.entries(GUARDED).filter(([, { kind }]) => kind === 'data');
    expect(types.map(([type]) => type)).toEqual(expect.arrayContaining([...STATEFUL]));
  });

  describe('fixed settings', () => {
    const fixedOf = (stack: Synthesized, address: string): unknown => {
      const [announced, settled] = stack
        .all('strata_guard')
        .map(({ fixed }) => (fixed as Record<string, string>)[address]);
      expect(announced).toBe(settled);
      return JSON.parse(announced ?? 'null');
    };

    test('are what is written for them, and null for nothing', () => {
      expect(fixedOf(guarded(topic), 'alicloud_alikafka_topic.Topic')).toEqual({
        values: { compact_topic: null, instance_id: 'alikafka-1', local_topic: null, topic: 'app_event' },
        ignored: [],
        preventDestroy: false,
      });
    });

    test('say which changes Terraform ignores and that it refuses to destroy', () => {
      const stack = guarded((scope) => {
        new StarRocksNodeGroup(scope, 'Warehouse', {
          instanceId: 'c-1',
          nodeGroupName: 'etl',
          lifecycle: { preventDestroy: true, ignoreChanges: ['description', 'cu'] },
        });
      });
      expect(fixedOf(stack, 'alicloud_star_rocks_node_group.Warehouse')).toEqual({
        values: { instance_id: 'c-1', local_storage_instance_type: null, node_group_name: 'etl', pay_type: null },
        ignored: ['description'],
        preventDestroy: true,
      });
      const all = guarded((scope) => {
        topic(scope).lifecycle = { ignoreChanges: 'all' };
      });
      expect(fixedOf(all, 'alicloud_alikafka_topic.Topic')).toMatchObject({
        values: {},
        ignored: ['compact_topic', 'instance_id', 'local_topic', 'topic'],
      });
    });

    test('are references only as text: Terraform must not ask for what comes after the guard', () => {
      const stack = guarded((scope) => {
        new AlikafkaTopic(scope, 'Other', { instanceId: topic(scope).id, topic: 'b', remark: 'events' });
      });
      expect(fixedOf(stack, 'alicloud_alikafka_topic.Other')).toMatchObject({
        values: { instance_id: '$${alicloud_alikafka_topic.Topic.id}' },
      });
    });

    test('are those that the provider makes a resource anew for', () => {
      for (const [type, { fixed }] of Object.entries(GUARDED)) {
        const forceNew = forceNewOf(type).filter(
          (name) => `${type}.${name}` !== 'alicloud_db_instance.babelfish_config',
        );
        expect([type, ...fixed]).toEqual([type, ...forceNew]);
      }
    });
  });
});
