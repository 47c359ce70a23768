import { readdir, readFile, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { brotliCompress, constants, gzip } from "node:zlib";
import type { Plugin } from "vite";

const COMPRESSIBLE = /\.(js|css|html|svg|json|webmanifest|txt)$/;
const brotli = promisify(brotliCompress);
const gz = promisify(gzip);

/** Writes `.br` and `.gz` beside every text file, so that the server never compresses on a request. */
export function precompress(): Plugin {
  let outDir = "dist";
  return {
    name: "precompress",
    apply: "build",
    configResolved(config) {
      outDir = config.build.outDir;
    },
    async closeBundle() {
      const names = await readdir(outDir, { recursive: true });
      for (const name of names) {
        const path = join(outDir, name);
        if (!COMPRESSIBLE.test(name) || !(await stat(path)).isFile()) continue;
        const text = await readFile(path);
        const brotliOptions = { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } };
        await Promise.all([
          writeFile(`${path}.br`, await brotli(text, brotliOptions)),
          writeFile(`${path}.gz`, await gz(text, { level: 9 })),
        ]);
      }
    },
  };
}
