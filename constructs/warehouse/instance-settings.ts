/** Where clients of an instance arrive. */
export interface GatewaySettings {
  /**
   * Whether there is a load balancer (paid by itself) in front of the frontends, instead of names alone. There is no way
   * back.
   *
   * @default false
   */
  readonly loadBalancer?: boolean;
  /**
   * Whether queries stay away from the leading frontend, which writes the metadata. Needs the load balancer and three
   * frontends.
   *
   * @default false
   */
  readonly isolateLeader?: boolean;
}

/** Who upgrades an instance, and when. */
export interface UpgradeSettings {
  /**
   * Full version to stay at or to go to, e.g. 3.3.13-1.1.1-1.7.13.
   *
   * @default - the one that the service has made of the line
   */
  readonly minorVersion?: string;
  /**
   * Whether the service goes to later versions of the line by itself, in the maintenance window.
   *
   * @default false
   */
  readonly automatic?: boolean;
  /**
   * The second key of an upgrade to a later line: that line, deployed before `version` is changed to it.
   *
   * @default - no later line
   */
  readonly allowMajor?: string;
  /**
   * When the service may restart nodes: `00:00-06:00`, or one hour of the day such as `07:00-08:00`.
   *
   * @default - the one of the service
   */
  readonly maintenanceWindow?: string;
}

/** A parameter that is not left at its default. */
export interface StarRocksParameter {
  /** FE, BE (compute nodes too), or a file such as core-site.xml. */
  readonly component: string;
  readonly key: string;
  /** Never a secret: it would be in the state. */
  readonly value: string;
  /**
   * Whether nodes may be restarted, one after the other, for a parameter that needs it.
   *
   * @default false
   */
  readonly restart?: boolean;
}
