/** Column lineage of a whole library: from the tables that loads fill to the marts. */

import type { Statement } from '../ast';
import type { SchemaBundle, SchemaObject } from '../bundle/bundle';
import type {
  ColumnId,
  InfluenceClause,
  Lineage,
  LineageProblem,
  ObjectColumn,
  QueryLineage,
  SourceColumn,
} from './model';
import { columnLineage, insertOf } from './query';

/** Lineage before origins are known. */
interface Direct {
  readonly object: SchemaObject;
  readonly columns: readonly {
    readonly name: string;
    readonly sources: readonly ColumnId[];
    readonly computed: boolean;
  }[];
  readonly rows: readonly ColumnId[];
  readonly influences: readonly (ColumnId & { readonly clause: InfluenceClause })[];
  readonly problems: readonly LineageProblem[];
}

/** A task or pipe that fills a declared table. */
interface Flow {
  readonly target: string;
  readonly columns: ReadonlyMap<string, readonly ColumnId[]>;
  readonly rows: readonly ColumnId[];
}

/** Finds the sources of every column of every table, view and materialized view, through tasks and pipes too. */
export function lineageOf(bundle: SchemaBundle): Lineage {
  const reader = new LibraryReader(bundle);
  const direct = bundle.objects.flatMap((object) => reader.read(object) ?? []);
  const flows = bundle.objects.flatMap((object) => reader.flow(object) ?? []);
  const filled = direct.map((each) => withFlows(each, flows));
  const origins = new Origins(filled);
  const objects = filled.map(({ object, columns, influences, problems }) => ({
    id: object.id,
    kind: object.kind,
    columns: columns.map((column): ObjectColumn => ({
      ...column,
      origins: origins.of({ object: object.id, column: column.name }),
    })),
    influences,
    problems,
  }));
  return { version: 1, objects };
}

class LibraryReader {
  private readonly idOf: ReadonlyMap<string, string>;
  private readonly columns = new Map<string, readonly string[]>();

  constructor(bundle: SchemaBundle) {
    this.idOf = new Map(bundle.objects.map(({ id, database, name }) => [`${database ?? ''}.${name}`, id]));
  }

  public read(object: SchemaObject): Direct | undefined {
    const { statement } = object;
    const direct = this.direct(object, statement);
    if (direct !== undefined) {
      this.columns.set(
        object.id,
        direct.columns.map(({ name }) => name),
      );
    }
    return direct;
  }

  private direct(object: SchemaObject, statement: Statement): Direct | undefined {
    const nothing = { object, rows: [], influences: [], problems: [] };
    const loaded = (name: string) => ({ name, sources: [], computed: false });
    switch (statement.kind) {
      case 'create-table':
        return { ...nothing, columns: statement.columns.map(({ name }) => loaded(name)) };
      case 'create-table-like':
        return { ...nothing, columns: (this.columnsOf(statement.like.parts) ?? []).map(loaded) };
      case 'create-view':
      case 'create-materialized-view':
        return this.query(
          object,
          this.lineage(statement.query.text),
          statement.columns.map(({ name }) => name),
        );
      default:
        return undefined;
    }
  }

  private query(object: SchemaObject, found: QueryLineage, names: readonly string[]): Direct {
    const { columns = [], rows, influences, problems } = found;
    const isNamed = names.length > 0;
    const mismatch = isNamed && found.columns !== undefined && names.length !== columns.length;
    const reason = `${object.id} names ${names.length} columns, its query has ${columns.length}`;
    const all = mismatch ? [...problems, { reason, at: object.statement.at }] : problems;
    const named = isNamed ? names : columns.map(({ name }) => name);
    return {
      object,
      columns: named.map((name, index) => ({
        name,
        sources: mismatch ? [] : this.ids(columns[index]?.sources ?? []),
        computed: columns[index]?.computed ?? true,
      })),
      rows: this.ids(rows),
      influences: influences.map((each) => ({ ...this.id(each), clause: each.clause })),
      problems: all,
    };
  }

  /** What a task or pipe writes into a declared table. */
  public flow({ statement }: SchemaObject): Flow | undefined {
    const text = textOf(statement);
    if (text === undefined) return undefined;
    const insert = insertOf(text);
    const target = insert === undefined ? undefined : this.idOf.get(insert.table.join('.'));
    if (insert === undefined || target === undefined) return undefined;
    const { columns = [], rows } = this.lineage(text);
    const byPosition = insert.names ?? this.columns.get(target) ?? [];
    const written = columns.map((column, index): [string, readonly ColumnId[]] => [
      insert.isByName ? column.name : (byPosition[index] ?? ''),
      this.ids(column.sources),
    ]);
    return { target, columns: new Map(written), rows: this.ids(rows) };
  }

  private lineage(text: string): QueryLineage {
    return columnLineage(text, (table) => this.columnsOf(table));
  }

  private columnsOf(table: readonly string[]): readonly string[] | undefined {
    const id = this.idOf.get(table.join('.'));
    return id === undefined ? undefined : this.columns.get(id);
  }

  private ids(sources: readonly SourceColumn[]): readonly ColumnId[] {
    return sources.map((source) => this.id(source));
  }

  private id({ table, column }: SourceColumn): ColumnId {
    return { object: this.idOf.get(table) ?? table, column };
  }
}

function textOf(statement: Statement): string | undefined {
  switch (statement.kind) {
    case 'submit-task':
      return statement.body.text;
    case 'create-pipe':
      return statement.insert.text;
    default:
      return undefined;
  }
}

function withFlows(direct: Direct, flows: readonly Flow[]): Direct {
  const own = flows.filter(({ target }) => target === direct.object.id);
  if (own.length === 0) return direct;
  return {
    ...direct,
    columns: direct.columns.map((column) => ({
      ...column,
      sources: [...column.sources, ...own.flatMap(({ columns }) => columns.get(column.name) ?? [])],
      computed: true,
    })),
    rows: [...direct.rows, ...own.flatMap(({ rows }) => rows)],
  };
}

/** Follows sources to their beginning. Tasks can write into what they read, so there may be circles. */
class Origins {
  private readonly sources = new Map<string, readonly ColumnId[]>();

  constructor(objects: readonly Direct[]) {
    for (const { object, columns, rows } of objects) {
      for (const { name, sources } of columns)
        this.sources.set(columnKey({ object: object.id, column: name }), sources);
      this.sources.set(columnKey({ object: object.id, column: '*' }), rows);
    }
  }

  public of(column: ColumnId): readonly ColumnId[] {
    const seen = new Map<string, ColumnId>();
    const found: ColumnId[] = [];
    const open = [...(this.sources.get(columnKey(column)) ?? [])].reverse();
    for (let next = open.pop(); next !== undefined; next = open.pop()) {
      const key = columnKey(next);
      if (seen.has(key)) continue;
      seen.set(key, next);
      const sources = this.sources.get(key) ?? [];
      if (sources.length === 0) found.push(next);
      else open.push(...[...sources].reverse());
    }
    return found;
  }
}

/** Column names do not tell case apart. */
export function columnKey({ object, column }: ColumnId): string {
  return `${object}\0${column.toLowerCase()}`;
}
