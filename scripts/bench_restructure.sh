# shellcheck shell=sh
# shellcheck disable=SC2154
# bench_restructure.sh - the job restructure, with the variables and functions
# of scripts/bench; used by it.

# make_structure LINES: the stream, made anew where its generator has changed.
make_structure() {
	structure=$data/structure-$1
	stamp="$1 $(cksum <scripts/bench_structure.awk)"
	[ "$(cat "$structure/stamp" 2>/dev/null)" != "$stamp" ] || return 0
	rm -rf "$structure"
	mkdir "$structure"
	awk -v lines="$1" -f scripts/bench_structure.awk |
	    bom-transform -q --seal --scope all -o "$structure/in.jsonl"
	echo "$stamp" >"$structure/stamp"
}

sql_structure() {
	echo "CREATE TABLE r AS SELECT * FROM
	    read_json('$structure/in.jsonl', format='newline_delimited',
	    columns={type: 'VARCHAR', parent: 'VARCHAR', find_number: 'VARCHAR',
	    component: 'VARCHAR', quantity: 'DECIMAL(18,6)', base_quantity:
	    'DECIMAL(18,6)', item: 'VARCHAR', phantom: 'BOOLEAN', plant:
	    'VARCHAR'});
	CREATE TABLE lines AS SELECT l.parent, l.find_number, l.component,
	    l.quantity / b.base_quantity AS q, coalesce(i.phantom, false) AS
	    down, coalesce(p.phantom, false) AS below FROM r l
	    JOIN r b ON b.type = 'bom' AND b.parent = l.parent
	    JOIN r i ON i.type = 'item' AND i.item = l.component
	    JOIN r p ON p.type = 'item' AND p.item = l.parent
	    WHERE l.type = 'bom_line';"
}

# sql_explode ON: lines below those that are ON, as x.
sql_explode() {
	echo "WITH RECURSIVE x AS (SELECT parent, find_number, component, q,
	    down FROM lines WHERE NOT below UNION ALL
	    SELECT x.parent, x.find_number || '.' || l.find_number, l.component,
	    x.q * l.q, l.down FROM x JOIN lines l ON $1 l.parent = x.component)"
}

job_restructure() {
	make_structure "$size"
	cat >"$scratch/restructure.yaml" <<'END'
rules: bench
steps: []
restructure:
  plants: {by: plant_item}
  collapse: {}
END
	bom-transform -q -r "$scratch/restructure.yaml" \
	    "$structure/in.jsonl" >"$scratch/ours"
	is=$(($(wc -l <"$scratch/ours")))
	made=$(grep -c '"type":"bom_line"' "$scratch/ours")
	group 'phantoms, two plants' "$structure"
	row ours "bom-transform -q -r $scratch/restructure.yaml $in/in.jsonl
	    >$scratch/ours" "$scratch/ours" "$is"
	row_duckdb 'DuckDB, explosion: phantoms' "$(sql_structure)
	    $(sql_explode 'x.down AND')
	    SELECT count(*), sum(q) FROM x WHERE NOT down"
	row_duckdb 'DuckDB, explosion: all' "$(sql_structure)
	    $(sql_explode '') SELECT count(*), sum(q) FROM x"
	row_duckdb 'DuckDB, the same to JSON' "$(sql_structure)
	    COPY ($(sql_explode 'x.down AND') SELECT p.plant, x.* FROM x
	    JOIN r p ON p.type = 'plant_item' AND p.item = x.parent
	    WHERE NOT x.down) TO '$scratch/duckdb' (FORMAT json)" \
	    "$scratch/duckdb" "$made"
	run_group
	notes <<END
One BOM for each of two plants, phantoms replaced on the way, from a verified
stream to a sealed one in key order; a BOM that is the same in both plants is
made once.  DuckDB's first two rows
read the same stream and only count: the recursive query over phantoms, and
over all levels of all assemblies.
END
}
