import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { prepareTerraformFolder, TerraformFolders } from '../../stacks/terraform-folder';
import type { LocalProvider } from '../../stacks/terraform-folder';

describe('a stack folder made ready for Terraform', () => {
  let folder: string;
  let provider: LocalProvider;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'strata-folder-'));
    const executable = join(folder, 'built', 'terraform-provider-strata');
    mkdirSync(join(folder, 'built'));
    writeFileSync(executable, '#!/bin/sh\nexit 1\n');
    chmodSync(executable, 0o755);
    provider = { source: 'strata/strata', version: '0.1.0', executable };
    writeFileSync(
      join(folder, 'cdk.tf.json'),
      JSON.stringify({ terraform: { required_providers: { strata: { source: 'strata/strata', version: '0.1.0' } } } }),
    );
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  /** Runs Terraform without any setting of the user's. */
  const terraform = (...args: readonly string[]): string => {
    const rc = join(folder, 'empty.rc');
    writeFileSync(rc, '');
    return execFileSync('terraform', [...args, '-no-color'], {
      cwd: folder,
      encoding: 'utf8',
      env: { ...process.env, TF_CLI_CONFIG_FILE: rc, CHECKPOINT_DISABLE: '1', HTTPS_PROXY: 'http://127.0.0.1:9' },
    });
  };

  test('is initialised offline, and its lock is left as it is', () => {
    prepareTerraformFolder(folder, { providers: [provider] });
    const lock = readFileSync(join(folder, '.terraform.lock.hcl'), 'utf8');
    expect(terraform('init', '-input=false')).toContain('successfully initialized');
    expect(readFileSync(join(folder, '.terraform.lock.hcl'), 'utf8')).toBe(lock);
  });

  test('is initialised again after the provider was built anew', () => {
    prepareTerraformFolder(folder, { providers: [provider] });
    terraform('init', '-input=false');
    writeFileSync(provider.executable, '#!/bin/sh\nexit 2\n');
    prepareTerraformFolder(folder, { providers: [provider] });
    expect(terraform('init', '-input=false')).toContain('successfully initialized');
  });

  test('has the provider under the hosts of Terraform and of OpenTofu', () => {
    prepareTerraformFolder(folder, { providers: [provider] });
    for (const host of ['registry.terraform.io', 'registry.opentofu.org']) {
      const platforms = join(folder, 'terraform.d/plugins', host, 'strata/strata/0.1.0');
      expect(existsSync(platforms)).toBe(true);
    }
  });

  test('locks only the providers that the stack names', () => {
    const other = { ...provider, source: 'aliyun/alicloud', version: '1.289.0' };
    prepareTerraformFolder(folder, { providers: [provider, other] });
    expect(readFileSync(join(folder, '.terraform.lock.hcl'), 'utf8')).not.toContain('alicloud');
  });

  describe('of a cloud stack', () => {
    const alicloud = { source: 'aliyun/alicloud', version: '1.289.0' };
    const lockWith = (registryLock?: string): string => {
      writeFileSync(join(folder, 'cdk.tf.json'), JSON.stringify({ terraform: { required_providers: { alicloud } } }));
      prepareTerraformFolder(folder, {
        providers: [provider],
        ...(registryLock === undefined ? {} : { registryLock }),
      });
      return readFileSync(join(folder, '.terraform.lock.hcl'), 'utf8');
    };

    test('keeps the committed hashes of the real provider', () => {
      const block = 'provider "registry.terraform.io/aliyun/alicloud" {\n  version = "1.289.0"\n  hashes = ["zh:1"]\n}';
      const other = block.replace('aliyun/alicloud', 'other/thing');
      const lock = lockWith(`# comment\n\n${other}\n\n${block}\n`);
      expect(lock).toContain(block);
      expect(lock).not.toContain('other/thing');
    });

    test('names the version when no hashes are committed, so that cdktf asks no registry for them', () => {
      expect(lockWith()).toContain('version     = "1.289.0"');
      expect(lockWith()).not.toContain('hashes');
    });

    test('does not link the stand-in', () => {
      lockWith();
      expect(existsSync(join(folder, 'terraform.d/plugins/registry.terraform.io/aliyun'))).toBe(false);
    });
  });

  test('shares its links with other stacks, and changes them with its target', () => {
    const plugins = join(folder, 'terraform.d', 'plugins');
    const standIn = { ...provider, source: 'aliyun/alicloud', version: '1.289.0' };
    const folders = new TerraformFolders(join(folder, 'shared'));
    const stack = { terraform: { required_providers: { strata: { source: 'strata/strata', version: '0.1.0' } } } };
    folders.prepare(folder, stack, { providers: [provider, standIn] });
    expect(existsSync(join(plugins, 'registry.terraform.io/aliyun'))).toBe(true);
    folders.prepare(folder, stack, { providers: [provider] });
    expect(existsSync(join(plugins, 'registry.terraform.io/aliyun'))).toBe(false);
    expect(realpathSync(plugins)).toBe(realpathSync(join(folder, 'shared', 'strata-strata-0.1.0')));
  });

  test('replaces the folder of links that an earlier version made', () => {
    mkdirSync(join(folder, 'terraform.d', 'plugins', 'old'), { recursive: true });
    prepareTerraformFolder(folder, { providers: [provider] });
    expect(existsSync(join(folder, 'terraform.d', 'plugins', 'old'))).toBe(false);
  });

  test('fails when a provider is not built', () => {
    const missing = { ...provider, executable: join(folder, 'nothing') };
    expect(() => prepareTerraformFolder(folder, { providers: [missing] })).toThrow(/npm run build.*STR1220/);
  });
});
