/** Messages that Terraform takes into its own log (TF_LOG, TF_LOG_PROVIDER). */

export type LogLevel = 'trace' | 'debug' | 'info' | 'warn' | 'error';

/** Writes to Terraform's log. Never give it a secret. */
export interface Logger {
  (level: LogLevel, message: string, fields?: Readonly<Record<string, string | number | boolean>>): void;
}

/** One line of JSON per message, as Terraform's logger writes them itself. */
export function createLogger(
  module: string,
  write: (line: string) => void,
  now: () => Date = () => new Date(),
): Logger {
  return (level, message, fields = {}) => {
    const entry = {
      '@level': level,
      '@message': message,
      '@module': module,
      '@timestamp': now().toISOString().replace('Z', '000Z'),
      ...fields,
    };
    write(`${JSON.stringify(entry)}\n`);
  };
}
