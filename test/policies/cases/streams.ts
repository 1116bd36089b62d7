import { edit, policyCase, stack } from '../stack';

const KAFKA = 'alicloud_alikafka_instance';
const TOPIC = 'alicloud_alikafka_topic';
const WORKSPACE = 'alicloud_realtime_compute_vvp_instance';

const user = ['alicloud_alikafka_sasl_user', { username: 'flink' }] as const;
const serverless = (publish?: number) => ({
  instance_type: 'alikafka_serverless',
  serverless_config: [{ reserved_publish_capacity: publish, reserved_subscribe_capacity: 20 }],
});

export const STREAM_CASES = [
  policyCase(
    'kafka-vpc-only',
    stack([KAFKA, { deploy_type: 5, eip_max: 0 }]),
    stack([KAFKA, { deploy_type: 4, eip_max: 10 }]),
    /^has a public address$/,
  ),
  policyCase(
    'kafka-acl-on',
    stack([KAFKA, { config: '{"enable.acl": "true"}' }], user),
    stack([KAFKA, {}], user),
    /^has users or ACLs \(1\) and does not check them$/,
  ),
  policyCase(
    'kafka-grows-only',
    edit(TOPIC, { partition_num: 6 }, { partition_num: 12 }),
    edit(TOPIC, { partition_num: 12 }, { partition_num: 6 }),
    /^has its partition_num reduced from 12 to 6$/,
  ),
  policyCase(
    'kafka-grows-only',
    edit(KAFKA, { disk_size: 500 }, { disk_size: 500 }),
    edit(KAFKA, { disk_size: 500 }, { disk_size: 400 }),
    /^has its disk_size reduced from 500 to 400$/,
  ),
  policyCase(
    'kafka-serverless-capacity',
    stack([KAFKA, serverless(60)], [KAFKA, { instance_type: 'alikafka' }]),
    stack([KAFKA, serverless(40)]),
    /^has reserved_publish_capacity 40, less than 60$/,
  ),
  policyCase(
    'kafka-serverless-capacity',
    stack([KAFKA, serverless(90)]),
    stack([KAFKA, serverless()]),
    /^has reserved_publish_capacity null, less than 60$/,
  ),
  policyCase(
    'kafka-config-removed',
    edit(KAFKA, { config: '{"enable.acl":"true"}' }, { config: '{"enable.acl":"false"}' }),
    edit(
      KAFKA,
      { config: '{"enable.acl":"true","kafka.log.retention.hours":"72"}' },
      { config: '{"enable.acl":"true"}' },
    ),
    /^would keep kafka\.log\.retention\.hours as it is$/,
  ),
  policyCase(
    'flink-jobs-by-strata',
    stack(['strata_flink_job', {}]),
    stack(['alicloud_realtime_compute_deployment', {}]),
    /^is a job of the official provider$/,
  ),
  policyCase(
    'flink-workspace-untagged',
    stack([WORKSPACE, {}]),
    stack([WORKSPACE, { tags: { 'strata:environment': 'risk-prod' } }]),
    /^has tags$/,
  ),
  policyCase(
    'flink-workspace-size',
    edit(WORKSPACE, { resource_spec: [{ cpu: 8 }] }, { payment_type: 'PayAsYouGo', resource_spec: [{ cpu: 8 }] }),
    edit(WORKSPACE, { resource_spec: [{ cpu: 8 }] }, { payment_type: 'PayAsYouGo', resource_spec: [{ cpu: 16 }] }),
    /^changes its size$/,
  ),
];
