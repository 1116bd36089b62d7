import type { AlterResourceGroupStatement, Classifier, CreateResourceGroupStatement } from '@strata/starrocks-sql';

import { SqlError, analysisError } from '../../errors';
import { OK, textResult } from '../../protocol/result';
import type { Row, StatementResult } from '../../protocol/result';
import type { NamedRecord } from '../../storage/model';
import type { ServerContext, SessionState } from '../context';
import { addNamed, dropNamed, putNamed, toRecord } from './store';

/** Classifiers as kept: an id and the conditions. */
interface KeptClassifier {
  readonly id: number;
  readonly text: string;
}

const BUILTIN = ['default_wg', 'default_mv_wg'];
const QUERY_TYPES = ['select', 'insert', 'compute_node', 'mv'];

function classifiersOf(group: NamedRecord): readonly KeptClassifier[] {
  return group.details['classifiers'] as readonly KeptClassifier[];
}

/** Conditions as SHOW prints them: `user=u1, query_type in (SELECT)`. */
function classifierText(classifier: Classifier): string {
  return classifier
    .map(({ text }) => {
      const range = /^plan_(cpu|mem)_cost_range\s*=\s*["'](.*)["']$/i.exec(text);
      if (range !== null && !/^\[\s*[\d.]+\s*,\s*[\d.]+\s*\)$/.test(range[2] ?? ''))
        throw analysisError(`Illegal classifier specifier 'plan_cpu_cost_range': '${text.replaceAll('"', "'")}'`);
      const types = /^query_type\s+in\s*\((.*)\)$/is.exec(text);
      if (types !== null) {
        const list = (types[1] ?? '').split(',').map((type) => type.trim().replace(/^["']|["']$/g, ''));
        const unknown = list.find((type) => !QUERY_TYPES.includes(type.toLowerCase()));
        if (unknown !== undefined) throw analysisError(`Unsupported query_type: '${unknown}'`);
        return `query_type in (${list.map((type) => type.toUpperCase()).join(', ')})`;
      }
      return text.replace(/\s*=\s*/, '=').replaceAll(/["']/g, '');
    })
    .join(', ');
}

export async function createGroup(
  context: ServerContext,
  session: SessionState,
  statement: CreateResourceGroupStatement,
): Promise<StatementResult> {
  const { name } = statement;
  if (BUILTIN.includes(name) && statement.classifiers.length > 0) {
    const [first] = statement.classifiers[0] ?? [];
    throw analysisError(`Illegal classifier specifier 'user': '${(first?.text ?? '').replaceAll('"', "'")}'`);
  }
  const properties = toRecord(statement.properties);
  checkProperties(properties);
  if (properties['mem_limit'] === undefined) throw analysisError("property 'mem_limit' is absent");
  if (statement.classifiers.length === 0) throw new SqlError(1064, 'This type Resource Group need define classifiers.');
  const texts = statement.classifiers.map(classifierText);
  if (statement.orReplace) await dropNamed(context, 'resource-group', name);
  const classifiers = texts.map((text): KeptClassifier => ({ id: context.catalog.nextId(), text }));
  const isNew = await addNamed(context, session, {
    kind: 'resource-group',
    name,
    properties,
    details: { classifiers },
  });
  if (!isNew && !statement.ifNotExists) throw new SqlError(1064, `RESOURCE_GROUP(${name}) already exists`);
  return OK;
}

function checkProperties(properties: Readonly<Record<string, string>>): void {
  const cores = ['cpu_weight', 'cpu_weight_percent', 'exclusive_cpu_cores', 'exclusive_cpu_percent', 'cpu_core_limit'];
  if (cores.filter((key) => Number(properties[key] ?? 0) > 0).length > 1)
    throw analysisError(
      "Exactly only one of 'cpu_weight', 'cpu_weight_percent', 'exclusive_cpu_cores' or 'exclusive_cpu_percent' should be set to a positive value",
    );
  const weight = properties['cpu_weight'];
  if (weight !== undefined && !(Number(weight) >= 0 && Number(weight) <= 8))
    throw analysisError('cpu_weight should range from 0 to 8');
  const memory = properties['mem_limit'];
  if (memory === undefined) return;
  const part = memory.endsWith('%') ? Number(memory.slice(0, -1)) / 100 : Number(memory);
  if (!(part > 0 && part <= 1)) throw analysisError('mem_limit should range from 0.00(exclude) to 1.00(include)');
}

export async function alterGroup(
  context: ServerContext,
  statement: AlterResourceGroupStatement,
): Promise<StatementResult> {
  const group = context.catalog.named('resource-group', statement.name);
  if (group === undefined) throw new SqlError(1064, `RESOURCE_GROUP(${statement.name}) does not exist`);
  const { action } = statement;
  switch (action.kind) {
    case 'add-classifiers': {
      const added = action.classifiers.map((classifier) => ({
        id: context.catalog.nextId(),
        text: classifierText(classifier),
      }));
      await putNamed(context, { ...group, details: { classifiers: [...classifiersOf(group), ...added] } });
      return OK;
    }
    case 'drop-classifiers': {
      const { ids } = action;
      const left = ids === 'ALL' ? [] : classifiersOf(group).filter((classifier) => !ids.includes(classifier.id));
      await putNamed(context, { ...group, details: { classifiers: left } });
      return OK;
    }
    case 'set-properties': {
      const properties = toRecord(action.properties);
      checkProperties(properties);
      await putNamed(context, { ...group, properties: { ...group.properties, ...properties } });
      return OK;
    }
  }
}

export async function dropGroup(context: ServerContext, name: string, ifExists: boolean): Promise<StatementResult> {
  if (BUILTIN.includes(name)) throw analysisError(`cannot drop builtin resource group [${name}]`);
  if (!(await dropNamed(context, 'resource-group', name)) && !ifExists)
    throw new SqlError(1064, `RESOURCE_GROUP(${name}) does not exist`);
  return OK;
}

const COLUMNS =
  'name id cpu_weight cpu_weight_percent exclusive_cpu_cores exclusive_cpu_percent mem_limit big_query_cpu_second_limit big_query_scan_rows_limit big_query_mem_limit concurrency_limit spill_mem_limit_threshold classifiers'.split(
    ' ',
  );

/** SHOW RESOURCE GROUPS [ALL] and SHOW RESOURCE GROUP name: one row for each classifier. */
export function showGroups(context: ServerContext, name: string | undefined): StatementResult {
  const groups = context.catalog.namedOf('resource-group').filter((group) => name === undefined || group.name === name);
  if (name !== undefined && groups.length === 0)
    throw new SqlError(5079, `Getting analyzing error. Detail message: Unknown resource group '${name}' .`);
  const rows = groups.flatMap((group): readonly Row[] => {
    const head = COLUMNS.slice(0, -1).map((column) => {
      if (column === 'name') return group.name;
      if (column === 'id') return String(group.id);
      const value = group.properties[column];
      if (column === 'mem_limit' && value !== undefined) return percent(value);
      return (
        value ??
        (/^(cpu_weight|exclusive_cpu_cores|big_query)/.test(column) && column !== 'cpu_weight_percent' ? '0' : 'null')
      );
    });
    const texts = classifiersOf(group).map(
      (classifier) => `(id=${classifier.id}, weight=${weight(classifier.text)}, ${classifier.text})`,
    );
    return (texts.length === 0 ? [''] : texts).map((text) => [...head, text]);
  });
  return textResult(COLUMNS, rows);
}

function percent(value: string): string {
  return value.endsWith('%') ? `${Number(value.slice(0, -1)).toFixed(1)}%` : `${(Number(value) * 100).toFixed(1)}%`;
}

function weight(text: string): string {
  return text
    .split(', ')
    .reduce((sum, part) => sum + (part.startsWith('query_type') ? 1.25 : 1), 0)
    .toFixed(1);
}
