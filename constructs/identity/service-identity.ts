import { Lazy, Token } from 'cdktf';
import { Construct } from 'constructs';
import { RamPolicy } from '@cdktf/provider-alicloud/lib/ram-policy';
import { RamRole } from '@cdktf/provider-alicloud/lib/ram-role';
import { RamRolePolicyAttachment } from '@cdktf/provider-alicloud/lib/ram-role-policy-attachment';
import { ValidationError } from '../core/errors';
import type { Grant, IGrantable } from './grant';
import { POLICY_LIMIT, policyDocument, trustDocument } from './policy-document';
import type { PolicyStatement } from './policy-document';

/** A role of the account, defined in this app or imported. */
export interface IServiceIdentity extends IGrantable {
  readonly roleArn: string;
}

export interface ServiceIdentityAttributes {
  readonly roleName: string;
  readonly roleArn: string;
}

export interface ServiceIdentityProps {
  /** Up to 64 letters, digits and hyphens; never changes. Its policy has the same name. */
  readonly roleName: string;
  /** What acts as it, and what for. */
  readonly description: string;
  /**
   * Services of the cloud that act as it, by their domain, e.g. `ecs.aliyuncs.com`.
   *
   * @default - none
   */
  readonly services?: readonly string[];
  /**
   * Accounts, users and roles that may act as it, by their ARN, e.g. `acs:ram::1234567890123456:role/ci`.
   *
   * @default - none
   */
  readonly principals?: readonly string[];
  /**
   * Hours for which one may act as it, from 1 to 12.
   *
   * @default 1
   */
  readonly sessionHours?: number;
  /**
   * @default - none
   */
  readonly tags?: Readonly<Record<string, string>>;
}

/**
 * Defines a RAM role that may do what was granted to it and nothing else. The policy is written from the `grant*` of other
 * constructs; a role without grants has none.
 */
export class ServiceIdentity extends Construct implements IServiceIdentity {
  /** Refers to a role that this app does not define; its grants become a policy of this app. */
  public static fromServiceIdentityAttributes(
    scope: Construct,
    id: string,
    attributes: ServiceIdentityAttributes,
  ): IServiceIdentity {
    return new ImportedIdentity(scope, id, attributes);
  }

  public readonly roleName: string;
  public readonly roleArn: string;
  /** The primary resource, for settings these props do not cover. */
  public readonly resource: RamRole;
  private readonly grants: GrantedPolicy;

  constructor(scope: Construct, id: string, props: ServiceIdentityProps) {
    super(scope, id);
    const { roleName, services = [], principals = [] } = props;
    const sessionHours = props.sessionHours ?? 1;
    this.validateName(roleName);
    this.validateTrust(services, principals);
    this.validateSession(sessionHours);
    this.resource = new RamRole(this, 'Resource', {
      roleName,
      description: props.description,
      assumeRolePolicyDocument: trustDocument(services, principals),
      maxSessionDuration: sessionHours * 3600,
      tags: props.tags,
    });
    this.roleName = roleName;
    this.roleArn = this.resource.arn;
    this.grants = new GrantedPolicy(this, roleName, this.resource.roleName);
  }

  public addToPolicy(statement: PolicyStatement): Grant {
    return this.grants.add(statement);
  }

  private validateName(name: string): void {
    if (!/^[A-Za-z0-9-]{1,64}$/.test(name)) {
      throw new ValidationError(
        this,
        'STR1249',
        `\`roleName\` must be 1 to 64 letters, digits and hyphens, got ${name}. RAM takes no others.`,
      );
    }
  }

  private validateTrust(services: readonly string[], principals: readonly string[]): void {
    const wrong = [
      ...services.filter((service) => !/^[a-z0-9-]+(\.[a-z0-9-]+)+$/.test(service)),
      ...principals.filter(
        (principal) =>
          !Token.isUnresolved(principal) && !/^acs:ram::\d{5,20}:(root|(user|role)\/[\w.@-]+)$/.test(principal),
      ),
    ];
    if (services.length + principals.length === 0 || wrong.length > 0) {
      throw new ValidationError(
        this,
        'STR1250',
        `a role needs somebody by name who acts as it, got ${wrong.join(', ') || 'nobody'}. Name services such as ecs.aliyuncs.com or principals such as acs:ram::1234567890123456:role/ci.`,
      );
    }
  }

  private validateSession(hours: number): void {
    if (!(hours >= 1 && hours <= 12)) {
      throw new ValidationError(this, 'STR1251', `\`sessionHours\` must be from 1 to 12, got ${hours}.`);
    }
  }
}

class ImportedIdentity extends Construct implements IServiceIdentity {
  public readonly roleName: string;
  public readonly roleArn: string;
  private readonly grants: GrantedPolicy;

  constructor(scope: Construct, id: string, { roleName, roleArn }: ServiceIdentityAttributes) {
    super(scope, id);
    this.roleName = roleName;
    this.roleArn = roleArn;
    this.grants = new GrantedPolicy(this, `${roleName}-${id}`.replace(/[^A-Za-z0-9-]/g, '-'), roleName);
  }

  public addToPolicy(statement: PolicyStatement): Grant {
    return this.grants.add(statement);
  }
}

/** The policy of a role: there from the first grant on, whole when the app is synthesized. */
class GrantedPolicy {
  private readonly statements: PolicyStatement[] = [];
  private attachment: RamRolePolicyAttachment | undefined;

  constructor(
    private readonly scope: Construct,
    private readonly policyName: string,
    private readonly roleName: string,
  ) {}

  public add(statement: PolicyStatement): Grant {
    this.validateLeast(statement);
    this.statements.push(statement);
    this.attachment ??= this.attach();
    return { dependables: [this.attachment] };
  }

  private attach(): RamRolePolicyAttachment {
    const policy = new RamPolicy(this.scope, 'Policy', {
      policyName: this.policyName,
      policyDocument: Lazy.stringValue({ produce: () => this.document() }),
      // RAM keeps five versions and refuses the sixth.
      rotateStrategy: 'DeleteOldestNonDefaultVersionWhenLimitExceeded',
    });
    return new RamRolePolicyAttachment(this.scope, 'PolicyAttachment', {
      policyName: policy.policyName,
      policyType: 'Custom',
      roleName: this.roleName,
    });
  }

  private validateLeast({ actions, resources }: PolicyStatement): void {
    const wide = actions.filter((action) => !/^[a-z][a-z0-9-]*:[A-Za-z]+\*?$/.test(action));
    if (actions.length === 0 || wide.length > 0 || resources.length === 0) {
      throw new ValidationError(
        this.scope,
        'STR1252',
        `a right names its actions with their product and its resources, got ${wide.join(', ') || 'none'}. Write for example oss:GetObject.`,
      );
    }
  }

  private document(): string {
    const document = policyDocument(this.statements);
    if (document.length > POLICY_LIMIT) {
      throw new ValidationError(
        this.scope,
        'STR1253',
        `the policy of ${this.policyName} has ${document.length} characters, RAM takes ${POLICY_LIMIT}. Grant by folder instead of by object, or use two roles.`,
      );
    }
    return document;
  }
}
