import { randomInt } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { SandboxError } from './errors';

const LOWER = 'abcdefghijkmnopqrstuvwxyz';
const UPPER = 'ABCDEFGHJKLMNPQRSTUVWXYZ';
const DIGIT = '23456789';
/** Special characters that every product of the cloud allows in passwords and that need no quoting in a shell. */
const SPECIAL = '@%_-';
const LENGTH = 20;

/**
 * The value behind `sandbox:NAME`: random, made at the first use, kept in a file that only the user can read.
 *
 * @throws SandboxError STR1703 when the name is not a plain word
 */
export function sandboxSecret(folder: string, name: string): string {
  return readFileSync(sandboxSecretFile(folder, name), 'utf8');
}

/** The file that keeps the value behind `sandbox:NAME`; made with a new value when it is missing. @throws as `sandboxSecret` */
export function sandboxSecretFile(folder: string, name: string): string {
  if (!/^[a-z0-9][a-z0-9._-]{0,62}$/i.test(name)) {
    throw new SandboxError(
      'STR1703',
      `"sandbox:${name}" is not a name of a sandbox secret: use letters, digits, ".", "_" and "-".`,
    );
  }
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const file = join(folder, name);
  if (!existsSync(file)) writeFileSync(file, randomPassword(), { mode: 0o600 });
  return file;
}

/** A password of 20 characters with lower and upper case, digits and a special character (EMR, RDS and Kafka ask for three of them). */
export function randomPassword(): string {
  const all = LOWER + UPPER + DIGIT;
  const characters = [LOWER, UPPER, DIGIT, SPECIAL].map(pick);
  while (characters.length < LENGTH) characters.push(pick(all));
  return characters.join('');
}

function pick(alphabet: string): string {
  return alphabet.charAt(randomInt(alphabet.length));
}
