import { z } from 'zod';

/** What `GET /sandbox/status` answers. */
const statusSchema = z.object({
  checkout: z.string(),
  pid: z.number(),
  instances: z.array(
    z.object({
      id: z.string(),
      name: z.string(),
      queryPort: z.number().optional(),
      httpPort: z.number().optional(),
      pid: z.number().optional(),
    }),
  ),
  /** Resource type -> number of resources. */
  resources: z.record(z.string(), z.number()),
  flinkJobs: z.array(z.object({ name: z.string(), status: z.string() })),
});
export type SandboxStatus = z.infer<typeof statusSchema>;

/** The status of a control plane on a port, or undefined when none answers there. */
export async function statusAt(port: number): Promise<SandboxStatus | undefined> {
  try {
    const response = await fetch(`http://127.0.0.1:${port}/sandbox/status`, { signal: AbortSignal.timeout(2_000) });
    return statusSchema.parse(await response.json());
  } catch {
    return undefined;
  }
}
