/** Where the value of a Flink variable comes from. */

import { createHash } from 'node:crypto';
import { SECRET_REFERENCE } from './reference';

/** `plain:VALUE`: a value that everybody may see. */
export const PLAIN_VALUE = /^plain:(.+)$/;

/** `starrocks-host:INSTANCE`: the host of an instance, looked up by its name. */
export const STARROCKS_HOST = /^starrocks-host:(\S+)$/;

/** `kafka-bootstrap:INSTANCE`: the brokers of a Kafka cluster, looked up by its name. */
export const KAFKA_BOOTSTRAP = /^kafka-bootstrap:(\S+)$/;

/**
 * `start-label`: another value each time the job starts from nothing. Labels of loads begin with it: a sink finds those of
 * an earlier life finished, and would refuse to use them again.
 */
export const START_LABEL = /^start-label$/;

const PATTERNS = [SECRET_REFERENCE, PLAIN_VALUE, STARROCKS_HOST, KAFKA_BOOTSTRAP, START_LABEL];

/** The rule, when a text is none of them. Never repeats the text: it may be a secret by mistake. */
export function variableProblem(text: string): string | undefined {
  if (PATTERNS.some((pattern) => pattern.test(text))) return undefined;
  return 'must be a reference to a secret (env:NAME, kms:name, sandbox:name), starrocks-host:INSTANCE, kafka-bootstrap:INSTANCE, start-label, or plain:VALUE for what is no secret.';
}

/** What is recorded of variables: hashes of where their values come from, never of the values. */
export function variableHashes(
  sources: Readonly<Record<string, string>>,
  version: string | null,
): Readonly<Record<string, string>> {
  const entries = Object.entries(sources).map(([name, source]) => {
    const hash = createHash('sha256').update([name, source, version ?? ''].join('\n'));
    return [name, hash.digest('hex').slice(0, 16)] as const;
  });
  return Object.fromEntries(entries);
}
