import { rulesOverlap } from '../schedule';
import { resolveSchedule } from '../resolve';
import type { Checked } from './report';

/** Rules of a schedule have names of their own, begin and end, and never hold at the same time: the cloud would add up their nodes. */
export function checkSchedules({ file, report }: Checked): void {
  file.warehouses?.forEach(({ schedule }, warehouse) => {
    if (schedule === undefined) return;
    const { rules } = resolveSchedule(schedule);
    rules.forEach((rule, index) => {
      const path = ['warehouses', warehouse, 'schedule', 'rules', index];
      const before = rules.slice(0, index);
      if (before.some(({ name }) => name === rule.name)) {
        report(
          'STR1111',
          [...path, 'name'],
          `must be unique among the rules of a warehouse, got "${rule.name}" a second time. Rename or remove one of them.`,
        );
      }
      if (rule.from === rule.to) {
        report(
          'STR1104',
          [...path, 'to'],
          `must be another time than \`from\`, got ${rule.to} for both. Raise \`nodes\` of the warehouse for what it has all day.`,
        );
      }
      const clash = before.find((other) => rulesOverlap(other, rule));
      if (clash !== undefined) {
        report(
          'STR1128',
          path,
          `holds while "${clash.name}" (${clash.from} to ${clash.to}, ${clash.days.join(' ')}) does too. Rules of a warehouse must not overlap: shift or join them.`,
        );
      }
    });
  });
}
