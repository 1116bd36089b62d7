/** A day, counted from 1970-01-01. */
export type Day = number;
/** A moment in seconds, counted from 1970-01-01 00:00:00 on the wall clock in UTC+8. */
export type Moment = number;

export const DAY_SECONDS = 86_400;

/** Day of a date written `YYYY-MM-DD`. */
export function day(text: string): Day {
  return Date.parse(`${text}T00:00:00Z`) / 1000 / DAY_SECONDS;
}

/** A moment `seconds` after the day began. */
export function momentOf(date: Day, seconds: number): Moment {
  return date * DAY_SECONDS + seconds;
}

export function dayOf(moment: Moment): Day {
  return Math.floor(moment / DAY_SECONDS);
}

const dayTexts = new Map<Day, string>();

/** `YYYY-MM-DD`. */
export function dayText(date: Day): string {
  const known = dayTexts.get(date);
  if (known !== undefined) return known;
  const text = new Date(date * DAY_SECONDS * 1000).toISOString().slice(0, 10);
  dayTexts.set(date, text);
  return text;
}

/** `YYYY-MM-DD HH:MM:SS`. */
export function momentText(moment: Moment): string {
  const seconds = moment - dayOf(moment) * DAY_SECONDS;
  const two = (value: number): string => (value < 10 ? `0${value}` : `${value}`);
  return `${dayText(dayOf(moment))} ${two(Math.floor(seconds / 3600))}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`;
}

/** Number of a month: 12 × year + month, January being 0. */
export function monthNumber(date: Day): number {
  const text = dayText(date);
  return Number(text.slice(0, 4)) * 12 + Number(text.slice(5, 7)) - 1;
}

/** First day of a month given by its number. */
export function monthStart(month: number): Day {
  return Date.UTC(Math.floor(month / 12), month % 12, 1) / 1000 / DAY_SECONDS;
}

/** The same day of the month, `months` later; days after the 28th become the 28th, so that every month has them. */
export function addMonths(date: Day, months: number): Day {
  const dayOfMonth = Math.min(date - monthStart(monthNumber(date)), 27);
  return monthStart(monthNumber(date) + months) + dayOfMonth;
}
