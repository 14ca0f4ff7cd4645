// The site under test: a copy of the built one in which automated browsers may take part.
//
// target/site + tests/pages -> target/e2e/NAME. Edits are made on the copy only, and the precompressed
// siblings of an edited file go with it, so that the server never sends the old bytes.
import { cpSync, existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The repository's root folder. */
export const root = fileURLToPath(new URL('../..', import.meta.url));

/** A copy of the built site at target/e2e/NAME, served and edited by one test file. */
export class Site {
  constructor(name) {
    const built = join(root, 'target/site');
    if (!existsSync(join(built, 'nearside.min.js'))) {
      throw new Error('there is no built site: run `cargo xtask build` first');
    }
    this.folder = join(root, 'target/e2e', name);
    rmSync(this.folder, { recursive: true, force: true });
    cpSync(built, this.folder, { recursive: true });
    cpSync(join(root, 'tests/pages'), join(this.folder, 'pages'), { recursive: true });
    this.json('nearside.json', (config) => ({ ...config, allow_automation: true }));
  }

  path(file) {
    return join(this.folder, file);
  }

  /** Files of the copy whose path from its root matches. */
  files(pattern) {
    return readdirSync(this.folder, { recursive: true }).filter((file) => pattern.test(file));
  }

  /** Replaces a file's bytes by what `edit` makes of them. */
  edit(file, edit) {
    for (const sibling of ['.br', '.gz']) rmSync(this.path(file + sibling), { force: true });
    writeFileSync(this.path(file), edit(readFileSync(this.path(file))));
  }

  /** Replaces a JSON file by what `edit` makes of its value. */
  json(file, edit) {
    this.edit(file, (bytes) => JSON.stringify(edit(JSON.parse(bytes.toString()))));
  }

  /** Makes pages/NAME.html of pages/works.html by replacing texts: [[old, new], …]. */
  page(name, replacements) {
    let html = readFileSync(this.path('pages/works.html'), 'utf8');
    for (const [old, made] of replacements) {
      if (!html.includes(old)) throw new Error(`pages/works.html has no ${old}`);
      html = html.replace(old, () => made);
    }
    const file = this.path(`pages/${name}.html`);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, html);
  }

  /** Copies a folder of the copy, so that one page can have a broken one of its own. */
  duplicate(from, to) {
    cpSync(this.path(from), this.path(to), { recursive: true });
  }
}
