/** Reads the value of a `metrics.yaml`, and checks that it fits together. */

import { suggestion } from '../nearest';
import type { Aggregate, Metric, MetricDimension, MetricLibrary, MetricView } from './model';

export interface MetricsResult {
  readonly library: MetricLibrary;
  /** Each names its place in the file; use the library only if there is none. */
  readonly problems: readonly string[];
}

/** Takes the parsed YAML. Never throws: all problems come back at once. */
export function readMetrics(value: unknown): MetricsResult {
  const reader = new MetricsReader();
  const root = reader.mapping(value, '', ['metrics', 'views']);
  const metrics = Object.entries(reader.mapping(root['metrics'], 'metrics')).map(([name, each]) =>
    reader.metric(name, each),
  );
  const views = Object.entries(reader.mapping(root['views'], 'views')).map(([name, each]) => reader.view(name, each));
  const library = { metrics, views };
  return { library, problems: reader.problems.length > 0 ? reader.problems : problemsOf(library) };
}

type Mapping = Readonly<Record<string, unknown>>;

const AGGREGATES: readonly Aggregate[] = ['count', 'count-distinct', 'sum', 'min', 'max'];
const METRIC_KEYS = [
  'from',
  'grain',
  'aggregate',
  'value',
  'filter',
  'expression',
  'dimensions',
  'unit',
  'owner',
  'comment',
];
const VIEW_KEYS = ['from', 'comment', 'dimensions', 'metrics', 'where', 'freshness', 'distribution', 'partition'];
const DIMENSION_KEYS = ['expression', 'comment'];

class MetricsReader {
  public readonly problems: string[] = [];

  public metric(name: string, value: unknown): Metric {
    const place = `metrics.${name}`;
    const map = this.mapping(value, place, METRIC_KEYS);
    const text = (key: string): string => this.text(map[key], `${place}.${key}`);
    return {
      name,
      from: text('from'),
      grain: text('grain'),
      definition: this.definition(map, place),
      dimensions: this.texts(map['dimensions'], `${place}.dimensions`),
      unit: text('unit'),
      owner: text('owner'),
      comment: text('comment'),
    };
  }

  private definition(map: Mapping, place: string): Metric['definition'] {
    if (map['expression'] !== undefined) {
      if (map['aggregate'] !== undefined) this.problems.push(`${place}: has either expression or aggregate, not both`);
      return { kind: 'expression', expression: this.text(map['expression'], `${place}.expression`) };
    }
    const aggregate = AGGREGATES.find((each) => each === map['aggregate']);
    if (aggregate === undefined) this.problems.push(`${place}.aggregate: is one of ${AGGREGATES.join(', ')}`);
    if (aggregate !== 'count' && map['value'] === undefined)
      this.problems.push(`${place}.value: says what is aggregated`);
    return {
      kind: 'aggregate',
      aggregate: aggregate ?? 'count',
      ...this.optional(map, 'value', place),
      ...this.optional(map, 'filter', place),
    };
  }

  public view(name: string, value: unknown): MetricView {
    const place = `views.${name}`;
    const map = this.mapping(value, place, VIEW_KEYS);
    const dimensions = Object.entries(this.mapping(map['dimensions'], `${place}.dimensions`));
    return {
      name,
      from: this.text(map['from'], `${place}.from`),
      comment: this.text(map['comment'], `${place}.comment`),
      dimensions: dimensions.map(([dimension, each]) =>
        this.dimension(dimension, each, `${place}.dimensions.${dimension}`),
      ),
      metrics: this.texts(map['metrics'], `${place}.metrics`),
      ...this.optional(map, 'where', place),
      ...(map['freshness'] === undefined ? {} : { materialized: this.materialized(map, place) }),
    };
  }

  private dimension(name: string, value: unknown, place: string): MetricDimension {
    if (typeof value === 'string') return { name, comment: value };
    const map = this.mapping(value, place, DIMENSION_KEYS);
    return { name, comment: this.text(map['comment'], `${place}.comment`), ...this.optional(map, 'expression', place) };
  }

  private materialized(map: Mapping, place: string): NonNullable<MetricView['materialized']> {
    return {
      freshness: this.text(map['freshness'], `${place}.freshness`),
      distribution: this.texts(map['distribution'], `${place}.distribution`),
      ...this.optional(map, 'partition', place),
    };
  }

  private optional<Key extends string>(map: Mapping, key: Key, place: string): { readonly [Each in Key]?: string } {
    if (map[key] === undefined) return {};
    return { [key]: this.text(map[key], `${place}.${key}`) } as { readonly [Each in Key]?: string };
  }

  public mapping(value: unknown, place: string, known?: readonly string[]): Mapping {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) {
      this.problems.push(`${place === '' ? 'the file' : place}: is a mapping`);
      return {};
    }
    const stranger = known === undefined ? undefined : Object.keys(value).find((key) => !known.includes(key));
    if (stranger !== undefined && known !== undefined) {
      this.problems.push(
        `${place}: unknown key ${stranger}, known are ${known.join(', ')}.${suggestion(stranger, known)}`,
      );
    }
    return value as Mapping;
  }

  private text(value: unknown, place: string): string {
    if (typeof value === 'string' && value.trim() !== '') return value;
    this.problems.push(`${place}: is a text that is not empty`);
    return '';
  }

  private texts(value: unknown, place: string): readonly string[] {
    if (Array.isArray(value) && value.length > 0 && value.every((each) => typeof each === 'string')) return value;
    this.problems.push(`${place}: is a list of names with at least one`);
    return [];
  }
}

function problemsOf(library: MetricLibrary): readonly string[] {
  const byName = new Map(library.metrics.map((metric) => [metric.name, metric]));
  return [
    ...library.metrics.flatMap((metric) => problemsOfMetric(metric, byName)),
    ...library.views.flatMap((view) => problemsOfView(view, byName)),
  ];
}

function problemsOfMetric(metric: Metric, byName: ReadonlyMap<string, Metric>): readonly string[] {
  const place = `metrics.${metric.name}`;
  const named = metric.definition.kind === 'expression' ? namedIn(metric.definition.expression) : [];
  return named.flatMap((name) => {
    const other = byName.get(name);
    if (other === undefined) return [`${place}: no metric ${name}.${suggestion(name, byName.keys())}`];
    if (other.definition.kind === 'expression')
      return [`${place}: ${name} is an expression itself, name what it is made of`];
    return other.from === metric.from ? [] : [`${place}: ${name} aggregates ${other.from}, not ${metric.from}`];
  });
}

function problemsOfView(view: MetricView, byName: ReadonlyMap<string, Metric>): readonly string[] {
  return view.metrics.flatMap((name) => {
    const place = `views.${view.name}.metrics`;
    const metric = byName.get(name);
    if (metric === undefined) return [`${place}: no metric ${name}.${suggestion(name, byName.keys())}`];
    if (metric.from !== view.from) return [`${place}: ${name} aggregates ${metric.from}, not ${view.from}`];
    return view.dimensions.flatMap((dimension) => {
      const used = dimension.expression ?? dimension.name;
      const isAllowed = metric.dimensions.some((column) => used.split(/[^\p{L}\p{N}_$]+/u).includes(column));
      return isAllowed
        ? []
        : [`${place}: ${name} may not be shown by ${used}, only by ${metric.dimensions.join(', ')}`];
    });
  });
}

/** Names of metrics in an expression. */
export function namedIn(expression: string): readonly string[] {
  return [...expression.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name);
}
