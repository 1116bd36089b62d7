import { AlarmContacts } from '../../constructs/observability/alarm-contacts';
import type { AlarmContact } from '../../constructs/observability/alarm-contacts';
import { Alarms } from '../../constructs/observability/alarms';
import type { AlarmProps } from '../../constructs/observability/alarms';
import { detectionSeconds } from '../../constructs/observability/detection';
import { metricOf } from '../../constructs/observability/metric';
import { synthStack } from '../helpers/synth';

const contactName = (name: string): string => `risk-dev-${name}`;
const OWNER = { name: 'owner', mail: 'risk-data@example.com' };
const cpu = (periodSeconds = 60) =>
  metricOf(
    { namespace: 'acs_rds_dashboard', statistic: 'Average' },
    'CpuUsage',
    { instanceId: 'rm-1' },
    { periodSeconds },
  );

function contacts(...all: readonly AlarmContact[]) {
  return synthStack((stack) => {
    new AlarmContacts(stack, 'Contacts', { groupName: 'risk-dev-alarms', contactName, contacts: all });
  });
}

function alarm(
  changes: Partial<AlarmProps> = {},
  use: (alarms: Alarms) => void = () => undefined,
  silenceSeconds?: number,
) {
  return synthStack((stack) => {
    const alarms = new Alarms(stack, 'Alarms', {
      namePrefix: 'risk-dev',
      contacts: AlarmContacts.fromContactGroups(stack, 'Contacts', 'platform'),
      ...(silenceSeconds === undefined ? {} : { silenceSeconds }),
    });
    alarms.addAlarm('cpu', { metric: cpu(), comparison: '>', threshold: 80, level: 'warn', ...changes });
    use(alarms);
  });
}

describe('AlarmContacts', () => {
  test('are a group of contacts, each told by mail', () => {
    const stack = contacts(OWNER, { name: 'night', mail: 'night@example.com' });
    expect(stack.all('alicloud_cms_alarm_contact').map(({ alarm_contact_name }) => alarm_contact_name)).toEqual([
      'risk-dev-night',
      'risk-dev-owner',
    ]);
    expect(stack.one('alicloud_cms_alarm_contact_group')).toMatchObject({
      alarm_contact_group_name: 'risk-dev-alarms',
      contacts: [expect.stringContaining('Contact-owner'), expect.stringContaining('Contact-night')],
    });
  });

  test('may be groups of others alone, or beside the own one', () => {
    const stack = synthStack((scope) => {
      const alone = new AlarmContacts(scope, 'Alone', {
        groupName: 'a',
        contactName,
        contacts: [],
        otherGroups: ['platform'],
      });
      expect(alone.contactGroups).toEqual(['platform']);
      const both = new AlarmContacts(scope, 'Both', {
        groupName: 'b',
        contactName,
        contacts: [OWNER],
        otherGroups: ['platform'],
      });
      expect(both.contactGroups).toHaveLength(2);
    });
    expect(stack.all('alicloud_cms_alarm_contact_group')).toHaveLength(1);
  });

  test.each<[string, readonly AlarmContact[], RegExp]>([
    ['nobody', [], /no contact and no group[^]*STR1274/],
    ['somebody without an address', [{ name: 'owner', mail: 'nobody' }], /got owner with nobody[^]*STR1274/],
    ['two of one name', [OWNER, OWNER], /a name of its own[^]*STR1274/],
  ])('fails with %s', (_, all, message) => {
    expect(() => contacts(...all)).toThrow(message);
  });
});

describe('Alarms', () => {
  test('ring after three values in a row, again after an hour', () => {
    expect(alarm().one('alicloud_cms_alarm')).toMatchObject({
      name: 'risk-dev-cpu',
      project: 'acs_rds_dashboard',
      metric: 'CpuUsage',
      metric_dimensions: '[{"instanceId":"rm-1"}]',
      period: 60,
      silence_time: 3600,
      contact_groups: ['platform'],
      escalations_warn: { statistics: 'Average', comparison_operator: '>', threshold: '80', times: 3 },
    });
  });

  test.each(['critical', 'warn', 'info'] as const)('have the level %s alone', (level) => {
    const { escalations_critical, escalations_warn, escalations_info } = alarm({ level, times: 1 }).one(
      'alicloud_cms_alarm',
    );
    const levels = { critical: escalations_critical, warn: escalations_warn, info: escalations_info };
    expect(
      Object.entries(levels)
        .filter(([, each]) => each !== undefined)
        .map(([name]) => name),
    ).toEqual([level]);
    expect(levels[level]).toMatchObject({ times: 1 });
  });

  test('ring in time: the longest it can take is known', () => {
    expect(detectionSeconds(60, 3)).toBe(240);
    alarm({}, ({ detection }) => {
      expect(detection).toEqual(new Map([['cpu', 240]]));
    });
  });

  test('ring again as often as is asked', () => {
    expect(alarm({}, undefined, 300).one('alicloud_cms_alarm')).toMatchObject({ silence_time: 300 });
  });

  test.each<[string, Partial<AlarmProps>, RegExp]>([
    ['four values, a minute apart', { times: 4 }, /less than 300 s, got up to 300 s: 4 values, 60 s apart[^]*STR1273/],
    ['values that come every five minutes', { metric: cpu(300), times: 1 }, /got up to 600 s[^]*STR1273/],
    ['no value', { times: 0 }, /whole periods of 60 seconds[^]*STR1275/],
    ['a period that there is not', { metric: cpu(45) }, /STR1275/],
    ['a threshold that is no number', { threshold: Number.NaN }, /must be a number, got NaN[^]*STR1275/],
  ])('fail with %s', (_, changes, message) => {
    expect(() => alarm(changes)).toThrow(message);
  });

  test('fail with two of one name', () => {
    const again: AlarmProps = { metric: cpu(), comparison: '>', threshold: 90, level: 'critical' };
    expect(() => alarm({}, (alarms) => alarms.addAlarm('cpu', again))).toThrow(
      /a name of its own[^]*got cpu[^]*STR1275/,
    );
  });

  test('fail when they would ring all the time', () => {
    expect(() => alarm({}, undefined, 60)).toThrow(/from 300 to 86,400, got 60[^]*STR1275/);
  });
});
