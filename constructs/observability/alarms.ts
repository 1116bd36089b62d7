import { Construct } from 'constructs';
import { CmsAlarm } from '@cdktf/provider-alicloud/lib/cms-alarm';
import { ValidationError } from '../core/errors';
import type { IAlarmContacts } from './alarm-contacts';
import { DETECTION_LIMIT_SECONDS, detectionSeconds } from './detection';
import type { Metric } from './metric';

export type AlarmLevel = 'critical' | 'warn' | 'info';
export type Comparison = '>' | '>=' | '<' | '<=' | '!=' | '==';

export interface AlarmProps {
  readonly metric: Metric;
  readonly comparison: Comparison;
  readonly threshold: number;
  /** Which channels ring. */
  readonly level: AlarmLevel;
  /**
   * Values in a row that must be beyond the threshold.
   *
   * @default 3
   */
  readonly times?: number;
}

export interface AlarmsProps {
  /** Begins the names of all alarms, e.g. `risk-dev`. */
  readonly namePrefix: string;
  readonly contacts: IAlarmContacts;
  /**
   * Seconds after which an alarm that still holds rings again, from 300 to 86,400.
   *
   * @default 3600
   */
  readonly silenceSeconds?: number;
  /**
   * @default - none
   */
  readonly tags?: Readonly<Record<string, string>>;
}

/** Defines alarms, each of which is sure to ring within five minutes. */
export class Alarms extends Construct {
  private readonly longest = new Map<string, number>();

  constructor(
    scope: Construct,
    id: string,
    private readonly props: AlarmsProps,
  ) {
    super(scope, id);
    const { silenceSeconds = 3600 } = props;
    if (!Number.isInteger(silenceSeconds) || silenceSeconds < 300 || silenceSeconds > 86_400) {
      throw new ValidationError(
        this,
        'STR1275',
        `\`silenceSeconds\` must be from 300 to 86,400, got ${silenceSeconds}.`,
      );
    }
  }

  /** Alarm -> the longest time from the beginning of a trouble until it rings, in seconds. */
  public get detection(): ReadonlyMap<string, number> {
    return this.longest;
  }

  /**
   * Adds an alarm of one level; a second level is a second alarm, because a level that is taken out of an alarm goes on
   * ringing in the cloud.
   *
   * @param name lower-case letters, digits and hyphens; unique here
   */
  public addAlarm(name: string, alarm: AlarmProps): CmsAlarm {
    const times = alarm.times ?? 3;
    this.validate(name, alarm, times);
    this.longest.set(name, detectionSeconds(alarm.metric.periodSeconds, times));
    const { metric, comparison, threshold } = alarm;
    const escalation = {
      statistics: metric.statistic,
      comparisonOperator: comparison,
      threshold: String(threshold),
      times,
    };
    return new CmsAlarm(this, name, {
      name: `${this.props.namePrefix}-${name}`,
      project: metric.namespace,
      metric: metric.metricName,
      metricDimensions: JSON.stringify([metric.dimensions]),
      period: metric.periodSeconds,
      silenceTime: this.props.silenceSeconds ?? 3600,
      effectiveInterval: '00:00-23:59',
      contactGroups: [...this.props.contacts.contactGroups],
      ...(alarm.level === 'critical' ? { escalationsCritical: escalation } : {}),
      ...(alarm.level === 'warn' ? { escalationsWarn: escalation } : {}),
      ...(alarm.level === 'info' ? { escalationsInfo: escalation } : {}),
      tags: this.props.tags,
    });
  }

  private validate(name: string, { metric, threshold }: AlarmProps, times: number): void {
    if (!/^[a-z][a-z0-9-]{1,80}$/.test(name) || this.longest.has(name)) {
      throw new ValidationError(
        this,
        'STR1275',
        `an alarm must have a name of its own, of lower-case letters, digits and hyphens, got ${name}.`,
      );
    }
    if (!Number.isFinite(threshold)) {
      throw new ValidationError(this, 'STR1275', `the threshold of ${name} must be a number, got ${threshold}.`);
    }
    const period = metric.periodSeconds;
    if (!Number.isInteger(times) || times < 1 || !Number.isInteger(period / 60) || period < 60) {
      throw new ValidationError(
        this,
        'STR1275',
        `${name} must ring after whole periods of 60 seconds or a multiple of it, got ${times} of ${period} s.`,
      );
    }
    const longest = detectionSeconds(period, times);
    if (longest >= DETECTION_LIMIT_SECONDS) {
      throw new ValidationError(
        this,
        'STR1273',
        `${name} must ring in less than ${DETECTION_LIMIT_SECONDS} s, got up to ${longest} s: ${times} values, ${period} s apart, and one period until they are looked at. Ask for fewer values, or for a shorter period.`,
      );
    }
  }
}
