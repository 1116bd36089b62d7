import type { InstanceWorkspace } from '../helpers/instance-workspace';
import { flat, IMPORT_PREFIX, instanceWorkspace } from '../helpers/instance-workspace';

jest.setTimeout(600_000);

describe('whitelists, parameters, elastic rules and gateways under real Terraform', () => {
  let instance: InstanceWorkspace;
  beforeAll(async () => {
    instance = await instanceWorkspace();
  });
  afterAll(() => instance.remove());

  const imports = async (address: string, id: string) => {
    await instance.workspace.run('state', 'rm', address);
    expect(await instance.workspace.run('import', address, `${IMPORT_PREFIX}/${id}`)).toMatchObject({ code: 0 });
  };
  const destroy = async () =>
    expect(await instance.workspace.run('destroy', '-auto-approve')).toMatchObject({ code: 0 });
  const firstApply = async () => flat((await instance.apply()).output);

  describe('strata_starrocks_whitelist', () => {
    const ADDRESS = 'strata_starrocks_whitelist.flink';
    const use = (changes: object = {}) =>
      instance.use({ [ADDRESS]: { group: 'flink', cidrs: ['10.1.0.0/16', '10.2.0.4'], ...changes } });
    const cidrs = async () =>
      (await instance.row('securityGroup/list', { InnerIpWhitelistGroupId: 'flink' }))?.['CidrIpList'];

    test('fails to take over a group with other addresses; one with the same is taken over', async () => {
      const of = { InstanceId: instance.id, InnerIpWhitelistGroupId: 'flink' };
      await instance.api('securityGroup/update', {}, { ...of, CidrIpList: ['10.9.0.0/16'] });
      use();
      expect(await firstApply()).toContain('STR1616: The whitelist flink of demo-starrocks exists');
      await instance.api('securityGroup/update', {}, { ...of, CidrIpList: ['10.2.0.4/32', '10.1.0.0/16'] });
      await instance.applied();
    });

    test('is changed in place, comes back after drift, is imported and destroyed', async () => {
      use({ cidrs: ['10.3.0.0/16'] });
      await instance.applied();
      expect(await cidrs()).toEqual(['10.3.0.0/16']);
      const of = { InstanceId: instance.id, InnerIpWhitelistGroupId: 'flink' };
      await instance.api('securityGroup/update', {}, { ...of, CidrIpList: ['10.3.0.0/16', '192.168.0.0/16'] });
      expect(await instance.plan()).toContain('- "192.168.0.0/16"');
      await instance.applied();
      await imports(ADDRESS, 'flink');
      await instance.expectEmptyPlan();
      await instance.api('securityGroup/delete', {}, of);
      expect(await instance.plan()).toContain('1 to add');
      await instance.applied();
      await destroy();
      expect(await cidrs()).toBeUndefined();
    });

    test.each([
      [['0.0.0.0/0'], 'must not let everybody in'],
      [['10.1.0.1/16'], 'must begin at the first address of a block of /16'],
      [['10.1.0.0/40'], 'must be CIDR blocks or addresses'],
      [[], 'must not be empty'],
    ])('fails to validate %j', async (wrong, rule) => {
      use({ cidrs: wrong });
      expect(await instance.validate()).toContain(rule);
    });
  });

  describe('strata_starrocks_parameter', () => {
    const ADDRESS = 'strata_starrocks_parameter.p';
    const use = (changes: object = {}) =>
      instance.use({ [ADDRESS]: { component: 'FE', key: 'task_runs_concurrency', value: '8', ...changes } });
    const value = async (ConfigKey: string) =>
      (await instance.row('config/describeInstanceConfigs', { ConfigKey }, { ConfigKey }))?.['ConfigValue'];

    test('is set, changed in place, seen when it drifts, imported, and has its default again when it is destroyed', async () => {
      use();
      await instance.applied();
      expect(await instance.state(ADDRESS)).toMatchObject({ default_value: '4', needs_restart: false });
      use({ value: '16' });
      await instance.applied();
      expect(await value('task_runs_concurrency')).toBe('16');
      const drift = { configType: 'FE', configKey: 'task_runs_concurrency', configValue: '2' };
      await instance.api('config/modifyInstanceConfig', {}, { configsToUpdate: [drift] });
      expect(await instance.plan()).toMatch(/value += "2" -> "16"/);
      await instance.applied();
      await imports(ADDRESS, 'FE/task_runs_concurrency');
      await instance.expectEmptyPlan();
      await destroy();
      expect(await value('task_runs_concurrency')).toBe('4');
    });

    test('fails to restart nodes unless that is allowed, in the plan as soon as it is known', async () => {
      use({ key: 'qe_max_connection', value: '8192' });
      expect(await firstApply()).toContain('STR1624: Parameter FE qe_max_connection takes effect only after a restart');
      expect(await value('qe_max_connection')).toBe('4096');
      use({ key: 'qe_max_connection', value: '8192', restart: true });
      await instance.applied();
      use({ key: 'qe_max_connection', value: '9000' });
      expect(await instance.plan()).toContain('STR1624: Parameter FE qe_max_connection takes effect only after');
      use({ key: 'qe_max_connection', value: '9000', restart: true });
      expect(await instance.plan()).toContain('Parameter FE qe_max_connection restarts the nodes one after the other');
      await destroy();
    });

    test('is one of a single warehouse, or one that the service does not list', async () => {
      const scoped = { component: 'BE', key: 'max_compaction_concurrency', value: '4', warehouse: 'etl' };
      const custom = { component: 'core-site.xml', key: 'fs.oss.endpoint', value: 'oss', restart: true };
      instance.use({ [ADDRESS]: scoped, 'strata_starrocks_parameter.custom': custom });
      await instance.applied();
      const NodeGroupId = String(
        (await instance.row('nodegroup/describeNodeGroups', { NodeGroupName: 'etl' }))?.['NodeGroupId'],
      );
      const query = { ConfigKey: scoped.key, NodeGroupId };
      expect(await instance.row('config/describeInstanceConfigs', {}, query)).toMatchObject({ ConfigValue: '4' });
      expect(await value(scoped.key)).toBe('-1');
      await imports(ADDRESS, 'BE@etl/max_compaction_concurrency');
      await instance.expectEmptyPlan();
      await destroy();
      expect(await value('fs.oss.endpoint')).toBeUndefined();
    });

    test('fails for a value that somebody else set, and for one that the service keeps', async () => {
      const other = { configType: 'FE', configKey: 'task_runs_concurrency', configValue: '3' };
      await instance.api('config/modifyInstanceConfig', {}, { configsToUpdate: [other] });
      use();
      expect(await firstApply()).toContain('it is "3", neither the default nor "8"');
      use({ key: 'http_port', value: '80', restart: true });
      expect(await firstApply()).toContain('STR1617: Parameter FE http_port of demo-starrocks cannot be changed');
    });
  });

  describe('strata_starrocks_elastic_rule', () => {
    const ADDRESS = 'strata_starrocks_elastic_rule.day';
    const DAY = {
      warehouse: 'etl',
      name: 'day',
      nodes: 4,
      time_zone: 'Asia/Shanghai',
      recurrence: 'weekly',
      days: ['MON', 'FRI'],
      first_day: '2026-12-07',
      scale_out_at: '08:00',
      scale_in_at: '20:00',
    };
    const use = (changes: object = {}, more: Readonly<Record<string, object>> = {}) =>
      instance.use({ [ADDRESS]: { ...DAY, ...changes }, ...more });
    const rule = async (name = 'day') => {
      const NodeGroupId = String(
        (await instance.row('nodegroup/describeNodeGroups', { NodeGroupName: 'etl' }))?.['NodeGroupId'],
      );
      const path = 'scalingRule/describeTimeTriggerScalingRules';
      return instance.row(path, { ScalingRuleName: name }, { NodeGroupId });
    };

    test('is made on the clock of the service, changed in place, and empty to plan again', async () => {
      use({ time_zone: 'UTC', scale_out_at: '20:00', scale_in_at: '02:00', days: ['SUN'] });
      await instance.applied();
      expect(await rule()).toMatchObject({
        NodeNumber: '4',
        ScalingOutRule: { Day: 8, Hour: 4, RecurrenceType: 'WEEKLY', RecurrenceValues: ['MON'] },
        ScalingInRule: { Day: 8, Hour: 10, RecurrenceValues: ['MON'] },
      });
      use();
      expect(await instance.plan()).toMatch(/scale_out_at += "20:00" -> "08:00"/);
      await instance.applied();
      expect(await rule()).toMatchObject({ ScalingOutRule: { Hour: 8, RecurrenceValues: ['MON', 'FRI'] } });
    });

    test('is imported; deleted by somebody else, it is made again; destroyed, it is gone', async () => {
      await imports(ADDRESS, 'etl/day');
      await instance.expectEmptyPlan();
      const found = await rule();
      const NodeGroupId = String(
        (await instance.row('nodegroup/describeNodeGroups', { NodeGroupName: 'etl' }))?.['NodeGroupId'],
      );
      const of = { NodeGroupId, TriggerType: 'TIME_TRIGGER', ScalingRuleId: String(found?.['ScalingRuleId']) };
      await instance.api('scalingRule/deleteScalingRule', of);
      expect(await instance.plan()).toContain('1 to add');
      await instance.applied();
      await destroy();
      expect(await rule()).toBeUndefined();
    });

    test('made by an apply that was killed before it could say so, it is taken over', async () => {
      use();
      await instance.applied();
      const before = await rule();
      await instance.workspace.run('state', 'rm', ADDRESS);
      await instance.applied();
      expect(await rule()).toEqual(before);
    });

    test('fails when two rules of a warehouse overlap', async () => {
      use();
      await instance.applied();
      const evening = {
        ...DAY,
        name: 'evening',
        recurrence: 'daily',
        days: undefined,
        scale_out_at: '19:00',
        scale_in_at: '23:00',
      };
      use({}, { 'strata_starrocks_elastic_rule.evening': evening });
      expect(await firstApply()).toContain(
        "STR1625: The elastic rule evening of warehouse etl overlaps with the rule day, first at 2026-12-07 19:00 on the service's clock",
      );
      expect(await rule('evening')).toBeUndefined();
    });

    test('fails for a clock with summer time', async () => {
      use({ time_zone: 'Europe/Berlin' });
      expect(await firstApply()).toContain('Times of Europe/Berlin move against it with summer time');
    });

    test.each([
      [{ time_zone: 'Shanghai' }, '`time_zone` must be a name of the time zone database'],
      [{ recurrence: 'yearly' }, '`recurrence` must be one of once, daily, weekly, monthly'],
      [{ days: ['MONDAY'] }, '`days` must be MON, TUE'],
      [{ recurrence: 'daily' }, '`days` must be left out for a rule that is daily'],
      [{ scale_out_at: '8:00' }, '`scale_out_at` must be a time such as 08:00'],
      [{ first_day: '2026-02-30' }, '`first_day` must be a day'],
      [{ nodes: 0 }, '`nodes` must be from 1 to 100'],
    ])('fails to validate %j', async (changes, problem) => {
      use(changes);
      expect(await instance.validate()).toContain(problem);
    });

    test('goes with its warehouse', async () => {
      use();
      await instance.applied();
      const NodeGroupId = String(
        (await instance.row('nodegroup/describeNodeGroups', { NodeGroupName: 'etl' }))?.['NodeGroupId'],
      );
      await instance.api('lifecycle/releaseNodeGroup', { NodeGroupId });
      await destroy();
    });
  });

  describe('strata_starrocks_gateway', () => {
    const BI = 'strata_starrocks_gateway.bi';
    const OWN = 'strata_starrocks_gateway.own';
    const use = (own: object = {}, bi: object = {}) =>
      instance.use({ [OWN]: { name: 'default', ...own }, [BI]: { name: 'bi', frontend_nodes: 1, ...bi } });
    const gateway = (GatewayName: string) => instance.row('gateway/list', { GatewayName });

    test('the default one is taken over, another one added; both are changed in place', async () => {
      use();
      await instance.applied();
      expect(await instance.state(BI)).toMatchObject({ internal_domain: '127.0.0.1', public_domain: null });
      use({ load_balancer: true, isolate_leader: true }, { frontend_nodes: 2, public: true });
      const planned = await instance.plan();
      expect(planned).toContain('Gateway bi lets every address of the internet connect');
      expect(planned).toContain('Gateway default gets a load balancer, which has no way back');
      await instance.applied();
      expect(await gateway('bi')).toMatchObject({ FeNodeNumber: 2, EnablePublicNet: true });
      expect(await gateway('default')).toMatchObject({ GatewayType: 'Slb' });
    });

    test('closes what somebody opened; what has no way back is refused in the plan', async () => {
      const GatewayId = String((await gateway('default'))?.['GatewayId']);
      await instance.api('gateway/togglePublicSlb', { GatewayId, EnablePublicSlb: 'true' });
      use({ load_balancer: true, isolate_leader: true }, { frontend_nodes: 2, public: true });
      expect(await instance.plan()).toContain('1 to change');
      await instance.applied();
      expect(await gateway('default')).toMatchObject({ EnablePublicNet: false });
      use({ load_balancer: false }, { frontend_nodes: 2, public: true });
      expect(await instance.plan()).toContain('STR1617: load_balancer true -> false cannot be made in place');
    });

    test('added by an apply that was killed before it could say so, it is taken over', async () => {
      use({ load_balancer: true, isolate_leader: true }, { frontend_nodes: 2, public: true });
      await instance.workspace.run('state', 'rm', BI);
      await instance.applied();
      expect(await instance.api('gateway/list')).toHaveLength(2);
      await instance.workspace.run('state', 'rm', BI);
      use({ load_balancer: true, isolate_leader: true }, { frontend_nodes: 1, public: true });
      expect(await firstApply()).toContain('STR1616: Gateway bi of demo-starrocks exists and is not as declared');
    });

    test('is imported, and destroyed: the default one stays, closed', async () => {
      use({ load_balancer: true, isolate_leader: true }, { frontend_nodes: 2, public: true });
      await imports(BI, 'bi');
      await imports(OWN, 'default');
      await instance.expectEmptyPlan();
      await destroy();
      expect(await gateway('bi')).toBeUndefined();
      expect(await instance.row('starrocks/describeInstances')).toMatchObject({ IsolateLeader: false });
    });

    test.each([
      [{ frontend_nodes: 1 }, {}, '`frontend_nodes` of the default gateway are those that no other one has'],
      [{ isolate_leader: true }, {}, '`isolate_leader` needs `load_balancer = true`'],
      [{}, { frontend_nodes: 0 }, '`frontend_nodes` must be at least 1'],
      [{}, { load_balancer: true }, '`load_balancer` is a setting of the default gateway only'],
    ])('fails to validate %j %j', async (own, bi, rule) => {
      use(own, bi);
      expect(await instance.validate()).toContain(rule);
    });

    test('everything counts as destroyed when the instance is gone', async () => {
      use();
      await instance.applied();
      await instance.api('cluster/release');
      await destroy();
    });
  });
});
