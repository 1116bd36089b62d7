/** ALTER TABLE on materialized views: their indexes may be changed like those of tables. */

import type { AlterTableClause } from '@strata/starrocks-sql';

import type { CatalogChange } from '../../storage/catalog';
import type { MaterializedViewRecord } from '../../storage/model';
import { checkBloomColumns, checkIndex } from '../table/indexes';

import { refuse } from './draft';

const BLOOM = 'bloom_filter_columns';

/** Whether all clauses of a statement are for indexes. */
export function areViewIndexes(clauses: readonly AlterTableClause[]): boolean {
  return clauses.every(
    (clause) =>
      clause.kind === 'add-index' ||
      clause.kind === 'drop-index' ||
      (clause.kind === 'set-properties' && clause.properties.every(({ key }) => key.startsWith('bloom_filter_'))),
  );
}

/** Changes the indexes of a materialized view. */
export async function alterViewIndexes(
  change: CatalogChange,
  view: MaterializedViewRecord,
  clauses: readonly AlterTableClause[],
): Promise<void> {
  await change.putObject(clauses.reduce(changed, view));
}

function changed(view: MaterializedViewRecord, clause: AlterTableClause): MaterializedViewRecord {
  switch (clause.kind) {
    case 'add-index': {
      const { index } = clause;
      checkIndex({ name: view.name, model: 'DUPLICATE', keys: [], columns: view.columns }, index);
      if (view.indexes.some((other) => other.name.toLowerCase() === index.name.toLowerCase()))
        refuse(`index \`${index.name}\` already exist.`);
      return { ...view, indexes: [...view.indexes, index] };
    }
    case 'drop-index': {
      const left = view.indexes.filter((other) => other.name.toLowerCase() !== clause.name.toLowerCase());
      if (left.length === view.indexes.length) refuse(`index ${clause.name} does not exist`);
      return { ...view, indexes: left };
    }
    case 'set-properties': {
      const properties = { ...view.properties, ...Object.fromEntries(clause.properties.map((p) => [p.key, p.value])) };
      const columns = properties[BLOOM] ?? '';
      if (columns !== '')
        checkBloomColumns(
          view.columns,
          columns.split(',').map((name) => name.trim()),
        );
      return {
        ...view,
        properties: Object.fromEntries(Object.entries(properties).filter(([, value]) => value !== '')),
      };
    }
    default:
      return view;
  }
}
