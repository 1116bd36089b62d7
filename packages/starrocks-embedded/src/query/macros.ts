/**
 * DuckDB macros with the meaning of a StarRocks function that is too long to write into every query. DuckDB expands them while it binds, so they run vectorised.
 * Where a text could be read differently by StarRocks and by us, the macro fails instead of guessing.
 */
export const MACROS: readonly string[] = [
  // Casts of text: what is surely no value is NULL; what StarRocks may read in a way of its own is an error.
  `sr_refuse(what, x) AS error('The embedded server does not support ' || what || ' for ''' || x || '''')`,
  `sr_text_to_integer(x) AS CASE
     WHEN x IS NULL THEN NULL
     WHEN regexp_full_match(x, '\\s*[+-]?[0-9]{1,38}\\s*') THEN TRY_CAST(trim(x) AS HUGEINT)
     WHEN regexp_full_match(x, '\\s*[+-]?[0-9]*[.][0-9]*([eE].*)?\\s*|\\s*[+-]?[0-9]+[eE].*') THEN CAST(sr_refuse('CAST to an integer', x) AS HUGEINT)
     ELSE NULL END`,
  `sr_text_to_number(x) AS CASE
     WHEN x IS NULL THEN NULL
     WHEN regexp_full_match(x, '\\s*[+-]?([0-9]+[.]?[0-9]*|[.][0-9]+)([eE][+-]?[0-9]+)?\\s*') THEN trim(x)
     WHEN regexp_full_match(x, '(?i)\\s*[+-]?(inf|infinity|nan)\\s*') THEN CAST(sr_refuse('CAST to a number', x) AS VARCHAR)
     ELSE NULL END`,
  `sr_text_to_double(x) AS TRY_CAST(sr_text_to_number(x) AS DOUBLE)`,
  `sr_text_to_boolean(x) AS CASE lower(trim(x)) WHEN 'true' THEN true WHEN '1' THEN true WHEN 'false' THEN false WHEN '0' THEN false
     ELSE CASE WHEN x IS NULL OR NOT regexp_full_match(x, '\\s*[0-9+-].*') THEN NULL ELSE CAST(sr_refuse('CAST to boolean', x) AS BOOLEAN) END END`,
  `sr_text_to_datetime(x) AS CASE
     WHEN x IS NULL THEN NULL
     WHEN regexp_full_match(x, '\\s*[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}([ T][0-9]{1,2}:[0-9]{1,2}:[0-9]{1,2}([.][0-9]{1,6})?)?\\s*') THEN TRY_CAST(trim(x) AS TIMESTAMP)
     WHEN regexp_full_match(x, '[0-9]{8}') THEN try_strptime(x, '%Y%m%d')
     WHEN regexp_full_match(x, '[0-9]{14}') THEN try_strptime(x, '%Y%m%d%H%M%S')
     WHEN regexp_full_match(x, '\\s*[0-9].*') THEN CAST(sr_refuse('CAST to a date', x) AS TIMESTAMP)
     ELSE NULL END`,
  // StarRocks' documents do not say whether CAST cuts text that is too long.
  `sr_fit(x, n) AS CASE WHEN strlen(x) > n THEN CAST(sr_refuse('CAST to a shorter VARCHAR', x) AS VARCHAR) ELSE x END`,
  `sr_double_to_text(x) AS CASE
     WHEN x IS NULL THEN NULL
     WHEN abs(x) < 1e15 AND (abs(x) >= 1e-4 OR x = 0) THEN regexp_replace(CAST(x AS VARCHAR), '[.]0$', '')
     ELSE CAST(sr_refuse('CAST to text', CAST(x AS VARCHAR)) AS VARCHAR) END`,
  `sr_datetime_to_text(x) AS CASE WHEN microsecond(x) % 1000000 = 0 THEN strftime(x, '%Y-%m-%d %H:%M:%S') ELSE strftime(x, '%Y-%m-%d %H:%M:%S.%f') END`,
  `sr_date_to_integer(x) AS year(x) * 10000 + month(x) * 100 + day(x)`,
  `sr_datetime_to_integer(x) AS (year(x) * 10000 + month(x) * 100 + day(x)) * 1000000 + hour(x) * 10000 + minute(x) * 100 + second(x)`,

  // Exact decimals: quotient of two unscaled numbers, half away from zero; a divisor of 0 gives NULL.
  `sr_quotient(n, d) AS CASE WHEN d = 0 THEN NULL ELSE (n // d) + CASE WHEN 2 * abs(n % d) < abs(d) THEN 0 WHEN (n < 0) = (d < 0) THEN 1 ELSE -1 END END`,

  // Dates. Days of month are compared as they are: from 31 January to 29 February is no whole month.
  `sr_in_month(x) AS epoch_us(x) - epoch_us(date_trunc('month', x))`,
  `sr_months_between(a, b) AS CAST(CASE
     WHEN (year(b) - year(a)) * 12 + month(b) - month(a) > 0 AND sr_in_month(b) < sr_in_month(a) THEN (year(b) - year(a)) * 12 + month(b) - month(a) - 1
     WHEN (year(b) - year(a)) * 12 + month(b) - month(a) < 0 AND sr_in_month(b) > sr_in_month(a) THEN (year(b) - year(a)) * 12 + month(b) - month(a) + 1
     ELSE (year(b) - year(a)) * 12 + month(b) - month(a) END AS BIGINT)`,
];

/** Statements that make the macros in the schema that the connection looks names up in. */
export function macroStatements(): readonly string[] {
  return MACROS.map((macro) => `CREATE OR REPLACE MACRO ${macro}`);
}
