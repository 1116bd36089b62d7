/** Text as a DuckDB string literal. */
export function quoteText(text: string): string {
  return `'${text.replace(/'/g, "''")}'`;
}

/** Name as a DuckDB identifier. */
export function quoteName(name: string): string {
  return `"${name.replace(/"/g, '""')}"`;
}

const DATE_TEXT = /^\s*(\d{4})-(\d{1,2})-(\d{1,2})(?:[ T](\d{1,2}):(\d{1,2}):(\d{1,2})(?:\.(\d{1,6}))?)?\s*$/;
const COMPACT_DATE = /^(\d{4})(\d{2})(\d{2})(?:(\d{2})(\d{2})(\d{2}))?$/;

interface DateParts {
  /** `YYYY-MM-DD`. */
  readonly date: string;
  /** `HH:MM:SS[.ffffff]`; midnight when the text has no time. */
  readonly time: string;
}

/** Reads a date or a date with time as StarRocks does; undefined when the text is none (or is one that only StarRocks can tell). */
export function readDate(text: string): DateParts | undefined {
  const found = DATE_TEXT.exec(text) ?? COMPACT_DATE.exec(text);
  if (found === null) return undefined;
  const [, year = '', month = '', day = '', hour = '0', minute = '0', second = '0', fraction = ''] = found;
  const at = new Date(Date.UTC(Number(year), Number(month) - 1, Number(day)));
  if (at.getUTCMonth() !== Number(month) - 1 || at.getUTCDate() !== Number(day)) return undefined;
  if (Number(hour) > 23 || Number(minute) > 59 || Number(second) > 59) return undefined;
  const time = [hour, minute, second].map((part) => part.padStart(2, '0')).join(':');
  return {
    date: `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`,
    time: fraction === '' ? time : `${time}.${fraction.padEnd(6, '0')}`,
  };
}

const ZONES = new Map<string, Intl.DateTimeFormat>();

/** Wall clock in a time zone as `YYYY-MM-DD HH:MM:SS`. */
export function wallClock(ms: number, timeZone: string): string {
  let format = ZONES.get(timeZone);
  if (format === undefined) {
    const zone = /^[+-]\d/.test(timeZone) ? timeZone : timeZone === 'CST' ? 'Asia/Shanghai' : timeZone;
    format = new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short', timeStyle: 'medium' });
    ZONES.set(timeZone, format);
  }
  return format.format(ms);
}
