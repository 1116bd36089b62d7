import { Lazy, Token } from 'cdktf';
import type { Construct } from 'constructs';
import { SecurityGroupRule } from '@cdktf/provider-alicloud/lib/security-group-rule';
import { ValidationError } from '../core/errors';
import { isPort, portRange } from './port';
import type { Port } from './port';

/** Something that makes connections, takes them, or both. */
export interface IConnectable {
  readonly connections: Connections;
}

/** Who connects, as the one that it connects to writes it down. */
export interface Client {
  /** Lower-case letters, digits and hyphens; unique among those that connect to the same. */
  readonly name: string;
  /** IPv4 ranges from which it connects. */
  readonly ranges: readonly string[];
  readonly ports: readonly Port[];
}

export interface ConnectionsProps {
  /** What the others call it in their lists: lower-case letters, digits and hyphens. */
  readonly name: string;
  /** IPv4 ranges from which it connects and in which it is reached; none when it only is reached, who knows where. */
  readonly ranges: readonly string[];
  /**
   * Ports on which it is reached.
   *
   * @default - none: it takes no connections
   */
  readonly ports?: readonly Port[];
  /**
   * Security group that stands before it, of which the rules are made for each connection.
   *
   * @default - none: its list of clients alone decides
   */
  readonly securityGroupId?: string;
  /**
   * Told of each client once, as it is let in; for services whose list has an entry for each.
   *
   * @default - nobody: `whitelist` is enough
   */
  readonly onClient?: (client: Client) => void;
  /**
   * Told of each client and port once; for services whose list has an entry for each port.
   *
   * @default - nobody
   */
  readonly onPort?: (client: Client, port: Port) => void;
}

/**
 * Who may connect to whom. A connection is said once, from either end, and both ends get their entries: the one that is
 * reached an entry of its list and a rule of its security group, the one that connects a rule of its own.
 *
 * ```ts
 * database.connections.allowFrom(workspace);
 * workspace.connections.allowTo(warehouse);
 * ```
 */
export class Connections implements IConnectable {
  /** Ranges of an office, of build machines: what this app does not make, yet lets in. */
  public static ofRanges(scope: Construct, name: string, ...ranges: readonly string[]): Connections {
    return new Connections(scope, { name, ranges });
  }

  public readonly name: string;
  public readonly ranges: readonly string[];
  /**
   * Ranges of all clients, each once, for a service that takes one list; complete when the app is synthesized. Empty
   * without clients, so give what the service takes for nobody.
   */
  public readonly whitelist: string[];
  private readonly clients = new Map<string, Client>();

  /**
   * @param scope what connects or is reached; rules become its children
   */
  constructor(
    private readonly scope: Construct,
    private readonly props: ConnectionsProps,
  ) {
    this.name = props.name;
    this.ranges = props.ranges;
    this.whitelist = Token.asList(Lazy.listValue({ produce: () => this.clientRanges() }));
    this.validate(props);
  }

  public get connections(): Connections {
    return this;
  }

  /** Ranges of all clients so far. */
  public clientRanges(): string[] {
    return [...new Set([...this.clients.values()].flatMap(({ ranges }) => ranges))];
  }

  /**
   * Lets a client in. A second time changes nothing.
   *
   * @param ports instead of all on which this is reached
   */
  public allowFrom({ connections: client }: IConnectable, ...ports: readonly Port[]): void {
    const open = ports.length === 0 ? (this.props.ports ?? []) : ports;
    this.validatePorts(open);
    const before = this.clients.get(client.name);
    this.validateSame(before, client);
    this.validateClient(client);
    const known = new Set(before?.ports.map(portRange));
    const added = open.filter((port) => !known.has(portRange(port)));
    const entry = { name: client.name, ranges: client.ranges, ports: [...(before?.ports ?? []), ...added] };
    this.clients.set(client.name, entry);
    for (const port of added) {
      this.addRules('ingress', client, port);
      client.addRules('egress', this, port);
      this.props.onPort?.(entry, port);
    }
    if (before === undefined) this.props.onClient?.(entry);
  }

  /** The same, said by the client. */
  public allowTo({ connections: server }: IConnectable, ...ports: readonly Port[]): void {
    server.allowFrom(this, ...ports);
  }

  private addRules(type: 'ingress' | 'egress', peer: Connections, port: Port): void {
    const { securityGroupId } = this.props;
    if (securityGroupId === undefined) return;
    const way = type === 'ingress' ? 'From' : 'To';
    peer.ranges.forEach((cidrIp, index) => {
      const place = peer.ranges.length === 1 ? '' : `-${index + 1}`;
      new SecurityGroupRule(this.scope, `${way}-${peer.name}-${port.from}${place}`, {
        securityGroupId,
        type,
        ipProtocol: 'tcp',
        portRange: portRange(port),
        cidrIp,
        // The one part of a rule that is changed in place.
        description: `${way.toLowerCase()} ${peer.name}`,
      });
    });
  }

  private validate({ name, ranges, ports = [] }: ConnectionsProps): void {
    if (!/^[a-z][a-z0-9-]{0,40}$/.test(name)) {
      throw new ValidationError(
        this.scope,
        'STR1240',
        `the name of a connection must be up to 41 lower-case letters, digits and hyphens, got ${name}. Whitelists call their entries by it.`,
      );
    }
    const open = ranges.filter((range) => !Token.isUnresolved(range) && /\/0$/.test(range));
    if (open.length > 0) {
      throw new ValidationError(
        this.scope,
        'STR1241',
        `the ranges of ${name} must be private addresses or those of an office, got ${open.join(', ')}. Name the ranges from which it connects.`,
      );
    }
    if (ports.length > 0) this.validatePorts(ports);
  }

  private validatePorts(ports: readonly Port[]): void {
    const wrong = ports.filter((port) => !isPort(port));
    if (ports.length === 0 || wrong.length > 0) {
      throw new ValidationError(
        this.scope,
        'STR1242',
        `the ports of ${this.name} must be from 1 to 65535, the lower one first, got ${wrong.map(portRange).join(', ') || 'none'}. Say on which it is reached.`,
      );
    }
  }

  private validateClient({ name, ranges }: Connections): void {
    if (ranges.length > 0) return;
    throw new ValidationError(
      this.scope,
      'STR1241',
      `the ranges of ${name}, which connects to ${this.name}, must be known, got none. Name the ranges from which it connects.`,
    );
  }

  /** Two clients of one name would take each other's entry away. */
  private validateSame(before: Client | undefined, client: Connections): void {
    if (before === undefined || before.ranges.join() === client.ranges.join()) return;
    throw new ValidationError(
      this.scope,
      'STR1243',
      `two clients are called ${client.name}, of ${before.ranges.join(', ')} and of ${client.ranges.join(', ')}. Rename one of them.`,
    );
  }
}
