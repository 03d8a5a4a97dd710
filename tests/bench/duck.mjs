// SPDX-License-Identifier: LGPL-2.1-or-later
// duck.mjs - DuckDB, on the same work: duck.mjs DB LIST [threads]
// LIST has a line a table: name TAB glob TAB what the reader is told TAB the
// reader, if it is not read_csv().
import { createRequire } from 'node:module';
import fs from 'node:fs';
const { DuckDBInstance } =
	createRequire((process.env.DUCKDB_DIR ?? process.cwd()) + '/')(
		'@duckdb/node-api');
const [, , db, list, threads = '2'] = process.argv;
const quoted = s => "'" + s.replaceAll("'", "''") + "'";
const instance = await DuckDBInstance.create(db, { threads });
const c = await instance.connect();
await c.run("SET checkpoint_threshold='16GB'");
for (const line of fs.readFileSync(list, 'utf8').trim().split('\n')) {
	const [table, glob, told, reader = 'read_csv'] = line.split('\t');
	await c.run(`CREATE TABLE ${table} AS SELECT * FROM ` +
		`${reader}(${quoted(glob)}${told ? ', ' + told : ''})`);
}
await c.run('CHECKPOINT');
const r = await c.runAndReadAll("SELECT sum(estimated_size)::BIGINT, " +
	"count(*) FROM duckdb_tables()");
console.log(r.getRows()[0].join(' '));
c.closeSync();
instance.closeSync();
