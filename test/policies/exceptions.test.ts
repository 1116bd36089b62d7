import type { PolicyException } from '@strata/environment';
import { judge } from '../../policies/engine/judge';
import { formatReport } from '../../policies/engine/judge';
import type { PolicyStack } from '../../policies/policy';
import { stack } from './stack';

const UTF8 = {
  policy: 'utf8mb4',
  resource: '*',
  reason: 'the core system is latin1 until it moves',
  until: '2027-01-31',
};

/** A stack with a database that breaks `utf8mb4`, of an environment with exceptions. */
function excepting(...exceptions: readonly PolicyException[]): PolicyStack {
  const broken = stack(['alicloud_db_database', {}]);
  return { ...broken, environment: { ...broken.environment, exceptions } };
}

const texts = (tried: PolicyStack): readonly string[] =>
  formatReport(judge([tried])).map(({ severity, text }) => `${severity}: ${text}`);

describe('exceptions of policies', () => {
  test('let a finding pass, and keep it in the report with reason and day', () => {
    const report = judge([excepting(UTF8)]);
    expect(report.verdicts.find(({ policy }) => policy === 'utf8mb4')).toMatchObject({
      exception: { reason: UTF8.reason, until: '2027-01-31' },
    });
    expect(texts(excepting(UTF8)).join()).not.toContain('utf8mb4');
  });

  test.each(['alicloud_db_database.r0', 'alicloud_db_*', '*.r0'])('cover the address %s', (resource) => {
    expect(texts(excepting({ ...UTF8, resource })).join()).not.toContain('utf8mb4:');
  });

  test.each(['alicloud_db_database', 'alicloud_db_database.r', 'alicloud.db*'])(
    'fail to cover it by %s, and are then not needed',
    (resource) => {
      const shown = texts(excepting({ ...UTF8, resource }));
      expect(shown).toContainEqual(expect.stringMatching(/^error: .* has the character set "utf8"/));
      expect(shown).toContainEqual(
        expect.stringMatching(/^warning: .*risk-prod\.yaml {2}exceptions\[0\]\n {2}nothing breaks utf8mb4 here/),
      );
    },
  );

  test('fail when there is no such policy, with the one that was meant', () => {
    expect(texts(excepting(UTF8, { ...UTF8, policy: 'utf8mb3' }))).toContainEqual(
      expect.stringMatching(
        /exceptions\[1\]\.policy\n {2}must be the id of a policy, got "utf8mb3"\. Did you mean "utf8mb4"\?$/,
      ),
    );
  });

  test('of a rule of the plan alone are not called idle at synth', () => {
    expect(texts(excepting(UTF8, { ...UTF8, policy: 'rds-engine-upgrade' })).join()).not.toContain(
      'rds-engine-upgrade',
    );
  });
});
