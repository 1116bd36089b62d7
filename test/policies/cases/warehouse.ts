import { edit, policyCase, stack, stackOf } from '../stack';

const INSTANCE = 'alicloud_star_rocks_instance';
const GROUP = 'alicloud_star_rocks_node_group';

const frozen = [
  'admin_password',
  'backend_node_groups',
  'cluster_zone_id',
  'encrypted',
  'frontend_node_groups',
  'kms_key_id',
  'observer_node_groups',
  'oss_accessing_role_name',
  'package_type',
  'pay_type',
  'run_mode',
  'version',
  'vpc_id',
  'vswitches',
];
const size = {
  cu: 8,
  disk_number: 1,
  resident_node_number: 3,
  spec_type: 'standard',
  storage_performance_level: 'pl1',
  storage_size: 200,
};
const nodes = { ...size, zone_id: 'cn-shanghai-l' };
const group = { ...size, instance_id: '${alicloud_star_rocks_instance.r0.id}', node_group_name: 'etl' };

export const WAREHOUSE_CASES = [
  policyCase(
    'starrocks-frozen',
    stack([INSTANCE, { lifecycle: { ignore_changes: frozen } }]),
    stack([INSTANCE, { lifecycle: { ignore_changes: frozen.slice(2) } }]),
    /^does not ignore changes of admin_password, backend_node_groups$/,
  ),
  policyCase(
    'starrocks-disk-encryption',
    stack([INSTANCE, { run_mode: 'shared_data' }], [INSTANCE, { run_mode: 'shared_nothing', encrypted: true }]),
    stack([INSTANCE, { run_mode: 'shared_data', kms_key_id: '${alicloud_kms_key.k.id}' }]),
    /^asks for disk encryption in shared-data mode$/,
  ),
  policyCase(
    'starrocks-whole-node-groups',
    stack([INSTANCE, { frontend_node_groups: [nodes], backend_node_groups: nodes }]),
    stack([
      INSTANCE,
      { frontend_node_groups: [nodes], backend_node_groups: [{ ...nodes, cu: 0, zone_id: undefined }] },
    ]),
    /^leaves cu, zone_id out of `backend_node_groups`$/,
  ),
  policyCase(
    'starrocks-pay-type',
    stack([INSTANCE, { pay_type: 'postPaid' }], [GROUP, { pay_type: 'prePaid' }]),
    stack([GROUP, { pay_type: 'PostPaid' }]),
    /^has pay_type "PostPaid"$/,
  ),
  policyCase(
    'starrocks-highly-available',
    stack([INSTANCE, { frontend_node_groups: [nodes], backend_node_groups: [nodes] }]),
    stack([INSTANCE, { frontend_node_groups: [{ ...nodes, resident_node_number: 1 }], backend_node_groups: [nodes] }]),
    /^has 1 nodes in `frontend_node_groups`$/,
  ),
  policyCase(
    'starrocks-highly-available',
    stackOf('risk-dev', [INSTANCE, { frontend_node_groups: [{ ...nodes, resident_node_number: 1 }] }]),
    stack([INSTANCE, { backend_node_groups: [{ ...nodes, resident_node_number: 2 }] }]),
    /^has 2 nodes in `backend_node_groups`$/,
  ),
  policyCase(
    'warehouse-whole',
    stack([GROUP, group]),
    stack([GROUP, { ...group, instance_id: undefined, resident_node_number: 0 }]),
    /^has no instance_id, resident_node_number$/,
  ),
  policyCase(
    'warehouse-restarts',
    edit(GROUP, { cu: 8, disk_number: 1 }, { cu: 16, disk_number: 1 }),
    edit(GROUP, { cu: 8, disk_number: 1 }, { cu: 16, disk_number: 2 }),
    /^changes cu, disk_number: 2 rounds of restarts$/,
  ),
  policyCase(
    'warehouse-disks-grow',
    edit(GROUP, { storage_size: 200 }, { storage_size: 400 }),
    edit(GROUP, { storage_size: 400 }, { storage_size: 200 }),
    /^shrinks its disks from 400 to 200 GB$/,
  ),
  policyCase(
    'warehouse-disks-grow',
    edit(GROUP, { storage_performance_level: 'pl2' }, { storage_performance_level: 'pl1' }),
    edit(GROUP, { storage_performance_level: 'pl1' }, { storage_performance_level: 'pl0' }),
    /^moves its disks down to pl0$/,
  ),
];
