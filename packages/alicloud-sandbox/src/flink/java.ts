import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';

/** The Maven project beside the sources; `npm run integration:setup` builds it. */
const TARGET = join(__dirname, '..', '..', 'flink', 'target');
const JAR = join(TARGET, 'flink-runner-0.1.0.jar');
const CLASSPATH = join(TARGET, 'classpath');

/** Packages that Flink reaches into, which Java keeps shut since version 17. */
const OPENED = [
  'java.io',
  'java.lang',
  'java.lang.reflect',
  'java.net',
  'java.nio',
  'java.text',
  'java.time',
  'java.util',
  'java.util.concurrent',
  'java.util.concurrent.atomic',
  'java.util.concurrent.locks',
  'sun.nio.ch',
];
const EXPORTED = ['java.base/sun.net.util', 'java.rmi/sun.rmi.registry'];

/** Why real Flink cannot run here; undefined when it can. */
export function flinkMissing(): string | undefined {
  if (spawnSync('java', ['-version'], { stdio: 'ignore' }).status !== 0) return 'there is no java on the PATH';
  if (!existsSync(JAR) || !existsSync(CLASSPATH)) return 'the Flink runner is not built';
  return undefined;
}

/** Arguments of `java` that start the runner. */
export function runnerArguments(): readonly string[] {
  return [
    '-Xmx1g',
    // Short lives: a quick start is worth more than the fastest code.
    '-XX:+UseSerialGC',
    '-XX:TieredStopAtLevel=1',
    // Texts of a binlog are read in the default charset, which is ASCII where no locale is set.
    '-Dfile.encoding=UTF-8',
    ...EXPORTED.map((name) => `--add-exports=${name}=ALL-UNNAMED`),
    ...OPENED.map((name) => `--add-opens=java.base/${name}=ALL-UNNAMED`),
    '-cp',
    [JAR, readFileSync(CLASSPATH, 'utf8').trim()].join(delimiter),
    'strata.flink.Runner',
  ];
}
