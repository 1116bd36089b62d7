import { ErrorNumber, analysisError } from './errors';
import type { Expression } from './expression';
import { quoteName } from './literals';
import type { SrType } from './types';

export interface OutputColumn {
  readonly name: string;
  readonly type: SrType;
}

/** A table, view, CTE, derived table or UNNEST in FROM. */
export interface Relation {
  readonly alias: string;
  readonly database?: string;
  readonly columns: readonly OutputColumn[];
}

/** Names that an expression may use: relations of its own SELECT, then those of the SELECTs around it. */
export class Names {
  private readonly relations: Relation[] = [];
  /** Columns merged by USING, by lower-case name. */
  private readonly merged = new Map<string, Expression>();

  constructor(public readonly outer: Names | undefined) {}

  /** @throws UnsupportedQueryError when two relations have the same name. */
  public add(relation: Relation): void {
    if (this.relations.some((other) => other.alias === relation.alias && other.database === relation.database)) {
      throw analysisError(`Not unique table/alias: '${relation.alias}'.`, 1066);
    }
    this.relations.push(relation);
  }

  public merge(name: string, column: Expression): void {
    this.merged.set(name.toLowerCase(), column);
  }

  /** Relations in the order of FROM, or the one that `alias.*` names. */
  public visible(alias?: string, database?: string): readonly Relation[] {
    if (alias === undefined) return this.relations;
    const found = this.relations.filter((relation) => matches(relation, alias, database));
    if (found.length === 0) throw analysisError(`Unknown table '${alias}'`, ErrorNumber.unknownTable);
    return found;
  }

  public mergedColumns(): readonly Expression[] {
    return [...this.merged.values()];
  }

  /** @throws UnsupportedQueryError 1064 for an unknown or ambiguous column. */
  public resolve(name: string, alias?: string, database?: string): Expression {
    const found = this.find(name, alias, database);
    if (found !== undefined) return found;
    const full = alias === undefined ? name : `${alias}.${name}`;
    throw analysisError(`Column '${full}' cannot be resolved.`, ErrorNumber.unknownColumn);
  }

  public find(name: string, alias?: string, database?: string): Expression | undefined {
    return this.findHere(name, alias, database) ?? this.outer?.find(name, alias, database);
  }

  /** As {@link find}, without the SELECTs around. */
  public findHere(name: string, alias?: string, database?: string): Expression | undefined {
    const lower = name.toLowerCase();
    if (alias === undefined) {
      const merged = this.merged.get(lower);
      if (merged !== undefined) return merged;
    }
    const found: Expression[] = [];
    for (const relation of this.relations) {
      if (alias !== undefined && !matches(relation, alias, database)) continue;
      for (const column of relation.columns) {
        if (column.name.toLowerCase() === lower) found.push(columnExpression(relation, column, alias));
      }
    }
    if (found.length > 1) throw analysisError(`Column '${name}' is ambiguous.`, ErrorNumber.ambiguousColumn);
    return found[0];
  }
}

export function columnExpression(relation: Relation, column: OutputColumn, alias?: string): Expression {
  return {
    sql: `${quoteName(relation.alias)}.${quoteName(column.name)}`,
    type: column.type,
    text: alias === undefined ? column.name : `${alias}.${column.name}`,
    simple: true,
  };
}

function matches(relation: Relation, alias: string, database: string | undefined): boolean {
  return relation.alias === alias && (database === undefined || relation.database === database);
}
