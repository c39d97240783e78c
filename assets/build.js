// Compiles the sources in this folder into ../static. The same sources give the same bytes.
//
// Every file but the loader's short address has its content's hash in its name, so that it can be
// cached for ever; ../static/manifest.json says which file a logical name stands for.

import { createHash } from "node:crypto";
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { basename, dirname, extname, join } from "node:path";
import { fileURLToPath } from "node:url";
import * as esbuild from "esbuild";
import rtlcss from "rtlcss";
import * as sass from "sass";

const HERE = dirname(fileURLToPath(import.meta.url));
const STATIC = join(HERE, "..", "static");
const NOTICE = "/*! With parts of govuk-frontend 6.3.0, MIT, Copyright (c) 2017 Crown Copyright (Government Digital Service) */\n";

// A released loader is pinned by sites through `integrity`: it must stay as it was, for ever.
const RELEASED_LOADERS = readFileSync(join(HERE, "embed", "released.txt"), "utf8")
  .split("\n").filter((line) => line && !line.startsWith("#"));

function style(source) {
  return sass.compile(join(HERE, source), {
    style: "compressed",
    charset: false,
    loadPaths: [join(HERE, "node_modules"), join(HERE, "styles")],
    quietDeps: true,
  }).css + "\n";
}

async function script(source, options) {
  const built = await esbuild.build({
    entryPoints: [join(HERE, source)],
    absWorkingDir: HERE,
    bundle: true,
    minify: true,
    legalComments: "none",
    write: false,
    ...options,
  });
  return built.outputFiles[0].text;
}

function hashed(name, content) {
  const hash = createHash("sha256").update(content).digest("hex").slice(0, 12);
  const extension = extname(name);
  return join(dirname(name), `${basename(name, extension)}.${hash}${extension}`);
}

function write(path, content) {
  const file = join(STATIC, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, content);
}

function forgetOldFiles() {
  rmSync(join(STATIC, "govuk"), { recursive: true, force: true });
  rmSync(join(STATIC, "widget"), { recursive: true, force: true });
  mkdirSync(join(STATIC, "embed"), { recursive: true });
  for (const file of readdirSync(join(STATIC, "embed"))) {
    if (!RELEASED_LOADERS.includes(file)) rmSync(join(STATIC, "embed", file));
  }
}

const publicStyle = style("styles/public.scss");
const loader = await script("embed/v1.js", { format: "iife", target: "es2021" });

const files = {
  // logical name: [where under static/, content]
  "public.css": ["govuk/public.css", NOTICE + publicStyle],
  "public.rtl.css": ["govuk/public.rtl.css", NOTICE + rtlcss.process(publicStyle)],
  "manage.css": ["govuk/manage.css", NOTICE + style("styles/manage.scss")],
  "govuk.js": ["govuk/govuk.js", NOTICE + await script("pages/govuk.js", { format: "esm", target: "es2020" })],
  "favicon.svg": ["govuk/favicon.svg", readFileSync(join(HERE, "images", "favicon.svg"), "utf8")],
  "widget.css": ["widget/widget.css", style("widget/widget.scss")],
  "frame.js": ["widget/frame.js", await script("widget/frame.js", { format: "esm", target: "es2020" })],
  "embed/v1.js": ["embed/v1.js", loader],
};

forgetOldFiles();
const manifest = {};
const integrity = {};
for (const [name, [path, content]] of Object.entries(files)) {
  manifest[name] = hashed(path, content);
  write(manifest[name], content);
  integrity[manifest[name]] = "sha384-" + createHash("sha384").update(content).digest("base64");
}
write("embed/v1.js", loader);
for (const file of RELEASED_LOADERS) {
  const content = readFileSync(join(STATIC, "embed", file)); // a missing one stops the build
  integrity[`embed/${file}`] = "sha384-" + createHash("sha384").update(content).digest("base64");
}
const inOrder = (object) => JSON.stringify(object, Object.keys(object).sort(), 2) + "\n";
write("manifest.json", inOrder(manifest));
write("integrity.json", inOrder(integrity));
