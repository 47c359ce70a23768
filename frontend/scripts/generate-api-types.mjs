// Writes src/shared/api/{main,crm}.d.ts from the committed OpenAPI documents of the two services.
import { readFile, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import openapiTS, { astToString } from "openapi-typescript";

/** Leaves out the examples of bodies and parameters, which would fill the types with comments. */
function withoutExample(key, value) {
  return key === "example" && "schema" in this ? undefined : value;
}

for (const service of ["main", "crm"]) {
  const text = await readFile(new URL(`../openapi/${service}.json`, import.meta.url), "utf8");
  const document = JSON.parse(text, withoutExample);
  const types = astToString(await openapiTS(document));
  const target = new URL(`../src/shared/api/${service}.d.ts`, import.meta.url);
  await writeFile(
    target,
    `// Generated from openapi/${service}.json by \`npm run api\`; not for editing.\n\n${types}`,
  );
  process.stdout.write(`${fileURLToPath(target)}\n`);
}
