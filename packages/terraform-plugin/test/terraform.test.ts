import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bundle, Workspace } from './lab/terraform';

jest.setTimeout(180_000);

const SOURCE = 'example.com/strata/lab';
let built = '';
let workspace: Workspace;

function main(body: string): string {
  return `
terraform {
  required_providers { lab = { source = "${SOURCE}", version = "1.0.0" } }
}
variable "suffix" { default = "" }
provider "lab" { folder = "${workspace.folder}/notes" }
${body}`;
}

const note = (text: string, more = '', name = 'a'): string =>
  `resource "lab_note" "${name}" {\n  name = "${name}"\n  text = "${text}"\n${more}\n}\n`;

function apply() {
  return workspace.run('apply', '-auto-approve', '-input=false');
}

describe('a provider built with this package, under real Terraform', () => {
  beforeAll(async () => {
    built = mkdtempSync(join(tmpdir(), 'strata-lab-'));
    bundle(join(__dirname, 'lab', 'provider.ts'), join(built, 'terraform-provider-lab'));
    workspace = new Workspace(join(built, 'terraform-provider-lab'), SOURCE, '1.0.0');
    workspace.write('main.tf', main(note('hello')));
    const init = await workspace.run('init');
    expect(init).toMatchObject({ code: 0 });
  });

  afterAll(() => {
    workspace.remove();
    rmSync(built, { recursive: true, force: true });
  });

  test('a bad value is reported at its attribute, before anything is planned', async () => {
    workspace.write('main.tf', main(note('x', '  tags = {\n    good = "yes"\n    worse = "bad"\n  }')));
    const run = await workspace.run('validate');
    expect(run.code).toBe(1);
    expect(run.output).toContain('A tag must not be bad.');
    expect(run.output).toMatch(/on main.tf line \d+, in resource "lab_note" "a"/);
  });

  test('a null in a collection and a number beyond exactness are refused', async () => {
    workspace.write('main.tf', main(note('x', '  authors = [null]\n  big = 123456789012345678901')));
    const run = await workspace.run('validate');
    expect(run.output).toContain('must not have null elements');
    expect(run.output).toContain('too large or too precise');
  });

  test('plans what is unknown, creates, and then plans nothing', async () => {
    const unknown = 'resource "terraform_data" "t" { input = "first$${var.suffix}" }\n'.replace('$$', '$');
    const body =
      unknown +
      note(
        'hello',
        '  tags = { one = "1" }\n  authors = ["b", "a"]\n  line { content = "l1" }\n  line { content = terraform_data.t.id }',
      ) +
      note('${terraform_data.t.id}', '', 'b') +
      'data "lab_count" "c" { of = "größe" }\noutput "bytes" { value = data.lab_count.c.bytes }\n';
    workspace.write('main.tf', main(body));
    const plan = await workspace.run('plan', '-input=false');
    expect(plan).toMatchObject({ code: 0 });
    expect(plan.output).toMatch(/\+ length += 5/);
    expect(plan.output).toMatch(/\+ length += \(known after apply\)/);
    expect(await apply()).toMatchObject({ code: 0 });
    const state = await workspace.state();
    expect(state['lab_note.a']).toMatchObject({ text: 'hello', length: 5, authors: ['a', 'b'], tags: { one: '1' } });
    expect(state['lab_note.b']).toMatchObject({ length: 36 });
    expect(workspace.read('notes/a.private')).toBe('first');
    expect((await workspace.run('output', '-raw', 'bytes')).output).toBe('7');
    expect(await workspace.run('plan', '-detailed-exitcode')).toMatchObject({ code: 0 });
  });

  test('updates in place, and replaces when the attribute asks for it', async () => {
    workspace.write('main.tf', main(note('hello again')));
    const update = await apply();
    expect(update.output).toContain('will be updated in-place');
    expect(update.output).toMatch(/~ length += 5 -> 11/);
    workspace.write('main.tf', main(note('hello again').replace('name = "a"', 'name = "renamed"')));
    const replace = await apply();
    expect(replace.output).toContain('# forces replacement');
    expect(workspace.has('notes/a')).toBe(false);
    expect(workspace.read('notes/renamed')).toBe('hello again');
  });

  test('sees what changed outside, and that an object is gone', async () => {
    writeFileSync(join(workspace.folder, 'notes', 'renamed'), 'scribble');
    const plan = await workspace.run('plan');
    expect(plan.output).toMatch(/text += "scribble" -> "hello again"/);
    rmSync(join(workspace.folder, 'notes', 'renamed'));
    expect((await workspace.run('plan')).output).toContain('lab_note.a will be created');
    expect(await apply()).toMatchObject({ code: 0 });
  });

  test('a failed creation leaves no state', async () => {
    workspace.write('main.tf', main(note('fail-create', '', 'c')));
    const run = await apply();
    expect(run.code).toBe(1);
    expect(run.output).toContain('The pen is empty.');
    expect(run.output).toContain('Fill it.');
    expect(await workspace.state()).toEqual({});
  });

  test('a failed update keeps what was reached', async () => {
    workspace.write('main.tf', main(note('whole')));
    await apply();
    workspace.write('main.tf', main(note('fail-update')));
    expect((await apply()).code).toBe(1);
    expect((await workspace.state())['lab_note.a']).toMatchObject({ text: 'half', length: 4 });
    workspace.write('main.tf', main(note('whole')));
    expect(await apply()).toMatchObject({ code: 0 });
  });

  test('Ctrl-C reaches the handler, which ends in order', async () => {
    workspace.write('main.tf', main(note('slow', '', 'd')));
    const run = await workspace.interrupt('notes/slow.started', 'apply', '-auto-approve');
    expect(run.code).toBe(1);
    expect(workspace.has('notes/slow.stopped')).toBe(true);
    expect(run.output).toContain('Stopped while writing.');
    expect(Object.keys(await workspace.state())).not.toContain('lab_note.d');
  });

  test('imports, refuses a destruction in the plan, destroys', async () => {
    writeFileSync(join(workspace.folder, 'notes', 'e'), 'keep me');
    workspace.write('main.tf', main(note('keep me', '', 'e')));
    expect(await workspace.run('import', 'lab_note.e', 'e')).toMatchObject({ code: 0 });
    expect(await apply()).toMatchObject({ code: 0 });
    const refused = await workspace.run('plan', '-destroy');
    expect(refused.code).toBe(1);
    expect(refused.output).toContain('This note must not be destroyed.');
    workspace.write('main.tf', main(note('let me go', '', 'e')));
    await apply();
    expect(await workspace.run('destroy', '-auto-approve')).toMatchObject({ code: 0 });
    expect(workspace.has('notes/e')).toBe(false);
    expect(await workspace.state()).toEqual({});
  });

  test("messages land in Terraform's log, values do not", async () => {
    const log = join(workspace.folder, 'log');
    workspace.write('main.tf', main(note('a private thought', '', 'f')));
    await workspace.runWith({ TF_LOG: 'INFO', TF_LOG_PATH: log }, 'apply', '-auto-approve');
    const text = readFileSync(log, 'utf8');
    expect(text).toMatch(/\[INFO\].*creating a note: .*note=f/);
    expect(text).not.toContain('a private thought');
  });
});
