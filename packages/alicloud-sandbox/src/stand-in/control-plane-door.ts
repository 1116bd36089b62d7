/**
 * The stand-in's only way to the control plane. What has an API of Alibaba's in the sandbox goes through that, with the
 * calls of the real provider (D15); the rest through the generic door.
 */

import { KAFKA_ACL_API, KAFKA_ALLOWED_IP_API, KAFKA_USER_API } from './apis/alikafka-access';
import { KAFKA_GROUP_API, KAFKA_TOPIC_API } from './apis/alikafka-parts';
import { KAFKA_INSTANCE_API } from './apis/alikafka-instance';
import { FLINK_WORKSPACE_API } from './apis/flink-workspace';
import { SECURITY_GROUP_RESOURCE_API, VPC_RESOURCE_API, VSWITCH_RESOURCE_API } from './apis/network';
import { RDS_INSTANCE_API } from './apis/rds-instance';
import { RDS_ACCOUNT_API, RDS_BACKUP_API, RDS_DATABASE_API, RDS_PRIVILEGE_API } from './apis/rds-parts';
import { STARROCKS_INSTANCE_API } from './apis/starrocks-instance';
import { STARROCKS_NODE_GROUP_API } from './apis/starrocks-node-group';
import type { Attributes, ResourceApi } from './apis/resource-api';
import type { SendCall, StoredResource } from './sandbox-http';
import { CloudError, callsOf, storedResource } from './sandbox-http';

export interface Door {
  create(type: string, attributes: Record<string, unknown>, signal: AbortSignal): Promise<StoredResource>;
  /** `undefined` when there is none. `known` is what the state has. */
  read(type: string, id: string, signal: AbortSignal, known: Attributes): Promise<StoredResource | undefined>;
  update(type: string, id: string, changes: Record<string, unknown>, signal: AbortSignal): Promise<StoredResource>;
  /** Does nothing when there is none. */
  remove(type: string, id: string, signal: AbortSignal): Promise<void>;
  /** Everything of a type, under Terraform's names. */
  list(type: string, signal: AbortSignal): Promise<readonly StoredResource[]>;
}

/** What is done with one resource. */
type ResourceDoor = Omit<Door, 'list'>;

const APIS: ReadonlyMap<string, ResourceApi> = new Map([
  ['alicloud_star_rocks_instance', STARROCKS_INSTANCE_API],
  ['alicloud_star_rocks_node_group', STARROCKS_NODE_GROUP_API],
  ['alicloud_realtime_compute_vvp_instance', FLINK_WORKSPACE_API],
  ['alicloud_alikafka_instance', KAFKA_INSTANCE_API],
  ['alicloud_alikafka_topic', KAFKA_TOPIC_API],
  ['alicloud_alikafka_consumer_group', KAFKA_GROUP_API],
  ['alicloud_alikafka_sasl_user', KAFKA_USER_API],
  ['alicloud_alikafka_sasl_acl', KAFKA_ACL_API],
  ['alicloud_alikafka_instance_allowed_ip_attachment', KAFKA_ALLOWED_IP_API],
  ['alicloud_db_instance', RDS_INSTANCE_API],
  ['alicloud_db_database', RDS_DATABASE_API],
  ['alicloud_rds_account', RDS_ACCOUNT_API],
  ['alicloud_db_account_privilege', RDS_PRIVILEGE_API],
  ['alicloud_db_backup_policy', RDS_BACKUP_API],
  ['alicloud_vpc', VPC_RESOURCE_API],
  ['alicloud_vswitch', VSWITCH_RESOURCE_API],
  ['alicloud_security_group', SECURITY_GROUP_RESOURCE_API],
]);

/** The door of the sandbox that `start` lies in; `override` is STRATA_SANDBOX_DIR. It is looked for at the first call. */
export function openDoor(start: string, override: string | undefined): Door {
  const call = callsOf(start, override);
  const generic = genericDoor(call);
  const doorOf = (type: string): ResourceDoor => {
    const api = APIS.get(type);
    return api === undefined ? generic : apiDoor(api, call);
  };
  return {
    create: (type, attributes, signal) => doorOf(type).create(type, attributes, signal),
    read: (type, id, signal, known) => doorOf(type).read(type, id, signal, known),
    update: (type, id, changes, signal) => doorOf(type).update(type, id, changes, signal),
    remove: (type, id, signal) => doorOf(type).remove(type, id, signal),
    list: async (type, signal) => {
      const all = await call({ method: 'GET', path: `/sandbox/resources/${type}`, signal });
      return (Array.isArray(all) ? all : []).flatMap((each: unknown) => storedResource(each) ?? []);
    },
  };
}

function apiDoor(api: ResourceApi, call: SendCall): ResourceDoor {
  const there = async (type: string, id: string, signal: AbortSignal): Promise<StoredResource> => {
    const attributes = await orNothing(api.read({ call, signal }, id));
    if (attributes === undefined) throw new CloudError(404, 'ResourceNotFound', `${type} ${id} is gone.`, undefined);
    return { id, attributes };
  };
  return {
    create: async (type, attributes, signal) => {
      const id = await api.create({ call, signal }, attributes);
      try {
        await api.complete?.({ call, signal }, id, attributes);
        return await there(type, id, signal);
      } catch (error) {
        if (!(error instanceof CloudError)) throw error;
        throw new CloudError(error.status, error.code, error.message, { id, attributes: {} });
      }
    },
    read: async (_type, id, signal, known) => {
      const attributes = await orNothing(api.read({ call, signal }, id, known));
      return attributes === undefined ? undefined : { id, attributes };
    },
    update: async (type, id, changes, signal) => {
      await api.update({ call, signal }, id, changes);
      return there(type, id, signal);
    },
    remove: async (_type, id, signal) => {
      await orNothing(api.remove({ call, signal }, id));
    },
  };
}

function genericDoor(call: SendCall): ResourceDoor {
  const send = (method: string, path: string, body: unknown, signal: AbortSignal): Promise<unknown> =>
    call({ method, path: `/sandbox/resources/${path}`, body, signal });
  const one = (type: string, id: string): string => `${type}/${encodeURIComponent(id)}`;
  const found = (body: unknown): StoredResource => {
    const resource = storedResource(body);
    if (resource === undefined) throw new CloudError(500, 'InvalidAnswer', 'The sandbox gave no id.', undefined);
    return resource;
  };
  return {
    create: async (type, attributes, signal) => found(await send('POST', type, attributes, signal)),
    read: async (type, id, signal) => {
      const body = await orNothing(send('GET', one(type, id), undefined, signal));
      return body === undefined ? undefined : found(body);
    },
    update: async (type, id, changes, signal) => found(await send('PUT', one(type, id), changes, signal)),
    remove: async (type, id, signal) => {
      await orNothing(send('DELETE', one(type, id), undefined, signal));
    },
  };
}

async function orNothing<T>(promise: Promise<T>): Promise<T | undefined> {
  try {
    return await promise;
  } catch (error) {
    if (error instanceof CloudError && error.status === 404) return undefined;
    throw error;
  }
}
