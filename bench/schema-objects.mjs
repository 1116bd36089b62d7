import { createRequire } from 'node:module';
import { join } from 'node:path';
import { root } from '../scripts/internal/run.mjs';

const require = createRequire(join(root, 'packages', 'starrocks-schema', 'package.json'));
const { buildBundle } = require('@strata/starrocks-sql');
export const schema = require('@strata/starrocks-schema');

/** Six layers: tables, and five of views and materialized views, each of which reads the layer below. */
export const LAYERS = ['ods', 'cdm', 'dim', 'sum', 'mart', 'ads'];
export const ENVIRONMENT = 'bench';

/** Objects of the layers for every 1,000. */
const SHARES = [340, 220, 160, 120, 100, 60];
/** Of 1,000: tables that are rewritten by a job, materialized views whose query changes. */
const CHANGED_TABLES = 100;
const CHANGED_VIEWS = 40;

/**
 * Declared objects, always the same: `count` in six layers. With `changed` some tables have a bloom filter and some
 * materialized views another query.
 */
export function declaredObjects(count, { changed = true } = {}) {
  const files = [];
  for (const [level, layer] of LAYERS.entries()) {
    const objects = Math.round((SHARES[level] * count) / 1000);
    const below = level === 0 ? 0 : Math.round((SHARES[level - 1] * count) / 1000);
    for (let index = 0; index < objects; index++) {
      files.push({ path: `${layer}/o${index}.sql`, text: textOf(level, index, below, count, changed) });
    }
  }
  return files;
}

function textOf(level, index, below, count, changed) {
  const name = `o${index}`;
  if (level === 0) {
    const isChanged = changed && index < (CHANGED_TABLES * count) / 1000;
    const properties = isChanged ? ' PROPERTIES ("bloom_filter_columns" = "note")' : '';
    return (
      `CREATE TABLE ${name} (\n  id BIGINT NOT NULL COMMENT "id in the core system",\n  day DATE NOT NULL COMMENT "day, UTC+8",\n` +
      `  amount DECIMAL(18, 2) NULL COMMENT "CNY",\n  note VARCHAR(64) NULL COMMENT "free text"\n)\n` +
      `PRIMARY KEY (id, day)\nCOMMENT "Table ${index}"\nDISTRIBUTED BY HASH (id) BUCKETS 2${properties};`
    );
  }
  const source = `${LAYERS[level - 1]}.o${index % below}`;
  if (level === 2 || level === 4) {
    const filter = changed && level === 2 && index < (CHANGED_VIEWS * count) / 1000 ? ' WHERE id > 0' : '';
    return (
      `CREATE MATERIALIZED VIEW ${name} COMMENT "Totals ${index}" DISTRIBUTED BY HASH (id) BUCKETS 2 REFRESH DEFERRED MANUAL\n` +
      `AS SELECT id, day, sum(amount) AS amount FROM ${source}${filter} GROUP BY id, day;`
    );
  }
  return `CREATE VIEW ${name} COMMENT "View ${index}" AS SELECT id, day, amount FROM ${source} WHERE amount > 0;`;
}

/** The objects that exist before the change: changed tables and views, and what they read. */
export function objectsBefore(count) {
  const views = (CHANGED_VIEWS * count) / 1000;
  const tables = (CHANGED_TABLES * count) / 1000;
  return declaredObjects(count, { changed: false }).filter(({ path }) => {
    const [layer = '', name = ''] = path.split('/');
    const index = Number(name.slice(1, -4));
    return (layer === 'ods' && index < tables) || (['cdm', 'dim'].includes(layer) && index < views);
  });
}

export function modelOf(files) {
  const { bundle, errors } = buildBundle(files, { layers: LAYERS, refresh: 'manual' });
  if (errors.length > 0) throw new Error(JSON.stringify(errors.slice(0, 3)));
  return schema.loadModel(bundle);
}

export const POLICY = { allowDataLoss: true, protection: false, maxRisk: 'rewrites-data' };

export async function planNow(connection, model) {
  const live = await schema.introspect(connection, { environment: ENVIRONMENT, databases: schema.databasesOf(model) });
  const plan = schema.planOffline(live, model, POLICY);
  if (plan.refusals.length > 0) throw new Error(JSON.stringify(plan.refusals.slice(0, 3)));
  return plan;
}
