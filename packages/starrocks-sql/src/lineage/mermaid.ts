/** Lineage as diagrams. */

import { columnKey } from './bundle';
import type { ColumnId, Lineage, ObjectLineage } from './model';

/** The part of a lineage that leads to an object and away from it: only the columns on the way. */
export function lineageAround(lineage: Lineage, id: string): Lineage {
  const start = lineage.objects.find((object) => object.id === id);
  const columns = start?.columns.map(({ name }): ColumnId => ({ object: id, column: name })) ?? [];
  const up = reached(columns, sourcesOf(lineage));
  const down = reached(columns, targetsOf(lineage));
  const objects = lineage.objects.map((object) => ({
    ...object,
    columns: object.columns.filter(({ name }) => {
      const key = columnKey({ object: object.id, column: name });
      return up.has(key) || down.has(key);
    }),
  }));
  return { ...lineage, objects: objects.filter((object) => object.columns.length > 0) };
}

type Edges = ReadonlyMap<string, readonly ColumnId[]>;

function sourcesOf({ objects }: Lineage): Edges {
  return new Map(
    objects.flatMap((object) =>
      object.columns.map((column) => [columnKey({ object: object.id, column: column.name }), column.sources] as const),
    ),
  );
}

function targetsOf({ objects }: Lineage): Edges {
  const targets = new Map<string, ColumnId[]>();
  for (const object of objects) {
    for (const { name, sources } of object.columns) {
      for (const source of sources) {
        const key = columnKey(source);
        targets.set(key, [...(targets.get(key) ?? []), { object: object.id, column: name }]);
      }
    }
  }
  return targets;
}

function reached(from: readonly ColumnId[], edges: Edges): ReadonlySet<string> {
  const seen = new Set(from.map(columnKey));
  const open = [...from];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    for (const column of edges.get(columnKey(next)) ?? []) {
      const key = columnKey(column);
      if (seen.has(key)) continue;
      seen.add(key);
      open.push(column);
    }
  }
  return seen;
}

/** A Mermaid flow chart: one box an object, with its columns if asked for. */
export function lineageMermaid(lineage: Lineage, options: { readonly columns: boolean }): string {
  return ['flowchart LR', ...(options.columns ? columnChart(lineage) : objectChart(lineage))].join('\n');
}

function objectChart({ objects }: Lineage): string[] {
  const boxes = objects.map(({ id }) => `  ${nodeId(id)}["${id}"]`);
  const arrows = objects.flatMap((object) =>
    [...neighbours(object)].map((from) => `  ${nodeId(from)} --> ${nodeId(object.id)}`),
  );
  return [...boxes, ...arrows];
}

/** Objects whose columns give values to this one, or decide which rows it has. */
function neighbours({ id, columns, influences }: ObjectLineage): ReadonlySet<string> {
  const ids = [...columns.flatMap(({ sources }) => sources), ...influences].map(({ object }) => object);
  return new Set(ids.filter((each) => each !== id).sort());
}

function columnChart({ objects }: Lineage): string[] {
  const known = new Set(
    objects.flatMap(({ id, columns }) => columns.map(({ name }) => columnKey({ object: id, column: name }))),
  );
  const boxes = objects.flatMap(({ id, columns }) => [
    `  subgraph ${nodeId(id)}["${id}"]`,
    ...columns.map(({ name }) => `    ${nodeId(id, name)}["${name}"]`),
    '  end',
  ]);
  const arrows = objects.flatMap(({ id, columns }) =>
    columns.flatMap(({ name, sources, computed }) =>
      sources
        // Rows of an object, and columns outside of the library, have no box.
        .filter((source) => known.has(columnKey(source)))
        .map(({ object, column }) => `  ${nodeId(object, column)} ${computed ? '-.->' : '-->'} ${nodeId(id, name)}`),
    ),
  );
  return [...boxes, ...arrows];
}

/** Names may hold what a Mermaid id may not. */
function nodeId(object: string, column?: string): string {
  const text = column === undefined ? object : `${object}.${column.toLowerCase()}`;
  return [...text]
    .map((char) =>
      /[A-Za-z0-9]/.test(char)
        ? char
        : char === '.'
          ? '__'
          : char === '_'
            ? '_'
            : `u${char.codePointAt(0)?.toString(16) ?? ''}`,
    )
    .join('');
}
