import { Construct } from 'constructs';
import { PvtzZone } from '@cdktf/provider-alicloud/lib/pvtz-zone';
import { PvtzZoneAttachment } from '@cdktf/provider-alicloud/lib/pvtz-zone-attachment';
import { PvtzZoneRecord } from '@cdktf/provider-alicloud/lib/pvtz-zone-record';
import { ValidationError } from '../core/errors';

export interface PrivateZoneProps {
  /** VPCs in which the names are known, and nowhere else. */
  readonly vpcIds: readonly string[];
  /** Domain of the names, e.g. risk-prod.strata. Never changes. */
  readonly domain: string;
  /**
   * @default - none
   */
  readonly tags?: Readonly<Record<string, string>>;
}

/**
 * Defines names that only the servers of some VPCs know. Clients keep the name of a warehouse when its instance becomes
 * another one.
 */
export class PrivateZone extends Construct {
  public readonly domain: string;
  /** The primary resource, for settings these props do not cover. */
  public readonly resource: PvtzZone;

  constructor(scope: Construct, id: string, props: PrivateZoneProps) {
    super(scope, id);
    this.validateDomain(props.domain);
    this.domain = props.domain;
    this.resource = new PvtzZone(this, 'Resource', {
      zoneName: props.domain,
      // A name that is not here is looked up outside.
      proxyPattern: 'RECORD',
      tags: props.tags,
    });
    new PvtzZoneAttachment(this, 'Attachment', { zoneId: this.resource.id, vpcIds: [...props.vpcIds] });
  }

  /**
   * Gives a host a name in the zone.
   *
   * @param scope stack of the host
   * @returns the whole name
   */
  public addAlias(scope: Construct, label: string, host: string): string {
    this.validateLabel(label);
    new PvtzZoneRecord(scope, `Alias-${label}`, {
      zoneId: this.resource.id,
      rr: label,
      type: 'CNAME',
      value: host,
      ttl: 60,
    });
    return `${label}.${this.domain}`;
  }

  private validateDomain(domain: string): void {
    if (domain.length > 200 || !/^[a-z0-9]+(-[a-z0-9]+)*(\.[a-z0-9]+(-[a-z0-9]+)*)+$/.test(domain)) {
      throw new ValidationError(
        this,
        'STR1246',
        `\`domain\` must be a domain of two or more labels in lower case, got ${domain}. Write for example risk-prod.strata.`,
      );
    }
  }

  private validateLabel(label: string): void {
    if (!/^[a-z0-9]+(-[a-z0-9]+)*$/.test(label) || label.length > 63) {
      throw new ValidationError(
        this,
        'STR1247',
        `a name in ${this.domain} must be one label of lower-case letters, digits and hyphens, got ${label}.`,
      );
    }
  }
}
