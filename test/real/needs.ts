import { spawnSync } from 'node:child_process';
import { flinkMissing } from '@strata/alicloud-sandbox';

export type Component = 'flink' | 'mariadb';

const MISSING: Readonly<Record<Component, () => string | undefined>> = {
  flink: flinkMissing,
  mariadb: () =>
    spawnSync('mariadbd', ['--version'], { stdio: 'ignore' }).status === 0
      ? undefined
      : 'there is no mariadbd on the PATH',
};

/** A suite that needs real components; where one is missing it is skipped, and says so. In CI a skip is a failure. */
export function describeWith(components: readonly Component[], title: string, suite: () => void): void {
  const missing = components.flatMap((component) => MISSING[component]() ?? []);
  if (missing.length === 0) {
    describe(title, suite);
    return;
  }
  process.stderr.write(`Skipped: ${title} (${missing.join(', ')}). Get it with \`npm run integration:setup\`.\n`);
  describe.skip(title, suite);
}
