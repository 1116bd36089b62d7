import type { App } from 'cdktf';
import { AlikafkaTopic } from '@cdktf/provider-alicloud/lib/alikafka-topic';
import { OssBucket } from '@cdktf/provider-alicloud/lib/oss-bucket';
import { StarRocksNodeGroup } from '@cdktf/provider-alicloud/lib/star-rocks-node-group';
import { Vpc } from '@cdktf/provider-alicloud/lib/vpc';
import { StrataProvider } from '@strata/provider-strata/lib/provider';
import { EnvironmentStack } from '../../constructs/core/environment-stack';
import { Guard, GUARDED } from '../../constructs/core/guard';
import type { GuardProps } from '../../constructs/core/guard';
import { STATEFUL } from '../../policies/stateful-protected';
import { account, environment } from '../helpers/environment';
import { synthApp } from '../helpers/synth';
import type { Synthesized } from '../helpers/synth';

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
      new Vpc(scope, 'Network', { cidrBlock: '10.0.0.0/16' });
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
    expect(types.map(([type]) => type).sort()).toEqual([...STATEFUL].sort());
  });
});
