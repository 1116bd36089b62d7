import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { root, runQuietly } from './internal/run.mjs';
import { UserError, main, step } from './internal/steps.mjs';

const HELP = `Usage: npm run integration:setup

Installs what the tests with real Flink and MySQL need: Java 17, Maven and MariaDB as packages of the system
(Debian and Ubuntu, as root), Flink with its connectors from Maven's registry, in Maven's own cache.
What is there is not installed again. Without them the tests say what they skip.
`;

/** Programs, and the Debian package that brings each. */
const PROGRAMS = [
  { program: 'java', args: ['-version'], debian: 'openjdk-17-jre-headless', what: 'Java 17' },
  { program: 'javac', args: ['-version'], debian: 'openjdk-17-jdk-headless', what: 'the Java 17 compiler' },
  { program: 'mvn', args: ['--version'], debian: 'maven', what: 'Maven' },
  { program: 'mariadbd', args: ['--version'], debian: 'mariadb-server', what: 'a MariaDB server' },
  { program: 'mariadb', args: ['--version'], debian: 'mariadb-client', what: 'a MariaDB client' },
];

/** Maven projects, each with a `pom.xml`; building one fetches what it names. */
const PROJECTS = [{ name: 'Flink', folder: join('packages', 'alicloud-sandbox', 'flink') }];

await main(async () => {
  if (process.argv.includes('--help')) {
    process.stdout.write(HELP);
    return;
  }
  await installPrograms();
  for (const project of PROJECTS) await build(project);
});

async function installPrograms() {
  const missing = PROGRAMS.filter(({ program, args }) => !runs(program, args));
  if (missing.length === 0) return;
  const names = missing.map(({ what }) => what).join(', ');
  if (process.getuid?.() !== 0 || !runs('apt-get', ['--version'])) {
    throw new UserError(
      `There is no ${names}. Install ${missing.map(({ debian }) => debian).join(' ')} (their Debian names), then run this again.`,
    );
  }
  await step(`Install ${names}`, async () => {
    const options = { env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } };
    await runQuietly('apt-update', 'apt-get', ['update', '-qq'], options);
    const packages = missing.map(({ debian }) => debian);
    await runQuietly(
      'apt-install',
      'apt-get',
      ['install', '-y', '-qq', '--no-install-recommends', ...packages],
      options,
    );
  });
}

/** Builds a Maven project unless it is built from the same files. */
async function build({ name, folder }) {
  const stamp = join(root, folder, 'target', '.strata-built');
  const wanted = hashOf(join(root, folder));
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return;
  await step(`Fetch and build ${name}`, async () => {
    mkdirSync(join(root, folder, 'target'), { recursive: true });
    await runQuietly(`maven-${name.toLowerCase()}`, 'mvn', ['-q', '-B', 'package'], { cwd: join(root, folder) });
    writeFileSync(stamp, wanted);
  });
}

function hashOf(folder) {
  const hash = createHash('sha256');
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8', withFileTypes: true });
  for (const file of files.filter((each) => each.isFile())) {
    const path = join(file.parentPath ?? file.path, file.name);
    if (path.startsWith(join(folder, 'target'))) continue;
    hash.update(path.slice(folder.length)).update(readFileSync(path));
  }
  return hash.digest('hex');
}

function runs(program, args) {
  return spawnSync(program, args, { stdio: 'ignore' }).status === 0;
}
