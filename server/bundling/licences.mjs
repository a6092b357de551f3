// The licences of what a script is made of, for the folder it is put into: node licences.mjs node_modules > FILE

import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

const root = process.argv[2];
const lock = JSON.parse(readFileSync(join(root, "../package-lock.json"), "utf8"));
const shipped = Object.entries(lock.packages).filter(([path, each]) => path && !each.dev && !each.optional);

for (const [path] of shipped) {
  const folder = join(root, "..", path);
  if (!existsSync(folder)) continue;
  const { name, version, license, author } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
  console.log(`${name} ${version}: ${license}, ${author?.name ?? author ?? "its authors"}`);
  const text = readdirSync(folder).find((file) => /^licen[cs]e/i.test(file));
  if (text) console.log(`\n${readFileSync(join(folder, text), "utf8").trim()}`);
  console.log("\n----\n");
}
