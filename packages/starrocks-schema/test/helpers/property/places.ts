/** Random objects outside of databases: catalogs, volumes, warehouses, resource groups, roles, users and their grants. */

import type { Library, Part, Recipe } from './part';
import { choose, comment, has } from './part';
import { table, tableName } from './tables';

const COMMENTS = ['', 'one', 'two'];

/** Facets: comment, port. The comment is fixed by the engine. */
export const catalog: Recipe = {
  keys: ['lake', 'archive'],
  facets: [1, 3],
  needs: () => [],
  write: (part) => ({
    path: `catalogs/${part.key}.sql`,
    text:
      `CREATE EXTERNAL CATALOG ${part.key} COMMENT "files" PROPERTIES ("type" = "hive", ` +
      `"hive.metastore.uris" = "thrift://127.0.0.1:908${choose(part, 1, [3, 4, 5])}");`,
  }),
};

/** Facets: comment, enabled, endpoint. */
export const storageVolume: Recipe = {
  keys: ['cold'],
  facets: [3, 2, 2],
  needs: () => [],
  write: (part) => ({
    path: `catalogs/${part.key}.sql`,
    text:
      `CREATE STORAGE VOLUME ${part.key} TYPE = S3 LOCATIONS = ("s3://bucket/cold")${comment(choose(part, 0, COMMENTS))}\n` +
      `PROPERTIES ("enabled" = "${choose(part, 1, ['true', 'false'])}", "aws.s3.region" = "cn-hangzhou", ` +
      `"aws.s3.endpoint" = "http://127.0.0.1:${choose(part, 2, [1, 2])}", "aws.s3.access_key" = "key", "aws.s3.secret_key" = "secret:env:COLD");`,
  }),
};

/** Facets: size. */
export const warehouse: Recipe = {
  keys: ['etl', 'reports'],
  facets: [3],
  needs: () => [],
  write: (part) => ({
    path: `resources/${part.key}.sql`,
    text: `CREATE WAREHOUSE ${part.key} COMMENT "nodes" WITH ("compute_replica" = "${choose(part, 0, [1, 2, 3])}");`,
  }),
};

/** Facets: weight, memory, concurrency, classifiers. */
export const resourceGroup: Recipe = {
  keys: ['group1', 'group2'],
  facets: [3, 3, 3, 4],
  needs: () => [],
  write: (part) => ({
    path: `resources/${part.key}.sql`,
    text:
      `CREATE RESOURCE GROUP ${part.key} TO ${choose(part, 3, [
        `(user='${part.key}')`,
        `(user='${part.key}', query_type in ('select')), (db='ads')`,
        `(user='${part.key}'), (role='${part.key}')`,
        `(role='${part.key}')`,
      ])}\nWITH ("cpu_weight" = "${choose(part, 0, [2, 4, 8])}", "mem_limit" = "${choose(part, 1, [10, 20, 30])}%"` +
      `${choose(part, 2, ['', ', "concurrency_limit" = "5"', ', "concurrency_limit" = "9"'])});`,
  }),
};

/** Facets: comment; two for each table: whether it may be read and written. */
export const role: Recipe = {
  keys: ['analyst', 'writer'],
  facets: [3, ...table.keys.map(() => 4), 3],
  needs: () => [],
  write: (part, { library }) => ({
    path: `roles/${part.key}.sql`,
    text: [
      `CREATE ROLE ${part.key}${comment(choose(part, 0, COMMENTS))};`,
      ...table.keys.flatMap((key, index) => tableGrant(part, library, key, 1 + index)),
      ...catalogGrant(part, library),
    ].join('\n'),
  }),
};

function tableGrant(part: Part, library: Library, key: string, facet: number): readonly string[] {
  const target = library.get(key);
  if (target === undefined || !has(part, facet)) return [];
  const privileges = choose(part, facet, ['', 'SELECT', 'SELECT, INSERT', 'ALL']);
  return [`GRANT ${privileges} ON TABLE ods.${tableName(target)} TO ROLE ${part.key};`];
}

function catalogGrant(part: Part, library: Library): readonly string[] {
  const facet = 1 + table.keys.length;
  if (!has(part, facet) || !library.has('lake')) return [];
  const option = choose(part, facet, ['', '', ' WITH GRANT OPTION']);
  return [`GRANT USAGE ON CATALOG lake TO ROLE ${part.key}${option};`];
}

/** Facets: password, roles, connections, a privilege of its own. */
export const user: Recipe = {
  keys: ['app', 'etl_job'],
  facets: [3, 3, 3, 2],
  needs: (part) => rolesOf(part),
  write: (part) => {
    const roles = rolesOf(part);
    const defaults = roles.length === 0 ? '' : ` DEFAULT ROLE ${roles.join(', ')}`;
    const limits = choose(part, 2, [
      '',
      ' PROPERTIES ("max_user_connections" = "10")',
      ' PROPERTIES ("max_user_connections" = "20")',
    ]);
    return {
      path: `users/${part.key}.sql`,
      text: [
        `CREATE USER ${part.key} IDENTIFIED BY 'secret:env:PASSWORD_${choose(part, 0, [1, 2, 3])}'${defaults}${limits};`,
        ...roles.map((name) => `GRANT ${name} TO USER ${part.key};`),
        ...(has(part, 3) ? [`GRANT OPERATE ON SYSTEM TO USER ${part.key};`] : []),
      ].join('\n'),
    };
  },
};

function rolesOf(part: Part): readonly string[] {
  return choose(part, 1, [[], ['analyst'], ['analyst', 'writer']]);
}
