const FORM = /^(\d{4})-?(\d{1,2})-?(\d{1,2})(?:[ T](\d{1,2}):(\d{1,2})(?::(\d{1,2})(?:\.(\d{1,6}))?)?)?$/;

/** Milliseconds since 1970 in UTC of a date or datetime literal, or undefined when it is none. */
export function dateOf(text: string): number | undefined {
  const match = FORM.exec(text.trim());
  if (match === null) return undefined;
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = match
    .slice(1, 7)
    .map((part) => Number(part));
  const numbers = [year, month, day, hour, minute, second].map((part) => (Number.isNaN(part) ? 0 : part));
  const [y = 0, m = 0, d = 0, h = 0, i = 0, s = 0] = numbers;
  if (m < 1 || m > 12 || d < 1 || h > 23 || i > 59 || s > 59) return undefined;
  const date = new Date(0);
  date.setUTCFullYear(y, m - 1, d);
  date.setUTCHours(h, i, s);
  return date.getUTCMonth() === m - 1 ? date.getTime() : undefined;
}

/** `2026-01-02` or, for a DATETIME, `2026-01-02 03:04:05`. */
export function dateText(ms: number, withTime: boolean): string {
  const text = new Date(ms).toISOString();
  return withTime ? text.slice(0, 19).replace('T', ' ') : text.slice(0, 10);
}
