import { runPolicies } from '../../policies/all';
import type { PolicyStack } from '../../policies/policy';
import { POLICIES } from '../../policies/all';
import { environment } from '../helpers/environment';

type Attributes = Readonly<Record<string, unknown>>;

/** A stack of risk-prod with resources `[type, attributes]`. */
function stack(...resources: readonly (readonly [string, Attributes])[]): PolicyStack {
  return {
    id: 'risk-prod-test',
    environment: environment('risk-prod'),
    resources: resources.map(([type, attributes], index) => ({
      type,
      address: `${type}.r${index}`,
      path: `risk-prod-test/r${index}`,
      attributes,
    })),
  };
}

const kept = { lifecycle: { prevent_destroy: true } };
/** A guard that watches addresses. */
const guard = (...addresses: readonly string[]): readonly [string, Attributes] => [
  'strata_guard',
  { data: Object.fromEntries(addresses.map((address) => [address, 'what it is'])) },
];
const tags = { 'strata:environment': 'risk-prod', 'strata:owner': 'risk@example.com' };
const frozen = ['backend_node_groups', 'frontend_node_groups', 'run_mode', 'version', 'vpc_id', 'vswitches'];
const backup = { instance_id: '${alicloud_db_instance.r0.id}', enable_backup_log: true, local_log_retention_hours: 72 };

/** For each rule a stack that it lets pass, and one that it refuses with its words. */
const CASES: readonly (readonly [string, PolicyStack, PolicyStack, RegExp])[] = [
  [
    'stateful-protected',
    stack(['alicloud_db_database', kept], guard('alicloud_db_database.r0')),
    stack(['alicloud_db_database', { lifecycle: { prevent_destroy: false } }], guard('alicloud_db_database.r0')),
    /has no `prevent_destroy`/,
  ],
  [
    'starrocks-frozen',
    stack(['alicloud_star_rocks_instance', { lifecycle: { ignore_changes: frozen } }]),
    stack(['alicloud_star_rocks_instance', { lifecycle: { ignore_changes: frozen.slice(1) } }]),
    /would be replaced when `backend_node_groups` changes/,
  ],
  [
    'no-secret-default',
    stack(
      ['strata_starrocks_admin', { password: 'kms:admin' }],
      ['alicloud_rds_account', { account_password: '${var.p}' }],
    ),
    stack(['alicloud_rds_account', { account_password: 'Passw0rd' }]),
    /has `account_password` in clear text/,
  ],
  [
    'database-whitelist',
    stack(['alicloud_db_instance', { security_ips: ['10.0.0.0/8'] }]),
    stack(['alicloud_db_instance', { security_ips: ['10.0.0.0/8', '0.0.0.0/0'] }]),
    /lets in "0\.0\.0\.0\/0"/,
  ],
  [
    'kafka-vpc-only',
    stack(['alicloud_alikafka_instance', { deploy_type: 5 }]),
    stack(['alicloud_alikafka_instance', { deploy_type: 4, eip_max: 10 }]),
    /has a public address/,
  ],
  [
    'utf8mb4',
    stack(['alicloud_db_database', { character_set: 'utf8mb4' }]),
    stack(['alicloud_db_database', {}]),
    /has the character set "utf8"/,
  ],
  [
    'binlog-retention',
    stack(['alicloud_db_instance', {}], ['alicloud_db_backup_policy', backup]),
    stack(['alicloud_db_instance', {}], ['alicloud_db_backup_policy', { ...backup, enable_backup_log: false }]),
    /keeps binlogs for less than 24 hours/,
  ],
  [
    'tagged',
    stack(['alicloud_oss_bucket', { storage_class: 'Standard', tags }]),
    stack(['alicloud_oss_bucket', { storage_class: 'Standard' }]),
    /has no tag strata:environment, strata:owner/,
  ],
];

const findings = (id: string, tried: PolicyStack) => runPolicies([tried]).filter(({ policy }) => policy === id);

describe('policies', () => {
  test.each(CASES)('%s lets a stack pass that keeps the rule', (id, passing) => {
    expect(findings(id, passing)).toEqual([]);
  });

  test.each(CASES)('%s fails a stack that breaks the rule', (id, _, failing, message) => {
    expect(findings(id, failing)).toMatchObject([
      { stack: 'risk-prod-test', policy: id, message: expect.stringMatching(message) as string },
    ]);
  });

  test('each has such a pair here, and a rule with a reason', () => {
    expect(POLICIES.map(({ id }) => id)).toEqual(CASES.map(([id]) => id));
    expect(POLICIES.every(({ rule }) => rule.endsWith('.'))).toBe(true);
  });

  test('a database without a backup policy keeps its binlogs too briefly', () => {
    expect(findings('binlog-retention', stack(['alicloud_db_instance', {}]))).toMatchObject([
      { message: expect.stringMatching(/has no backup policy/) as string },
    ]);
  });

  test.each<readonly [string, readonly ReturnType<typeof guard>[]]>([
    ['without a guard', []],
    ['with one guard that does not know it', [guard('alicloud_db_database.r0'), guard()]],
  ])('stateful-protected fails what holds data %s', (_, guards) => {
    expect(findings('stateful-protected', stack(['alicloud_db_database', kept], ...guards))).toMatchObject([
      { address: 'alicloud_db_database.r0', message: expect.stringMatching(/^is in no guard/) as string },
    ]);
  });

  test('an unprotected environment may be destroyed, but its guard knows what it has', () => {
    const unprotected = (...resources: readonly (readonly [string, Attributes])[]) => ({
      ...stack(...resources),
      environment: environment('risk-dev'),
    });
    expect(
      findings('stateful-protected', unprotected(['alicloud_db_database', {}], guard('alicloud_db_database.r0'))),
    ).toEqual([]);
    expect(findings('stateful-protected', unprotected(['alicloud_db_database', {}]))).toHaveLength(1);
  });
});
