import { createServer as createHttpServer } from 'node:http';
import type { Server as HttpServer } from 'node:http';

import { AlterJobs } from './engine/alter-jobs';
import { backgroundSession, queryScope } from './engine/context';
import type { ServerContext } from './engine/context';
import { applyJob, jobFinished } from './engine/ddl-alter';
import { Switches } from './engine/switches';
import { TableStatistics } from './engine/table-statistics';
import { TaskRunner } from './engine/task-runner';
import { removeDatabase } from './engine/ddl-database';
import { createAdministrator, setPasswordOf } from './engine/security/users';
import { HttpDoor } from './http/door';
import { infoRows } from './info/rows';
import { InfoSchema } from './info/info-schema';
import { closeServer, listen } from './listen';
import type { EmbeddedServer, ServerOptions } from './options';
import { MysqlServer } from './protocol/mysql-server';
import { loadParser } from './query/parser';
import { installMacros } from './query/translate';
import { Scheduler } from './scheduler';
import { Catalog } from './storage/catalog';
import { Store } from './storage/store';

/** A server that is up: storage, the two listeners and what they share. */
export class RunningServer implements EmbeddedServer {
  private stopped: Promise<void> | undefined;

  private constructor(
    private readonly options: ServerOptions,
    private readonly context: ServerContext,
    private readonly mysql: MysqlServer,
    private readonly http: HttpServer,
    private readonly scheduler: Scheduler,
  ) {}

  public static async start(options: ServerOptions): Promise<RunningServer> {
    // The parser is compiled while the file is opened: together they are most of the start.
    const parser = loadParser();
    const store = await Store.open({
      dataDir: options.dataDir,
      memoryLimit: options.memoryLimit ?? '1GB',
      threads: options.threads,
    });
    try {
      await parser;
      return await RunningServer.startOn(options, store);
    } catch (error) {
      await store.close();
      throw error;
    }
  }

  private static async startOn(options: ServerOptions, store: Store): Promise<RunningServer> {
    const catalog = await Catalog.load(store);
    const administrator = options.user ?? 'root';
    if (catalog.users().length === 0) await createAdministrator(catalog, administrator, options.password ?? '');
    await catalog.change((change) => installMacros((sql) => change.run(sql)));
    const scheduler = new Scheduler();
    const switches = new Switches();
    const jobs: AlterJobs = new AlterJobs(
      catalog,
      switches,
      (change, job) => applyJob(context, change, job),
      (job) => jobFinished(context, job),
    );
    const context: ServerContext = {
      store,
      catalog,
      info: await InfoSchema.create(await store.connect()),
      switches,
      tasks: new TaskRunner(switches),
      jobs,
      timeZone: options.timeZone ?? 'Asia/Shanghai',
      startMs: Date.now(),
      administrator,
      ports: { mysql: 0, http: 0 },
      sessions: new Map(),
      statistics: new TableStatistics(await store.connect(), catalog, (database) =>
        queryScope(context, backgroundSession(context, database, '')),
      ),
      dataChanged: (database, name) => {
        scheduler.note(database, name);
        context.statistics.note(database, name);
      },
    };
    context.info.setSource((database, table) => infoRows(context, database, table));
    const mysql = new MysqlServer(context);
    const door = new HttpDoor(context);
    const http = createHttpServer((request, response) => door.handle(request, response));
    http.on('checkContinue', (request, response) => door.handle(request, response));
    http.on('connection', (socket) => socket.setNoDelay(true));
    const host = options.host ?? '127.0.0.1';
    context.ports.mysql = await listen(mysql.server, host, options.port, 'MySQL protocol');
    try {
      context.ports.http = await listen(http, host, options.httpPort, 'Stream Load');
    } catch (error) {
      await closeServer(mysql.server);
      throw error;
    }
    await door.transactions.recover();
    jobs.resume();
    scheduler.start(context);
    return new RunningServer(options, context, mysql, http, scheduler);
  }

  public get port(): number {
    return this.context.ports.mysql;
  }

  public get httpPort(): number {
    return this.context.ports.http;
  }

  public setPassword(user: string, password: string): Promise<void> {
    return setPasswordOf(this.context.catalog, user, password);
  }

  public async reset(): Promise<void> {
    const { catalog } = this.context;
    await catalog.change(async (change) => {
      for (const database of catalog.databases()) await removeDatabase(this.context, change, database.name);
      await change.clear(['users', 'roles', 'grants', 'task_runs', 'alter_jobs', 'loads', 'variables', 'named']);
    });
    this.context.switches.clear();
    await createAdministrator(catalog, this.context.administrator, this.options.password ?? '');
  }

  public stop(): Promise<void> {
    this.stopped ??= this.shutDown();
    return this.stopped;
  }

  private async shutDown(): Promise<void> {
    await this.scheduler.stop();
    await this.context.jobs.stop();
    const closing = Promise.all([closeServer(this.mysql.server), closeServer(this.http)]);
    this.mysql.endAll();
    this.http.closeAllConnections();
    await closing;
    await this.context.store.close();
  }
}
