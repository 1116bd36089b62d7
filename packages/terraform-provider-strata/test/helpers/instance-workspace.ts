/** Real Terraform with resources of one StarRocks instance, which the sandbox's control plane has. */

import { copyFileSync } from 'node:fs';
import { join } from 'node:path';
import { testSandbox } from '../../../alicloud-sandbox/test/control-plane/helpers';
import type { Run, Workspace } from '../../../terraform-plugin/test/lab/terraform';
import { bundleProvider, mainFile, strataWorkspace } from './provider';

type Values = Readonly<Record<string, unknown>>;

/** Attributes of every part of the instance. */
export const OF_DEMO = {
  environment: 'demo',
  target: 'sandbox',
  region: 'cn-shanghai',
  instance_name: 'demo-starrocks',
};
export const IMPORT_PREFIX = 'demo/sandbox/cn-shanghai/demo-starrocks';

export interface InstanceWorkspace {
  readonly workspace: Workspace;
  /** Id of the instance. */
  readonly id: string;
  /** Declares resources: type and name -> attributes beside those that name the instance. */
  use(resources: Readonly<Record<string, Values>>): void;
  /** The text of a plan on one line. */
  plan(...options: readonly string[]): Promise<string>;
  apply(): Promise<Run>;
  /** Applies, and expects a second plan to be empty. */
  applied(): Promise<void>;
  expectEmptyPlan(): Promise<void>;
  /** What validation says, on one line. */
  validate(): Promise<string>;
  /** A call of the API; gives what is under `Data`. */
  api(path: string, query?: Readonly<Record<string, string>>, body?: unknown): Promise<unknown>;
  /** The first of a list that an API gives, or the one with such values. */
  row(path: string, like?: Values, query?: Readonly<Record<string, string>>): Promise<Values | undefined>;
  /** Changes attributes of the instance behind the API's back. */
  put(attributes: Values): Promise<void>;
  /** Changes of the sandbox take so long; 0 ends all that are under way. */
  pace(milliseconds: number): Promise<void>;
  fail(fault: Values): Promise<void>;
  state(address: string): Promise<Values | undefined>;
  remove(): Promise<void>;
}

const GROUP = { cu: 8, disk_number: 1, spec_type: 'standard', storage_performance_level: 'pl1' };

/** An instance of version 3.3 with 3 frontends, 3 compute nodes and a warehouse `etl` of 2 nodes. */
export async function instanceWorkspace(): Promise<InstanceWorkspace> {
  const sandbox = testSandbox();
  await sandbox.start();
  const created = await sandbox.call('POST', '/sandbox/resources/alicloud_star_rocks_instance', {
    instance_name: OF_DEMO.instance_name,
    admin_password: 'First-pass_1',
    version: '3.3',
    run_mode: 'shared_data',
    package_type: 'official',
    frontend_node_groups: [{ ...GROUP, resident_node_number: 3, storage_size: 100 }],
    backend_node_groups: [{ ...GROUP, resident_node_number: 3, storage_size: 200 }],
  });
  const id = String(created.body['id']);
  const etl = { ...GROUP, instance_id: id, node_group_name: 'etl', resident_node_number: 2, storage_size: 200 };
  await sandbox.call('POST', '/sandbox/resources/alicloud_star_rocks_node_group', etl);
  const workspace = strataWorkspace(ownProvider(sandbox.folder.checkout), sandbox.folder.checkout);
  const apply = () => workspace.run('apply', '-auto-approve', '-input=false', '-no-color');
  const api: InstanceWorkspace['api'] = async (path, query = {}, body) => {
    const parameters = new URLSearchParams({ InstanceId: id, ...query }).toString();
    const answer = await sandbox.call('POST', `/webapi/${path}?${parameters}`, body);
    if (answer.status !== 200) throw new Error(JSON.stringify(answer.body));
    return answer.body['Data'];
  };
  const expectEmptyPlan = async () =>
    expect(await workspace.run('plan', '-detailed-exitcode', '-input=false')).toMatchObject({ code: 0 });
  const use: InstanceWorkspace['use'] = (resources) =>
    workspace.write('main.tf', mainFile(Object.entries(resources).map(resourceText).join('\n')));
  use({});
  await workspace.run('init');
  return {
    workspace,
    id,
    use,
    plan: async (...options) => flat((await workspace.run('plan', '-input=false', ...options)).output),
    apply,
    applied: async () => {
      expect(await apply()).toMatchObject({ code: 0 });
      await expectEmptyPlan();
    },
    expectEmptyPlan,
    validate: async () => flat((await workspace.run('validate')).output),
    api,
    row: async (path, like = {}, query = {}) =>
      ((await api(path, query)) as Values[]).find((row) =>
        Object.entries(like).every(([name, value]) => row[name] === value),
      ),
    put: async (attributes) => {
      await sandbox.call('PUT', `/sandbox/resources/alicloud_star_rocks_instance/${id}`, attributes);
    },
    pace: async (milliseconds) => {
      await sandbox.call('POST', '/sandbox/pace', { milliseconds });
    },
    fail: async (fault) => {
      await sandbox.call('POST', '/sandbox/faults', fault);
    },
    state: async (address) => (await workspace.state())[address],
    remove: async () => {
      workspace.remove();
      await sandbox.remove();
    },
  };
}

/** A copy of the executable: whoever builds it meanwhile would change what Terraform has locked. */
function ownProvider(folder: string): string {
  const own = join(folder, 'terraform-provider-strata');
  copyFileSync(bundleProvider(), own);
  return own;
}

/** Lines end where the terminal does: a text is looked for on one line. */
export function flat(text: string): string {
  return text.replace(/\s+/g, ' ');
}

function resourceText([address, values]: readonly [string, Values]): string {
  const [type = '', name = ''] = address.split('.');
  const given = Object.entries({ ...OF_DEMO, ...values }).filter(([, value]) => value !== undefined);
  const attributes = given.map(([attribute, value]) => `  ${attribute} = ${JSON.stringify(value)}`);
  return `resource "${type}" "${name}" {\n${attributes.join('\n')}\n}\n`;
}
