/**
 * Secrets in statements. A file never holds one: it holds a reference, `'secret:kms:name'`, as the whole of a string
 * literal, which is valid StarRocks and means nothing to it. The value takes its place right before the statement is
 * sent, and nowhere else: plans, ledgers, messages and logs show the reference.
 */

import { createHash } from 'node:crypto';

/** `secret:<where>:<name>`; where and name are those of secret references in environments. */
const REFERENCE = /^secret:(env|kms|sandbox):([\w./-]+)$/;
const LITERAL = /'(?:[^'\\]|\\.|'')*'|"(?:[^"\\]|\\.|"")*"|`[^`]*`|--[^\n]*|\/\*(?:[^*]|\*(?!\/))*\*\//gs;
const PLAIN_PASSWORD = /\bIDENTIFIED\s+BY\s+$/i;
const NATIVE_PASSWORD = /\bIDENTIFIED\s+WITH\s+`?['"]?mysql_native_password['"]?`?\s+BY\s+$/i;

/** Keys of properties whose values let somebody in. */
const SENSITIVE =
  /(^|[._-])(password|secret|secret_key|secret-key|access_token|token|sas_token|shared_key|private_key|credential)$|\.sasl\.jaas\.config$/i;
/** `"key" = "value"`, as FILES() and PROPERTIES take it. */
const ASSIGNMENT = /("|')([\w.-]+)\1(\s*=\s*)("|')((?:(?!\4)[^\\]|\\.)*)\4/gs;

/** Whether the value of a property lets somebody in. */
export function isSensitive(key: string): boolean {
  return SENSITIVE.test(key);
}

/** Sensitive keys in a statement or query, with what they are set to. */
export function sensitiveIn(sql: string): readonly { readonly key: string; readonly value: string }[] {
  return [...sql.matchAll(ASSIGNMENT)].flatMap(([, , key = '', , , value = '']) =>
    isSensitive(key) ? [{ key, value }] : [],
  );
}

/** The text with `***` for what sensitive keys are set to. Not every release masks that when it prints a statement. */
export function withoutSecrets(sql: string): string {
  return sql.replace(ASSIGNMENT, (all, quote: string, key: string, equals: string) =>
    isSensitive(key) ? `${quote}${key}${quote}${equals}"***"` : all,
  );
}

/** Whether a value is a reference to a secret. */
export function isSecretReference(value: string): boolean {
  return REFERENCE.test(value);
}

/** `kms:name` of `secret:kms:name`, as resolvers take it. */
export function secretName(reference: string): string {
  return reference.replace(/^secret:/, '');
}

/** The references of a statement, each once: `kms:name`. */
export function secretReferences(sql: string): readonly string[] {
  const found = new Set<string>();
  for (const [literal] of sql.matchAll(LITERAL)) {
    const content = literal.slice(1, -1);
    if (!literal.startsWith('`') && isSecretReference(content)) found.add(secretName(content));
  }
  return [...found];
}

/**
 * The statement with the values of its secrets. A password of a user becomes its hash, so that it is in no audit log.
 *
 * @param values by reference, `kms:name`
 * @throws Error when a value is missing; the message names the reference.
 */
export function substituteSecrets(sql: string, values: ReadonlyMap<string, string>): string {
  let result = '';
  let copied = 0;
  for (const match of sql.matchAll(LITERAL)) {
    const [literal] = match;
    const content = literal.slice(1, -1);
    if (literal.startsWith('`') || !isSecretReference(content)) continue;
    const value = values.get(secretName(content));
    if (value === undefined) throw new Error(`The secret ${secretName(content)} has no value.`);
    result += replaced(result + sql.slice(copied, match.index), result.length, value);
    copied = match.index + literal.length;
  }
  return result + sql.slice(copied);
}

/** What stands before the literal, and the value in the form that belongs there. */
function replaced(before: string, from: number, value: string): string {
  const head = before.slice(from);
  if (PLAIN_PASSWORD.test(before)) return `${head}PASSWORD '${nativePasswordHash(value)}'`;
  if (NATIVE_PASSWORD.test(before)) return `${head.replace(/BY\s+$/i, 'AS ')}'${nativePasswordHash(value)}'`;
  return `${head}${literalOf(value)}`;
}

function literalOf(value: string): string {
  return `'${value.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
}

/** `*HEX` as mysql_native_password stores a password: SHA-1 of its SHA-1. */
export function nativePasswordHash(password: string): string {
  const once = createHash('sha1').update(password, 'utf8').digest();
  return `*${createHash('sha1').update(once).digest('hex').toUpperCase()}`;
}
