# Two commands: `make run` (the demo city in a browser) and `make test` (everything). The rest is for daily work.
SHELL := /bin/bash
.DEFAULT_GOAL := run
DATA ?= data
LISTEN ?= 127.0.0.1:8080
export CARGO_TERM_COLOR ?= auto

WEB_SOURCES := $(shell find web -path '*/node_modules' -prune -o -path '*/dist' -prune -o -name .built -prune -o -type f -print 2>/dev/null)

.PHONY: run build web forms test test-rust test-web test-journeys test-protocols lint lint-text lint-web bench screenshots openapi clean

## The demo city on http://$(LISTEN)
run: build
	target/release/jingwei demo --data $(DATA) --listen $(LISTEN)

## target/release/jingwei with the web inside
build: web
	cargo build --release --locked -p jingwei

web: web/.built

web/node_modules/.package-lock.json: web/package-lock.json
	cd web && npm ci --no-audit --no-fund --loglevel=error
	@touch $@

web/.built: web/node_modules/.package-lock.json $(WEB_SOURCES)
	cd web && npm run build --silent
	@touch $@

## Everything, installing what the tests need
test: deps lint-text lint-web test-rust test-web test-protocols test-journeys
	@$(IN_MEMORY) scripts/test-postgres stop
	@scripts/test-tmp clean
	@echo "all tests passed"

## What tests are built with: rustc that lints what it builds. A clippy of its own would check every library once more, three
## minutes of a clean clone. Cargo keeps what the two build apart.
LINTED := RUSTC_WORKSPACE_WRAPPER=clippy-driver CLIPPY_ARGS=-Dwarnings
## What tests throw away stands in memory where it can
IN_MEMORY = TMPDIR=$$(scripts/test-tmp)
## One more than there are cores: some tests wait for a server that was killed, or for a replica
TEST_THREADS = $$(($$(getconf _NPROCESSORS_ONLN) + 1))

.PHONY: deps
deps:
	scripts/install-test-deps

## What is wrong with the text of the code, without a test; `make test` sees the same
lint: lint-text lint-web
	cargo clippy --workspace --all-targets --locked -- -D warnings

lint-text:
	cargo fmt --all --check

## Each of the two keeps one core busy
lint-web: web/node_modules/.package-lock.json
	@$(MAKE) --no-print-directory -j2 lint-es lint-types

.PHONY: lint-web lint-es lint-types
lint-es lint-types: lint-%: web/node_modules/.package-lock.json
	cd web && npm run lint:$* --silent

test-rust: deps web
	$(IN_MEMORY) $(LINTED) cargo nextest run --workspace --locked --test-threads $(TEST_THREADS)
	$(LINTED) cargo test --workspace --doc --locked --quiet

test-web: web/node_modules/.package-lock.json
	cd web && npm test --silent

## The binary that journeys and protocol clients drive: the one that the tests build. Alone it would be built with other features of
## almost every library, and all of them anew
target/debug/jingwei: web FORCE
	$(LINTED) cargo test --workspace --locked --no-run --quiet
.PHONY: FORCE
FORCE:

## Independent clients of Open311 and OpenRosa against the real binary
test-protocols: target/debug/jingwei
	JINGWEI_BIN=$(CURDIR)/target/debug/jingwei tests/open311/run
	JINGWEI_BIN=$(CURDIR)/target/debug/jingwei tests/openrosa/run

## XForms of our converter beside those of PyPI's pyxform, and whether JavaRosa opens them
forms:
	tests/forms/run

## Browser journeys in real Chromium
test-journeys: target/debug/jingwei
	export $(IN_MEMORY); cd tests/journeys && npm ci --no-audit --no-fund --loglevel=error && JINGWEI_BIN=$(CURDIR)/target/debug/jingwei npm test --silent

## Everything broken on purpose, for longer than `make test` does: 20 kills on each database, PostgreSQL stopped 5 times, the
## disk full, several nodes, a replica
crash: deps target/debug/jingwei
	CRASH_ROUNDS=$${CRASH_ROUNDS:-20} CRASH_PG_ROUNDS=$${CRASH_PG_ROUNDS:-5} JINGWEI_BIN=$(CURDIR)/target/debug/jingwei \
		$(LINTED) cargo nextest run --locked -p crash --no-capture
.PHONY: crash

## Figures, each with its ratio to a baseline of the same run
bench: build
	benches/run

## docs/screenshots/*.png from the demo city
screenshots: build
	cd tests/journeys && npm ci --no-audit --no-fund --loglevel=error
	JINGWEI_BIN=$(CURDIR)/target/release/jingwei node scripts/screenshots.mjs

## The API's description, from which the web's client is generated; the web itself may not build before
openapi: web/node_modules/.package-lock.json
	cargo build --locked -p jingwei
	target/debug/jingwei openapi > web/packages/api/openapi.json
	cd web && npm run generate --silent

clean:
	cargo clean
	rm -rf web/node_modules web/.built web/apps/*/dist tests/journeys/node_modules
