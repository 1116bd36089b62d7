/** Resource groups: limits for what classifiers pick. */

import type { Classifier, Property } from '@strata/starrocks-sql';
import { printStatement } from '@strata/starrocks-sql';

import { ABSENT, compareProperties, text } from '../compare-text';
import type { Row } from '../connection-types';
import type { Properties } from '../definition';
import { idOf } from '../model';
import { propertiesOf } from '../normalise-text';
import type { Difference, StepDraft, Verdict } from '../plan-types';
import { textOf } from '../row';
import { NOWHERE } from '../sql-text';
import type { PlainChange } from './common';
import {
  changedProperties,
  defineKind,
  keyOf,
  mapValues,
  plainValue,
  refuse,
  splitProperties,
  step,
  verdict,
} from './common';
import type { ResourceGroupDefinition } from './definition';
import type { Query, Read } from './kind';
import { dropObject, statementOf } from './statements';

const BUILTIN = new Set(['default_wg', 'default_mv_wg', 'default_mv_group', 'default_group']);
/** As what a limit is shown that was never set. */
const UNSET = new Set(['', '0', 'null']);
/** Since 4.1 the share of a group is not shown. */
const UNSHOWN = new Set(['cpu_weight', 'exclusive_cpu_cores', 'cpu_weight_percent']);
/** Limits that are none when they are 0. */
const LIMITS = new Set([
  ...['concurrency_limit', 'big_query_cpu_second_limit', 'big_query_scan_rows_limit', 'big_query_mem_limit'],
]);
const SHOWN = [
  ...['cpu_weight', 'exclusive_cpu_cores', 'max_cpu_cores', 'mem_limit', 'mem_pool', 'spill_mem_limit_threshold'],
  ...LIMITS,
];

export const resourceGroup = defineKind<ResourceGroupDefinition>({
  kind: 'resource-group',
  title: 'resource group',
  inDatabase: false,
  holdsData: false,
  normalise: (statements) => {
    const statement = statementOf(statements, 'create-resource-group');
    if (statement === undefined) return undefined;
    return {
      kind: 'resource-group',
      classifiers: statement.classifiers.map((each) => classifierText(each.map((part) => part.text))).sort(),
      properties: mapValues(propertiesOf(statement.properties), plainValue),
    };
  },
  create: ({ sql }) => [sql],
  drop: ({ name }) => [dropObject('RESOURCE GROUP', name)],
  compare: (declared, live, managed) => [
    ...text('classifiers', declared.classifiers.join('; '), live.classifiers.join('; ')),
    ...compareProperties(shown(declared.properties, live.properties), live.properties, managed),
  ],
  managedKeys: ({ properties }) => Object.keys(properties),
  hidden: {
    path: 'properties.cpu_weight',
    of: ({ properties }) => Object.entries(properties).filter(([key]) => UNSHOWN.has(key)),
  },
  alter,
  introspect: readGroups,
});

function shown(declared: Properties, live: Properties): Properties {
  return Object.fromEntries(Object.entries(declared).filter(([key]) => !UNSHOWN.has(key) || live[key] !== undefined));
}

/** Conditions in one order and spelling: `db=d1,d2; query_type in(select); user=app`. */
function classifierText(conditions: readonly string[]): string {
  return conditions
    .map((condition) =>
      condition
        .toLowerCase()
        .replace(/['"`\s]/g, '')
        .replace(/(\d)\.0\b/g, '$1'),
    )
    .map((condition) => condition.replace(/^query_type(in)?/, 'query_type in'))
    .sort()
    .join(' and ');
}

/** Limits and new classifiers change in place. Single classifiers have no names, so to lose one all are set anew. */
function alter({ desired, declared, live, differences }: PlainChange<ResourceGroupDefinition>): Verdict {
  const { properties } = splitProperties(differences);
  const classifiers = differences.filter(({ path }) => path === 'classifiers');
  const statement = statementOf([desired.statement], 'create-resource-group');
  const all = statement?.classifiers ?? [];
  const steps: StepDraft[] = [];
  const refusals: string[] = [];
  if (properties.length > 0) {
    const set = [...limitsOf(statement?.properties ?? [], properties), ...reset(properties)];
    refusals.push(...irrevocable(properties));
    const sql = printStatement({
      kind: 'alter-resource-group',
      name: desired.name,
      action: { kind: 'set-properties', properties: set },
      at: NOWHERE,
    });
    if (set.length > 0) steps.push(step('alter-resource-group', [sql], properties, { repeatable: true }));
  }
  if (classifiers.length > 0) steps.push(classifierStep(desired.name, all, declared, live, classifiers));
  return verdict(steps, refusals);
}

/** The hidden share is set with what else changes. */
function limitsOf(all: readonly Property[], differences: readonly Difference[]): readonly Property[] {
  const changed = changedProperties(all, differences);
  const share = differences.some((difference) => UNSHOWN.has(keyOf(difference)));
  return share ? all.filter((property) => changed.includes(property) || UNSHOWN.has(property.key)) : changed;
}

function reset(differences: readonly Difference[]): readonly Property[] {
  return differences
    .filter((difference) => difference.declared === ABSENT && LIMITS.has(keyOf(difference)))
    .map((difference) => ({ key: keyOf(difference), value: '0' }));
}

function irrevocable(differences: readonly Difference[]): readonly string[] {
  return differences
    .filter((difference) => difference.declared === ABSENT && !LIMITS.has(keyOf(difference)))
    .map((difference) =>
      refuse(
        difference,
        'this limit cannot be taken away',
        `declare "${keyOf(difference)}" with the value that it shall have`,
      ),
    );
}

function classifierStep(
  name: string,
  all: readonly Classifier[],
  declared: ResourceGroupDefinition,
  live: ResourceGroupDefinition | undefined,
  differences: readonly Difference[],
): StepDraft {
  const known = new Set(live?.classifiers ?? []);
  const kept = live?.classifiers.every((each) => declared.classifiers.includes(each)) ?? false;
  const added = kept ? all.filter((each) => !known.has(classifierText(each.map((part) => part.text)))) : all;
  const alterSql = (action: Parameters<typeof groupSql>[1]): string => groupSql(name, action);
  const statements = [
    ...(kept ? [] : [alterSql({ kind: 'drop-classifiers', ids: 'ALL' })]),
    ...(added.length === 0 ? [] : [alterSql({ kind: 'add-classifiers', classifiers: added })]),
  ];
  return step('alter-resource-group', statements, differences, { repeatable: !kept });
}

function groupSql(
  name: string,
  action:
    | { readonly kind: 'add-classifiers'; readonly classifiers: readonly Classifier[] }
    | { readonly kind: 'drop-classifiers'; readonly ids: 'ALL' },
): string {
  return printStatement({ kind: 'alter-resource-group', name, action, at: NOWHERE });
}

/** One row per classifier. */
async function readGroups(query: Query): Promise<readonly Read[]> {
  const rows = await query('SHOW RESOURCE GROUPS ALL');
  const byName = new Map<string, Row[]>();
  for (const row of rows) {
    const name = textOf(row, 'name');
    if (!BUILTIN.has(name)) byName.set(name, [...(byName.get(name) ?? []), row]);
  }
  return [...byName].map(([name, ofGroup]) => readOf(name, ofGroup));
}

function readOf(name: string, rows: readonly Row[]): Read {
  const [first = {}] = rows;
  const properties = SHOWN.map((key) => ({ key, value: textOf(first, key) })).filter(({ value }) => !UNSET.has(value));
  const classifiers = rows.map((row) => conditionsOf(textOf(row, 'classifiers'))).filter((each) => each.length > 0);
  return {
    id: idOf('resource-group', '', name),
    database: '',
    name,
    statements: [
      {
        kind: 'create-resource-group',
        name,
        ifNotExists: false,
        orReplace: false,
        classifiers: classifiers.map((each) => each.map((condition) => ({ text: condition, at: NOWHERE }))),
        properties,
        at: NOWHERE,
      },
    ],
  };
}

/** `(id=1, weight=2.0, user=u1, query_type in (SELECT), db='a,b')` as conditions that can be written. */
function conditionsOf(printed: string): readonly string[] {
  const inside = printed.trim().replace(/^\(/, '').replace(/\)$/, '');
  return splitOutside(inside)
    .filter((part) => part !== '' && !/^(id|weight)\s*=/i.test(part))
    .map(quoted);
}

/** Splits at commas that are in no parentheses, brackets or quotes. */
function splitOutside(value: string): readonly string[] {
  const parts: string[] = [];
  let depth = 0;
  let quote = '';
  let part = '';
  for (const char of value) {
    if (quote !== '') quote = char === quote ? '' : quote;
    else if (char === "'" || char === '"') quote = char;
    else if (char === '(' || char === '[') depth += 1;
    else if (char === ')' || char === ']') depth -= 1;
    if (char === ',' && depth === 0 && quote === '') {
      parts.push(part.trim());
      part = '';
    } else part += char;
  }
  return [...parts, part.trim()];
}

/** `user=u1` as `user='u1'`, `query_type in (SELECT)` as `query_type in ('select')`. */
function quoted(condition: string): string {
  const inList = /^query_type\s+in\s*\((.*)\)$/i.exec(condition);
  if (inList !== null) {
    const types = (inList[1] ?? '').split(',').map((type) => `'${type.replace(/['"\s]/g, '').toLowerCase()}'`);
    return `query_type in (${types.join(', ')})`;
  }
  const [, key = '', value = ''] = /^(\w+)\s*=\s*(.*)$/s.exec(condition) ?? [];
  return key === '' ? condition : `${key}='${value.replace(/^['"]|['"]$/g, '')}'`;
}
