/** Topics and consumer groups over ApsaraMQ for Kafka, API 2019-09-16. Their ids are `instance:name`. */

import { GROUP_FIELDS, KAFKA_VERSION, TOPIC_FIELDS } from '../../control-plane/alikafka-fields';
import type { Fields } from '../../control-plane/fields';
import { toApi, toTerraform } from '../../control-plane/fields';
import { record } from '../sandbox-http';
import type { ApiContext, Attributes, ResourceApi } from './resource-api';
import { compact } from './resource-api';
import type { ChangeCall, Parameters } from './rpc-product';
import { carrying, changeTags, listUnder, product, sendChanges, tagsUnder, tagParameter } from './rpc-product';

const kafka = product(KAFKA_VERSION);

interface Part {
  readonly fields: Fields;
  readonly nameAttribute: string;
  readonly name: string;
  readonly create: string;
  readonly list: readonly [action: string, outer: string, inner: string];
  readonly remove: string;
  readonly tagType: string;
  readonly changes: readonly ChangeCall[];
}

export const KAFKA_TOPIC_API: ResourceApi = partApi({
  fields: [...TOPIC_FIELDS, ['status', 'StatusName'], ['create_time', 'CreateTime']],
  nameAttribute: 'topic',
  name: 'Topic',
  create: 'CreateTopic',
  list: ['GetTopicList', 'TopicList', 'TopicVO'],
  remove: 'DeleteTopic',
  tagType: 'TOPIC',
  changes: [
    carrying('ModifyTopicRemark', [['remark', 'Remark']]),
    carrying('UpdateTopicConfig', [['configs', 'Config']]),
    {
      attributes: ['partition_num'],
      action: 'ModifyPartitionNum',
      parameters: (changes, before) => ({
        AddPartitionNum: Number(changes['partition_num'] ?? 0) - Number(before['partition_num']),
      }),
    },
  ],
});

export const KAFKA_GROUP_API: ResourceApi = partApi({
  fields: [...GROUP_FIELDS, ['create_time', 'CreateTime']],
  nameAttribute: 'consumer_id',
  name: 'ConsumerId',
  create: 'CreateConsumerGroup',
  list: ['GetConsumerList', 'ConsumerList', 'ConsumerVO'],
  remove: 'DeleteConsumerGroup',
  tagType: 'CONSUMERGROUP',
  changes: [],
});

function partApi(part: Part): ResourceApi {
  const read = async (context: ApiContext, id: string): Promise<Attributes | undefined> => {
    const [action, outer, inner] = part.list;
    const found = listUnder(await kafka(context, action, whose(part, id)), outer, inner);
    const [one] = found.filter((each) => each[part.name] === whose(part, id)[part.name]);
    return one === undefined ? undefined : compact({ ...toTerraform(part.fields, one), tags: tagsUnder(one, 'TagVO') });
  };
  return {
    create: async (context, attributes) => {
      await kafka(context, part.create, { ...toApi(part.fields, attributes), ...tagParameter(attributes['tags']) });
      return `${String(attributes['instance_id'])}:${String(attributes[part.nameAttribute])}`;
    },
    read,
    update: async (context, id, changes) => {
      const before = (await read(context, id)) ?? {};
      await sendChanges(kafka, context, whose(part, id), part.changes, changes, before);
      if (!('tags' in changes)) return;
      const { InstanceId, [part.name]: name } = whose(part, id);
      const tagged = { ResourceType: part.tagType, ResourceId: [`Kafka_${InstanceId}_${String(name)}`] };
      await changeTags(kafka, context, tagged, record(before['tags']), record(changes['tags']));
    },
    remove: async (context, id) => {
      await kafka(context, part.remove, whose(part, id));
    },
  };
}

function whose({ name }: Part, id: string): Parameters & { readonly InstanceId: string } {
  const colon = id.indexOf(':');
  return { InstanceId: id.slice(0, colon), [name]: id.slice(colon + 1) };
}
