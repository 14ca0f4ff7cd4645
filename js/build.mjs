// TypeScript and wasm-bindgen's output → dist: the script tag's file under a stable name, its wasm and the model's
// chunk under names that hold their hash, and the npm entries with their types. `--dev` skips minifying and types.

import { createHash } from "node:crypto";
import { cpSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const root = fileURLToPath(new URL("..", import.meta.url));
const dist = join(root, "dist");
const dev = process.argv.includes("--dev");
const { version } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));

/** The inspector's styles travel in its script, as one sheet. */
const sheets = {
  name: "sheets",
  setup: ({ onLoad }) =>
    onLoad({ filter: /devtools\/css\/index\.css$/ }, async ({ path }) => {
      const { outputFiles } = await build({ entryPoints: [path], bundle: true, minify: !dev, target: "es2022", write: false });
      return { contents: outputFiles[0].text, loader: "text" };
    }),
};

const common = {
  absWorkingDir: root,
  bundle: true,
  minify: !dev,
  target: "es2022",
  loader: { ".wasm": "file" },
  alias: { "agent.wasm": "./target/pkg/agent/agent_bg.wasm", "model.wasm": "./target/pkg/model/model_bg.wasm" },
  plugins: [sheets],
  // DOMPurify's licence wants to be named wherever it goes.
  legalComments: "eof",
  metafile: true,
  logLevel: "warning",
  // wasm-bindgen lists a script once for each place that asks for it.
  logOverride: { "duplicate-object-key": "silent" },
};

/** The chunks first: the loader holds their names. */
const chunks = await build({
  ...common,
  entryPoints: {
    model: "js/model-chunk.ts",
    keeper: "js/keeper.ts",
    consent: "js/consent/chunk.ts",
    devtools: "js/devtools/chunk.ts",
    sanitizer: "js/sanitizer/native.ts",
    purify: "js/sanitizer/purify.ts",
    signature: "js/signature.ts",
  },
  outdir: join(dist, "chunks"),
  format: "esm",
  entryNames: "[name]-[hash]",
  assetNames: "[name]-[hash]",
});
const named = (entry) => {
  const [name] = Object.entries(chunks.metafile.outputs).find(([, { entryPoint }]) => entryPoint === entry);
  return JSON.stringify(`chunks/${basename(name)}`);
};

const define = {
  NEARSIDE_VERSION: JSON.stringify(version),
  NEARSIDE_MODEL_CHUNK: named("js/model-chunk.ts"),
  NEARSIDE_KEEPER_CHUNK: named("js/keeper.ts"),
  NEARSIDE_CONSENT_CHUNK: named("js/consent/chunk.ts"),
  NEARSIDE_DEVTOOLS_CHUNK: named("js/devtools/chunk.ts"),
  NEARSIDE_SANITIZER_CHUNK: named("js/sanitizer/native.ts"),
  NEARSIDE_PURIFY_CHUNK: named("js/sanitizer/purify.ts"),
  NEARSIDE_SIGNATURE_CHUNK: named("js/signature.ts"),
};

await build({
  ...common,
  define,
  entryPoints: { "nearside.min": "js/loader.ts" },
  outdir: dist,
  format: "iife",
  assetNames: "chunks/[name]-[hash]",
  // wasm-bindgen's default address is never asked for: the loader passes a compiled module.
  logOverride: { ...common.logOverride, "empty-import-meta": "silent" },
});

/** Small enough to stand in the page itself, where a strict policy names its hash. */
await build({ ...common, tsconfigRaw: "{}", entryPoints: { "nearside.head": "js/head.ts" }, outdir: dist, format: "iife" });
cpSync(join(root, "js/nearside.css"), join(dist, "nearside.css"));
const head = readFileSync(join(dist, "nearside.head.js"));
const digest = createHash("sha256").update(head).digest("base64");
console.log(`nearside.head.js: ${head.length} bytes; inline, a policy allows it by 'sha256-${digest}'`);

await build({
  ...common,
  define,
  entryPoints: { index: "js/index.ts", consent: "js/consent/index.ts", devtools: "js/devtools/index.ts" },
  outdir: join(dist, "npm"),
  format: "esm",
  splitting: true,
  minify: false,
  assetNames: "[name]",
});
cpSync(join(root, "target/pkg/agent/agent_bg.wasm"), join(dist, "npm/agent_bg.wasm"));

if (!dev) declare();

/** Types beside the npm entry: TypeScript's own, and wasm-bindgen's where they refer to it. */
function declare() {
  execFileSync(join(root, "node_modules/.bin/tsc"), ["-p", "js"], { cwd: root, stdio: "inherit" });
  const types = join(root, "target/types/js");
  for (const name of readdirSync(types, { recursive: true }).filter((name) => name.endsWith(".d.ts"))) {
    const text = readFileSync(join(types, name), "utf8").replaceAll("../target/pkg/agent/agent.js", "./pkg/agent.js");
    const target = join(dist, "npm", name);
    mkdirSync(dirname(target), { recursive: true });
    // Node's own resolution, which `"moduleResolution": "nodenext"` follows, takes no address without an ending.
    const ended = text.replace(/(from |import\()"(\.[^"]*?)(?:\.js)?"/g, '$1"$2.js"');
    writeFileSync(target, ended.replaceAll("../target/pkg/model/model.js", "./pkg/model.js"));
  }
  for (const name of ["agent", "model"]) {
    cpSync(join(root, `target/pkg/${name}/${name}.d.ts`), join(dist, `npm/pkg/${name}.d.ts`));
  }
}
