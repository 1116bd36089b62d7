import { InvalidArgumentError } from 'commander';

const UNITS: Readonly<Record<string, number>> = { s: 1_000, m: 60_000, h: 3_600_000 };

/** Milliseconds of `30s`, `5m`, `1h`. @throws InvalidArgumentError for anything else */
export function durationMs(text: string): number {
  const [, number, unit = ''] = /^(\d+)([smh])$/.exec(text) ?? [];
  const factor = UNITS[unit];
  if (number !== undefined && factor !== undefined) return Number(number) * factor;
  throw new InvalidArgumentError(
    `A time is a whole number of seconds, minutes or hours, e.g. 30s, 5m, 1h; got "${text}".`,
  );
}
