/** The managed editions have compute warehouses, the embedded server has none, as the open-source one: here they are beside it. */

import type { Property, Statement } from '@strata/starrocks-sql';
import { parseStatement } from '@strata/starrocks-sql';

import type { Connection, Row } from '../../../src';
import { StatementError } from '../../../src';

interface Warehouse {
  readonly comment: string;
  readonly properties: readonly Property[];
}

export type Warehouses = Map<string, Warehouse>;

const OWN = /^(SHOW WAREHOUSES|(CREATE|ALTER|DROP) WAREHOUSE )/i;

/** A connection that knows warehouses beside what its server knows. */
export function withWarehouses(connection: Connection, all: Warehouses): Connection {
  return {
    query: (sql) => (OWN.test(sql) ? answer(all, sql) : connection.query(sql)),
    fork: async () => withWarehouses(await connection.fork(), all),
    close: () => connection.close(),
  };
}

async function answer(all: Warehouses, sql: string): Promise<readonly Row[]> {
  await Promise.resolve();
  if (/^SHOW/i.test(sql)) return [...all].map(rowOf);
  change(all, sql, parseStatement(sql));
  return [];
}

function rowOf([name, { comment, properties }]: readonly [string, Warehouse]): Row {
  const shown = Object.fromEntries(properties.map(({ key, value }) => [key, value]));
  return { name, comment, property: JSON.stringify(shown) };
}

function change(all: Warehouses, sql: string, statement: Statement): void {
  const refuse = (message: string): never => {
    throw new StatementError(1064, sql, message);
  };
  switch (statement.kind) {
    case 'create-warehouse':
      if (all.has(statement.name)) refuse(`Warehouse ${statement.name} already exists`);
      all.set(statement.name, { comment: statement.comment ?? '', properties: statement.properties });
      return;
    case 'alter-warehouse': {
      const former = all.get(statement.name) ?? refuse(`Warehouse ${statement.name} not exist.`);
      const keys = new Set(statement.properties.map(({ key }) => key));
      const kept = former.properties.filter(({ key }) => !keys.has(key));
      all.set(statement.name, { ...former, properties: [...kept, ...statement.properties] });
      return;
    }
    case 'drop-object': {
      const name = statement.name.parts.at(-1) ?? '';
      if (!all.delete(name)) refuse(`Warehouse ${name} not exist.`);
      return;
    }
    default:
      refuse('no statement on warehouses');
  }
}
