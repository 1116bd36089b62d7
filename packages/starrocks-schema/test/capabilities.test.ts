import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { FEATURES, capabilityTable, diff, planSteps } from '../src';
import { capabilityPage } from '../src/capabilities/table';
import { compareVersions } from '../src/capabilities/version';

import { CAREFUL, declare, source } from './helpers/declare';
import { liveOf } from './helpers/live';

function refusals(version: string, sql: string): readonly string[] {
  const live = liveOf(declare('CREATE TABLE ods.other (x INT)'), { version });
  return planSteps(diff(declare('CREATE TABLE ods.other (x INT)', sql), live), CAREFUL).refusals.map(
    ({ message }) => message,
  );
}

describe('what a version does not know', () => {
  test.each([
    ['3.5.2-a1b2', 'CREATE TABLE ods.t (x INT) PROPERTIES ("file_bundling" = "true")', '4.0'],
    ['3.5.2', 'CREATE TABLE ods.t (x INT) PROPERTIES ("flat_json.enable" = "true")', '4.0'],
    ['3.5.2', 'CREATE TABLE ods.t (x DECIMAL(60, 2))', '4.0'],
    ['3.4.0', 'CREATE VIEW cdm.v SECURITY INVOKER AS SELECT x FROM ods.other', '3.4.1'],
    ['4.0.3', 'CREATE TABLE ods.t (x INT) PROPERTIES ("cloud_native_fast_schema_evolution_v2" = "true")', '4.1'],
    ['3.4.9', 'CREATE TABLE ods.t (x INT, d DATE) PROPERTIES ("partition_retention_condition" = "d > now()")', '3.5'],
    ['3.4.0', 'CREATE MATERIALIZED VIEW ads.m PARTITION BY (a, b) REFRESH MANUAL AS SELECT a, b FROM ods.other', '3.5'],
  ])('fails early: %s, %s', (version, sql, since) => {
    const shown = version.replace(/-.*/, '');
    expect(refusals(version, sql).join()).toContain(`needs StarRocks >= ${since}, the warehouse runs ${shown}`);
    expect(refusals('4.1.1', sql)).toEqual([]);
    expect(refusals('main-abc123', sql)).toEqual([]);
  });

  test('is not asked where no warehouse was read', () => {
    expect(refusals('', 'CREATE TABLE ods.t (x DECIMAL(60, 2))')).toEqual([]);
  });
});

describe('the table of capabilities', () => {
  test('has a row per feature, each with an id of its own', () => {
    expect(new Set(FEATURES.map(({ id }) => id)).size).toBe(FEATURES.length);
    expect(capabilityTable().trim().split('\n')).toHaveLength(FEATURES.length + 2);
    expect(capabilityTable()).toMatch(
      /\| `alter\.rename-column` \| RENAME COLUMN \| yes \| yes \| yes \| yes \| yes \| 3\.3\.2 \|/,
    );
  });

  test('is the page of the documentation (UPDATE_DOCS=1 writes it)', () => {
    const page = join(__dirname, '../../..', 'docs/reference/capabilities.md');
    if (process.env['UPDATE_DOCS'] === '1') writeFileSync(page, capabilityPage());
    expect(readFileSync(page, 'utf8')).toBe(capabilityPage());
  });

  test.each([
    ['3.5.2', '3.5', 1],
    ['3.5', '3.5.0', 0],
    ['3.3.19', '3.4', -1],
    ['4.0.0-rc1', '4.0.1', -1],
    ['main', '4.1', 1],
  ])('compares %s with %s', (a, b, expected) => {
    expect(Math.sign(compareVersions(a, b))).toBe(expected);
  });
});

describe('the same change on another version', () => {
  const table = (key: string, unit: string, name = 'v'): string =>
    `CREATE TABLE ods.t (k ${key} NOT NULL, d DATE NOT NULL, ${name} INT) PRIMARY KEY (k, d) PARTITION BY date_trunc('${unit}', d) DISTRIBUTED BY HASH (d)`;

  function steps(version: string, after: string, renamed = false): readonly string[] {
    const live = liveOf(declare(table('VARCHAR(10)', 'day')), { version });
    const desired = declare({
      ...source(after),
      renamedColumns: renamed ? [{ column: 'w', from: 'v' }] : [],
    });
    const plan = planSteps(diff(desired, live), { ...CAREFUL, maxRisk: 'rewrites-data' });
    return [...plan.steps.map(({ kind }) => kind), ...plan.refusals.map(({ message }) => message)];
  }

  test.each([
    ['4.1.1', table('VARCHAR(20)', 'day'), ['alter-columns']],
    ['4.1.0', table('VARCHAR(20)', 'day'), ['create-shadow', 'copy', 'swap', 'put-away']],
    ['3.5.0', table('VARCHAR(10)', 'month'), ['optimize']],
    ['3.4.0', table('VARCHAR(10)', 'month'), ['create-shadow', 'copy', 'swap', 'put-away']],
  ])('on %s %s comes to %j', (version, after, expected) => {
    expect(steps(version, after)).toEqual(expected);
  });

  test('fails to rename a column before 3.3.2', () => {
    expect(steps('3.3.2', table('VARCHAR(10)', 'day', 'w'), true)).toEqual(['rename-column']);
    expect(steps('3.3.1', table('VARCHAR(10)', 'day', 'w'), true)).toEqual([
      expect.stringMatching(/^RENAME COLUMN needs StarRocks >= 3\.3\.2, the warehouse runs 3\.3\.1\./),
    ]);
  });
});
