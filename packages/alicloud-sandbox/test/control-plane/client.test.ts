import { keptEnvironment } from '../../src/control-plane/client';

describe('processes of the sandbox', () => {
  test('know where programs are, and no credential of whoever started them', () => {
    const shell = {
      PATH: '/bin',
      LC_ALL: 'C.UTF-8',
      NODE_OPTIONS: '--max-old-space-size=512',
      ALIBABA_CLOUD_ACCESS_KEY_SECRET: 'a',
      ALICLOUD_SECRET_KEY: 'b',
      TF_VAR_risk_prod_loans_replication_password: 'c',
      STRATA_STARROCKS_PASSWORD: 'd',
    };
    expect(keptEnvironment(shell)).toEqual({
      PATH: '/bin',
      LC_ALL: 'C.UTF-8',
      NODE_OPTIONS: '--max-old-space-size=512',
    });
  });
});
