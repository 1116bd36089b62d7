import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startServer } from '@strata/starrocks-embedded';
import { Command, InvalidArgumentError, Option } from 'commander';
import { printError, printJson, printLine } from '../output';

interface ServeOptions {
  readonly port: number;
  readonly httpPort: number;
  readonly data?: string;
  readonly user: string;
  readonly password: string;
  readonly json?: boolean;
}

/** `strata starrocks`: the embedded StarRocks alone. */
export function starrocksCommand(): Command {
  return new Command('starrocks').description('the embedded StarRocks, without the rest of the sandbox').addCommand(
    new Command('serve')
      .description('serve the MySQL protocol and Stream Load in the foreground, until SIGTERM or Ctrl-C')
      .option('--port <port>', 'port of the MySQL protocol', toPort, 9030)
      .option('--http-port <port>', 'port of Stream Load', toPort, 8030)
      .option('--data <folder>', 'folder of the data; without it data is kept until the server stops')
      .option('--user <name>', 'administrator, made when the data folder is new', 'root')
      .addOption(
        // Other users of the machine see the arguments of a process, but not its environment.
        new Option(
          '--password <password>',
          'its first password; lists of processes show it here, but not in the variable',
        )
          .env('STRATA_STARROCKS_PASSWORD')
          .default('', 'none'),
      )
      .option('--json', 'print the ready line as JSON')
      .action(serve),
  );
}

async function serve(options: ServeOptions): Promise<void> {
  const temporary = options.data === undefined ? mkdtempSync(join(tmpdir(), 'strata-starrocks-')) : undefined;
  const removeTemporary = () => {
    if (temporary !== undefined) rmSync(temporary, { recursive: true, force: true });
  };
  try {
    const server = await startServer({
      port: options.port,
      httpPort: options.httpPort,
      dataDir: options.data ?? temporary ?? '',
      user: options.user,
      password: options.password,
    });
    announce(server, options);
    await new Promise<void>((resolve) => {
      process.once('SIGTERM', resolve);
      process.once('SIGINT', resolve);
    });
    printError('stopping');
    await server.stop();
  } finally {
    removeTemporary();
  }
}

function announce({ port, httpPort }: { port: number; httpPort: number }, options: ServeOptions): void {
  if (options.json === true) printJson({ ready: true, port, httpPort });
  else
    printLine(`ready: mysql -h 127.0.0.1 -P ${port} -u ${options.user}, Stream Load on http://127.0.0.1:${httpPort}`);
}

function toPort(text: string): number {
  const port = Number(text);
  if (!Number.isInteger(port) || port < 0 || port > 65535) {
    throw new InvalidArgumentError(`A port is a number from 0 (any free one) to 65535, got "${text}".`);
  }
  return port;
}
