/** Arguments that the real provider renamed and still has under both names. */

/** Pairs of an old and a new name for one thing; the cloud gives back both. */
const ALIASES: Readonly<Record<string, readonly (readonly [string, string])[]>> = {
  alicloud_vpc: [
    ['name', 'vpc_name'],
    ['router_table_id', 'route_table_id'],
  ],
  alicloud_vswitch: [
    ['name', 'vswitch_name'],
    ['availability_zone', 'zone_id'],
  ],
  alicloud_security_group: [['name', 'security_group_name']],
  alicloud_db_database: [['name', 'data_base_name']],
  alicloud_rds_account: [
    ['name', 'account_name'],
    ['type', 'account_type'],
    ['description', 'account_description'],
    ['instance_id', 'db_instance_id'],
  ],
  alicloud_alikafka_consumer_group: [['description', 'remark']],
  alicloud_log_project: [['name', 'project_name']],
  alicloud_log_store: [
    ['name', 'logstore_name'],
    ['project', 'project_name'],
  ],
  alicloud_ram_role: [
    ['name', 'role_name'],
    ['document', 'assume_role_policy_document'],
  ],
  alicloud_ram_policy: [
    ['name', 'policy_name'],
    ['document', 'policy_document'],
  ],
  alicloud_nat_gateway: [['name', 'nat_gateway_name']],
};

/** Names of the same thing as `name`. */
export function aliasesOf(type: string, name: string): readonly string[] {
  return (ALIASES[type] ?? []).flatMap(([old, current]) => (name === old ? [current] : name === current ? [old] : []));
}
