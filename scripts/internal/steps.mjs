import process from 'node:process';

const SPINNER = ['⠋', '⠙', '⠹', '⠸', '⠼', '⠴', '⠦', '⠧', '⠇', '⠏'];
const interactive = process.stdout.isTTY === true && process.env.CI === undefined;
const colour = interactive && process.env.NO_COLOR === undefined;
const paint = (code, text) => (colour ? `\u001b[${code}m${text}\u001b[0m` : text);

/** Prints one line a step: what runs (with a spinner on a terminal), then the time it took. */
export async function step(title, work) {
  const started = process.hrtime.bigint();
  const seconds = () => (Number(process.hrtime.bigint() - started) / 1e9).toFixed(1);
  let frame = 0;
  let note = '';
  const draw = () =>
    process.stdout.write(
      `\r\u001b[K${SPINNER[frame++ % SPINNER.length]} ${title} ${paint(2, `${seconds()} s ${note}`)}`,
    );
  const timer = interactive ? setInterval(draw, 100) : undefined;
  const finish = (mark, text) => {
    clearInterval(timer);
    process.stdout.write(`${interactive ? '\r\u001b[K' : ''}${mark} ${text}\n`);
  };
  try {
    const outcome = await work((text) => {
      note = text;
    });
    const remark = typeof outcome === 'string' ? ` – ${outcome}` : '';
    finish(paint(32, '✓'), `${title}${remark} ${paint(2, `${seconds()} s`)}`);
    return outcome;
  } catch (error) {
    finish(paint(31, '✗'), `${title} ${paint(2, `${seconds()} s`)}`);
    throw error;
  }
}

/** An error whose message is all that a user needs; printed without a stack. */
export class UserError extends Error {}

let interrupted = false;

/** Ends a script that was interrupted; called whenever something that it waited for has ended. */
export function endIfInterrupted() {
  if (interrupted) throw new UserError('Interrupted. The same command can be run again; it takes up what is there.');
}

/** Ctrl-C reaches all that runs in the terminal. Terraform still writes its state then, so a script outlives its children. */
function outliveChildren() {
  process.on('SIGINT', () => {
    if (interrupted) process.exit(INTERRUPTED);
    interrupted = true;
    process.stderr.write('\nInterrupted: waiting for what runs to end. Ctrl-C again ends at once.\n');
  });
}

/** Exit code of what ended by Ctrl-C. */
const INTERRUPTED = 130;

/** Runs a script's main function; prints a UserError as its message alone and exits with 1, or 130 after Ctrl-C. */
export async function main(run) {
  outliveChildren();
  try {
    await run();
  } catch (error) {
    process.stderr.write(`\n${error instanceof UserError ? error.message : (error.stack ?? error)}\n`);
    process.exitCode = interrupted ? INTERRUPTED : 1;
  }
}
