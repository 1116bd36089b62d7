/**
 * DuckDB macros with the meaning of a StarRocks function that is too long to write into every query. DuckDB expands them while it binds, so they run vectorised.
 * Where a text could be read differently by StarRocks and by us, the macro fails instead of guessing.
 */
const MACROS: readonly string[] = [
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

  // Text. StarRocks' case functions are certain for ASCII only.
  // StarRocks cuts what is longer, at a place that depends on its nodes.
  `sr_limited(x, n) AS CASE WHEN strlen(x) > n THEN CAST(sr_refuse('group_concat() beyond group_concat_max_len', substr(x, 1, 20)) AS VARCHAR) ELSE x END`,
  `sr_lower(x) AS CASE WHEN x IS NULL THEN NULL WHEN strlen(x) = length(x) OR lower(x) = translate(x, 'ABCDEFGHIJKLMNOPQRSTUVWXYZ', 'abcdefghijklmnopqrstuvwxyz') THEN lower(x)
     ELSE CAST(sr_refuse('lower() of letters that are not ASCII', x) AS VARCHAR) END`,
  `sr_upper(x) AS CASE WHEN x IS NULL THEN NULL WHEN strlen(x) = length(x) OR upper(x) = translate(x, 'abcdefghijklmnopqrstuvwxyz', 'ABCDEFGHIJKLMNOPQRSTUVWXYZ') THEN upper(x)
     ELSE CAST(sr_refuse('upper() of letters that are not ASCII', x) AS VARCHAR) END`,
  `sr_substr(x, p, n) AS CASE WHEN x IS NULL OR p IS NULL OR n IS NULL THEN NULL WHEN p = 0 OR n <= 0 OR -p > length(x) THEN '' ELSE substr(x, p, n) END`,
  `sr_left(x, n) AS CASE WHEN x IS NULL OR n IS NULL THEN NULL WHEN n <= 0 THEN '' ELSE left(x, n) END`,
  `sr_right(x, n) AS CASE WHEN x IS NULL OR n IS NULL THEN NULL WHEN n <= 0 THEN '' ELSE right(x, n) END`,
  `sr_locate(s, x, p) AS CASE WHEN s IS NULL OR x IS NULL OR p IS NULL THEN NULL WHEN p <= 0 THEN 0
     WHEN s = '' THEN CAST(sr_refuse('the search for an empty text', x) AS INTEGER)
     ELSE CAST(CASE WHEN strpos(substr(x, p), s) = 0 THEN 0 ELSE strpos(substr(x, p), s) + p - 1 END AS INTEGER) END`,
  `sr_lpad(x, n, f) AS CASE WHEN x IS NULL OR n IS NULL OR f IS NULL THEN NULL WHEN n < 0 OR f = '' THEN CAST(sr_refuse('lpad() with this length or filler', x) AS VARCHAR) ELSE lpad(x, CAST(n AS INTEGER), f) END`,
  `sr_rpad(x, n, f) AS CASE WHEN x IS NULL OR n IS NULL OR f IS NULL THEN NULL WHEN n < 0 OR f = '' THEN CAST(sr_refuse('rpad() with this length or filler', x) AS VARCHAR) ELSE rpad(x, CAST(n AS INTEGER), f) END`,
  `sr_ascii(x) AS CASE WHEN x IS NULL THEN NULL WHEN x = '' THEN 0 WHEN ascii(x) < 128 THEN ascii(x) ELSE CAST(sr_refuse('ascii()', x) AS INTEGER) END`,
  `sr_split_part(x, d, n) AS CASE WHEN x IS NULL OR d IS NULL OR n IS NULL OR n = 0 THEN NULL
     WHEN d = '' OR NOT contains(x, d) THEN CAST(sr_refuse('split_part() of a text without the delimiter', x) AS VARCHAR)
     ELSE list_extract(string_split(x, d), n) END`,
  `sr_substring_index(x, d, n) AS CASE WHEN x IS NULL OR d IS NULL OR n IS NULL THEN NULL
     WHEN d = '' OR n = 0 THEN CAST(sr_refuse('substring_index() with this delimiter or count', x) AS VARCHAR)
     WHEN n > 0 THEN array_to_string(list_slice(string_split(x, d), 1, n), d)
     ELSE array_to_string(list_reverse(list_slice(list_reverse(string_split(x, d)), 1, -n)), d) END`,

  // Byte by byte, with the table of the polynomial 0xEDB88320.
  `sr_crc32(x) AS CAST(xor(list_reduce(list_concat([4294967295::BIGINT], list_transform(range(0, octet_length(encode(x))),
     lambda i: CAST('0x' || substr(hex(encode(x)), CAST(2 * i + 1 AS BIGINT), 2) AS BIGINT))),
     lambda c, b: xor(c >> 8, list_extract([${crcTable().join(',')}]::BIGINT[], (xor(c, b) & 255) + 1))), 4294967295) AS BIGINT)`,

  // Exact decimals: quotient of two unscaled numbers, half away from zero; a divisor of 0 gives NULL.
  `sr_half_up(n, d) AS (n // d) + CASE WHEN 2 * abs(n % d) < abs(d) THEN 0 WHEN (n < 0) = (d < 0) THEN 1 ELSE -1 END`,
  // Most numbers fit 64 bits, which divide many times faster.
  `sr_quotient(n, d) AS CASE
     WHEN d = 0 THEN NULL
     WHEN abs(n) < 4000000000000000000 AND abs(d) < 4000000000000000000 THEN CAST(sr_half_up(CAST(n AS BIGINT), CAST(d AS BIGINT)) AS HUGEINT)
     ELSE sr_half_up(n, d) END`,

  // Dates. Days of month are compared as they are: from 31 January to 29 February is no whole month.
  `sr_in_month(x) AS epoch_us(x) - epoch_us(date_trunc('month', x))`,
  `sr_months_between(a, b) AS CAST(CASE
     WHEN (year(b) - year(a)) * 12 + month(b) - month(a) > 0 AND sr_in_month(b) < sr_in_month(a) THEN (year(b) - year(a)) * 12 + month(b) - month(a) - 1
     WHEN (year(b) - year(a)) * 12 + month(b) - month(a) < 0 AND sr_in_month(b) > sr_in_month(a) THEN (year(b) - year(a)) * 12 + month(b) - month(a) + 1
     ELSE (year(b) - year(a)) * 12 + month(b) - month(a) END AS BIGINT)`,
  `sr_parse_date(x, f) AS CASE WHEN x IS NULL OR NOT regexp_matches(x, '[0-9]') THEN NULL
     WHEN try_strptime(x, f) IS NULL THEN CAST(sr_refuse('reading a date', x) AS TIMESTAMP) ELSE try_strptime(x, f) END`,

  // JSON. Only what has one text in every engine is turned into text.
  `sr_parse_json(x) AS CASE WHEN json_valid(x) THEN CAST(x AS JSON) END`,
  `sr_json_fraction(x) AS CASE WHEN regexp_full_match(x, '-?[0-9]+[.][0-9]*[1-9]') THEN x ELSE CAST(sr_refuse('the text of a JSON number', x) AS VARCHAR) END`,
  `sr_json_text(j) AS CASE json_type(j)
     WHEN 'VARCHAR' THEN json_extract_string(j, '$')
     WHEN 'BIGINT' THEN json_extract_string(j, '$')
     WHEN 'UBIGINT' THEN json_extract_string(j, '$')
     WHEN 'BOOLEAN' THEN json_extract_string(j, '$')
     WHEN 'DOUBLE' THEN sr_json_fraction(json_extract_string(j, '$'))
     WHEN 'NULL' THEN NULL
     ELSE CASE WHEN j IS NULL THEN NULL ELSE CAST(sr_refuse('the text of JSON objects and arrays', CAST(j AS VARCHAR)) AS VARCHAR) END END`,
  `sr_json_integer(j) AS CASE
     WHEN j IS NULL OR json_type(j) = 'NULL' THEN NULL
     WHEN json_type(j) IN ('BIGINT', 'UBIGINT') THEN TRY_CAST(json_extract_string(j, '$') AS BIGINT)
     ELSE CAST(sr_refuse('a JSON value as an integer', CAST(j AS VARCHAR)) AS BIGINT) END`,
  `sr_json_double(j) AS CASE
     WHEN j IS NULL OR json_type(j) = 'NULL' THEN NULL
     WHEN json_type(j) IN ('BIGINT', 'UBIGINT', 'DOUBLE') THEN TRY_CAST(json_extract_string(j, '$') AS DOUBLE)
     ELSE CAST(sr_refuse('a JSON value as a double', CAST(j AS VARCHAR)) AS DOUBLE) END`,
  `sr_json_boolean(j) AS CASE
     WHEN j IS NULL OR json_type(j) = 'NULL' THEN NULL
     WHEN json_type(j) = 'BOOLEAN' THEN json_extract_string(j, '$') = 'true'
     ELSE CAST(sr_refuse('a JSON value as a boolean', CAST(j AS VARCHAR)) AS BOOLEAN) END`,
  `sr_json_length(j) AS CASE json_type(j)
     WHEN 'ARRAY' THEN CAST(json_array_length(j) AS INTEGER)
     WHEN 'OBJECT' THEN CAST(len(json_keys(j)) AS INTEGER)
     ELSE CASE WHEN j IS NULL THEN NULL ELSE CAST(sr_refuse('json_length() of a plain value', CAST(j AS VARCHAR)) AS INTEGER) END END`,

  // Bitmaps hold whole numbers from 0.
  `sr_bitmap_value(x) AS CASE WHEN x < 0 THEN CAST(sr_refuse('a negative number in a bitmap', CAST(x AS VARCHAR)) AS HUGEINT) ELSE CAST(x AS HUGEINT) END`,

  // Arrays.
  `sr_element(a, i) AS CASE WHEN i IS NULL OR a IS NULL THEN NULL WHEN i >= 1 THEN list_extract(a, i) ELSE list_extract(a, CAST(sr_refuse('places before the first in an array', CAST(i AS VARCHAR)) AS BIGINT)) END`,
  `sr_array_slice(a, i, n) AS CASE WHEN a IS NULL OR i IS NULL OR n IS NULL THEN NULL WHEN i >= 1 AND n >= 0 THEN list_slice(a, i, i + n - 1)
     ELSE list_slice(a, CAST(sr_refuse('places before the first in an array', CAST(i AS VARCHAR)) AS BIGINT), 1) END`,
];

/** Statements that make the macros in the schema that the connection looks names up in. */
export function macroStatements(): readonly string[] {
  return MACROS.map((macro) => `CREATE OR REPLACE MACRO ${macro}`);
}

function crcTable(): readonly number[] {
  return Array.from({ length: 256 }, (_value, byte) => {
    let rest = byte;
    for (let bit = 0; bit < 8; bit += 1) rest = rest % 2 === 1 ? ((rest >>> 1) ^ 0xedb88320) >>> 0 : rest >>> 1;
    return rest;
  });
}
