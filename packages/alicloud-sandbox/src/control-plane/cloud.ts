import { fillComputed } from './computed';
import { ApiError } from './errors';
import type { SandboxFolder } from './folder';
import { newId } from './identity';
import type { SandboxPorts } from './ports';
import { freePort } from './ports';
import type { Attributes, SandboxState } from './state';
import { loadState, saveState } from './state';
import type { ServerPorts, Supervisor } from './supervisor';

export const INSTANCE = 'alicloud_star_rocks_instance';
export const NODE_GROUP = 'alicloud_star_rocks_node_group';
export const FLINK_WORKSPACE = 'alicloud_realtime_compute_vvp_instance';
export const KAFKA_INSTANCE = 'alicloud_alikafka_instance';
export const KAFKA_TOPIC = 'alicloud_alikafka_topic';
export const KAFKA_GROUP = 'alicloud_alikafka_consumer_group';
export const KAFKA_USER = 'alicloud_alikafka_sasl_user';
export const KAFKA_ACL = 'alicloud_alikafka_sasl_acl';
export const KAFKA_ALLOWED_IP = 'alicloud_alikafka_instance_allowed_ip_attachment';
export const DB_INSTANCE = 'alicloud_db_instance';
export const DATABASE = 'alicloud_db_database';
export const ACCOUNT = 'alicloud_rds_account';
export const ACCOUNT_PRIVILEGE = 'alicloud_db_account_privilege';
export const BACKUP_POLICY = 'alicloud_db_backup_policy';
export const VPC = 'alicloud_vpc';
export const VSWITCH = 'alicloud_vswitch';
export const SECURITY_GROUP = 'alicloud_security_group';

/** Attributes that the cloud takes and never gives back. They are not kept. */
const SECRETS = new Set(['admin_password', 'password', 'account_password', 'kms_encrypted_password', 'secret_data']);

/** An error that the next calls of an operation answer, e.g. of `create alicloud_vpc`. */
export interface Fault {
  readonly operation: string;
  readonly message: string;
  /** The cloud's error code. */
  readonly code: string;
  /** HTTP status. */
  readonly status: number;
  times: number;
}

/** Who asks for something. */
export interface Client {
  /** Tells whether the client has gone away, so that nobody will learn of the answer. */
  readonly gone: () => boolean;
}

export interface StoredResource {
  readonly id: string;
  readonly attributes: Attributes;
}

/** Everything that exists in the sandbox: the one truth behind all doors of the control plane. */
export class Cloud {
  readonly state: SandboxState;
  private readonly faults: Fault[] = [];

  constructor(
    private readonly folder: SandboxFolder,
    private readonly supervisor: Supervisor,
    private readonly firstPorts: SandboxPorts,
  ) {
    this.state = loadState(folder.stateFile);
  }

  /** Starts the servers of all instances, e.g. after a restart. */
  async startServers(): Promise<void> {
    await Promise.all(
      Object.entries(this.state.servers).map(([instanceId, ports]) => this.supervisor.start(instanceId, ports)),
    );
  }

  addFault(fault: Fault): void {
    this.faults.push(fault);
  }

  /** @throws ApiError when a fault was asked for this operation */
  failIfAsked(operation: string): void {
    const fault = this.faults.find((one) => one.operation === operation && one.times > 0);
    if (fault === undefined) return;
    fault.times -= 1;
    throw new ApiError(fault.status, fault.code, fault.message);
  }

  async create(type: string, attributes: Attributes): Promise<StoredResource> {
    this.failIfAsked(`create ${type}`);
    this.checkParents(type, attributes);
    const sequence = ++this.state.sequence;
    const id = newId(type, sequence, attributes);
    if (this.find(type, id) !== undefined) {
      throw new ApiError(409, 'ResourceAlreadyExists', `${type} ${id} exists already in the sandbox.`);
    }
    const stored = fillComputed(type, {
      id,
      attributes: withoutSecrets(attributes),
      sequence,
      createdAt: new Date(),
    });
    if (type === INSTANCE) await this.startInstance(id, attributes);
    (this.state.resources[type] ??= {})[id] = stored;
    this.save();
    return { id, attributes: stored };
  }

  /** Creates a resource, and takes it back when the client has gone away meanwhile: nobody would know its id. */
  async createFor(client: Client, type: string, attributes: Attributes): Promise<StoredResource> {
    const created = await this.create(type, attributes);
    if (client.gone()) await this.remove(type, created.id);
    return created;
  }

  /** Changes attributes; those that are not named keep their value. */
  update(type: string, id: string, changes: Attributes): StoredResource {
    this.failIfAsked(`update ${type}`);
    const attributes = { ...this.get(type, id), ...withoutSecrets(changes) };
    (this.state.resources[type] ??= {})[id] = attributes;
    this.save();
    return { id, attributes };
  }

  async remove(type: string, id: string): Promise<void> {
    this.failIfAsked(`delete ${type}`);
    this.get(type, id);
    if (type === INSTANCE) await this.removeInstance(id);
    delete this.state.resources[type]?.[id];
    this.save();
  }

  find(type: string, id: string): Attributes | undefined {
    return this.state.resources[type]?.[id];
  }

  /** @throws ApiError 404 when there is none */
  get(type: string, id: string): Attributes {
    const found = this.find(type, id);
    if (found === undefined)
      throw new ApiError(404, 'ResourceNotFound', `${type} ${id} does not exist in the sandbox.`);
    return found;
  }

  list(type: string): readonly StoredResource[] {
    return Object.entries(this.state.resources[type] ?? {}).map(([id, attributes]) => ({ id, attributes }));
  }

  ports(instanceId: string): ServerPorts | undefined {
    return this.state.servers[instanceId];
  }

  async setAdminPassword(instanceId: string, password: string): Promise<void> {
    this.failIfAsked('ModifyUserPassword');
    this.get(INSTANCE, instanceId);
    await this.supervisor.setPassword(instanceId, 'admin', password);
  }

  save(): void {
    saveState(this.folder.stateFile, this.state);
  }

  private async startInstance(instanceId: string, attributes: Attributes): Promise<void> {
    const servers = Object.values(this.state.servers);
    const queryPort = await freePort(this.firstPorts.query, new Set(servers.map((server) => server.queryPort)));
    const httpPort = await freePort(this.firstPorts.http, new Set(servers.map((server) => server.httpPort)));
    const password = attributes['admin_password'];
    if (typeof password !== 'string' || password === '') {
      throw new ApiError(400, 'InvalidParams', 'AdminPassword is mandatory.');
    }
    await this.supervisor.start(instanceId, { queryPort, httpPort }, password);
    this.state.servers[instanceId] = { queryPort, httpPort };
  }

  private async removeInstance(instanceId: string): Promise<void> {
    await this.supervisor.remove(instanceId);
    delete this.state.servers[instanceId];
    for (const { id, attributes } of this.list(NODE_GROUP)) {
      if (attributes['instance_id'] === instanceId) delete this.state.resources[NODE_GROUP]?.[id];
    }
  }

  /** What belongs to another thing needs it to exist, as in the cloud. @throws ApiError 404 when it does not */
  checkParents(type: string, attributes: Attributes): void {
    for (const [attribute, parents] of PARENTS) {
      const value = attributes[attribute];
      if (typeof value !== 'string' || value === '' || attribute === OWN_ID.get(type)) continue;
      if (IN_ANY_NETWORK.has(type) && FOREIGN_NETWORK.test(value)) continue;
      if (parents(type).length > 0 && !parents(type).some((parent) => this.find(parent, value) !== undefined)) {
        throw new ApiError(
          404,
          'InvalidParameter.NotFound',
          `${attribute} ${value} does not exist in the sandbox (needed by a new ${type}).`,
        );
      }
    }
  }
}

/** What is made in networks that stand outside of the sandbox, too: callers may know only the APIs of these products. */
const IN_ANY_NETWORK: ReadonlySet<string> = new Set([INSTANCE, FLINK_WORKSPACE]);

/** Ids of networks that the sandbox did not give. */
const FOREIGN_NETWORK = /^(vpc|vsw)-(?!sbx)/;

/** Attribute -> resource types whose id it holds; none = not checked for that type. */
const PARENTS: readonly (readonly [string, (type: string) => readonly string[]])[] = [
  ['vpc_id', () => ['alicloud_vpc']],
  ['vswitch_id', () => ['alicloud_vswitch']],
  [
    'instance_id',
    (type) => {
      if (type === NODE_GROUP) return [INSTANCE];
      if (type.startsWith('alicloud_alikafka_')) return ['alicloud_alikafka_instance'];
      return type.startsWith('alicloud_db_') || type === 'alicloud_rds_account' ? ['alicloud_db_instance'] : [];
    },
  ],
  ['db_instance_id', () => ['alicloud_db_instance']],
];

/** Types that carry their own id under such a name. */
const OWN_ID: ReadonlyMap<string, string> = new Map([
  ['alicloud_vpc', 'vpc_id'],
  ['alicloud_vswitch', 'vswitch_id'],
]);

function withoutSecrets(attributes: Attributes): Attributes {
  return Object.fromEntries(Object.entries(attributes).filter(([name]) => !SECRETS.has(name)));
}
