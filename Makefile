# bomtools.  `make help` lists the targets.
#
# VARIANT  release (default), debug, asan, tsan, cover, fuzz: side by side in
#          BUILD
# BUILD    folder of all that is built (default build)
# WERROR   empty it for a build that only warns

# --- what --------------------------------------------------------------------

VERSION = 0.1.0
VARIANT = release
BUILD = build
WERROR = -Werror
OUT = $(BUILD)/$(VARIANT)

MODULES := $(shell awk '!/^#/ && NF { print $$1 }' lib/modules.txt)
PRESENT := $(foreach m,$(MODULES),$(if $(wildcard lib/$(m).c),$(m)))
TOOLS := $(basename $(notdir $(filter-out cmd/tool.c,$(wildcard cmd/*.c))))
UNITS := $(wildcard lib/*/*_test.c)
FUZZERS := $(wildcard lib/*/*_fuzz.c)
SCHEMAS := $(wildcard schemas/v1/*.schema.json)
SOURCE_PROFILES := $(sort $(wildcard lib/extract/profiles/*.yaml))
TARGET_PROFILES := $(sort $(wildcard lib/load/profiles/*.yaml))
MANUALS := $(wildcard man/*.[157])

LIB = $(OUT)/libbomtools.a
OBJECTS := $(PRESENT:%=$(OUT)/lib/%.o) $(OUT)/gen/schema_tables.o \
    $(OUT)/gen/unit_table.o $(OUT)/gen/shipped_sources.o \
    $(OUT)/gen/shipped_targets.o
# The generator of the record tables needs only the floors below model.
GEN_OBJECTS := $(patsubst %,$(OUT)/lib/%.o,\
    $(filter base/% format/json,$(PRESENT))) $(OUT)/lib/model/schema_gen.o
LIBS = -lcsv -lyaml -lexpat -lcurl -lpq -lsqlite3 -lcrypto -lz -lm -lpthread

# --- how ---------------------------------------------------------------------

CC = cc
AR = ar
INSTALL = install
CFLAGS = $(CFLAGS_$(VARIANT))
CFLAGS_release = -O2 -g
CFLAGS_debug = -O0 -g3 -DDEBUG_CHECKS
CFLAGS_asan = -O1 -g -fno-omit-frame-pointer -fsanitize=address,undefined \
    -fno-sanitize-recover=all -ftrivial-auto-var-init=pattern \
    -DARENA_ONE_BY_ONE -DDEBUG_CHECKS
CFLAGS_tsan = -O1 -g -fno-omit-frame-pointer -fsanitize=thread -DDEBUG_CHECKS
CFLAGS_cover = -O0 -g --coverage
CFLAGS_fuzz = $(CFLAGS_asan) -fsanitize=fuzzer-no-link
WARN = -Wall -Wextra -Wpedantic -Wshadow -Wvla -Wformat=2 -Wwrite-strings \
    -Wcast-qual -Wstrict-prototypes -Wmissing-prototypes -Wpointer-arith \
    -Wundef -Wswitch-enum $(WERROR)
# Hidden: else a shared library that has a function of the same name (libkrb5
# has a profile_release) would call ours.
OURS = -std=c11 -D_GNU_SOURCE -fvisibility=hidden -Ilib -I$(OUT)/gen \
    -MMD -MP $(WARN) \
    -DBOM_VERSION='"$(VERSION)"' -DBOM_VARIANT='"$(VARIANT)"'
COMPILE = $(CC) $(OURS) $(CPPFLAGS) $(CFLAGS)
LINK = $(CC) $(CFLAGS) $(LDFLAGS)

.DELETE_ON_ERROR:
.SECONDARY:
.PHONY: all check check-all asan tsan cover fuzz bench tidy format tags units \
    install uninstall dist clean help fuzzers

all: $(TOOLS:%=$(OUT)/%) ## build the tools into BUILD/VARIANT

$(OUT)/%: $(OUT)/cmd/%.o $(OUT)/cmd/tool.o $(LIB)
	$(LINK) -o $@ $^ $(LIBS)

$(LIB): $(OBJECTS)
	@rm -f $@
	$(AR) rcs $@ $^

$(OUT)/gen/schema_gen: $(GEN_OBJECTS)
	@mkdir -p $(@D)
	$(LINK) -o $@ $^ $(LIBS)

$(OUT)/gen/schema_ids.h: $(OUT)/gen/schema_gen $(SCHEMAS)
	$(OUT)/gen/schema_gen $(OUT)/gen $(SCHEMAS)
$(OUT)/gen/schema_tables.c: $(OUT)/gen/schema_ids.h ;

$(OUT)/gen/unit_table.c: scripts/unit_table.awk schemas/units/rec20.csv
	@mkdir -p $(@D)
	LC_ALL=C awk -f $^ >$@

$(OUT)/gen/shipped_sources.c: scripts/shipped_table.awk $(SOURCE_PROFILES)
$(OUT)/gen/shipped_targets.c: scripts/shipped_table.awk $(TARGET_PROFILES)
$(OUT)/gen/shipped_%.c: scripts/shipped_table.awk
	@mkdir -p $(@D)
	LC_ALL=C awk -v set=$* -f $^ >$@

# Whatever stands on model's floor or above needs the generated ids.
ABOVE_MODEL := $(filter-out base/% io/% store/% format/% net/%,\
    $(PRESENT))
$(ABOVE_MODEL:%=$(OUT)/lib/%.o) $(patsubst %.c,$(OUT)/%.o,$(UNITS) \
    $(FUZZERS) $(wildcard cmd/*.c)): | $(OUT)/gen/schema_ids.h

$(OUT)/gen/%.o: $(OUT)/gen/%.c
	$(COMPILE) -c -o $@ $<

$(OUT)/%.o: %.c
	@mkdir -p $(@D)
	$(COMPILE) -c -o $@ $<

# --- check -------------------------------------------------------------------

UNIT_PROGRAMS := $(UNITS:%.c=$(OUT)/%)
FUZZ_PROGRAMS := $(FUZZERS:%.c=$(OUT)/%)

$(OUT)/lib/%_test: $(OUT)/lib/%_test.o $(LIB)
	$(LINK) -o $@ $^ $(LIBS) -lcmocka

# Without clang's fuzzer a plain driver replays the corpus.
ifeq ($(VARIANT),fuzz)
FUZZ_LIBS = -fsanitize=fuzzer
else
FUZZ_DRIVER = $(OUT)/scripts/fuzz_replay.o
endif
$(OUT)/lib/%_fuzz: $(OUT)/lib/%_fuzz.o $(FUZZ_DRIVER) $(LIB)
	$(LINK) -o $@ $^ $(FUZZ_LIBS) $(LIBS)

# Servers that the cases need.
$(OUT)/page_server: $(OUT)/scripts/page_server.o $(LIB)
	$(LINK) -o $@ $^ $(LIBS)

units: $(UNIT_PROGRAMS) $(OUT)/page_server ## build the unit tests
fuzzers: $(FUZZ_PROGRAMS) ## build the fuzz targets with the replay driver

check: all units fuzzers ## unit tests, cases, corpus replay, house rules
	scripts/check $(OUT)
check-all: check asan ## check, then the sanitizers and the crash matrix
	scripts/check-crash $(OUT)
asan: ## check under the address and undefined-behaviour sanitizers
	$(MAKE) VARIANT=asan all units fuzzers
	scripts/check --no-house $(BUILD)/asan
# What has threads of its own; the others are held to the asan build.
THREADED = base/relay base/fault io/lineahead io/beside io/sort extract/ahead \
    extract/extract model/match model/cancel model/sieve diff/raw \
    diff/diff_threads transform/mapping transform/lane
tsan: ## the tests of what has threads, under the thread sanitizer
	$(MAKE) VARIANT=tsan all $(THREADED:%=$(BUILD)/tsan/lib/%_test)
	scripts/run-units $(BUILD)/tsan $(notdir $(THREADED))
cover: ## line coverage of check, in BUILD/cover
	$(MAKE) VARIANT=cover all units fuzzers
	scripts/check --no-house $(BUILD)/cover
	cd $(BUILD)/cover && gcov -r -s ../.. $$(find . -name '*.gcda') \
	    >coverage.txt
fuzz: ## build the fuzz targets with clang's libFuzzer
	scripts/fuzz $(BUILD)/fuzz
bench: all ## ratios to peers, on data made from a seed
	scripts/bench $(OUT)
tidy: ## clang-tidy on all sources
	scripts/check-tidy $(OUT)
format: ## rewrite the sources by .clang-format
	clang-format -i cmd/*.[ch] lib/*/*.[ch]
tags: ## an index for editors
	ctags -R cmd lib

# --- install -----------------------------------------------------------------

PREFIX = /usr/local
bindir = $(PREFIX)/bin
mandir = $(PREFIX)/share/man
datadir = $(PREFIX)/share/bomtools

install: all ## install tools, manual pages and schemas below PREFIX
	$(INSTALL) -d $(DESTDIR)$(bindir) $(DESTDIR)$(datadir)/schemas/v1
	$(INSTALL) $(TOOLS:%=$(OUT)/%) $(DESTDIR)$(bindir)
	$(INSTALL) -m 644 $(SCHEMAS) $(DESTDIR)$(datadir)/schemas/v1
	for m in $(MANUALS); do \
	    d=$(DESTDIR)$(mandir)/man$${m##*.}; \
	    $(INSTALL) -d $$d && $(INSTALL) -m 644 $$m $$d || exit 1; done
uninstall: ## remove what install put there
	rm -f $(TOOLS:%=$(DESTDIR)$(bindir)/%)
	for m in $(notdir $(MANUALS)); do \
	    rm -f $(DESTDIR)$(mandir)/man$${m##*.}/$$m; done
	rm -rf $(DESTDIR)$(datadir)
dist: ## a source archive of HEAD
	git archive --prefix=bomtools-$(VERSION)/ HEAD | gzip -9n \
	    >bomtools-$(VERSION).tar.gz
clean: ## remove BUILD
	rm -rf $(BUILD)
help: ## this list
	@awk -F':.*## ' '/^[a-z-]+:.*## / { printf "%-12s %s\n", $$1, $$2 }' \
	    $(MAKEFILE_LIST)

-include $(shell [ -d $(OUT) ] && find $(OUT) -name '*.d')
