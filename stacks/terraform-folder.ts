import { createHash } from 'node:crypto';
import {
  existsSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join, relative } from 'node:path';
import type { ConstructErrorCode } from '../constructs/core/errors';
import { readSynthesizedStack } from './synthesized-stack';
import type { SynthesizedStack } from './synthesized-stack';

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
  /**
   * Lock of the registry's providers, with their hashes.
   *
   * @default - none: Terraform trusts the first package that it gets
   */
  readonly registryLock?: string;
}

/** Where Terraform and OpenTofu look for a provider whose source names no host. */
const HOSTS = ['registry.terraform.io', 'registry.opentofu.org'] as const;
const OS: Readonly<Partial<Record<NodeJS.Platform, string>>> = { linux: 'linux', darwin: 'darwin', freebsd: 'freebsd' };
const ARCHITECTURE: Readonly<Record<string, string>> = { x64: 'amd64', arm64: 'arm64' };

/** An executable that a stack needs is not built. */
export class NotBuiltError extends Error {
  public readonly code: ConstructErrorCode = 'STR1220';

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
  new TerraformFolders(join(folder, '.plugins')).prepare(folder, readSynthesizedStack(folder), options);
}

/** Makes many stack folders ready: what they have in common is made once. */
export class TerraformFolders {
  private readonly locks = new Map<string, string>();
  private readonly linked = new Map<string, string>();

  /**
   * @param plugins folder with the links to providers, one subfolder for each choice of them; Terraform takes a link to it
   * for the real one
   */
  constructor(private readonly plugins: string) {}

  /**
   * As `prepareTerraformFolder`.
   *
   * @param stack what was synthesized into the folder
   */
  public prepare(folder: string, stack: SynthesizedStack, options: TerraformFolderOptions): void {
    link(this.pluginsOf(options.providers), join(folder, 'terraform.d', 'plugins'));
    // Of the providers that the stack names: Terraform rewrites a lock that has others, and cdktf one that has not all.
    const entries = Object.values(stack.terraform.required_providers).map(({ source, version }) => {
      const local = options.providers.find((provider) => provider.source === source);
      if (local !== undefined) return this.lock(local);
      return registryEntry(options.registryLock ?? '', source) ?? entry(source, version, []);
    });
    writeIfOther(join(folder, '.terraform.lock.hcl'), `${[HEADER, ...entries].join('\n\n')}\n`);
  }

  /** The folder with links to these providers, as it really is. */
  private pluginsOf(providers: readonly LocalProvider[]): string {
    const name = providers.map(({ source, version }) => `${source.replace('/', '-')}-${version}`).join('_');
    const before = this.linked.get(name);
    if (before !== undefined) return before;
    const folder = join(this.plugins, name);
    // Also for none: the state backend of the cloud needs the registry's providers alone.
    mkdirSync(folder, { recursive: true });
    for (const provider of providers) {
      if (!existsSync(provider.executable)) throw new NotBuiltError(provider.executable);
      for (const host of HOSTS) linkProvider(folder, host, provider);
    }
    const target = realpathSync.native(folder);
    this.linked.set(name, target);
    return target;
  }

  private lock(provider: LocalProvider): string {
    const before = this.locks.get(provider.executable);
    if (before !== undefined) return before;
    const lock = lockOf(provider);
    this.locks.set(provider.executable, lock);
    return lock;
  }
}

function writeIfOther(file: string, text: string): void {
  if (!existsSync(file) || readFileSync(file, 'utf8') !== text) writeFileSync(file, text);
}

/** The entry of a provider in the lock of the registry's providers. */
function registryEntry(lock: string, source: string): string | undefined {
  const entries = lock.match(/^provider "[^"]+" \{$[^]*?^\}$/gm) ?? [];
  return entries.find((text) => text.split('"')[1]?.endsWith(`/${source}`) === true);
}

const HEADER = '# Written by synth. Do not edit.';

function linkProvider(plugins: string, host: string, provider: LocalProvider): void {
  const folder = join(plugins, host, provider.source, provider.version, platform());
  mkdirSync(folder, { recursive: true });
  link(realpathSync.native(provider.executable), join(folder, executableName(provider)));
}

/** Makes a link, relative so that a checkout can be moved; leaves a right one alone: Terraform may be reading through it. */
function link(target: string, path: string): void {
  if (existsSync(path) && lstatSync(path).isSymbolicLink() && realpathSync.native(path) === target) return;
  rmSync(path, { recursive: true, force: true });
  mkdirSync(dirname(path), { recursive: true });
  symlinkSync(relative(realpathSync.native(dirname(path)), target), path);
}

function executableName({ source, version }: LocalProvider): string {
  return `terraform-provider-${basename(source)}_v${version}`;
}

/** `linux_amd64` and the like. */
function platform(): string {
  return `${OS[process.platform] ?? process.platform}_${ARCHITECTURE[process.arch] ?? process.arch}`;
}

function lockOf(provider: LocalProvider): string {
  const hash = folderHash(executableName(provider), readFileSync(provider.executable));
  return entry(provider.source, provider.version, [hash]);
}

/** Without hashes, Terraform trusts the first package that it gets. */
function entry(source: string, version: string, hashes: readonly string[]): string {
  const lines = [
    `provider "${HOSTS[0]}/${source}" {`,
    `  version     = "${version}"`,
    `  constraints = "${version}"`,
    ...(hashes.length === 0 ? [] : ['  hashes = [', ...hashes.map((hash) => `    "${hash}",`), '  ]']),
    '}',
  ];
  return lines.join('\n');
}

/** Terraform's hash of a folder with one file (`h1:`, the same as of a Go module). */
function folderHash(name: string, content: Buffer): string {
  const file = createHash('sha256').update(content).digest('hex');
  return `h1:${createHash('sha256').update(`${file}  ${name}\n`).digest('base64')}`;
}
