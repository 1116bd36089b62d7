import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  addressesOf,
  aligned,
  firstFree,
  mostNodes,
  overlaps,
  parseAccount,
  rulesOverlap,
  totalCu,
  weeklyHours,
} from '../src';
import type { ScheduleRule } from '../src';
import { environment, problemsOf, root } from './helpers';

const SHARED = {
  instance: '{ shared: risk-prod }',
  network: '',
  secrets: '{ admin: kms:risk/admin, user: kms:risk/user }',
};
const rule = (from: string, to: string, days: ScheduleRule['days']): ScheduleRule => ({
  name: 'r',
  nodes: 1,
  from,
  to,
  days,
});

describe('ranges of addresses', () => {
  test('are read whatever their host bits, and no byte is above 255', () => {
    expect(addressesOf('10.20.3.4/16')).toEqual(addressesOf('10.20.0.0/16'));
    expect(addressesOf('10.256.0.0/16')).toBeUndefined();
    expect(aligned('10.20.3.4/12')).toBe('10.16.0.0/12');
  });

  test('overlap when they share an address', () => {
    const range = (cidr: string) => addressesOf(cidr) ?? { first: 0, last: 0 };
    expect(overlaps(range('10.20.0.0/16'), range('10.20.255.0/24'))).toBe(true);
    expect(overlaps(range('10.20.0.0/16'), range('10.21.0.0/16'))).toBe(false);
  });

  test('are found where none is taken, behind larger and smaller ones', () => {
    expect(firstFree('10.0.0.0/8', 16, [])).toBe('10.0.0.0/16');
    expect(firstFree('10.0.0.0/8', 16, ['10.0.0.0/15', '10.2.7.0/24', '10.4.0.0/16'])).toBe('10.3.0.0/16');
    expect(firstFree('10.0.0.0/15', 16, ['10.0.0.0/16', '10.1.200.0/24'])).toBeUndefined();
  });
});

describe('a schedule', () => {
  test('counts hours over midnight, and a whole day when it ends when it begins', () => {
    expect(weeklyHours(rule('22:00', '06:00', ['mon', 'tue']))).toBe(16);
    expect(weeklyHours(rule('08:00', '08:00', ['sun']))).toBe(24);
  });

  test('overlaps over midnight and over the end of the week, and not where one begins when the other ends', () => {
    const night = rule('22:00', '06:00', ['sun']);
    expect(rulesOverlap(night, rule('05:00', '07:00', ['mon']))).toBe(true);
    expect(rulesOverlap(rule('05:00', '07:00', ['mon']), night)).toBe(true);
    expect(rulesOverlap(night, rule('06:00', '07:00', ['mon']))).toBe(false);
  });

  test('is that of the stage where a warehouse has none, unless the environment runs at all hours', () => {
    const warehouses = '[{ name: etl, cu: 8, nodes: 2 }]';
    const [paused] = environment({ warehouses }).warehouses;
    expect(paused).toMatchObject({
      scaleToZero: true,
      nodes: 2,
      schedule: { timeZone: 'Asia/Shanghai', rules: [{ nodes: 2, from: '08:00', to: '20:00' }] },
    });
    const [always] = environment({ warehouses, pauseOutsideWorkingHours: 'off' }).warehouses;
    expect(always).toEqual({ name: 'etl', cu: 8, nodes: 2, scaleToZero: false });
    expect(environment({ warehouses, stage: 'prod', expires: '' }).warehouses[0]?.schedule).toBeUndefined();
  });

  test('of its own is kept, and counts into the size at its peak', () => {
    const rules = "[{ name: day, nodes: 3, from: '08:00', to: '20:00' }]";
    const own = environment({
      warehouses: `[{ name: etl, cu: 8, nodes: 1, schedule: { timeZone: Asia/Shanghai, rules: ${rules} } }]`,
    });
    expect(own.warehouses[0]).toMatchObject({ scaleToZero: false, schedule: { rules: [{ days: { length: 7 } }] } });
    expect(own.warehouses.map(mostNodes)).toEqual([4]);
    expect(totalCu(own)).toBe(8 + 24 + 32);
  });
});

describe('an environment on a shared instance', () => {
  test('reads ods and cdm of the other one, and has a network only when it brings one', () => {
    expect(environment(SHARED)).toMatchObject({
      instance: { kind: 'shared', environment: 'risk-prod' },
      network: { kind: 'none' },
      layers: ['ads'],
      borrowedLayers: [
        { layer: 'ods', environment: 'risk-prod' },
        { layer: 'cdm', environment: 'risk-prod' },
      ],
    });
  });

  test('counts its warehouses alone', () => {
    expect(totalCu(environment({ ...SHARED, warehouses: '[{ name: etl, cu: 8 }]' }))).toBe(8);
  });
});

describe('what else a file may say', () => {
  test('layers in any order, with variables', () => {
    expect(environment({ layers: '[{ name: ads, variables: { currency: CNY } }, ods, cdm]' })).toMatchObject({
      layers: ['ods', 'cdm', 'ads'],
      variables: { ads: { currency: 'CNY' } },
    });
  });

  test('a MySQL server that is there already', () => {
    expect(
      environment({ sources: '[{ name: core, databases: [a], host: 10.20.0.9, user: cdc, password: env:X }]' }).sources,
    ).toEqual([
      {
        kind: 'existing',
        name: 'core',
        databases: ['a'],
        host: '10.20.0.9',
        port: 3306,
        user: 'cdc',
        password: 'env:X',
      },
    ]);
  });

  test('contacts of alarms; else the owner is told', () => {
    expect(environment({ alarms: '{ contactGroups: [platform] }' }).alarms).toEqual({
      contacts: [],
      contactGroups: ['platform'],
    });
    expect(environment().alarms.contacts).toEqual([{ name: 'risk-dev-owner', mail: 'risk@example.com' }]);
  });
});

describe('strata.yaml', () => {
  const yaml = readFileSync(join(root, 'strata.yaml'), 'utf8');
  const problems = (from: string, to: string): readonly string[] =>
    problemsOf(() => parseAccount(yaml.replace(from, to), 'strata.yaml')).map(({ code, path }) => `${path} ${code}`);

  test.each([
    ['a plan of networks outside of private ranges', 'range: 10.0.0.0/8', 'range: 8.0.0.0/8', 'networks.range STR1103'],
    ['a rate below nothing', 'cnyPerUsd: 7.2', 'cnyPerUsd: -1', 'prices.cnyPerUsd STR1103'],
    [
      'a price of what nobody sells',
      'source: rate of the yearly plan',
      'source: x\n  own: { rds: { amount: 1, currency: CNY, per: hour, asOf: 2026-12-01, source: x } }',
      'prices.own.rds STR1103',
    ],
    ['a quota of an unknown stage', 'prod: { cu: 256 }', 'live: { cu: 256 }', 'teams.risk.live STR1102'],
    ['working hours without end', "to: '20:00'", "to: '24:00'", 'stages.dev.workingHours.to STR1103'],
  ])('fails on %s', (_, from, to, expected) => {
    expect(problems(from, to)).toEqual([expected]);
  });
});
