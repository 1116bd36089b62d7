/** Metrics as data: each is defined once, and the views that show it are generated. */

export type Aggregate = 'count' | 'count-distinct' | 'sum' | 'min' | 'max';

export interface Metric {
  /** Also the name of its column. */
  readonly name: string;
  /** Object whose rows are aggregated, `layer.name`. */
  readonly from: string;
  /** What one row of `from` is. */
  readonly grain: string;
  readonly definition:
    | { readonly kind: 'aggregate'; readonly aggregate: Aggregate; readonly value?: string; readonly filter?: string }
    /** An expression over other metrics of the same object, each written `{name}`. */
    | { readonly kind: 'expression'; readonly expression: string };
  /** Columns of `from` that it may be shown by. */
  readonly dimensions: readonly string[];
  readonly unit: string;
  /** The subject or team that answers for it. */
  readonly owner: string;
  readonly comment: string;
}

export interface MetricDimension {
  readonly name: string;
  /** Expression over columns of the object; the column of this name if absent. */
  readonly expression?: string;
  readonly comment: string;
}

/** A view or materialized view with one row for each combination of its dimensions. */
export interface MetricView {
  readonly name: string;
  readonly from: string;
  readonly comment: string;
  readonly dimensions: readonly MetricDimension[];
  readonly metrics: readonly string[];
  readonly where?: string;
  /** Absent for a plain view. */
  readonly materialized?: {
    readonly freshness: string;
    readonly distribution: readonly string[];
    readonly partition?: string;
  };
}

export interface MetricLibrary {
  readonly metrics: readonly Metric[];
  readonly views: readonly MetricView[];
}
