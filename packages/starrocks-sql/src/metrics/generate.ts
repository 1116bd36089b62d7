/** The views that show metrics, as files of the library. */

import type { SqlFile } from '../bundle/bundle';
import { printIdentifier, printString } from '../print/names';
import type { Metric, MetricDimension, MetricLibrary, MetricView } from './model';

/** First line of generated files. */
export const GENERATED_MARK = '-- Generated from metrics.yaml by `strata sql metrics --write`: change it there.';

/** One file for each view, in the folder of a layer. The library must be free of problems. */
export function metricFiles(library: MetricLibrary, layer: string): readonly SqlFile[] {
  const byName = new Map(library.metrics.map((metric) => [metric.name, metric]));
  return library.views.map((view) => ({ path: `${layer}/${view.name}.sql`, text: textOf(view, byName) }));
}

function textOf(view: MetricView, byName: ReadonlyMap<string, Metric>): string {
  const metrics = view.metrics.flatMap((name) => byName.get(name) ?? []);
  const columns = [
    ...view.dimensions.map(({ name, comment }) => `  ${printIdentifier(name)} COMMENT ${printString(comment)}`),
    ...metrics.map((metric) => `  ${printIdentifier(metric.name)} COMMENT ${printString(commentOf(metric))}`),
  ];
  const items = [
    ...view.dimensions.map(itemOf),
    ...metrics.map((metric) => `  ${expressionOf(metric, byName)} AS ${printIdentifier(metric.name)}`),
  ];
  const { materialized } = view;
  const lines = [
    ...(materialized === undefined ? [] : [`--@ freshness: ${materialized.freshness}`]),
    GENERATED_MARK,
    `CREATE ${materialized === undefined ? '' : 'MATERIALIZED '}VIEW ${printIdentifier(view.name)} (`,
    columns.join(',\n'),
    ')',
    `COMMENT ${printString(view.comment)}`,
    ...(materialized === undefined ? [] : materializedClauses(materialized)),
    'AS',
    'SELECT',
    items.join(',\n'),
    `FROM ${view.from}`,
    ...(view.where === undefined ? [] : [`WHERE ${view.where}`]),
    `GROUP BY ${view.dimensions.map(({ name, expression }) => expression ?? printIdentifier(name)).join(', ')};`,
  ];
  return `${lines.join('\n')}\n`;
}

function materializedClauses({ partition, distribution }: NonNullable<MetricView['materialized']>): readonly string[] {
  return [
    ...(partition === undefined ? [] : [`PARTITION BY ${partition}`]),
    `DISTRIBUTED BY HASH (${distribution.map(printIdentifier).join(', ')})`,
    'REFRESH DEFERRED ASYNC',
  ];
}

function commentOf({ comment, unit }: Metric): string {
  return `${comment}, ${unit}`;
}

function itemOf({ name, expression }: MetricDimension): string {
  return expression === undefined || expression === name
    ? `  ${printIdentifier(name)}`
    : `  ${expression} AS ${printIdentifier(name)}`;
}

function expressionOf({ definition }: Metric, byName: ReadonlyMap<string, Metric>): string {
  if (definition.kind === 'expression') {
    return definition.expression.replace(/\{(\w+)\}/g, (written, name: string) => {
      const metric = byName.get(name);
      return metric === undefined ? written : expressionOf(metric, byName);
    });
  }
  const { aggregate, value, filter } = definition;
  const filtered = (otherwise: string): string => {
    const some = value ?? '1';
    return filter === undefined ? some : `if(${filter}, ${some}, ${otherwise})`;
  };
  switch (aggregate) {
    case 'count':
      return value === undefined && filter === undefined ? 'count(*)' : `count(${filtered('NULL')})`;
    case 'count-distinct':
      return `count(DISTINCT ${filtered('NULL')})`;
    case 'sum':
      return `sum(${filtered('0')})`;
    case 'min':
    case 'max':
      return `${aggregate}(${filtered('NULL')})`;
  }
}
