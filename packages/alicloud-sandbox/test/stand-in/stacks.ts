/** Small stacks with the resource types that Strata uses. */

export const NETWORK = {
  alicloud_vpc: { main: { vpc_name: 'demo', cidr_block: '10.0.0.0/8', tags: { team: 'demo' } } },
  alicloud_vswitch: {
    i: {
      vpc_id: '${alicloud_vpc.main.id}',
      cidr_block: '10.1.0.0/16',
      zone_id: 'cn-shanghai-i',
      vswitch_name: 'demo-i',
    },
  },
  alicloud_security_group: { main: { security_group_name: 'demo', vpc_id: '${alicloud_vpc.main.id}' } },
};

const GROUP = {
  cu: 8,
  disk_number: 1,
  storage_size: 100,
  resident_node_number: 1,
  spec_type: 'standard',
  storage_performance_level: 'pl1',
};

export const WAREHOUSE = {
  alicloud_star_rocks_instance: {
    main: {
      instance_name: 'demo',
      admin_password: 'Demo-Passw0rd',
      version: '3.3',
      run_mode: 'shared_data',
      package_type: 'official',
      pay_type: 'postPaid',
      vpc_id: '${alicloud_vpc.main.id}',
      cluster_zone_id: 'cn-shanghai-i',
      vswitches: [{ vswitch_id: '${alicloud_vswitch.i.id}', zone_id: 'cn-shanghai-i' }],
      frontend_node_groups: [GROUP],
      backend_node_groups: [GROUP],
    },
  },
  alicloud_star_rocks_node_group: {
    etl: {
      ...GROUP,
      instance_id: '${alicloud_star_rocks_instance.main.id}',
      node_group_name: 'etl',
      pay_type: 'postPaid',
    },
  },
};

export const STREAMS = {
  alicloud_db_instance: {
    main: {
      engine: 'MySQL',
      engine_version: '8.0',
      instance_type: 'mysql.n2.medium.1',
      instance_storage: 20,
      instance_charge_type: 'Postpaid',
      vswitch_id: '${alicloud_vswitch.i.id}',
      security_ips: ['10.0.0.0/8'],
      parameters: [{ name: 'binlog_row_image', value: 'FULL' }],
    },
  },
  alicloud_db_database: {
    loans: { instance_id: '${alicloud_db_instance.main.id}', data_base_name: 'loans', character_set: 'utf8mb4' },
  },
  alicloud_rds_account: {
    flink: {
      db_instance_id: '${alicloud_db_instance.main.id}',
      account_name: 'flink',
      account_password: 'Demo-Passw0rd',
      account_type: 'Normal',
    },
  },
  alicloud_db_account_privilege: {
    flink: {
      instance_id: '${alicloud_db_instance.main.id}',
      account_name: '${alicloud_rds_account.flink.account_name}',
      privilege: 'ReadOnly',
      db_names: ['${alicloud_db_database.loans.data_base_name}'],
    },
  },
  alicloud_alikafka_instance: {
    main: {
      name: 'demo',
      deploy_type: 5,
      partition_num: 50,
      disk_type: 1,
      disk_size: 500,
      io_max_spec: 'alikafka.hw.2xlarge',
      vswitch_id: '${alicloud_vswitch.i.id}',
    },
  },
  alicloud_alikafka_topic: {
    clicks: {
      instance_id: '${alicloud_alikafka_instance.main.id}',
      topic: 'clicks',
      remark: 'clicks',
      partition_num: 6,
    },
  },
  alicloud_oss_bucket: {
    lake: {
      bucket: 'demo-lake',
      lifecycle_rule: [{ id: 'old', enabled: true, prefix: 'tmp/', expiration: [{ days: 7 }] }],
    },
  },
  alicloud_realtime_compute_vvp_instance: {
    main: {
      payment_type: 'PayAsYouGo',
      vvp_instance_name: 'demo',
      vpc_id: '${alicloud_vpc.main.id}',
      vswitch_ids: ['${alicloud_vswitch.i.id}'],
      zone_id: 'cn-shanghai-i',
      storage: [{ oss: [{ bucket: '${alicloud_oss_bucket.lake.bucket}' }] }],
    },
  },
};
