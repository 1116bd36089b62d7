/** What a rule of the linter is. */

import type { Annotations } from '../annotations';
import type { SqlText, Statement } from '../ast';
import type { SqlFile } from '../bundle/bundle';
import type { ObjectKind } from '../bundle/objects';
import type { Tokens } from '../lexer';
import type { Lineage } from '../lineage/model';
import type { OutlineNode } from '../parser/outline';

/** A replacement in the text of a file. */
export interface Edit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** What a rule has against a file. */
export interface Complaint {
  /** Place in the file, from 0. */
  readonly offset: number;
  /** What is wrong and what to do. */
  readonly message: string;
  /** Makes it right without changing any meaning. */
  readonly fix?: Edit;
}

/** A declared object as rules see it. */
export interface LintSubject {
  readonly id: string;
  readonly kind: ObjectKind;
  readonly layer?: string;
  readonly name: string;
  readonly file: SqlFile;
  /** Its places are places in the file. */
  readonly statement: Statement;
  readonly annotations: Annotations;
  readonly tokens: Tokens;
  /** The query of a view, materialized view, task or pipe. */
  readonly query?: SqlText;
  /** Outline of the query; its places are places in the query. */
  readonly outline?: OutlineNode;
}

/** The whole library, for rules that look at more than one file. */
export interface LintLibrary {
  readonly layers: readonly string[];
  readonly subjects: ReadonlyMap<string, LintSubject>;
  readonly lineage: Lineage;
  /** First words that names of the last layer may have. */
  readonly subjectsOfMarts: readonly string[];
}

export interface LintRule {
  /** In kebab case; `--@ ignore: lint.<id>` switches it off for a file. */
  readonly id: string;
  /** What it demands, in one sentence. */
  readonly demand: string;
  readonly check: (subject: LintSubject, library: LintLibrary) => readonly Complaint[];
}
