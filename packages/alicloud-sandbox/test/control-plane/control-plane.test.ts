import { spawn } from 'node:child_process';
import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { recordedControlPlane } from '../../src/control-plane/folder';
import { sandboxDown } from '../../src/control-plane/client';
import { runningControlPlane } from '../../src/control-plane/status';
import { sandboxSecret } from '../../src/control-plane/secrets';
import { startControlPlane } from '../../src/control-plane/server';
import type { TestSandbox } from './helpers';
import { testSandbox } from './helpers';

describe('the control plane', () => {
  let sandbox: TestSandbox;
  beforeEach(async () => {
    sandbox = testSandbox();
    await sandbox.start();
  });
  afterEach(() => sandbox.remove());

  const vpc = { vpc_name: 'one', cidr_block: '10.0.0.0/16' };
  const createVpc = async () => String((await sandbox.call('POST', '/sandbox/resources/alicloud_vpc', vpc)).body['id']);

  test('keeps a resource by its Terraform type: create, read, change, delete', async () => {
    const id = await createVpc();
    const path = `/sandbox/resources/alicloud_vpc/${id}`;
    expect(id).toMatch(/^vpc-/);
    expect((await sandbox.call('GET', path)).body['attributes']).toMatchObject(vpc);
    await sandbox.call('PUT', path, { vpc_name: 'two' });
    expect((await sandbox.call('GET', path)).body['attributes']).toMatchObject({ ...vpc, vpc_name: 'two' });
    expect((await sandbox.call('DELETE', path)).status).toBe(200);
    expect(await sandbox.call('GET', path)).toMatchObject({ status: 404, body: { Code: 'ResourceNotFound' } });
  });

  test('survives a restart', async () => {
    const id = await createVpc();
    await sandbox.stop();
    await sandbox.start();
    expect((await sandbox.call('GET', `/sandbox/resources/alicloud_vpc/${id}`)).status).toBe(200);
  });

  test('never gives an id twice, not even after a deletion', async () => {
    const first = await createVpc();
    await sandbox.call('DELETE', `/sandbox/resources/alicloud_vpc/${first}`);
    expect(await createVpc()).not.toBe(first);
  });

  test('keeps no password that it was given', async () => {
    await sandbox.call('POST', '/sandbox/resources/alicloud_db_account', {
      account_name: 'cdc',
      password: 'Secret-1234',
    });
    expect(readFileSync(sandbox.folder.stateFile, 'utf8')).not.toContain('Secret-1234');
  });

  test('fails the calls that a test asks it to fail, then works again', async () => {
    await sandbox.call('POST', '/sandbox/faults', { operation: 'create alicloud_vpc', message: 'Quota exceeded.' });
    expect(await sandbox.call('POST', '/sandbox/resources/alicloud_vpc', vpc)).toMatchObject({
      status: 500,
      body: { Message: 'Quota exceeded.' },
    });
    expect((await sandbox.call('POST', '/sandbox/resources/alicloud_vpc', vpc)).status).toBe(200);
  });

  test('says what runs and what exists', async () => {
    await createVpc();
    expect((await sandbox.call('GET', '/sandbox/status')).body).toMatchObject({
      checkout: sandbox.folder.checkout,
      resources: { alicloud_vpc: 1 },
      instances: [],
    });
  });

  test('leaves nothing that says it runs when it stops', async () => {
    expect(await runningControlPlane(sandbox.folder)).toBeDefined();
    await sandbox.stop();
    expect(await runningControlPlane(sandbox.folder)).toBeUndefined();
    expect(existsSync(sandbox.folder.infoFile)).toBe(false);
  });

  test('refuses a caller that means the sandbox of another checkout', async () => {
    const elsewhere = { 'x-strata-checkout': encodeURIComponent('/other') };
    expect(await sandbox.call('POST', '/sandbox/resources/alicloud_vpc', vpc, elsewhere)).toMatchObject({
      status: 409,
    });
  });

  test('leaves a process alone whose id a killed control plane had before, and starts over its file', async () => {
    const { port } = recordedControlPlane(sandbox.folder) ?? {};
    await sandbox.stop();
    const other = spawn('sleep', ['60'], { stdio: 'ignore' });
    const stale = { pid: other.pid, port, checkout: sandbox.folder.checkout };
    writeFileSync(sandbox.folder.infoFile, JSON.stringify(stale));
    expect(await sandboxDown(sandbox.folder)).toBe(false);
    await sandbox.start();
    expect((await runningControlPlane(sandbox.folder))?.pid).toBe(process.pid);
    expect(other.exitCode ?? other.signalCode).toBeNull();
    other.kill();
  });

  test('fails for a vSwitch whose VPC does not exist', async () => {
    const reply = await sandbox.call('POST', '/sandbox/resources/alicloud_vswitch', { vpc_id: 'vpc-none' });
    expect(reply).toMatchObject({ status: 404, body: { Message: expect.stringContaining('vpc-none') as string } });
  });

  test.each([
    ['POST', '/webapi/nothing', 404],
    ['PATCH', '/sandbox/resources/alicloud_vpc', 405],
    ['GET', '/nothing', 404],
    ['POST', '/webapi/gateway/list', 400],
  ])('fails on %s %s with %d', async (method, path, status) => {
    expect((await sandbox.call(method, path)).status).toBe(status);
  });

  test('fails on a body that is not JSON', async () => {
    const { port } = JSON.parse(readFileSync(sandbox.folder.infoFile, 'utf8')) as { port: number };
    const response = await fetch(`http://127.0.0.1:${port}/sandbox/resources/alicloud_vpc`, {
      method: 'POST',
      body: '{',
    });
    expect(response.status).toBe(400);
  });

  test('fails when it runs already for this checkout', async () => {
    await expect(sandbox.start()).rejects.toMatchObject({ code: 'STR1706' });
  });

  test('fails when the port is the sandbox of another checkout, and names that', async () => {
    const other = testSandbox();
    const ports = { control: portOf(sandbox), query: 23_500, http: 24_500 };
    await expect(startControlPlane({ folder: other.folder, ports, log: () => undefined })).rejects.toMatchObject({
      code: 'STR1707',
      message: expect.stringContaining(sandbox.folder.checkout) as string,
    });
    await other.remove();
  });

  test('fails when another program has the port, and says which setting to change', async () => {
    const program = createServer((_request, response) => response.end('hello'));
    await new Promise<void>((resolve) => program.listen(0, '127.0.0.1', resolve));
    const other = testSandbox();
    const ports = { control: (program.address() as AddressInfo).port, query: 23_500, http: 24_500 };
    await expect(startControlPlane({ folder: other.folder, ports, log: () => undefined })).rejects.toMatchObject({
      code: 'STR1708',
      message: expect.stringContaining('sandbox.port in strata.yaml') as string,
    });
    await other.remove();
    program.close();
  });
});

describe('a sandbox secret', () => {
  const sandbox = testSandbox();
  afterAll(() => sandbox.remove());

  test('is made once, kept in a file of the user, and passes the rules of the cloud', () => {
    const value = sandboxSecret(sandbox.folder.secrets, 'admin');
    expect(sandboxSecret(sandbox.folder.secrets, 'admin')).toBe(value);
    expect(statSync(join(sandbox.folder.secrets, 'admin')).mode & 0o777).toBe(0o600);
    for (const needed of [/[a-z]/, /[A-Z]/, /[0-9]/, /[@%_-]/, /^.{8,30}$/]) expect(value).toMatch(needed);
  });

  test.each(['../admin', '', 'a/b', '.hidden'])('fails for the name %p', (name) => {
    expect(() => sandboxSecret(sandbox.folder.secrets, name)).toThrow('is not a name of a sandbox secret');
  });
});

function portOf(sandbox: TestSandbox): number {
  return recordedControlPlane(sandbox.folder)?.port ?? 0;
}
