/** Commands of the first shell block under a heading of a Markdown file. */
export function commandsUnder(markdown: string, heading: string): readonly string[] {
  const start = markdown.indexOf(`\n## ${heading}\n`);
  if (start < 0) throw new Error(`There is no heading "${heading}".`);
  const block = /```sh\n([\s\S]*?)```/.exec(markdown.slice(start))?.[1];
  if (block === undefined) throw new Error(`There is no shell block under "${heading}".`);
  return block
    .split('\n')
    .map((line) => line.replace(/\s+#\s.*$/, '').trim())
    .filter((line) => line !== '' && !line.startsWith('#'));
}
