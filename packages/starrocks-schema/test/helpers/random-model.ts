/** Random models from a seed, and random successors of them. */

export type Random = (below: number) => number;

/** A small generator with a good spread; the same seed gives the same numbers. */
export function randomOf(seed: number): Random {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
}

interface Column {
  readonly name: string;
  readonly type: string;
  readonly comment: string;
}

interface Table {
  readonly name: string;
  readonly key: 'PRIMARY' | 'DUPLICATE';
  readonly twoKeys: boolean;
  readonly columns: readonly Column[];
  readonly buckets: number;
  readonly comment: string;
}

/** Its views read only columns that every table keeps. */
interface View {
  readonly name: string;
  readonly of: string;
  readonly above: number;
  readonly materialized: boolean;
}

export interface RandomModel {
  readonly tables: readonly Table[];
  readonly views: readonly View[];
}

const TYPES = ['INT', 'BIGINT', 'VARCHAR(20)', 'VARCHAR(40)', 'DECIMAL(10, 2)', 'DECIMAL(18, 4)', 'DATE'];
const NAMES = ['a', 'b', 'c', 'd', 'e', 'f'];

function pick<Value>(random: Random, values: readonly Value[]): Value {
  const value = values[random(values.length)];
  if (value === undefined) throw new Error('There is nothing to pick from.');
  return value;
}

function column(random: Random, name: string): Column {
  return { name, type: pick(random, TYPES), comment: pick(random, ['', 'first', 'second']) };
}

export function randomModel(random: Random): RandomModel {
  const tables = ['t1', 't2', 't3'].slice(0, 1 + random(3)).map((name): Table => {
    const columns = NAMES.slice(0, random(4)).map((one) => column(random, one));
    return {
      name,
      key: pick(random, ['PRIMARY', 'DUPLICATE'] as const),
      twoKeys: random(2) === 0,
      columns,
      buckets: 1 + random(3),
      comment: pick(random, ['', 'one', 'two']),
    };
  });
  const views = ['v1', 'v2', 'm1', 'm2']
    .filter(() => random(2) === 0)
    .map((name): View => ({
      name,
      of: pick(random, tables).name,
      above: random(3),
      materialized: name.startsWith('m'),
    }));
  return { tables, views };
}

/** A model that could follow: tables change, come and go, and so do views. */
export function successorOf({ tables, views }: RandomModel, random: Random): RandomModel {
  const kept = tables.filter((_table, index) => index === 0 || random(6) > 0).map((table) => changed(table, random));
  const names = new Set(kept.map(({ name }) => name));
  const next = views
    .filter(({ of }) => names.has(of) && random(6) > 0)
    .map((view) => (random(3) === 0 ? { ...view, above: random(3) } : view));
  return { tables: kept, views: next };
}

function changed(table: Table, random: Random): Table {
  let next = table;
  for (let times = random(3); times > 0; times -= 1) next = change(next, random);
  return next;
}

function change(table: Table, random: Random): Table {
  const { columns } = table;
  switch (random(8)) {
    case 0: {
      const free = NAMES.filter((name) => !columns.some((one) => one.name === name));
      if (free.length === 0) return table;
      const at = random(columns.length + 1);
      return { ...table, columns: [...columns.slice(0, at), column(random, pick(random, free)), ...columns.slice(at)] };
    }
    case 1:
      return { ...table, columns: columns.filter((_one, index) => index > 0) };
    case 2:
      return {
        ...table,
        columns: columns.map((one, index) => (index === 0 ? { ...one, type: pick(random, TYPES) } : one)),
      };
    case 3:
      return { ...table, columns: [...columns].reverse() };
    case 4:
      return { ...table, buckets: 1 + random(4) };
    case 5:
      return { ...table, comment: pick(random, ['', 'one', 'two']) };
    case 6:
      return { ...table, twoKeys: !table.twoKeys };
    default:
      return { ...table, columns: columns.map((one) => ({ ...one, comment: pick(random, ['', 'first', 'third']) })) };
  }
}

export function statementsOf({ tables, views }: RandomModel): readonly string[] {
  return [...tables.map(tableSql), ...views.map(viewSql)];
}

function tableSql({ name, key, twoKeys, columns, buckets, comment }: Table): string {
  const parts = [
    'id BIGINT NOT NULL COMMENT ""',
    'day DATE NOT NULL COMMENT ""',
    'amount INT NULL COMMENT ""',
    ...columns.map((one) => `${one.name} ${one.type} NULL COMMENT "${one.comment}"`),
  ];
  return (
    `CREATE TABLE ods.${name} (${parts.join(', ')}) ${key} KEY (${twoKeys ? 'id, day' : 'id'})` +
    `${comment === '' ? '' : ` COMMENT "${comment}"`} DISTRIBUTED BY HASH (id) BUCKETS ${buckets}`
  );
}

function viewSql({ name, of, above, materialized }: View): string {
  return materialized
    ? `CREATE MATERIALIZED VIEW ads.${name} DISTRIBUTED BY HASH (id) BUCKETS 1 REFRESH DEFERRED MANUAL AS SELECT id, sum(amount) AS total FROM ods.${of} WHERE amount > ${above} GROUP BY id`
    : `CREATE VIEW cdm.${name} AS SELECT id, amount FROM ods.${of} WHERE amount > ${above}`;
}
