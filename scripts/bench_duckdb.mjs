// bench_duckdb.mjs - one SQL statement in DuckDB with two threads.
//
// usage: node bench_duckdb.mjs FOLDER SQLFILE; used by scripts/bench
//
// FOLDER is where npm has installed @duckdb/node-api.  Prints the rows of the
// result, a line each, columns with blanks between.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join, resolve } from "node:path";

const [folder, sqlFile] = process.argv.slice(2);
if (!sqlFile) {
	console.error("usage: node bench_duckdb.mjs FOLDER SQLFILE");
	process.exit(2);
}
const load = createRequire(join(resolve(folder), "package.json"));
const { DuckDBInstance } = load("@duckdb/node-api");
const instance = await DuckDBInstance.create(":memory:", { threads: "2" });
const connection = await instance.connect();
const sql = readFileSync(sqlFile, "utf8");
const reader = await connection.runAndReadAll(sql);
for (const row of reader.getRows())
	console.log(row.join(" "));
