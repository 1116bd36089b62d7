import { resourcesOf } from './policy';
import type { Policy } from './policy';

const LIMIT_SECONDS = 300;

export const alarmDetectsInTime: Policy = {
  id: 'alarm-detects-in-time',
  severity: 'error',
  rule: 'An alarm rings in less than five minutes, and somebody hears it.',
  fix: 'Use `Alarms`: period × times of each level below 300 seconds, and contact groups.',
  reference: 'CloudMonitor: alert rules',
  check: (stack) =>
    resourcesOf(stack, 'alicloud_cms_alarm').flatMap(({ address, attributes }) => {
      const period = Number(attributes['period'] ?? 300);
      const levels = ['critical', 'warn', 'info'].flatMap((level) => {
        const [block] = [attributes[`escalations_${level}`]].flat() as readonly { times?: number }[];
        return block === undefined ? [] : [{ level, seconds: period * Number(block.times ?? 3) }];
      });
      const groups = attributes['contact_groups'];
      return [
        ...levels
          .filter(({ seconds }) => seconds >= LIMIT_SECONDS)
          .map(({ level, seconds }) => ({ address, message: `needs ${seconds} s for its level ${level}` })),
        ...(Array.isArray(groups) && groups.length > 0 ? [] : [{ address, message: 'rings for nobody' }]),
      ];
    }),
};
