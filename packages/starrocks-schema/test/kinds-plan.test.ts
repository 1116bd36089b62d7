/** What a changed declaration of each kind comes to: statements, or refusals that say the way out. */

import type { DeclaredObject, LiveModel, LiveObject, Model, Plan } from '../src';
import { emptyModel, planOffline } from '../src';
import { hashOf } from '../src/canonical';
import { queryHashOf } from '../src/differences';
import { managedKeysOf } from '../src/kinds/registry';
import type { DeclaredSource } from '../src/load';

import { BOTH_KEYS, CAREFUL, declare, source } from './helpers/declare';

/** The warehouse right after a model was applied. */
function applied(model: Model): LiveModel {
  const objects = model.objects.map(({ id, kind, database, name, definition, hash }: DeclaredObject): LiveObject => {
    const liveHash = hashOf(definition);
    const ledger = {
      object: id,
      kind,
      state: 'done' as const,
      writtenHash: hash,
      liveHash,
      queryHash: queryHashOf(definition),
      pendingHash: '',
      declaredProperties: managedKeysOf(definition),
      allowDrop: false,
      engineVersion: '3.5.1',
      fence: 1,
    };
    return { id, kind, database, name, definition, liveHash, ledger };
  });
  return { ...emptyModel('demo'), engineVersion: '3.5.1', objects };
}

function change(from: string | DeclaredSource, to: string | DeclaredSource, policy = CAREFUL): Plan {
  return planOffline(applied(declare(from)), declare(to), policy);
}

const CATALOG = 'CREATE EXTERNAL CATALOG lake PROPERTIES ("type" = "hive", "hive.metastore.uris" = "thrift://a:9083")';
const VOLUME = `CREATE STORAGE VOLUME cold TYPE = S3 LOCATIONS = ("s3://b/x") PROPERTIES ("enabled" = "true")`;
const PIPE = `CREATE PIPE ods.copy PROPERTIES ("POLL_INTERVAL" = "60") AS INSERT INTO ods.t SELECT * FROM FILES("path" = "s3://b/x", "format" = "parquet")`;
const LOAD = `CREATE ROUTINE LOAD ods.follow ON t COLUMNS (a, b) PROPERTIES ("max_batch_interval" = "10", "format" = "json") FROM KAFKA ("kafka_broker_list" = "k:9092", "kafka_topic" = "t")`;
const TASK = `SUBMIT TASK ods.nightly SCHEDULE EVERY (INTERVAL 1 DAY) AS INSERT INTO ods.t SELECT 1`;
const USER = `CREATE USER app IDENTIFIED BY 'secret:kms:app' PROPERTIES ("max_user_connections" = "100")`;
const GROUP = `CREATE RESOURCE GROUP g TO (user='a'), (user='b') WITH ("cpu_weight" = "4", "mem_limit" = "20%", "concurrency_limit" = "5")`;
const FUNCTION = `CREATE FUNCTION ods.twice(INT) RETURNS INT PROPERTIES ("symbol" = "Twice", "type" = "StarrocksJar", "file" = "http://h/a.jar")`;

describe('what changes in place', () => {
  test.each([
    [
      'a property of a catalog',
      CATALOG,
      CATALOG.replace('a:9083', 'b:9083'),
      [/^ALTER CATALOG lake SET \("hive.metastore.uris" = "thrift:\/\/b:9083"\)$/],
    ],
    [
      'a comment of a volume',
      VOLUME,
      VOLUME.replace('PROPERTIES', 'COMMENT "c" PROPERTIES'),
      [/^ALTER STORAGE VOLUME cold COMMENT = "c"$/],
    ],
    [
      'a property of a pipe',
      PIPE,
      PIPE.replace('"60"', '"90"'),
      [/^ALTER PIPE ods.copy SET \("poll_interval" = "90"\)$/],
    ],
    [
      'columns of a routine load',
      LOAD,
      LOAD.replace('(a, b)', '(a, b, c)'),
      [
        /^PAUSE ROUTINE LOAD FOR ods.follow$/,
        /^ALTER ROUTINE LOAD FOR ods.follow\s+COLUMNS \(a, b, c\)$/,
        /^RESUME ROUTINE LOAD FOR ods.follow$/,
      ],
    ],
    [
      'the schedule of a task',
      TASK,
      TASK.replace('1 DAY', '2 DAY'),
      [/^DROP TASK IF EXISTS nightly$/, /^SUBMIT TASK ods.nightly[\s\S]*INTERVAL 2 DAY/],
    ],
    [
      'the secret of a user',
      USER,
      USER.replace('kms:app', 'kms:app-2'),
      [/^ALTER USER .* IDENTIFIED BY "secret:kms:app-2"$/, /DEFAULT ROLE NONE$/],
    ],
    [
      'a property of a user that is declared no more',
      USER,
      "CREATE USER app IDENTIFIED BY 'secret:kms:app'",
      [/SET PROPERTIES \("max_user_connections" = "1024"\)$/],
    ],
    [
      'a classifier more',
      GROUP,
      GROUP.replace("(user='b')", "(user='b'), (user='c')"),
      [/^ALTER RESOURCE GROUP g ADD \(user='c'\)$/],
    ],
    ['a classifier less', GROUP, GROUP.replace(", (user='b')", ''), [/ DROP ALL$/, / ADD \(user='a'\)$/]],
    [
      'a limit less',
      GROUP,
      GROUP.replace(', "concurrency_limit" = "5"', ''),
      [/^ALTER RESOURCE GROUP g WITH \("concurrency_limit" = "0"\)$/],
    ],
    ['the hidden weight of a group', GROUP, GROUP.replace('"4"', '"8"'), [/WITH \("cpu_weight" = "8"\)$/]],
    ['the body of a function', FUNCTION, FUNCTION.replace('a.jar', 'b.jar'), [/^CREATE OR REPLACE FUNCTION ods.twice/]],
    ['a comment of a role', 'CREATE ROLE r', 'CREATE ROLE r COMMENT "c"', [/^ALTER ROLE r SET COMMENT = "c"$/]],
  ])('%s', (_what, from, to, statements) => {
    const plan = change(from, to);
    expect(plan.refusals).toEqual([]);
    expect(plan.statements).toEqual(statements.map((pattern) => expect.stringMatching(pattern) as string));
  });

  test('a grant more before a grant less, and the option taken back', () => {
    const role = (...grants: readonly string[]): DeclaredSource => ({
      ...source('CREATE ROLE r'),
      grants: grants.map((sql) => source(`GRANT ${sql}`).statement),
    });
    const plan = change(
      role('SELECT, INSERT ON TABLE ods.t TO ROLE r', 'SELECT ON TABLE ods.u TO ROLE r WITH GRANT OPTION'),
      role('SELECT, DELETE ON TABLE ods.t TO ROLE r', 'SELECT ON TABLE ods.u TO ROLE r', 'base_role TO ROLE r'),
    );
    expect(plan.statements).toEqual([
      'GRANT base_role TO ROLE r',
      'GRANT DELETE ON TABLE ods.t TO ROLE r',
      'GRANT SELECT ON TABLE ods.u TO ROLE r',
      'REVOKE INSERT ON TABLE ods.t FROM ROLE r',
      'REVOKE SELECT ON TABLE ods.u FROM ROLE r',
      'GRANT SELECT ON TABLE ods.u TO ROLE r',
    ]);
  });
});

describe('what is made first', () => {
  test('functions before what calls them and who may', () => {
    const model = declare(
      'CREATE VIEW ods.a AS SELECT ods.twice(1) AS x',
      'CREATE VIEW ods.b AS SELECT twice_more(1) AS x',
      FUNCTION,
      { ...source('CREATE ROLE r'), grants: [source('GRANT USAGE ON FUNCTION ods.twice(INT) TO ROLE r').statement] },
    );
    const references = Object.fromEntries(model.objects.map((object) => [object.id, object.references]));
    expect(references).toMatchObject({
      'ods.a': ['function:ods.twice(int)'],
      'ods.b': [],
      'grants:role:r': ['role:r', 'function:ods.twice(int)'],
    });
  });
});

describe('what is refused', () => {
  test.each([
    [
      'another type of a catalog',
      CATALOG,
      CATALOG.replace('"hive"', '"iceberg"'),
      /properties\.type.*inactive.*second catalog/,
    ],
    [
      'a property of a catalog that is declared no more',
      CATALOG,
      'CREATE EXTERNAL CATALOG lake PROPERTIES ("type" = "hive")',
      /cannot be taken away/,
    ],
    ['another place of a volume', VOLUME, VOLUME.replace('b/x', 'b/y'), /locations.*tables stay where they are/],
    ['what a pipe inserts', PIPE, PIPE.replace('s3://b/x', 's3://b/y'), /insert.*loads all files again/],
    [
      'the topic of a routine load',
      LOAD,
      LOAD.replace('"kafka_topic" = "t"', '"kafka_topic" = "u"'),
      /source\.kafka_topic.*kafka_offsets/,
    ],
    ['the format of a routine load', LOAD, LOAD.replace('"json"', '"csv"'), /properties\.format/],
  ])('%s', (_what, from, to, message) => {
    const plan = change(from, to);
    expect(plan.steps).toEqual([]);
    expect(plan.refusals.map((refusal) => refusal.message)).toEqual([expect.stringMatching(message)]);
  });
});

describe('what is declared no more', () => {
  test('goes without keys where nothing is lost', () => {
    const plan = planOffline(applied(declare(GROUP, TASK, FUNCTION)), declare(), CAREFUL);
    expect(plan.statements).toEqual(
      expect.arrayContaining(['DROP RESOURCE GROUP g', 'DROP TASK nightly', 'DROP FUNCTION ods.twice(INT)']),
    );
  });

  test('stays without both keys where something is lost', () => {
    const model = declare(CATALOG, VOLUME, PIPE, LOAD, USER, 'CREATE ROLE r');
    const careful = planOffline(applied(model), declare(), CAREFUL);
    expect(careful.refusals).toHaveLength(6);
    const bold = planOffline(applied(model), declare(), BOTH_KEYS);
    expect(bold.statements).toEqual(
      expect.arrayContaining(['STOP ROUTINE LOAD FOR ods.follow', 'DROP CATALOG lake', 'DROP ROLE r']),
    );
  });
});
