import { Construct } from 'constructs';
import type { IConstruct } from 'constructs';
import { AlikafkaSaslAcl } from '@cdktf/provider-alicloud/lib/alikafka-sasl-acl';
import { AlikafkaSaslUser } from '@cdktf/provider-alicloud/lib/alikafka-sasl-user';
import { ValidationError } from '../core/errors';
import type { IKafkaCluster } from './kafka-cluster';
import { userNameProblem } from './kafka-names';

export type KafkaResource = 'Topic' | 'Group';
export type KafkaOperation = 'Read' | 'Write';

/** Somebody who writes to topics or reads them. */
export interface IKafkaUser extends IConstruct {
  readonly userName: string;
  /** Lets the user do something with one topic or group. A second time changes nothing. */
  grant(resource: KafkaResource, name: string, operation: KafkaOperation): void;
}

export interface KafkaUserProps {
  /** Cluster with `acl`. */
  readonly cluster: IKafkaCluster;
  /** Never changes. */
  readonly userName: string;
  /** A token of a sensitive variable: the provider keeps it in its state. */
  readonly password: string;
}

/**
 * Defines a user of a Kafka cluster, who may do what is granted and nothing else. Port 9094, SASL with SCRAM-SHA-256.
 */
export class KafkaUser extends Construct implements IKafkaUser {
  public readonly userName: string;
  /** The primary resource, for settings these props do not cover. */
  public readonly resource: AlikafkaSaslUser;
  private readonly cluster: IKafkaCluster;
  private readonly granted = new Set<string>();

  constructor(scope: Construct, id: string, props: KafkaUserProps) {
    super(scope, id);
    this.validate(props);
    this.cluster = props.cluster;
    this.resource = new AlikafkaSaslUser(this, 'Resource', {
      instanceId: props.cluster.clusterId,
      username: props.userName,
      password: props.password,
      type: 'scram',
      // What the service documents; the provider's own choice would be SCRAM-SHA-512.
      mechanism: 'SCRAM-SHA-256',
    });
    this.userName = this.resource.username;
  }

  public grant(resource: KafkaResource, name: string, operation: KafkaOperation): void {
    const key = `${resource}-${operation}-${name}`;
    if (this.granted.has(key)) return;
    this.granted.add(key);
    // Every argument replaces the rule, so each is a rule of its own.
    new AlikafkaSaslAcl(this, `May-${operation}-${resource}-${name}`, {
      instanceId: this.cluster.clusterId,
      username: this.userName,
      aclResourceType: resource,
      aclResourceName: name,
      aclResourcePatternType: 'LITERAL',
      aclOperationType: operation,
    });
  }

  private validate({ cluster, userName }: KafkaUserProps): void {
    const problem = userNameProblem(userName);
    if (problem !== undefined) throw new ValidationError(this, 'STR1271', problem);
    if (!cluster.acl) {
      throw new ValidationError(
        this,
        'STR1272',
        '`cluster` must check who its clients are, got one with `acl` off: users and grants would have no effect. Set `acl: true`.',
      );
    }
  }
}
