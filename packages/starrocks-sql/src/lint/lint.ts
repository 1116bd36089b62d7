/** Checks a library against the rules. */

import type { BundleOptions, BundleResult, SqlFile } from '../bundle/bundle';
import { buildBundle } from '../bundle/build';
import type { DeclaredFile } from '../bundle/files';
import { readFile } from '../bundle/files';
import type { SqlText, Statement } from '../ast';
import { lineStarts, positionAt, tokenize } from '../lexer';
import { lineageOf } from '../lineage/bundle';
import { outlineOf } from '../lineage/query';
import { suggestion } from '../nearest';
import type { Complaint, Edit, LintLibrary, LintSubject } from './rule';
import { LINT_RULES } from './rules';

/** What a rule has against a place of a file. */
export interface LintFinding {
  readonly rule: string;
  readonly file: string;
  /** From 1. */
  readonly line: number;
  /** From 1. */
  readonly column: number;
  readonly message: string;
  /** Present when the linter can make it right by itself. */
  readonly fix?: Edit;
}

export interface LintOptions extends BundleOptions {
  /**
   * First words that names of the last layer may have.
   *
   * @default - any
   */
  readonly subjects?: readonly string[];
  /**
   * Ids of rules that do not hold for this library.
   *
   * @default - none
   */
  readonly off?: readonly string[];
}

export interface LintResult {
  /** By file and place. */
  readonly findings: readonly LintFinding[];
  /** What keeps files from being checked: errors of syntax and of the library. */
  readonly errors: BundleResult['errors'];
}

/** Checks all files. A file that does not parse has errors and no findings. */
export function lint(files: readonly SqlFile[], options: LintOptions): LintResult {
  const { bundle, errors } = buildBundle(files, { ...options, refresh: 'manual' });
  const subjects = files.flatMap((file) => {
    const { declared } = readFile(file, { ...options, refresh: 'manual' });
    return declared === undefined ? [] : [subjectOf(declared)];
  });
  const library: LintLibrary = {
    layers: options.layers,
    subjects: new Map(subjects.map((subject) => [subject.id, subject])),
    // Lineage goes by the names of layers here.
    lineage: lineageOf(bundle),
    subjectsOfMarts: options.subjects ?? [],
  };
  const findings = subjects.flatMap((subject) => findingsOf(subject, library, options.off ?? []));
  return { findings: findings.sort(byPlace), errors };
}

function findingsOf(subject: LintSubject, library: LintLibrary, off: readonly string[]): readonly LintFinding[] {
  const ignored = new Set(
    subject.annotations.ignore.flatMap((name) => (name.startsWith('lint.') ? [name.slice(5)] : [])),
  );
  const rules = LINT_RULES.filter(({ id }) => !ignored.has(id) && !off.includes(id));
  const found = rules.flatMap(({ id, check }) =>
    check(subject, library).map((complaint) => ({ rule: id, ...complaint })),
  );
  const ids = LINT_RULES.map(({ id }) => id);
  const unknown = [...ignored]
    .filter((id) => !ids.includes(id))
    .map((id) => ({
      rule: 'unknown-rule',
      offset: 0,
      message: `--@ ignore: lint.${id} names no rule.${suggestion(id, ids)}`,
    }));
  const starts = lineStarts(subject.file.text);
  return [...found, ...unknown].map(({ rule, offset, message, fix }: Complaint & { readonly rule: string }) => {
    const { line, column } = positionAt(starts, offset);
    return { rule, file: subject.file.path, line, column, message, ...(fix === undefined ? {} : { fix }) };
  });
}

function byPlace(left: LintFinding, right: LintFinding): number {
  if (left.file !== right.file) return left.file < right.file ? -1 : 1;
  return left.line - right.line || left.column - right.column;
}

function subjectOf(declared: DeclaredFile): LintSubject {
  const { id, kind, layer, name, file, statement, annotations } = declared;
  const query = queryOf(statement);
  return {
    id,
    kind,
    ...(layer === undefined ? {} : { layer }),
    name,
    file,
    statement,
    annotations,
    tokens: tokenize(file.text),
    ...(query === undefined ? {} : { query, outline: outlineOf(query.text) }),
  };
}

function queryOf(statement: Statement): SqlText | undefined {
  switch (statement.kind) {
    case 'create-view':
    case 'create-materialized-view':
      return statement.query;
    case 'submit-task':
      return statement.body;
    case 'create-pipe':
      return statement.insert;
    default:
      return undefined;
  }
}

/** The files with all fixes of the findings; others come back as they are. */
export function applyFixes(files: readonly SqlFile[], findings: readonly LintFinding[]): readonly SqlFile[] {
  return files.map((file) => {
    const edits = findings.flatMap(({ file: path, fix }) => (path === file.path && fix !== undefined ? [fix] : []));
    const ordered = [...edits].sort((left, right) => right.start - left.start);
    const text = ordered.reduce(
      (each, edit) => each.slice(0, edit.start) + edit.text + each.slice(edit.end),
      file.text,
    );
    return { path: file.path, text };
  });
}
