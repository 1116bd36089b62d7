import { createRequire } from 'node:module';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { root } from '../scripts/internal/run.mjs';
import { schema } from './schema-objects.mjs';

const require = createRequire(join(root, 'packages', 'starrocks-embedded', 'package.json'));
const { startServerProcess } = require('@strata/starrocks-embedded');

/** An embedded server of its own process, with a connection of the schema engine. */
export async function startSchemaServer() {
  const folder = mkdtempSync(join(tmpdir(), 'strata-bench-'));
  const server = await startServerProcess({ port: 0, httpPort: 0, dataDir: join(folder, 'data'), user: 'root' });
  const connection = await schema.connect({ host: '127.0.0.1', port: server.port, user: 'root', password: '' });
  return {
    connection,
    /** Makes the server as slow as a cluster; all in milliseconds. */
    async delay({ ddl, insert, job, task, slots }) {
      const switches = {
        ddl_delay_ms: ddl,
        insert_delay_ms: insert,
        job_delay_ms: job,
        task_delay_ms: task,
        task_slots: slots,
      };
      for (const [key, value] of Object.entries(switches)) {
        await connection.query(`ADMIN SET FRONTEND CONFIG ("embedded_${key}" = "${value}")`);
      }
    },
    async stop() {
      await connection.close();
      await server.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
