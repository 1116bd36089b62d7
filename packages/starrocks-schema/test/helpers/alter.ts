/** What ALTER statements would make of a table, whether a server takes them or not. */

import type { AlterTableClause, CreateTableStatement, SortItem, Statement } from '@strata/starrocks-sql';

export function applyAlters(table: CreateTableStatement, alters: readonly Statement[]): CreateTableStatement {
  return alters
    .flatMap((statement) => (statement.kind === 'alter-table' ? statement.clauses : []))
    .reduce(applyClause, table);
}

function applyClause(table: CreateTableStatement, clause: AlterTableClause): CreateTableStatement {
  const at = table.at;
  switch (clause.kind) {
    case 'add-column':
      return addColumn(table, clause);
    case 'add-columns':
      return clause.columns.reduce(
        (next, column) => addColumn(next, { kind: 'add-column', column, properties: [] }),
        table,
      );
    case 'drop-column':
      return {
        ...table,
        columns: table.columns.filter(({ name }) => name !== clause.name),
        key: keyWithout(table, clause.name),
      };
    case 'modify-column': {
      const columns = table.columns.map((column) =>
        column.name === clause.column.name ? { ...clause.column, comment: clause.column.comment ?? '' } : column,
      );
      return clause.position === undefined
        ? { ...table, columns }
        : addColumn(
            { ...table, columns: columns.filter(({ name }) => name !== clause.column.name) },
            { ...clause, kind: 'add-column', column: { ...clause.column, key: false } },
          );
    }
    case 'modify-column-comment':
      return {
        ...table,
        columns: table.columns.map((column) =>
          column.name === clause.name ? { ...column, comment: clause.comment } : column,
        ),
      };
    case 'rename-column':
      return {
        ...table,
        columns: table.columns.map((column) => (column.name === clause.from ? { ...column, name: clause.to } : column)),
      };
    case 'comment':
      return { ...table, comment: clause.comment };
    case 'set-properties': {
      const keys = new Set(clause.properties.map(({ key }) => key));
      return { ...table, properties: [...table.properties.filter(({ key }) => !keys.has(key)), ...clause.properties] };
    }
    case 'add-index':
      return { ...table, indexes: [...table.indexes, clause.index] };
    case 'drop-index':
      return { ...table, indexes: table.indexes.filter(({ name }) => name !== clause.name) };
    case 'optimize':
      return {
        ...table,
        key: clause.key ?? table.key,
        partition: clause.partition ?? table.partition,
        distribution: clause.distribution ?? table.distribution,
      };
    case 'order-columns':
      return { ...table, orderBy: clause.columns.map((name): SortItem => ({ expression: { text: name, at } })) };
    default:
      return table;
  }
}

function addColumn(
  table: CreateTableStatement,
  { column, position }: Extract<AlterTableClause, { kind: 'add-column' }>,
): CreateTableStatement {
  const { columns } = table;
  const keys = table.key?.columns.length ?? 0;
  const behind = position?.kind === 'after' ? columns.findIndex(({ name }) => name === position.column) + 1 : 0;
  const index = column.key ? keys : position === undefined ? columns.length : behind;
  const key =
    column.key && table.key !== undefined ? { ...table.key, columns: [...table.key.columns, column.name] } : table.key;
  return { ...table, key, columns: [...columns.slice(0, index), { ...column, key: false }, ...columns.slice(index)] };
}

function keyWithout({ key }: CreateTableStatement, name: string): CreateTableStatement['key'] {
  return key && { ...key, columns: key.columns.filter((column) => column !== name) };
}
