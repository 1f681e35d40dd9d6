# bench_structure.awk - a product structure as bare records of a stream.
#
# usage: awk -v lines=N -f bench_structure.awk; used by scripts/bench
#
# N lines in BOMs of ten, on five levels, over N/10 bought parts.  Three lines
# of ten call for an assembly of the next level; one assembly of ten below the
# top is a phantom; the others are built in two plants.  A base quantity is 3
# for one BOM of four.  Made from a seed: the same each time.

function draw(below) {
	seed = (seed * 69069 + 12345) % 4294967296
	return int(seed / 65536) % below
}

# Two draws, for more than 65536 of them.
function draw_many(below) { return (draw(32768) * 32768 + draw(32768)) % below }

function assembly(level, i) { return sprintf("A%d-%06d", level, i) }

function write_bom(level, i,    j, name, below, component, phantom) {
	name = assembly(level, i)
	phantom = level && i % 10 == 0
	printf "{\"type\":\"item\",\"item\":\"%s\"," \
	    "\"name\":\"Assembly %d\"%s}\n", name, i, \
	    phantom ? ",\"phantom\":true" : ""
	for (j = 1; j <= 2 && !phantom; j++)
		printf "{\"type\":\"plant_item\",\"item\":\"%s\"," \
		    "\"plant\":\"%d000\",\"procurement\":\"E\"}\n", name, j
	printf "{\"type\":\"bom\",\"parent\":\"%s\"," \
	    "\"parent_revision\":\"A\",\"usage\":\"eng\"," \
	    "\"base_quantity\":%d}\n", name, \
	    draw(4) ? 1 : 3
	for (j = 1; j <= 10; j++) {
		below = level < 4 && draw(10) < 3
		component = below ? assembly(level + 1, \
		    draw_many(count[level + 1])) \
		    : sprintf("C-%06d", draw_many(parts))
		printf "{\"type\":\"bom_line\",\"parent\":\"%s\"," \
		    "\"parent_revision\":\"A\",\"usage\":\"eng\"," \
		    "\"find_number\":\"%04d\",\"component\":\"%s\"," \
		    "\"quantity\":%d,\"uom\":\"PCE\",\"refdes\":[\"R%d\"]}\n",
		    name, j * 10, component, 1 + draw(9), j
	}
}

BEGIN {
	seed = 20261122
	parts = int(lines / 10)
	split("2 6 12 30 50", share, " ")
	for (l = 0; l < 5; l++)
		count[l] = int(parts * share[l + 1] / 100)
	for (l = 0; l < 5; l++)
		for (i = 0; i < count[l]; i++)
			write_bom(l, i)
	for (i = 0; i < parts; i++)
		printf "{\"type\":\"item\",\"item\":\"C-%06d\"," \
		    "\"name\":\"Part\",\"uom\":\"PCE\"}\n", i
}
