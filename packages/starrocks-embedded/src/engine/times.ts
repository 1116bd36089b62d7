/** `2026-01-02 03:04:05` in a time zone. */
export function formatTime(ms: number, timeZone: string): string {
  const shifted = new Date(ms + offsetMinutes(ms, timeZone) * 60_000);
  return shifted.toISOString().slice(0, 19).replace('T', ' ');
}

/** Offset of a zone from UTC at a moment, in minutes. Understands `+08:00` and names such as `Asia/Shanghai`. */
function offsetMinutes(ms: number, timeZone: string): number {
  const fixed = /^([+-])(\d{1,2}):(\d{2})$/.exec(timeZone);
  if (fixed !== null) return (fixed[1] === '-' ? -1 : 1) * (Number(fixed[2]) * 60 + Number(fixed[3]));
  if (timeZone === 'UTC') return 0;
  if (timeZone === 'Asia/Shanghai' && ms > 700_000_000_000) return 480;
  const parts = new Intl.DateTimeFormat('en-US', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  }).formatToParts(ms);
  const get = (type: Intl.DateTimeFormatPartTypes): number => Number(parts.find((part) => part.type === type)?.value);
  const local = Date.UTC(get('year'), get('month') - 1, get('day'), get('hour'), get('minute'), get('second'));
  return Math.round((local - Math.floor(ms / 1000) * 1000) / 60_000);
}

/** Whether the server knows a time zone. */
export function isTimeZone(timeZone: string): boolean {
  if (/^[+-]\d{1,2}:\d{2}$/.test(timeZone)) return true;
  try {
    new Intl.DateTimeFormat('en-US', { timeZone });
    return true;
  } catch {
    return false;
  }
}

/** Reads `2026-01-02 03:04:05` in a zone; NaN when it is no time. */
export function parseTime(text: string, timeZone: string): number {
  const utc = Date.parse(
    `${text
      .trim()
      .replace(' ', 'T')
      .replace(/^(\d{4}-\d{2}-\d{2})$/, '$1T00:00:00')}Z`,
  );
  return utc - offsetMinutes(utc, timeZone) * 60_000;
}
