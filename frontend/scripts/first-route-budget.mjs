// Adds up the gzipped JavaScript that the first page loads, and fails above the budget. Run after `npm run build`.
import { readFile, stat } from "node:fs/promises";

const BUDGET = 138 * 1024;
const dist = new URL("../dist/", import.meta.url);
const html = await readFile(new URL("index.html", dist), "utf8");
const scripts = [...html.matchAll(/(?:src|href)="\/([^"]+\.js)"/g)].map((match) => match[1]);
let total = 0;
for (const script of scripts) {
  const { size } = await stat(new URL(`${script}.gz`, dist));
  total += size;
  process.stdout.write(`${(size / 1024).toFixed(1).padStart(7)} kB  ${script}\n`);
}
process.stdout.write(`${(total / 1024).toFixed(1).padStart(7)} kB  together, of ${BUDGET / 1024} kB\n`);
if (total > BUDGET) process.exitCode = 1;
