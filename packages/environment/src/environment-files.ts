import { readdirSync, readFileSync } from 'node:fs';
import type { Dirent } from 'node:fs';
import { join } from 'node:path';
import type { FileText } from './outline';
import { EnvironmentError } from './problems';
import type { Problem } from './problems';

const FOLDER = 'environments';

/** What stands in `environments/`: the files that are read, and what is wrong with others. */
export interface FoundFiles {
  /** By name. */
  readonly files: readonly FileText[];
  readonly problems: readonly Problem[];
}

/** Reads the files of `environments/` in a checkout. Never throws: what cannot be read is in `problems`. */
export function findEnvironmentFiles(root: string): FoundFiles {
  let entries: readonly Dirent[];
  try {
    entries = readdirSync(join(root, FOLDER), { withFileTypes: true });
  } catch {
    const message =
      'is no folder that can be read: it holds one file for each environment. Create it, or restore it from git.';
    return { files: [], problems: [problem(FOLDER, message)] };
  }
  const found = entries
    .map((entry) => entry.name)
    .sort()
    .map((name) => read(root, `${FOLDER}/${name}`));
  const folders = entries.filter((entry) => entry.isDirectory() && !isRead(entry.name));
  return {
    files: found.flatMap((each) => (each !== undefined && 'yaml' in each ? [each] : [])),
    problems: [
      ...found.flatMap((each) => (each !== undefined && 'message' in each ? [each] : [])),
      ...folders.flatMap(({ name }) => unreadIn(root, `${FOLDER}/${name}`)),
    ],
  };
}

/**
 * The files of `environments/` in a checkout, by name.
 *
 * @throws EnvironmentError when there is no such folder, or something in it cannot be read
 */
export function environmentFiles(root: string): readonly FileText[] {
  const { files, problems } = findEnvironmentFiles(root);
  if (problems.length > 0) throw new EnvironmentError(problems);
  return files;
}

/** A file that is read; what is wrong with it; undefined for one that is something else. */
function read(root: string, file: string): FileText | Problem | undefined {
  if (!isRead(file)) return isYaml(file) ? unread(file) : undefined;
  try {
    return { file, yaml: readFileSync(join(root, file), 'utf8') };
  } catch (error) {
    const why = (error as NodeJS.ErrnoException).code === 'EISDIR' ? 'is a folder' : 'cannot be read';
    return problem(
      file,
      `${why}: each name that ends with .yaml must be a file with one environment. Correct it, or remove it.`,
    );
  }
}

function unreadIn(root: string, folder: string): readonly Problem[] {
  return readdirSync(join(root, folder), { encoding: 'utf8', recursive: true })
    .filter(isYaml)
    .sort()
    .map((name) => unread(`${folder}/${name}`));
}

function isRead(name: string): boolean {
  return /\.ya?ml$/.test(name);
}

function isYaml(name: string): boolean {
  return isRead(name.toLowerCase());
}

function unread(file: string): Problem {
  return problem(
    file,
    `is read by nobody: environments are files right in ${FOLDER}/ whose names end with .yaml in lower case. Move or rename it, or remove it.`,
  );
}

function problem(file: string, message: string): Problem {
  return { code: 'STR1135', file, line: 1, column: 1, path: '', message };
}
