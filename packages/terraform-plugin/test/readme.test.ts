import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

jest.setTimeout(180_000);

const PACKAGE = join(__dirname, '..');

test("the README's provider compiles", () => {
  const readme = readFileSync(join(PACKAGE, 'README.md'), 'utf8');
  const [, program = ''] = /```ts\n([\s\S]*?)```/.exec(readme) ?? [];
  expect(program).toContain('serve(');
  // Inside the package, so that its imports resolve as a provider's do.
  const folder = mkdtempSync(join(PACKAGE, 'dist', 'readme-'));
  try {
    writeFileSync(join(folder, 'provider.ts'), program);
    writeFileSync(
      join(folder, 'tsconfig.json'),
      JSON.stringify({
        extends: '../../../../tsconfig.base.json',
        compilerOptions: { noEmit: true, composite: false, incremental: false },
        files: ['provider.ts'],
      }),
    );
    const tsc = join(PACKAGE, '..', '..', 'node_modules', 'typescript', 'bin', 'tsc');
    execFileSync(process.execPath, [tsc, '-p', folder], { encoding: 'utf8' });
  } finally {
    rmSync(folder, { recursive: true });
  }
});
