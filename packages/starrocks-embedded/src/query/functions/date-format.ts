import { unsupported } from '../errors';
import { quoteText } from '../literals';

/** StarRocks' (MySQL's) specifiers and DuckDB's with the same text. */
const SPECIFIERS: Readonly<Record<string, string>> = {
  Y: '%Y',
  y: '%y',
  m: '%m',
  c: '%-m',
  d: '%d',
  e: '%-d',
  H: '%H',
  k: '%-H',
  h: '%I',
  I: '%I',
  l: '%-I',
  i: '%M',
  s: '%S',
  S: '%S',
  f: '%f',
  j: '%j',
  M: '%B',
  b: '%b',
  W: '%A',
  a: '%a',
  w: '%w',
  p: '%p',
  T: '%H:%M:%S',
  r: '%I:%M:%S %p',
  U: '%U',
  v: '%V',
  x: '%G',
  '%': '%%',
};

/** Formats in the style of Java that StarRocks knows by heart. */
const KNOWN: Readonly<Record<string, string>> = {
  yyyyMMdd: '%Y%m%d',
  'yyyy-MM-dd': '%Y-%m-%d',
  'yyyy-MM-dd HH:mm:ss': '%Y-%m-%d %H:%M:%S',
};

/** Specifiers that also read text. */
const READABLE: ReadonlySet<string> = new Set(['Y', 'm', 'd', 'H', 'i', 's', 'S', 'T', '%']);

/** SQL for date_format(): `value` is a TIMESTAMP. */
export function formatSql(value: string, format: string): string {
  return `strftime(${value}, ${quoteText(KNOWN[format] ?? convert(format, () => true))})`;
}

/** DuckDB's pattern for str_to_date(). */
export function parsePattern(format: string): string {
  return convert(format, (letter) => READABLE.has(letter));
}

function convert(format: string, allowed: (letter: string) => boolean): string {
  if (/[A-Za-z]{2,}/.test(format.replace(/%./g, ''))) throw unsupported(`the date format '${format}'`);
  return format.replace(/%(.?)/gs, (_, letter: string) => {
    const specifier = SPECIFIERS[letter];
    if (specifier === undefined || !allowed(letter)) throw unsupported(`'%${letter}' in the date format '${format}'`);
    return specifier;
  });
}
