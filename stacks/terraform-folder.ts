import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { basename, join, relative } from 'node:path';

/** A provider whose executable is in this checkout. */
export interface LocalProvider {
  /** `namespace/type`. */
  readonly source: string;
  readonly version: string;
  /** Absolute path. */
  readonly executable: string;
}

export interface TerraformFolderOptions {
  /** Providers that run from this checkout; all others come from the registry. */
  readonly providers: readonly LocalProvider[];
  /** Lock of the registry's providers, with their hashes; required when the stack uses one. */
  readonly registryLock?: string;
}

/** Where Terraform and OpenTofu look for a provider whose source names no host. */
const HOSTS = ['registry.terraform.io', 'registry.opentofu.org'];
const OS: Readonly<Partial<Record<NodeJS.Platform, string>>> = { linux: 'linux', darwin: 'darwin', freebsd: 'freebsd' };
const ARCHITECTURE: Readonly<Record<string, string>> = { x64: 'amd64', arm64: 'arm64' };

/** An executable that a stack needs is not built. */
export class NotBuiltError extends Error {
  public readonly code = 'STR1220';

  constructor(executable: string) {
    super(`${executable} does not exist: the provider is not built. Run \`npm run build\`. (STR1220)`);
    this.name = 'NotBuiltError';
  }
}

/**
 * Makes a synthesized stack ready for Terraform without any setting of the user's: links the providers of this checkout
 * below `terraform.d/plugins`, which Terraform takes as their only source, and writes the lock file, without which cdktf
 * would ask the registry.
 *
 * @param folder folder of the stack, with its `cdk.tf.json`
 */
export function prepareTerraformFolder(folder: string, options: TerraformFolderOptions): void {
  const plugins = join(folder, 'terraform.d', 'plugins');
  rmSync(plugins, { recursive: true, force: true });
  for (const provider of options.providers) {
    if (!existsSync(provider.executable)) throw new NotBuiltError(provider.executable);
    for (const host of HOSTS) linkProvider(plugins, host, provider);
  }
  const needed = requiredSources(folder);
  const local = options.providers
    .filter(({ source }) => needed.includes(source))
    .map((provider) => lockOf(HOSTS[0] ?? '', provider));
  const registry = options.registryLock === undefined ? [] : [options.registryLock.trim()];
  writeFileSync(join(folder, '.terraform.lock.hcl'), `${[HEADER, ...registry, ...local].join('\n\n')}\n`);
}

/** Sources of the providers that the stack names: Terraform rewrites a lock that has others. */
function requiredSources(folder: string): readonly string[] {
  const { terraform } = JSON.parse(readFileSync(join(folder, 'cdk.tf.json'), 'utf8')) as {
    terraform: { required_providers: Record<string, { source: string }> };
  };
  return Object.values(terraform.required_providers).map(({ source }) => source);
}

const HEADER = '# Written by synth. Do not edit.';

function linkProvider(plugins: string, host: string, provider: LocalProvider): void {
  const folder = join(plugins, host, provider.source, provider.version, platform());
  mkdirSync(folder, { recursive: true });
  symlinkSync(
    relative(realpathSync(folder), realpathSync(provider.executable)),
    join(folder, executableName(provider)),
  );
}

function executableName({ source, version }: LocalProvider): string {
  return `terraform-provider-${basename(source)}_v${version}`;
}

/** `linux_amd64` and the like. */
function platform(): string {
  return `${OS[process.platform] ?? process.platform}_${ARCHITECTURE[process.arch] ?? process.arch}`;
}

function lockOf(host: string, provider: LocalProvider): string {
  return [
    `provider "${host}/${provider.source}" {`,
    `  version     = "${provider.version}"`,
    `  constraints = "${provider.version}"`,
    '  hashes = [',
    `    "${folderHash(executableName(provider), readFileSync(provider.executable))}",`,
    '  ]',
    '}',
  ].join('\n');
}

/** Terraform's hash of a folder with one file (`h1:`, the same as of a Go module). */
function folderHash(name: string, content: Buffer): string {
  const file = createHash('sha256').update(content).digest('hex');
  return `h1:${createHash('sha256').update(`${file}  ${name}\n`).digest('base64')}`;
}
