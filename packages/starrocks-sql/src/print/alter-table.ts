/** ALTER TABLE. */

import type { Property } from '../ast';
import type {
  AddPartitionClause,
  AlterTableClause,
  AlterTableStatement,
  ColumnPosition,
  DropPartitionClause,
  OptimizeClause,
} from '../ast-alter';
import {
  assertNever,
  printComment,
  printIdentifier,
  printIdentifierList,
  printName,
  printPartitionNames,
  printProperties,
  printPropertyList,
  printString,
  words,
} from './names';
import {
  printColumn,
  printDistribution,
  printIndex,
  printKey,
  printListPartition,
  printMultiRange,
  printPartitionScheme,
  printRollup,
  printSingleRange,
  printSortItem,
} from './tables';
import { printDataType } from './types';

/** One clause stays on the line, several get one each. */
export function printAlterTable(statement: AlterTableStatement): string {
  const clauses = statement.clauses.map((clause, index) => {
    const previous = statement.clauses[index - 1];
    return printClause(clause, previous?.kind === clause.kind);
  });
  const separator = clauses.length > 1 ? '\n  ' : ' ';
  const list = clauses.length === 0 ? '' : `${separator}${clauses.join(`,${separator}`)}`;
  return `ALTER TABLE ${printName(statement.name)}${list}`;
}

/** The verb of a list of rollups stands once. */
function printClause(clause: AlterTableClause, isContinued: boolean): string {
  if (clause.kind === 'add-rollup') return `${isContinued ? '' : 'ADD ROLLUP '}${printRollup(clause.rollup)}`;
  if (clause.kind === 'drop-rollup') {
    return `${isContinued ? '' : 'DROP ROLLUP '}${printIdentifier(clause.name)}${printProperties(clause.properties)}`;
  }
  return printAlterClause(clause);
}

/** One clause of ALTER TABLE, without the table. */
function printAlterClause(clause: AlterTableClause): string {
  switch (clause.kind) {
    case 'add-column':
      return `ADD COLUMN ${printColumn(clause.column)}${printPosition(clause.position)}${printRollupOptions(clause, 'TO')}`;
    case 'add-columns':
      return `ADD COLUMN (${clause.columns.map(printColumn).join(', ')})${printRollupOptions(clause, 'TO')}`;
    case 'drop-column':
      return `DROP COLUMN ${printIdentifier(clause.name)}${printRollupOptions(clause, 'FROM')}`;
    case 'modify-column':
      return `MODIFY COLUMN ${printColumn(clause.column)}${printPosition(clause.position)}${printRollupOptions(clause, 'FROM')}`;
    case 'modify-column-comment':
      return `MODIFY COLUMN ${printIdentifier(clause.name)}${printComment(clause.comment)}`;
    case 'rename-column':
      return `RENAME COLUMN ${printIdentifier(clause.from)} TO ${printIdentifier(clause.to)}`;
    case 'order-columns':
      return `ORDER BY ${printIdentifierList(clause.columns)}${printRollupOptions(clause, 'FROM')}`;
    case 'add-field': {
      const type = `${printDataType(clause.type)}${printPosition(clause.position)}${printProperties(clause.properties)}`;
      return `MODIFY COLUMN ${printIdentifier(clause.column)} ADD FIELD ${printPath(clause.path)} ${type}`;
    }
    case 'drop-field': {
      const path = `${printPath(clause.path)}${printProperties(clause.properties)}`;
      return `MODIFY COLUMN ${printIdentifier(clause.column)} DROP FIELD ${path}`;
    }
    default:
      return printOtherClause(clause);
  }
}

type ColumnClauseKind =
  | 'add-column'
  | 'add-columns'
  | 'drop-column'
  | 'modify-column'
  | 'modify-column-comment'
  | 'rename-column'
  | 'order-columns'
  | 'add-field'
  | 'drop-field';
type OtherClause = Exclude<AlterTableClause, { readonly kind: ColumnClauseKind }>;

function printOtherClause(clause: OtherClause): string {
  switch (clause.kind) {
    case 'add-index':
      return `ADD ${printIndex(clause.index)}`;
    case 'drop-index':
      return `DROP INDEX ${printIdentifier(clause.name)}`;
    case 'add-rollup':
      return `ADD ROLLUP ${printRollup(clause.rollup)}`;
    case 'drop-rollup':
      return `DROP ROLLUP ${printIdentifier(clause.name)}${printProperties(clause.properties)}`;
    case 'rename-rollup':
      return `RENAME ROLLUP ${printIdentifier(clause.from)} ${printIdentifier(clause.to)}`;
    case 'rename':
      return `RENAME ${printIdentifier(clause.to)}`;
    case 'swap':
      return `SWAP WITH ${printIdentifier(clause.with)}`;
    case 'set-properties':
      return `SET ${printPropertyList(clause.properties)}`;
    case 'comment':
      return `COMMENT = ${printString(clause.comment)}`;
    case 'auto-increment':
      return `AUTO_INCREMENT = ${clause.value}`;
    default:
      return printPartitionClause(clause);
  }
}

type PartitionClause = Extract<
  AlterTableClause,
  {
    readonly kind:
      | 'add-partition'
      | 'drop-partition'
      | 'truncate-partition'
      | 'modify-partition'
      | 'replace-partition'
      | 'rename-partition'
      | 'optimize'
      | 'default-buckets'
      | 'compact';
  }
>;

function printPartitionClause(clause: PartitionClause): string {
  switch (clause.kind) {
    case 'add-partition':
      return printAddPartition(clause);
    case 'drop-partition':
      return printDropPartition(clause);
    case 'truncate-partition':
      return `TRUNCATE ${printPartitionNames(clause.partitions)}`;
    case 'modify-partition': {
      const names = clause.partitions === '*' ? '(*)' : printIdentifierList(clause.partitions);
      return `MODIFY PARTITION ${names} SET ${printPropertyList(clause.properties)}`;
    }
    case 'replace-partition': {
      const names = `${printPartitionNames(clause.partitions)} WITH ${printPartitionNames(clause.with)}`;
      return `REPLACE ${names}${printProperties(clause.properties)}`;
    }
    case 'rename-partition':
      return `RENAME PARTITION ${printIdentifier(clause.from)} ${printIdentifier(clause.to)}`;
    case 'optimize':
      return printOptimize(clause);
    case 'default-buckets':
      return printDistribution(clause.distribution, 'DEFAULT BUCKETS');
    case 'compact': {
      const partitions = clause.partitions.length === 0 ? undefined : printIdentifierList(clause.partitions);
      return words(clause.type, 'COMPACT', partitions);
    }
    default:
      return assertNever(clause);
  }
}

function printPosition(position: ColumnPosition | undefined): string {
  if (position === undefined) return '';
  return position.kind === 'first' ? ' FIRST' : ` AFTER ${printIdentifier(position.column)}`;
}

interface RollupOptions {
  readonly rollup?: string;
  readonly properties: readonly Property[];
}

function printRollupOptions(options: RollupOptions, word: 'TO' | 'FROM'): string {
  const rollup = options.rollup === undefined ? '' : ` ${word} ${printIdentifier(options.rollup)}`;
  return `${rollup}${printProperties(options.properties)}`;
}

function printPath(path: readonly string[]): string {
  return path.map((part) => (part === '[*]' ? part : printIdentifier(part))).join('.');
}

function printAddPartition(clause: AddPartitionClause): string {
  return (
    words(
      'ADD',
      clause.temporary && 'TEMPORARY',
      printNewPartition(clause.partition),
      clause.distribution === undefined ? undefined : printDistribution(clause.distribution),
    ) + printProperties(clause.properties)
  );
}

function printNewPartition(partition: AddPartitionClause['partition']): string {
  switch (partition.kind) {
    case 'range-partition':
      return printSingleRange(partition);
    case 'multi-range-partition':
      return `PARTITIONS ${printMultiRange(partition)}`;
    case 'list-partition':
      return printListPartition(partition);
    default:
      return assertNever(partition);
  }
}

function printDropPartition(clause: DropPartitionClause): string {
  if (clause.target.kind === 'all-temporary') return words('DROP ALL TEMPORARY PARTITIONS', clause.force && 'FORCE');
  return words(
    'DROP',
    clause.temporary && 'TEMPORARY',
    clause.target.kind === 'name' ? 'PARTITION' : 'PARTITIONS',
    clause.ifExists && 'IF EXISTS',
    printDropTarget(clause.target),
    clause.force && 'FORCE',
  );
}

function printDropTarget(target: Exclude<DropPartitionClause['target'], { readonly kind: 'all-temporary' }>): string {
  switch (target.kind) {
    case 'name':
      return printIdentifier(target.name);
    case 'names':
      return printIdentifierList(target.names);
    case 'range':
      return printMultiRange(target.range);
    case 'where':
      return `WHERE ${target.condition.text}`;
    default:
      return assertNever(target);
  }
}

function printOptimize(clause: OptimizeClause): string {
  const { partitions, key, partition, orderBy, distribution, range } = clause;
  return words(
    partitions === undefined ? undefined : printPartitionNames(partitions),
    key === undefined ? undefined : printKey(key),
    partition === undefined ? undefined : `PARTITION BY ${printPartitionScheme(partition)}`,
    orderBy === undefined ? undefined : `ORDER BY (${orderBy.map(printSortItem).join(', ')})`,
    distribution === undefined ? undefined : printDistribution(distribution),
    range === undefined ? undefined : `BETWEEN ${printString(range.from)} AND ${printString(range.to)}`,
  );
}
