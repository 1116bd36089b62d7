import { daysBetween } from '@strata/environment';

/** Today in UTC, as 2027-03-31. */
export function today(): string {
  return inDays(0);
}

/** The day so many days from today. */
export function inDays(days: number): string {
  return new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);
}

/** Whether a day, such as 2027-03-31, is over. */
export function isPast(day: string): boolean {
  return daysBetween(today(), day) < 0;
}
