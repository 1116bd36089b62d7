import type { TerraformStack } from 'cdktf';
import { policyDocument } from '../../constructs/identity/policy-document';
import { ServiceIdentity } from '../../constructs/identity/service-identity';
import type { ServiceIdentityProps } from '../../constructs/identity/service-identity';
import { StarRocksInstance } from '../../constructs/warehouse/starrocks-instance';
import { synthStack } from '../helpers/synth';

const read = { actions: ['oss:GetObject'], resources: ['acs:oss:*:*:lake/*'] };

function identity(stack: TerraformStack, changes: Partial<ServiceIdentityProps> = {}): ServiceIdentity {
  return new ServiceIdentity(stack, 'Role', {
    roleName: 'risk-dev-loader',
    description: 'Loads files of the lake.',
    services: ['ecs.aliyuncs.com'],
    ...changes,
  });
}

describe('ServiceIdentity', () => {
  test('least props: a role for an hour without rights', () => {
    const stack = synthStack((scope) => identity(scope));
    expect(stack.resources.map(({ type }) => type)).toEqual(['alicloud_ram_role']);
    const { assume_role_policy_document: trust, ...role } = stack.one('alicloud_ram_role');
    expect(role).toEqual({
      role_name: 'risk-dev-loader',
      description: 'Loads files of the lake.',
      max_session_duration: 3600,
    });
    expect(JSON.parse(String(trust))).toEqual({
      Version: '1',
      Statement: [{ Effect: 'Allow', Action: ['sts:AssumeRole'], Principal: { Service: ['ecs.aliyuncs.com'] } }],
    });
  });

  test('all props', () => {
    const principals = ['acs:ram::1234567890123456:role/ci', 'acs:ram::1234567890123456:root'];
    const tags = { 'strata:team': 'risk' };
    const stack = synthStack((scope) => identity(scope, { services: [], principals, sessionHours: 12, tags }));
    const role = stack.one('alicloud_ram_role');
    expect(role).toMatchObject({ max_session_duration: 43_200, tags });
    expect(JSON.parse(String(role['assume_role_policy_document']))).toMatchObject({
      Statement: [{ Principal: { RAM: principals } }],
    });
  });

  test('may do what was granted and nothing else, whatever the order of the grants', () => {
    const write = { actions: ['oss:PutObject', 'oss:GetObject'], resources: ['acs:oss:*:*:lake/*'] };
    const list = { actions: ['oss:ListObjects'], resources: ['acs:oss:*:*:lake'] };
    const documentOf = (...statements: readonly (typeof read)[]): unknown =>
      synthStack((scope) => {
        const role = identity(scope);
        for (const statement of statements) role.addToPolicy(statement);
      }).one('alicloud_ram_policy')['policy_document'];
    expect(JSON.parse(String(documentOf(list, write, read)))).toEqual({
      Version: '1',
      Statement: [
        { Effect: 'Allow', Action: ['oss:ListObjects'], Resource: ['acs:oss:*:*:lake'] },
        { Effect: 'Allow', Action: ['oss:GetObject', 'oss:PutObject'], Resource: ['acs:oss:*:*:lake/*'] },
      ],
    });
    expect(documentOf(read, list, write)).toBe(documentOf(list, write, read));
  });

  test('has one policy, which makes room for its next version', () => {
    const stack = synthStack((scope) => {
      const role = identity(scope);
      const [first] = role.addToPolicy(read).dependables;
      expect(role.addToPolicy(read).dependables).toEqual([first]);
    });
    expect(stack.one('alicloud_ram_policy')).toMatchObject({
      policy_name: 'risk-dev-loader',
      rotate_strategy: 'DeleteOldestNonDefaultVersionWhenLimitExceeded',
    });
    expect(stack.one('alicloud_ram_role_policy_attachment')).toMatchObject({ policy_type: 'Custom' });
  });

  test('keeps conditions apart', () => {
    const conditions = { IpAddress: { 'acs:SourceIp': ['10.0.0.0/8'] } };
    const document = JSON.parse(policyDocument([read, { ...read, conditions }])) as { Statement: unknown[] };
    expect(document.Statement).toHaveLength(2);
    expect(document.Statement).toContainEqual({
      Effect: 'Allow',
      Action: ['oss:GetObject'],
      Resource: ['acs:oss:*:*:lake/*'],
      Condition: conditions,
    });
  });

  test('may be one that this app does not define', () => {
    const stack = synthStack((scope) => {
      const imported = ServiceIdentity.fromServiceIdentityAttributes(scope, 'Ci', {
        roleName: 'ci',
        roleArn: 'acs:ram::1:role/ci',
      });
      expect(imported.roleArn).toBe('acs:ram::1:role/ci');
      imported.addToPolicy(read);
    });
    expect(stack.all('alicloud_ram_role')).toEqual([]);
    expect(stack.one('alicloud_ram_policy')).toMatchObject({ policy_name: 'ci-Ci' });
    expect(stack.one('alicloud_ram_role_policy_attachment')).toMatchObject({ role_name: 'ci' });
  });

  test('may see or operate a StarRocks, but not make or release one', () => {
    const actionsOf = (grant: 'grantRead' | 'grantOperate'): readonly string[] => {
      const stack = synthStack((scope) => {
        const instance = StarRocksInstance.fromStarRocksInstanceAttributes(scope, 'Base', {
          instanceId: 'c-1',
          place: { environment: 'risk-dev', target: 'cloud', region: 'cn-shanghai', instanceName: 'base' },
          ranges: ['10.0.0.0/20'],
        });
        instance[grant](identity(scope));
      });
      const document = JSON.parse(String(stack.one('alicloud_ram_policy')['policy_document'])) as {
        Statement: { Action: string[] }[];
      };
      return document.Statement.flatMap(({ Action }) => Action);
    };
    expect(actionsOf('grantRead')).toEqual(
      ['sr', 'starrocks'].flatMap((prefix) =>
        ['Describe*', 'Get*', 'List*', 'Query*'].map((name) => `${prefix}:${name}`),
      ),
    );
    const operate = actionsOf('grantOperate');
    expect(operate).toEqual(expect.arrayContaining(['sr:Describe*', 'sr:Modify*', 'starrocks:UpgradeVersion']));
    expect(operate.filter((action) => /:(Create(?!ScalingRule)|Release)/.test(action))).toEqual([]);
  });

  test.each(['risk_dev', '', 'a'.repeat(65)])('fails when the role is called "%s"', (roleName) => {
    expect(() => synthStack((scope) => identity(scope, { roleName }))).toThrow(/STR1249/);
  });

  test.each<[string, Partial<ServiceIdentityProps>]>([
    ['nobody acts as it', { services: [] }],
    ['anybody may', { services: [], principals: ['*'] }],
    ['a service is no domain', { services: ['ecs'] }],
    ['a principal is no ARN', { principals: ['acs:ram::*:root'] }],
  ])('fails when %s', (_, changes) => {
    expect(() => synthStack((scope) => identity(scope, changes))).toThrow(/STR1250/);
  });

  test.each([0, 13])('fails with sessions of %d hours', (sessionHours) => {
    expect(() => synthStack((scope) => identity(scope, { sessionHours }))).toThrow(/STR1251/);
  });

  test.each([[['*']], [['oss:*']], [[]]])('fails with a right to %j', (actions: string[]) => {
    expect(() => synthStack((scope) => identity(scope).addToPolicy({ ...read, actions }))).toThrow(/STR1252/);
  });

  test('fails with a right on nothing', () => {
    expect(() => synthStack((scope) => identity(scope).addToPolicy({ ...read, resources: [] }))).toThrow(/STR1252/);
  });

  test('fails when its policy is too long for RAM', () => {
    const build = (): unknown =>
      synthStack((scope) => {
        const role = identity(scope);
        for (let index = 0; index < 100; index += 1) {
          role.addToPolicy({ ...read, resources: [`acs:oss:*:*:lake/folder-${index}/*`] });
        }
      });
    expect(build).toThrow(/RAM takes 6144.*STR1253/);
  });
});
