/** Fields of STRUCT columns: they come and go in place, by an ALTER of their own for each column. */

import type { ColumnDefinition, DataType } from '@strata/starrocks-sql';
import { parseDataType } from '@strata/starrocks-sql';

import { has, needs } from './capabilities/check';
import type { Difference, StepDraft } from './plan-types';
import { boundByExpression } from './rules-column';
import type { FieldClause } from './struct-fields';
import { fieldClauses } from './struct-fields';
import type { Part, TableChange } from './table-change';
import { alterStatement, join, metadataStep, refuse, refuseInPlace } from './table-change';

const FIELDS = 'alter.struct.fields';

/**
 * The change of a column when fields are all that differs in its type, and at most its comment besides; undefined for
 * what else it is.
 *
 * @param mayLose whether both keys are given for the values of the column
 */
export function fieldPart(
  own: readonly Difference[],
  column: ColumnDefinition,
  change: TableChange,
  mayLose: boolean,
): Part | undefined {
  const type = own.find(({ path }) => path.endsWith('.type'));
  const comment = own.find(({ path }) => path.endsWith('.comment'));
  if (type === undefined || own.length > (comment === undefined ? 1 : 2)) return undefined;
  const live = parsedType(type.live);
  const clauses = live && column.type && fieldClauses(column.name, column.type, live);
  if (clauses === undefined || clauses.length === 0) return undefined;
  const refused = refusedFields(type, clauses, column.name, change, mayLose);
  if (refused !== undefined) return refused;
  const steps = [fieldStep(type, clauses, change)];
  if (comment === undefined) return { steps, refused: [] };
  const clause = { kind: 'modify-column-comment', name: column.name, comment: column.comment ?? '' } as const;
  return join([
    { steps: [metadataStep('comment', clause, comment, change)], refused: [] },
    { steps, refused: [] },
  ]);
}

/** The normal form of a type is SQL again, unless a name in it wants quotes. */
function parsedType(text: string): DataType | undefined {
  if (!text.includes('struct<')) return undefined;
  try {
    return parseDataType(text);
  } catch {
    return undefined;
  }
}

function refusedFields(
  difference: Difference,
  clauses: readonly FieldClause[],
  name: string,
  { engineVersion, declared, live }: TableChange,
  mayLose: boolean,
): Part | undefined {
  if (!has(FIELDS, engineVersion)) return refuseInPlace(difference, needs(FIELDS, engineVersion).slice(0, -1));
  if ([declared, live].some(({ properties }) => properties['fast_schema_evolution'] === 'false')) {
    return refuseInPlace(difference, 'fields come and go only in a table with `fast_schema_evolution`');
  }
  const dropped = clauses.filter(({ kind }) => kind === 'drop-field').map(({ path }) => path.join('.'));
  if (dropped.length === 0) return undefined;
  const bound = boundByExpression(name, live);
  if (bound?.kind === 'refused') return refuseInPlace(difference, bound.rule);
  if (mayLose) return undefined;
  return refuse(
    difference,
    'dropping a field destroys its data, which takes two keys: `--@ allow-drop` of the column in the file (or allowDataLoss), and protection off for the environment',
    `declare ${dropped.map((field) => `\`${field}\``).join(', ')} again, or give both keys`,
  );
}

function fieldStep(difference: Difference, clauses: readonly FieldClause[], { desired }: TableChange): StepDraft {
  const destroys = clauses.some(({ kind }) => kind === 'drop-field');
  return {
    kind: 'alter-columns',
    statements: [alterStatement(desired, clauses)],
    risk: destroys ? 'destroys-data' : 'safe',
    mechanism: 'async-job',
    awaits: 'schema-change',
    resolves: [difference.path],
    wayBack: destroys
      ? 'none: what was in dropped fields is gone'
      : 'declare the column without the new fields; what they hold by then is lost',
  };
}
