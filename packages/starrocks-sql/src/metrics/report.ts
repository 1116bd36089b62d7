/** Which columns of the marts come from metrics, by column lineage. */

import { columnKey } from '../lineage/bundle';
import type { ColumnId, Lineage, ObjectLineage } from '../lineage/model';
import type { Metric, MetricLibrary } from './model';
import { namedIn } from './read';

export interface MetricUse {
  readonly name: string;
  readonly unit: string;
  readonly owner: string;
  /** Ids of the generated views that show it. */
  readonly views: readonly string[];
  /** Columns of the marts that are made of it, also through a metric whose expression names it. */
  readonly usedBy: readonly ColumnId[];
}

export interface MartColumn extends ColumnId {
  /** `dimension`: what the mart is shown by; `other`: a figure that no metric defines. */
  readonly kind: 'metric' | 'dimension' | 'other';
  readonly metrics: readonly string[];
}

export interface MetricsReport {
  readonly metrics: readonly MetricUse[];
  readonly columns: readonly MartColumn[];
  /** Part of the figures of the marts that come from metrics, 0 to 1. */
  readonly coverage: number;
  /** Metrics that no mart uses. */
  readonly unused: readonly string[];
}

interface ReportOptions {
  /** Layer of the generated views. */
  readonly layer: string;
  /** Layer of the marts. */
  readonly marts: string;
}

export function metricsReport(library: MetricLibrary, lineage: Lineage, options: ReportOptions): MetricsReport {
  const walk = new MetricWalk(library, lineage, options.layer);
  const marts = lineage.objects.filter(({ id }) => id.startsWith(`${options.marts}.`));
  const columns = marts.flatMap((mart) => mart.columns.map(({ name }) => walk.classify(mart, name)));
  const metrics = library.metrics.map(({ name, unit, owner }) => ({
    name,
    unit,
    owner,
    views: library.views.filter((view) => view.metrics.includes(name)).map((view) => `${options.layer}.${view.name}`),
    usedBy: columns.flatMap(({ object, column, metrics: used }) => (used.includes(name) ? [{ object, column }] : [])),
  }));
  const figures = columns.filter(({ kind }) => kind !== 'dimension');
  const covered = figures.filter(({ kind }) => kind === 'metric').length;
  return {
    metrics,
    columns,
    coverage: figures.length === 0 ? 1 : covered / figures.length,
    unused: metrics.filter(({ usedBy }) => usedBy.length === 0).map(({ name }) => name),
  };
}

class MetricWalk {
  /** Metric columns of the generated views, with the name of the metric. */
  private readonly shown = new Map<string, string>();
  private readonly dimensions = new Set<string>();
  private readonly definitions: ReadonlyMap<string, Metric['definition']>;
  private readonly sources = new Map<string, readonly ColumnId[]>();

  constructor(library: MetricLibrary, lineage: Lineage, layer: string) {
    this.definitions = new Map(library.metrics.map(({ name, definition }) => [name, definition]));
    for (const view of library.views) {
      const object = `${layer}.${view.name}`;
      for (const name of view.metrics) this.shown.set(columnKey({ object, column: name }), name);
      for (const { name } of view.dimensions) this.dimensions.add(columnKey({ object, column: name }));
    }
    for (const { id, columns } of lineage.objects) {
      for (const { name, sources } of columns) this.sources.set(columnKey({ object: id, column: name }), sources);
    }
  }

  /** A metric with those that its expression names. */
  private madeOf(name: string): readonly string[] {
    const definition = this.definitions.get(name);
    return definition?.kind === 'expression' ? [name, ...namedIn(definition.expression)] : [name];
  }

  public classify(mart: ObjectLineage, name: string): MartColumn {
    const start = { object: mart.id, column: name };
    const grouped = new Set(mart.influences.flatMap((each) => (each.clause === 'group-by' ? [columnKey(each)] : [])));
    const seen = new Set<string>();
    const metrics = new Set<string>();
    let isDimension = true;
    const open = [...(this.sources.get(columnKey(start)) ?? [])];
    if (open.length === 0) isDimension = false;
    for (let next = open.pop(); next !== undefined; next = open.pop()) {
      const key = columnKey(next);
      if (seen.has(key)) continue;
      seen.add(key);
      const metric = this.shown.get(key);
      if (metric !== undefined) for (const each of this.madeOf(metric)) metrics.add(each);
      else if (!this.dimensions.has(key) && !grouped.has(key)) {
        const further = this.sources.get(key) ?? [];
        if (further.length === 0) isDimension = false;
        open.push(...further);
      }
    }
    const kind = metrics.size > 0 ? 'metric' : isDimension ? 'dimension' : 'other';
    return { ...start, kind, metrics: [...metrics].sort() };
  }
}
