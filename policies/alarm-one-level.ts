import { resourcesOf } from './policy';
import type { Policy } from './policy';

const LEVELS = ['escalations_critical', 'escalations_warn', 'escalations_info'];

/** @trap 0.1-10 */
export const alarmOneLevel: Policy = {
  id: 'alarm-one-level',
  severity: 'error',
  rule: 'An alarm has one level, because a level that is taken out of an alarm goes on ringing in the cloud and shows in no plan.',
  fix: 'Make an alarm for each level: taking a level out is then taking an alarm out.',
  reference: 'alicloud provider: cms_alarm, escalations',
  only: 'synth',
  check: (stack) =>
    resourcesOf(stack, 'alicloud_cms_alarm').flatMap(({ address, attributes }) => {
      const levels = LEVELS.filter((level) => attributes[level] !== undefined);
      return levels.length === 1 ? [] : [{ address, message: `has ${levels.join(', ') || 'no level'}` }];
    }),
};
