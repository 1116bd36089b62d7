/** What the kinds share: their frame, steps, refusals, small readings. */

import type { Property, Statement } from '@strata/starrocks-sql';

import { ABSENT } from '../compare-text';
import type { Definition, Properties } from '../definition';
import type { DeclaredObject, ObjectId } from '../model';
import type { Difference, Risk, StepDraft, StepKind, Verdict } from '../plan-types';
import type { PlainDefinition } from './definition';
import type { Kind, KindContext, Moves } from './kind';

/** A kind as its file writes it: over its own definition. */
interface KindSpec<D extends PlainDefinition> extends Omit<
  Kind,
  'normalise' | 'compare' | 'alter' | 'drop' | 'references' | 'managedKeys' | 'hidden' | 'follow'
> {
  readonly kind: D['kind'];
  readonly normalise: (statements: readonly Statement[]) => D | undefined;
  readonly compare: (declared: D, live: D, managed: readonly string[]) => readonly Difference[];
  readonly alter: (change: PlainChange<D>) => Verdict;
  readonly drop: (object: {
    readonly id: ObjectId;
    readonly database: string;
    readonly name: string;
    readonly definition?: D;
  }) => readonly string[];
  /** @default - none */
  readonly references?: (definition: D, database: string) => readonly ObjectId[];
  /** @default - it is bound to names */
  readonly follow?: (definition: D, moves: Moves) => D;
  /** @default - none */
  readonly managedKeys?: (definition: D) => readonly string[];
  /** @default - nothing is hidden */
  readonly hidden?: { readonly path: string; readonly of: (definition: D) => unknown };
}

/** A declared object and the live one that differs from it. */
export interface PlainChange<D extends PlainDefinition> {
  readonly desired: DeclaredObject;
  readonly declared: D;
  /** Absent when what is live was not understood. */
  readonly live?: D;
  /** Whether it is a load that reads nothing at the moment. */
  readonly paused?: boolean;
  readonly differences: readonly Difference[];
  readonly context: KindContext;
}

/** Makes the registry's view of a kind. */
export function defineKind<D extends PlainDefinition>(spec: KindSpec<D>): Kind {
  const is = (definition: Definition | undefined): definition is D => definition?.kind === spec.kind;
  return {
    ...spec,
    compare: (declared, live, managed) => (is(declared) && is(live) ? spec.compare(declared, live, managed) : []),
    alter: (desired, live, differences, context) => {
      const { definition } = desired;
      if (!is(definition)) return verdict([], [`it is declared as a ${definition.kind}, not a ${spec.kind}`]);
      const known = is(live.definition) ? live.definition : undefined;
      return spec.alter({ desired, declared: definition, live: known, paused: live.paused, differences, context });
    },
    drop: ({ id, database, name, definition }) =>
      spec.drop({ id, database, name, definition: is(definition) ? definition : undefined }),
    follow: (definition, moves) => (is(definition) ? (spec.follow?.(definition, moves) ?? definition) : definition),
    references: (definition, database) => (is(definition) ? (spec.references?.(definition, database) ?? []) : []),
    managedKeys: (definition) => (is(definition) ? (spec.managedKeys?.(definition) ?? []) : []),
    hidden: spec.hidden && {
      path: spec.hidden.path,
      of: (definition) => (is(definition) ? spec.hidden?.of(definition) : undefined),
    },
  };
}

export function verdict(
  steps: readonly StepDraft[],
  refusals: readonly string[] = [],
  warnings: readonly string[] = [],
): Verdict {
  return { steps, refusals, warnings };
}

/** One step of statements on the catalog. */
export function step(
  kind: StepKind,
  statements: readonly string[],
  differences: readonly Difference[],
  more: { readonly risk?: Risk; readonly repeatable?: boolean; readonly wayBack?: string } = {},
): StepDraft {
  return {
    kind,
    statements,
    risk: more.risk ?? 'safe',
    mechanism: 'metadata',
    resolves: differences.map(({ path }) => path),
    ...(more.repeatable === undefined ? {} : { repeatable: more.repeatable }),
    ...(more.wayBack === undefined ? {} : { wayBack: more.wayBack }),
  };
}

/** `comment: declared 'a', live 'b'; <rule>. To go on, <remedy>.` */
export function refuse(difference: Difference, rule: string, remedy: string): string {
  const { path, declared, live } = difference;
  return `${path}: declared ${declared || "''"}, live ${live || "''"}; ${rule}. To go on, ${remedy}.`;
}

const PROPERTY = 'properties.';

/** The differences of properties, and the others. */
export function splitProperties(differences: readonly Difference[]): {
  readonly properties: readonly Difference[];
  readonly rest: readonly Difference[];
} {
  return {
    properties: differences.filter(({ path }) => path.startsWith(PROPERTY)),
    rest: differences.filter(({ path }) => !path.startsWith(PROPERTY)),
  };
}

/** The key of a property's difference. */
export function keyOf({ path }: Difference): string {
  return path.slice(path.indexOf('.') + 1);
}

/** Properties as declared, for those keys that differ; removed ones are left out. */
export function changedProperties(all: readonly Property[], differences: readonly Difference[]): readonly Property[] {
  const keys = new Set(differences.filter(({ declared }) => declared !== ABSENT).map(keyOf));
  return all.filter(({ key }) => keys.has(key));
}

/** Refusals of properties that are declared no more: SET has no opposite. */
export function removedProperties(differences: readonly Difference[]): readonly string[] {
  return differences
    .filter(({ declared }) => declared === ABSENT)
    .map((difference) =>
      refuse(
        difference,
        'a property cannot be taken away',
        `declare "${keyOf(difference)}" with the value that it shall have`,
      ),
    );
}

/** `1.0` is `1`, `80.0%` is `80%`, `true` in any case; the rest stays. */
export function plainValue(value: string): string {
  const number = /^(-?\d+(?:\.\d+)?)(%?)$/.exec(value.trim());
  if (number !== null) return `${Number(number[1])}${number[2] ?? ''}`;
  return /^(true|false)$/i.test(value) ? value.toLowerCase() : value;
}

export function mapValues(properties: Properties, change: (value: string) => string): Properties {
  return Object.fromEntries(Object.entries(properties).map(([key, value]) => [key, change(value)]));
}
