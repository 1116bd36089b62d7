/** Annotations: lines `--@ key: value` in the head of a file, before its first statement. */

import type { Position } from './ast';
import { SqlFileError } from './errors';
import { lineStarts, positionAt, tokenize } from './lexer';
import { suggestion } from './nearest';

export interface Freshness {
  /** As written, e.g. `5m`. */
  readonly text: string;
  readonly seconds: number;
}

export interface RenamedColumn {
  readonly column: string;
  readonly from: string;
}

/** What the head of a file says about its object. */
export interface Annotations {
  /** Where the rows come from, e.g. `mysql loans.repayment`. */
  readonly source?: string;
  /** How old the rows may be. Schedules of materialized views come from it. */
  readonly freshness?: Freshness;
  /** Former name of the object. */
  readonly renamedFrom?: string;
  /** `renamed-from: new = old`: former names of columns. */
  readonly renamedColumns: readonly RenamedColumn[];
  /** Columns that may be dropped; `*` allows any. */
  readonly allowDrop: readonly string[];
  /** Attributes that are not compared with the live object, and rules of the linter that do not hold here. */
  readonly ignore: readonly string[];
}

export interface ParsedAnnotations {
  readonly annotations: Annotations;
  readonly errors: readonly SqlFileError[];
}

/** Keys in the order of the documentation. */
const ANNOTATION_KEYS = ['source', 'freshness', 'renamed-from', 'allow-drop', 'ignore'] as const;
type AnnotationKey = (typeof ANNOTATION_KEYS)[number];

/** What `ignore` may name; `property.<key>` names one property, `lint.<rule>` a rule of `strata sql lint`. */
const IGNORABLE = [
  ...(['buckets', 'columns', 'comment', 'distribution', 'indexes', 'order-by', 'partitions', 'properties'] as const),
  ...(['refresh', 'schedule', 'classifiers', 'load', 'source', 'authentication', 'roles', 'privileges'] as const),
] as const;

interface Line {
  /** The text behind `--@`. */
  readonly text: string;
  /** Offset of that text. */
  readonly offset: number;
}

/** Reads the annotations of a file. Errors do not stop it: all are reported. */
export function parseAnnotations(text: string, options: { readonly file?: string } = {}): ParsedAnnotations {
  const reader = new AnnotationReader(text, options.file);
  const { lines, end } = headLines(text);
  for (const line of lines) reader.read(line);
  for (const offset of strayLines(text, end)) reader.stray(offset);
  return { annotations: reader.annotations(), errors: reader.errors };
}

const MARK = '--@';

/** The annotation lines of the head, and the offset where the head ends. */
function headLines(text: string): { readonly lines: Line[]; readonly end: number } {
  const lines: Line[] = [];
  let at = 0;
  for (;;) {
    while (at < text.length && /\s|\ufeff/.test(text.charAt(at))) at += 1;
    if (text.startsWith('/*', at)) {
      const close = text.indexOf('*/', at);
      if (close === -1) return { lines, end: text.length };
      at = close + 2;
    } else if (text.startsWith('--', at)) {
      const newline = text.indexOf('\n', at);
      const stop = newline === -1 ? text.length : newline;
      if (text.startsWith(MARK, at)) lines.push({ text: text.slice(at + MARK.length, stop), offset: at + MARK.length });
      at = stop;
    } else return { lines, end: at };
  }
}

/** Offsets of annotation lines behind the head; those inside of strings are none. */
function strayLines(text: string, from: number): number[] {
  const found = [...text.slice(from).matchAll(/^[ \t]*--@/gm)].map(
    (match) => from + match.index + match[0].length - MARK.length,
  );
  return found.length === 0 ? [] : found.filter((offset) => !isInsideToken(text, offset));
}

function isInsideToken(text: string, offset: number): boolean {
  const { starts, ends, count } = tokenize(text);
  for (let token = 0; token < count; token += 1) {
    if ((starts[token] ?? 0) < offset && offset < (ends[token] ?? 0)) return true;
  }
  return false;
}

const SECONDS: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600, d: 86_400 };
const NAME = /^[\p{L}\p{N}_$]+$/u;

class AnnotationReader {
  public readonly errors: SqlFileError[] = [];
  private readonly seen = new Set<AnnotationKey>();
  private source: string | undefined;
  private freshness: Freshness | undefined;
  private renamedFrom: string | undefined;
  private readonly renamedColumns: RenamedColumn[] = [];
  private allowDrop: readonly string[] = [];
  private ignore: readonly string[] = [];
  private readonly text: string;
  private readonly file: string | undefined;

  constructor(text: string, file: string | undefined) {
    this.text = text;
    this.file = file;
  }

  public annotations(): Annotations {
    const { source, freshness, renamedFrom, renamedColumns, allowDrop, ignore } = this;
    return {
      ...(source === undefined ? {} : { source }),
      ...(freshness === undefined ? {} : { freshness }),
      ...(renamedFrom === undefined ? {} : { renamedFrom }),
      renamedColumns,
      allowDrop,
      ignore,
    };
  }

  public stray(offset: number): void {
    this.fail(offset, 'annotations stand in the head of a file, before its first statement: move the line up');
  }

  public read(line: Line): void {
    const colon = line.text.indexOf(':');
    const written = (colon === -1 ? line.text : line.text.slice(0, colon)).trim();
    const keyOffset = line.offset + (line.text.length - line.text.trimStart().length);
    const key = ANNOTATION_KEYS.find((each) => each === written);
    if (key === undefined) {
      const known = `known are ${ANNOTATION_KEYS.join(', ')}`;
      this.fail(keyOffset, `unknown annotation '${written}': ${known}.${suggestion(written, ANNOTATION_KEYS)}`);
      return;
    }
    const raw = colon === -1 ? '' : line.text.slice(colon + 1);
    const value = raw.trim();
    const valueOffset = colon === -1 ? keyOffset : line.offset + colon + 1 + (raw.length - raw.trimStart().length);
    if (value === '') this.fail(valueOffset, `the annotation '${key}' needs a value: --@ ${key}: ${EXAMPLES[key]}`);
    else if (this.seen.has(key) && key !== 'renamed-from') this.fail(keyOffset, `the annotation '${key}' stands twice`);
    else this.take(key, value, valueOffset);
    this.seen.add(key);
  }

  private take(key: AnnotationKey, value: string, offset: number): void {
    switch (key) {
      case 'source':
        this.source = value;
        break;
      case 'freshness':
        this.freshness = this.duration(value, offset);
        break;
      case 'renamed-from':
        this.rename(value, offset);
        break;
      case 'allow-drop':
        this.allowDrop = value === '*' ? ['*'] : this.names(value, offset);
        break;
      case 'ignore':
        this.ignore = this.ignored(value, offset);
        break;
    }
  }

  private duration(value: string, offset: number): Freshness | undefined {
    const match = /^([1-9]\d*)\s*([smhd])$/.exec(value);
    const [, count = '', unit = ''] = match ?? [];
    const seconds = Number(count) * (SECONDS[unit] ?? 0);
    if (match !== null) return { text: value, seconds };
    this.fail(offset, `freshness is a number and one of s, m, h, d, e.g. 5m; got '${value}'`);
    return undefined;
  }

  private rename(value: string, offset: number): void {
    const [column = '', from] = value.split('=').map((part) => part.trim());
    if (from === undefined) {
      if (this.renamedFrom !== undefined) this.fail(offset, 'the object has one former name only: keep the latest');
      else if (NAME.test(column)) this.renamedFrom = column;
      else this.fail(offset, `renamed-from is a name, or 'column = former column'; got '${value}'`);
    } else if (NAME.test(column) && NAME.test(from)) this.renamedColumns.push({ column, from });
    else this.fail(offset, `renamed-from is a name, or 'column = former column'; got '${value}'`);
  }

  private names(value: string, offset: number): string[] {
    const names = value.split(',').map((name) => name.trim());
    const bad = names.find((name) => !NAME.test(name));
    if (bad !== undefined) this.fail(offset, `expected names with commas between them, got '${value}'`);
    return bad === undefined ? names : [];
  }

  private ignored(value: string, offset: number): string[] {
    const names = value.split(',').map((name) => name.trim());
    for (const name of names) {
      if (!IGNORABLE.some((each) => each === name) && !/^(property|lint)\.\S+$/.test(name)) {
        const known = `known are ${IGNORABLE.join(', ')}, property.<key> and lint.<rule>`;
        this.fail(offset, `cannot ignore '${name}': ${known}.${suggestion(name, IGNORABLE)}`);
      }
    }
    return names;
  }

  private fail(offset: number, reason: string): void {
    const at: Position = positionAt(lineStarts(this.text), offset);
    this.errors.push(new SqlFileError('STR1302', { file: this.file, at, reason, source: this.text }));
  }
}

const EXAMPLES: Readonly<Record<AnnotationKey, string>> = {
  source: 'mysql loans.repayment',
  freshness: '5m',
  'renamed-from': 'former_name',
  'allow-drop': 'column_a, column_b',
  ignore: 'buckets, partitions',
};
