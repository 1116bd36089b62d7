import { Construct } from 'constructs';
import { rulesOverlap, WEEKDAYS } from '@strata/environment';
import type { ScheduleRule } from '@strata/environment';
import { StarrocksElasticRule } from '@strata/provider-strata/lib/starrocks-elastic-rule';
import { ValidationError } from '../core/errors';
import type { IWarehouse } from './warehouse';

export interface ElasticScheduleProps {
  readonly warehouse: IWarehouse;
  /** Whose clock the times are told on, e.g. Asia/Shanghai. */
  readonly timeZone: string;
  /** When there are more nodes, and how many. No two hold at the same time. */
  readonly rules: readonly ScheduleRule[];
  /**
   * Day on which the rules begin.
   *
   * @default '2026-01-01' - at once
   */
  readonly firstDay?: string;
}

const MOST_NODES = 100;

/**
 * Defines times of the week at which a warehouse has more nodes than those that are always there.
 *
 * @trap 2.2-7
 */
export class ElasticSchedule extends Construct {
  constructor(scope: Construct, id: string, props: ElasticScheduleProps) {
    super(scope, id);
    const { warehouse, timeZone, rules } = props;
    this.validateZone(timeZone);
    for (const rule of rules) this.validateRule(rule);
    this.validateTogether(rules);
    for (const { name, nodes, from, to, days } of rules) {
      const everyDay = WEEKDAYS.every((day) => days.includes(day));
      const rule = new StarrocksElasticRule(this, `Rule-${name}`, {
        ...warehouse.instance.place,
        warehouse: warehouse.warehouseName,
        name,
        nodes,
        timeZone,
        recurrence: everyDay ? 'daily' : 'weekly',
        ...(everyDay ? {} : { days: days.map((day) => day.toUpperCase()) }),
        firstDay: props.firstDay ?? '2026-01-01',
        scaleOutAt: from,
        scaleInAt: to,
      });
      warehouse.instance.inTurn.add(rule);
    }
  }

  private validateZone(timeZone: string): void {
    try {
      new Intl.DateTimeFormat('en', { timeZone });
    } catch {
      throw new ValidationError(
        this,
        'STR1256',
        `\`timeZone\` must be a name of the time zone database, got ${timeZone}. Write for example Asia/Shanghai.`,
      );
    }
  }

  private validateRule({ name, nodes, from, to, days }: ScheduleRule): void {
    const isTime = (clock: string): boolean => /^([01]\d|2[0-3]):[0-5]\d$/.test(clock);
    if (!isTime(from) || !isTime(to) || from === to || days.length === 0) {
      throw new ValidationError(
        this,
        'STR1257',
        `rule ${name} must hold from one time to another on some day, got ${from} to ${to} on ${days.join(', ') || 'no day'}. Write times such as 08:30.`,
      );
    }
    if (!Number.isInteger(nodes) || nodes < 1 || nodes > MOST_NODES) {
      throw new ValidationError(
        this,
        'STR1258',
        `rule ${name} must add 1 to ${MOST_NODES} nodes, got ${nodes}. Remove a rule that adds none.`,
      );
    }
  }

  private validateTogether(rules: readonly ScheduleRule[]): void {
    rules.forEach((rule, index) => {
      const before = rules.slice(0, index).find((other) => other.name === rule.name || rulesOverlap(other, rule));
      if (before === undefined) return;
      const what = before.name === rule.name ? `have the name ${rule.name}` : `${before.name} and ${rule.name} overlap`;
      throw new ValidationError(
        this,
        'STR1259',
        `rules have names of their own and never hold together, but two ${what}. Shorten or rename one of them.`,
      );
    });
  }
}
