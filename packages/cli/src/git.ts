import { execFileSync } from 'node:child_process';
import type { FileText } from '@strata/environment';
import { CliError } from './output';

/** What git knows of a checkout. Paths are relative to the checkout, which may be a folder of the repository. */
export class GitHistory {
  constructor(private readonly checkout: string) {}

  /**
   * The newest commit that both the present one and a reference come from.
   *
   * @throws CliError STR1912 when there is no such reference or no repository
   */
  public mergeBase(reference: string): string {
    const found = this.ask('merge-base', 'HEAD', reference);
    if (found !== undefined) return found.trim();
    throw new CliError(
      'STR1912',
      `git knows no commit that HEAD and ${reference} have in common in ${this.checkout}. Name another one: --base REF. In CI, fetch the whole history.`,
    );
  }

  /** The first of several references that exists. */
  public firstOf(references: readonly string[]): string | undefined {
    return references.find(
      (reference) => this.ask('rev-parse', '--verify', '--quiet', `${reference}^{commit}`) !== undefined,
    );
  }

  /** YAML files of a folder as they are in a commit. */
  public yamlFiles(commit: string, folder: string): readonly FileText[] {
    const names = (this.ask('ls-tree', '-z', '--name-only', commit, `${folder}/`) ?? '').split('\0');
    return names
      .filter((name) => /\.ya?ml$/.test(name))
      .map((file) => ({ file, yaml: this.textOf(commit, file) ?? '' }));
  }

  /** The text of a file in a commit; undefined when it has none. */
  public textOf(commit: string, file: string): string | undefined {
    return this.ask('show', `${commit}:./${file}`);
  }

  /**
   * The day on which a line came into a file, as 2027-03-31.
   *
   * @returns undefined when it is not committed
   */
  public dayOfLine(file: string, line: string): string | undefined {
    const committed = this.textOf('HEAD', file)?.split('\n').includes(line) ?? false;
    if (!committed) return undefined;
    const day = this.ask('log', '-1', '--format=%cs', `-S${line}`, '--', file)?.trim();
    return day === '' ? undefined : day;
  }

  /** What git answers; undefined when it fails. */
  private ask(...args: readonly string[]): string | undefined {
    try {
      return execFileSync('git', args, {
        cwd: this.checkout,
        encoding: 'utf8',
        stdio: ['ignore', 'pipe', 'ignore'],
        maxBuffer: 64 * 1024 * 1024,
      });
    } catch (error) {
      if (error instanceof Error && 'status' in error) return undefined;
      throw new CliError('STR1913', `git cannot be started in ${this.checkout}. Install git and try again.`);
    }
  }
}
