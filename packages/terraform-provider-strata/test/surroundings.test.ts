import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { endpointOf, targetOf } from '../src/cloud/target';
import { resolveSecret } from '../src/secrets';
import { FakeControlPlane } from './helpers/control-plane';
import { sandboxFolder } from './helpers/provider';

const cloud = targetOf('cloud', 'cn-shanghai');
const sandbox = targetOf('sandbox', 'cn-shanghai');

describe('where the APIs are', () => {
  test.each([
    ['starrocks', 'starrocks.cn-shanghai.aliyuncs.com'],
    ['ververica', 'ververica.cn-shanghai.aliyuncs.com'],
    ['foasconsole', 'foasconsole.aliyuncs.com'],
    ['kms', 'kms.cn-shanghai.aliyuncs.com'],
  ] as const)('%s of the cloud is at %s', (product, host) => {
    expect(endpointOf(cloud, product, { workingDirectory: '/', environment: {} })).toEqual({ host, protocol: 'https' });
  });

  test('a variable overrides an endpoint of the cloud, as for the official provider', () => {
    const environment = { ALIBABA_CLOUD_ENDPOINT_STARROCKS: 'vpc.example' };
    expect(endpointOf(cloud, 'starrocks', { workingDirectory: '/', environment }).host).toBe('vpc.example');
    expect(endpointOf(cloud, 'kms', { workingDirectory: '/', environment }).host).toBe('kms.cn-shanghai.aliyuncs.com');
  });

  describe('the sandbox', () => {
    const checkout = mkdtempSync(join(tmpdir(), 'strata-checkout-'));
    const stack = join(checkout, 'cdktf.out', 'stacks', 'demo');
    beforeAll(() => {
      mkdirSync(stack, { recursive: true });
      mkdirSync(join(checkout, '.strata', 'sandbox'), { recursive: true });
      writeFileSync(
        join(checkout, '.strata', 'sandbox', 'control-plane.json'),
        '{"pid":1,"port":17480,"checkout":"x"}',
      );
    });
    afterAll(() => rmSync(checkout, { recursive: true }));

    test.each([
      ['from a stack inside of the checkout', stack, {}],
      ['by its folder', '/', { STRATA_SANDBOX_DIR: join(checkout, '.strata', 'sandbox') }],
      ['by its checkout', '/', { STRATA_SANDBOX_DIR: checkout }],
    ])('is found %s', (_name, workingDirectory, environment) => {
      const found = endpointOf(sandbox, 'starrocks', { workingDirectory, environment });
      expect(found).toEqual({
        host: '127.0.0.1:17480',
        protocol: 'http',
        headers: { 'x-strata-checkout': 'x' },
      });
    });

    test('fails where there is none, and says how to start one', () => {
      expect(() => endpointOf(sandbox, 'kms', { workingDirectory: '/', environment: {} })).toThrow(
        'npx strata sandbox up',
      );
    });
  });

  test('fails for a target that does not exist', () => {
    expect(() => targetOf('moon', 'x')).toThrow('must be one of sandbox, cloud, got "moon"');
  });
});

describe('secrets', () => {
  const surroundings = { workingDirectory: '/', environment: { PW: 'value', EMPTY: '' } };

  test('env: is the value of a variable', async () => {
    await expect(resolveSecret('env:PW', cloud, surroundings, 'a test')).resolves.toBe('value');
  });

  test.each([
    ['env:MISSING', cloud, /the environment variable MISSING is not set .* referenced as `password` of admin at demo/],
    ['env:EMPTY', cloud, /the environment variable EMPTY is empty/],
    ['sandbox:x', cloud, /exists only in the sandbox/],
    ['kms:x', sandbox, /No sandbox was found/],
    ['plain text', cloud, /must be a reference to a secret/],
  ])('fails for %s', async (reference, target, message) => {
    await expect(resolveSecret(reference, target, surroundings, '`password` of admin at demo')).rejects.toThrow(
      message,
    );
  });

  describe('of the sandbox', () => {
    const plane = new FakeControlPlane();
    const folder = sandboxFolder();
    const there = { workingDirectory: '/', environment: { STRATA_SANDBOX_DIR: folder } };
    beforeAll(async () => {
      await plane.start(folder);
      plane.secrets.set('admin', 'made-for-admin');
      plane.secrets.set('kms-risk-dev-admin', 'made-for-kms');
    });
    afterAll(async () => {
      await plane.stop();
      rmSync(dirname(dirname(folder)), { recursive: true });
    });

    test.each([
      ['sandbox:admin', 'made-for-admin'],
      ['kms:risk-dev/admin', 'made-for-kms'],
    ])('%s is a value that the sandbox made', async (reference, value) => {
      await expect(resolveSecret(reference, sandbox, there, 'a test')).resolves.toBe(value);
    });

    test('fails when the sandbox of another checkout answers', async () => {
      const { checkout } = plane;
      plane.checkout = '/another';
      await expect(resolveSecret('sandbox:admin', sandbox, there, 'a test')).rejects.toMatchObject({
        code: 'STR1602',
        message: expect.stringContaining('This is the sandbox of /another') as string,
      });
      plane.checkout = checkout;
    });

    test('fails with what the sandbox answers when it has none, and says where it was needed', async () => {
      await expect(resolveSecret('sandbox:refused', sandbox, there, '`password` of admin')).rejects.toMatchObject({
        code: 'STR1601',
        message: expect.stringMatching(
          /secret sandbox:refused, referenced as `password` of admin: Error: no secret has this name/,
        ) as string,
      });
    });

    test('have a name that the sandbox accepts, however long it is in KMS', async () => {
      const long = 'x'.repeat(200);
      await resolveSecret(`kms:${long}/a`, sandbox, there, 'a test');
      await resolveSecret(`kms:${long}/b`, sandbox, there, 'a test');
      const made = readdirSync(folder).filter((name) => name.startsWith('kms-xx'));
      expect(made).toHaveLength(2);
      expect(made.every((name) => /^[a-z0-9][a-z0-9._-]{0,62}$/i.test(name))).toBe(true);
    });
  });

  test('fails for a secret of KMS without a sandbox, and says where the sandbox keeps it', async () => {
    const nowhere = { workingDirectory: '/', environment: {} };
    await expect(resolveSecret('kms:risk-dev/admin', sandbox, nowhere, 'a test')).rejects.toThrow(
      'No sandbox was found',
    );
  });
});
