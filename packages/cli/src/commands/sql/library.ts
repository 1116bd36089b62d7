import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { CliError } from '../../output';

/** Settings of the linter: `lint.yaml` beside the folders of the layers. */
export interface LintSettings {
  /** First words that names of the last layer may have. */
  readonly subjects: readonly string[];
  /** Rules that do not hold. */
  readonly off: readonly string[];
}

/** Reads `lint.yaml`; without it every rule holds. @throws CliError STR1914 when it is no YAML, STR1919 for another setting */
export function readLintSettings(folder: string): LintSettings {
  const file = join(folder, 'lint.yaml');
  if (!existsSync(file)) return { subjects: [], off: [] };
  const value = parseYaml(file);
  const known = ['subjects', 'off'];
  const stranger = isRecord(value) ? Object.keys(value).find((key) => !known.includes(key)) : 'no mapping';
  if (!isRecord(value) || stranger !== undefined) {
    throw new CliError('STR1919', `${file}: expected the keys ${known.join(' and ')}, got ${String(stranger)}`);
  }
  return { subjects: names(value['subjects'], file, 'subjects'), off: names(value['off'], file, 'off') };
}

function names(value: unknown, file: string, key: string): readonly string[] {
  if (value === undefined || value === null) return [];
  if (Array.isArray(value) && value.every((each) => typeof each === 'string')) return value;
  throw new CliError('STR1919', `${file}: ${key} is a list of names, e.g. [risk, finance]`);
}

/** The value of a YAML file. @throws CliError STR1914 with the place of what is wrong */
export function parseYaml(file: string): unknown {
  try {
    return parse(readFileSync(file, 'utf8')) as unknown;
  } catch (error) {
    throw new CliError('STR1914', `${file}: ${error instanceof Error ? error.message : String(error)}`);
  }
}

export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
