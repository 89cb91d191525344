# Thin lines that call the tools.
.DEFAULT_GOAL := help
.PHONY: help run check test bench eval dist

help: ## show this list
	@sed -n 's/^\([a-z]*\): ## /  make \1\t/p' $(MAKEFILE_LIST)

run: ## install what is missing, build, and start on http://127.0.0.1:8080
	@scripts/run

check: ## format, lints and rules, for whoever changes something
	scripts/check

test: ## install what is missing and run every check and test
	scripts/test

bench: ## build release and print the figures
	scripts/setup run
	scripts/bench

eval: ## score understanding over every set, typed and spoken
	scripts/setup eval
	scripts/eval

dist: ## build the binary that is given away, optimised as a whole: target/dist/execora
	scripts/setup run
	cargo build --profile dist --locked
