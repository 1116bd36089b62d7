import { STATEFUL } from '../../policies/stateful-protected';
import type { PolicyResource } from '../../policies/policy';
import { environment } from '../helpers/environment';
import { synthPlatform } from '../helpers/platform';

/** The argument that is the physical name. */
const NAMES = [
  'bucket',
  'cidr_block',
  'connection_string_prefix',
  'data_base_name',
  'instance_name',
  'topic',
  'vvp_instance_name',
  'name',
];

/** Addresses and physical names of what holds data: at another address, or by another name, it would be made anew. */
const PINNED: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  demo: {
    'alicloud_vpc.Network_1C6012B5': '10.10.0.0/16',
    'alicloud_vswitch.Network_Vswitch-cn-shanghai-l_DC42B039': '10.10.0.0/20',
    'alicloud_alikafka_instance.Kafka_DE2CE4FA': 'demo-kafka',
    'alicloud_alikafka_topic.Topic-app_event_A29A1C8F': 'app_event',
    'alicloud_alikafka_topic.Topic-marketing_touch_6D5913D3': 'marketing_touch',
    'alicloud_db_database.Source-core_Database-loans_AD6BFB7B': 'loans',
    'alicloud_db_instance.Source-core_8FBA7989': 'strata-demo-core',
    'alicloud_oss_bucket.Flink_Bucket_739DAAB0': 'strata-demo-flink',
    'alicloud_realtime_compute_vvp_instance.Flink_6452226B': 'demo-flink',
    'alicloud_star_rocks_instance.StarRocks_C4C43254': 'demo-starrocks',
  },
  'risk-dev': {
    'alicloud_vpc.Network_1C6012B5': '10.20.0.0/16',
    'alicloud_vswitch.Network_Vswitch-cn-shanghai-l_DC42B039': '10.20.0.0/20',
    'alicloud_alikafka_instance.Kafka_DE2CE4FA': 'risk-dev-kafka',
    'alicloud_alikafka_topic.Topic-app_event_A29A1C8F': 'app_event',
    'alicloud_alikafka_topic.Topic-marketing_touch_6D5913D3': 'marketing_touch',
    'alicloud_db_database.Source-core_Database-loans_AD6BFB7B': 'loans',
    'alicloud_db_instance.Source-core_8FBA7989': 'strata-risk-dev-core',
    'alicloud_oss_bucket.Flink_Bucket_739DAAB0': 'strata-risk-dev-flink',
    'alicloud_realtime_compute_vvp_instance.Flink_6452226B': 'risk-dev-flink',
    'alicloud_star_rocks_instance.StarRocks_C4C43254': 'risk-dev-starrocks',
  },
  'risk-prod': {
    'alicloud_vpc.Network_1C6012B5': '10.30.0.0/16',
    'alicloud_vswitch.Network_Vswitch-cn-shanghai-g_C6F65A8B': '10.30.16.0/20',
    'alicloud_vswitch.Network_Vswitch-cn-shanghai-l_DC42B039': '10.30.0.0/20',
    'alicloud_alikafka_instance.Kafka_DE2CE4FA': 'risk-prod-kafka',
    'alicloud_alikafka_topic.Topic-app_event_A29A1C8F': 'app_event',
    'alicloud_alikafka_topic.Topic-marketing_touch_6D5913D3': 'marketing_touch',
    'alicloud_db_database.Source-core_Database-loans_AD6BFB7B': 'loans',
    'alicloud_db_instance.Source-core_8FBA7989': 'strata-risk-prod-core',
    'alicloud_oss_bucket.Flink_Bucket_739DAAB0': 'strata-risk-prod-flink',
    'alicloud_realtime_compute_vvp_instance.Flink_6452226B': 'risk-prod-flink',
    'alicloud_star_rocks_instance.StarRocks_C4C43254': 'risk-prod-starrocks',
  },
};

/** What holds data in the stacks of an environment, with its name. */
function stateful(id: string): Readonly<Record<string, string>> {
  const found = Object.values(synthPlatform(environment(id))).flatMap(({ resources }) =>
    resources.filter(({ type }) => STATEFUL.includes(type)),
  );
  return Object.fromEntries(found.map((resource) => [resource.address, nameOf(resource)]));
}

function nameOf({ address, attributes }: PolicyResource): string {
  const name = NAMES.map((each) => attributes[each]).find((value) => typeof value === 'string');
  if (name === undefined) throw new Error(`${address} has no name`);
  return name;
}

test.each(Object.keys(PINNED))('what holds data in %s keeps its address and its name', (id) => {
  expect(stateful(id)).toEqual(PINNED[id]);
});
