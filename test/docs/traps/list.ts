/** A trap of the cloud or of its provider. */
export interface Trap {
  /** Chapter and number. */
  readonly id: string;
  readonly text: string;
}

/** A part of the cloud, with its traps. */
export interface Chapter {
  readonly id: string;
  readonly title: string;
  readonly traps: readonly string[];
}

/** What bites on Alibaba Cloud and in provider 1.289 of it. A trap is called by its chapter and its place in the list, from 1. */
export const CHAPTERS: readonly Chapter[] = [
  {
    id: '0.1',
    title: 'The ten that hurt most',
    traps: [
      'Nearly every change of a StarRocks instance (nodes, version, vSwitches, mode, payment, encryption) makes a new, empty one, and nothing protects it from deletion.',
      'Much of an instance is never read back; a changed `admin_password` plans an update that does nothing.',
      'The provider exports no endpoint of an instance.',
      'Disk encryption is sold for shared-nothing instances alone.',
      '`default_warehouse` cannot be scaled to zero, and the provider never sends a zero for the others.',
      'Compute is billed by the hour also when idle, and a subscription cannot be turned back.',
      'The official deployment of Flink takes no CDC YAML.',
      'A changed Flink deployment does not restart its job.',
      'RDS keeps binlogs for 3 hours by default, and the provider hides another setting unless `enable_backup_log` is on.',
      'A level of an alarm that is taken out of the code goes on ringing.',
    ],
  },
  {
    id: '2',
    title: 'The provider as a whole',
    traps: [
      'What is not read back and forces a new resource plans a replacement after an import.',
      'Taking an optional and computed argument out of the code is no difference: the old value stays.',
      'Destroying what is prepaid only forgets it; it goes on costing money.',
      '`ignore_changes` takes the names of the provider, not those of the bindings; a wrong one is refused only by Terraform.',
    ],
  },
  {
    id: '2.1',
    title: 'alicloud_star_rocks_instance',
    traps: [
      'All node groups, version, mode, package, payment, VPC, the order of vSwitches and encryption force a new resource.',
      'Password, zone, OSS role, renewal and node groups are never read; their changes are silent no-ops.',
      '`admin_password` is not marked as sensitive: it stands in plan and state.',
      '`version` is read back, so an upgrade elsewhere plans a replacement.',
      'Destroy returns before the instance is gone; its vSwitch may then refuse to go.',
      'Creation waits for `running` alone: a failed one is waited for until the timeout.',
      'Nested numbers and texts that are left out are sent as 0 and nothing.',
      'Endpoint, place in object storage, security group and minor version are no attributes.',
      'Payment in any other spelling than `postPaid` or `prePaid` plans a replacement.',
    ],
  },
  {
    id: '2.2',
    title: 'alicloud_star_rocks_node_group',
    traps: [
      'Name and description force a new resource: a renamed warehouse is deleted.',
      'Each changed dimension is a call and a restart of its own; an error midway leaves a mix.',
      'A zero is never sent: scaling to zero does nothing.',
      'Smaller disks and a lower performance level are refused by the API, not by the plan.',
      'Renewal, duration and `fast_mode` are never read back.',
      'Documentation spells payment otherwise than the API.',
      'Elastic nodes and schedules cannot be expressed.',
    ],
  },
  {
    id: '2.3',
    title: 'Networks',
    traps: [
      'Some arguments of a VPC force a new one, with everything in it.',
      'Range and zone of a vSwitch force a new one, and so a new StarRocks, RDS, Kafka and Flink.',
      'VPC and type of a security group force a new one.',
      'Everything of a security group rule but its description forces a new one: deleted, then created.',
      'A NAT gateway must be an enhanced one in a vSwitch, and most of its arguments force a new one.',
      'PrivateLink endpoints do not read back some arguments; whether StarRocks offers a service is not known.',
    ],
  },
  {
    id: '2.4',
    title: 'RDS',
    traps: [
      'Another `engine_version` is an upgrade in place that nothing takes back; zones, VPC, vSwitch and time zone force a new server.',
      'A parameter that is taken out keeps its value; one that needs a restart fails without `force_restart`.',
      'Storage never shrinks, and its difference is hidden where it scales by itself.',
      '`security_ips` is the whole list: who is not in it is cut off.',
      'Deletion protection is off by default; destroying a prepaid one does nothing.',
      'Minor versions are upgraded by the cloud when it likes, with a restart.',
      'The password of an account is never read back: a rotation elsewhere is not seen.',
      'A database is `utf8` by default, another character set drops it, and so does destroying its resource.',
      'Only the databases that are declared are checked in privileges of an account.',
      'Settings of binlogs are hidden unless `enable_backup_log` is on; longer logs than backups are a difference for ever.',
    ],
  },
  {
    id: '2.5',
    title: 'Kafka',
    traps: [
      'Type, disk, security group, key, VPC, vSwitch and zone force a new instance.',
      'Capacity only grows.',
      'When starting fails after the order, you own a billed instance that the next apply replaces.',
      'A serverless one reserves 60 and 20 MB/s at least.',
      'ACL and SASL are switched by keys of a JSON text; keys that are taken out stay on.',
      'Password and zones are never read; destroying a prepaid one does nothing.',
      'Each kind of instance knows other versions of Kafka.',
      'Name, compaction and local storage of a topic force a new, empty one; its partitions only grow.',
      'The remark of a consumer group forces a new one.',
      'Users need ACL to be on, and their passwords are read into the state.',
      'Everything of an ACL forces a new one.',
      'Entries of the list of allowed addresses are resources of their own, each with a minute of time.',
      'Everything of a scaling rule but its switch forces a new one.',
    ],
  },
  {
    id: '2.6',
    title: 'Realtime Compute for Apache Flink',
    traps: [
      'Payment, bucket, VPC, vSwitches, zone and name of a workspace force a new one.',
      'The size of one that is paid by the hour is changed through the API of subscriptions, and probably fails.',
      'Tags are sent by an update alone: those given at creation are lost.',
      'Zone, duration and pricing cycle are never read.',
      'Destroying a subscription only forgets it.',
      'The id that deployments need is another than that of the workspace.',
      'The kind of a deployment’s artifact forces a new one, and knows no YAML.',
      'Namespace, mode and workspace of a deployment force a new one.',
      'A changed deployment leaves its running job as it is.',
      'Configuration that the server sets comes and goes in plans; taking it out is no difference.',
      'Variables of a deployment stand in the state in clear text.',
      'A deployment whose job runs is not deleted.',
      'Deployment, variables and restore strategy of a job force a new one.',
      'Creating a job starts it and waits five minutes.',
      'Only cancelling acts on a job; asking for RUNNING does nothing.',
      'Destroying a job does not stop it.',
      'A restarted job has another id: the state points at a dead one.',
      'Queue and stop strategy of a job are never read.',
    ],
  },
  {
    id: '2.7',
    title: 'OSS',
    traps: [
      'There is no resource for lifecycle rules: they stand in the bucket.',
      '`acl`, `policy` and `referer` of a bucket are deprecated for resources of their own.',
      'Versioning, encryption and policy as resources fight with the bucket unless it ignores them.',
      '`force_destroy` deletes all versions of all objects.',
      'Creating a bucket whose name is taken fails.',
    ],
  },
  {
    id: '2.8',
    title: 'KMS and RAM',
    traps: [
      'A key cannot be destroyed without `pending_window_in_days`.',
      'The value of a secret is kept in the state, and its name cannot be used again for 30 days.',
      'A role with policies does not go without `force`.',
      'A policy keeps five versions, and the sixth fails.',
    ],
  },
  {
    id: '2.10',
    title: 'Others',
    traps: [
      'A resource group is deleted later, and only when empty.',
      'There is no resource for DLF and Paimon.',
      'Tags of the cloud itself are not filtered out.',
      'Names and keys of the lock table force a new one.',
    ],
  },
];

/** Every trap with its id. */
export const TRAPS: readonly Trap[] = CHAPTERS.flatMap(({ id, traps }) =>
  traps.map((text, index) => ({ id: `${id}-${index + 1}`, text })),
);
