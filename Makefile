# 照章 Zhaozhang. `make help` lists everything. Every target first installs what it needs and is missing.
SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
.NOTPARALLEL:

BIN := .venv/bin
# The Node of the lock, never the host's.
NPM := PATH="$(CURDIR)/$(BIN):$$PATH" npm --prefix dashboard
PYTEST := $(BIN)/python -m pytest
DEMO_SECONDS ?= 0
PLATFORM_OUTAGE ?=

##@ 运行 · Run
.PHONY: demo
demo: setup ## 启动演示:真实 Asterisk、平台、呼叫与坐席;DEMO_SECONDS=90 限时 · the demo, whole
	@exec $(BIN)/callcenter demo --seconds $(DEMO_SECONDS) $(if $(PLATFORM_OUTAGE),--platform-outage $(PLATFORM_OUTAGE))

.PHONY: up
up: setup ## 启动 Asterisk 与平台,不带演示话务 · Asterisk and the platform, without demo traffic
	@exec $(BIN)/callcenter up

.PHONY: setup
setup: ## 安装所缺的一切 · install what is missing to run
	@deploy/setup/run demo

.PHONY: dashboard
dashboard: ## 构建网页 · build the web pages
	@deploy/setup/run dashboard

##@ 检查 · Check
.PHONY: check
check: setup-check ## 格式、规范、类型、导入顺序、单元与场景测试(2 分钟内) · the quick gate
	@$(MAKE) --no-print-directory check-dashboard & pages=$$!; platform=0; \
	  $(MAKE) --no-print-directory check-platform || platform=$$?; wait $$pages; exit $$platform

# Side by side: a core each.
.PHONY: check-platform check-dashboard
check-platform:
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/pyright
	$(BIN)/lint-imports
	$(PYTEST) -q -m "unit or scenario"
check-dashboard:
	$(NPM) run check
	$(NPM) test

.PHONY: test
test: setup-test check ## 全部测试,含真实 Asterisk 与真实浏览器(15 分钟内) · every test there is
	$(BIN)/python tools/run_layers.py -q -n 2 --dist loadgroup -m "not unit and not scenario"

.PHONY: fix
fix: setup-check ## 自动整理格式与可修的问题 · format and mend what can be mended
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

##@ 单层测试 · One layer
.PHONY: unit scenarios contracts
unit: setup-check ## 单元测试 · nothing outside the process
	$(PYTEST) -q -m unit
scenarios: setup-check ## 话务场景表 · calls as tables of rows
	$(PYTEST) -q -m scenario
contracts: setup-check ## 结构约定 · the shape of the house
	$(PYTEST) -q -m contract

.PHONY: integration asterisk e2e
integration: setup-test ## 真实数据库 · a real database
	$(PYTEST) -q -m integration
asterisk: setup-test ## 真实 Asterisk 与 SIP · a real Asterisk and real SIP
	$(PYTEST) -q -m asterisk
e2e: setup-test ## 真实浏览器 · a real browser
	$(PYTEST) -q -m e2e

##@ 故障与测量 · Faults and measurements
.PHONY: faults bench screens lock
faults: setup-test ## 每秒 5 通话务下逐一制造故障并核对全部指标(需 root,约 25 分钟)· break a busy installation in twelve ways, count everything again, print a table
	@PYTHONPATH=platform:tests:tests/asterisk $(BIN)/python -m faults.run $(if $(FAULTS),--only $(FAULTS))
.PHONY: fault-tests
fault-tests: setup-test ## 故障相关的测试 · the tests of faults: processes killed, links broken, seats lost, files rotated, batches that fail
	$(PYTEST) -q tests/asterisk/test_crash.py tests/asterisk/test_rotation.py \
	  tests/asterisk/test_killed_in_mid_calls.py tests/asterisk/test_link_broken.py \
	  tests/asterisk/test_seat_lost.py tests/asterisk/test_softphone_credentials.py tests/asterisk/test_full_log_disk.py \
	  tests/integration/test_record_files.py tests/integration/test_record_database_trouble.py tests/e2e/test_seat_network.py
bench: setup-test ## 写入速度、推送延迟、断链、CPU 占用,每项一行 JSON(需 root)· figures, a line of JSON each, some minutes
	@for name in journal customers customer_import ami_to_websocket ring_to_card softphone_page floor_to_stations ami_soak link_loss cpu_ratio wall_memory walls reports contacts; do echo "# $$name" >&2; \
	  PYTHONPATH=platform:tests:tests/asterisk:tests/e2e:benchmarks $(BIN)/python benchmarks/$$name.py; done
screens: setup-test ## 运行演示并拍图到 docs/screens(约 5 分钟)· run a demo and photograph its pages
	$(BIN)/python tools/screens.py --demo
lock: setup-check ## 依赖锁定到版本与哈希 · versions and hashes of what pyproject.toml names
	.venv/.uv/bin/uv pip compile pyproject.toml --group dev --universal --generate-hashes --no-header --no-emit-find-links \
	  --no-emit-index-url --python-version 3.11 -o requirements.lock

##@ 容器 · Containers
.PHONY: containers-check
containers-check: setup-test ## 用容器启动一次并打通一个电话(需 root)· bring docker-compose.yml up, place one call
	@PYTHONPATH=deploy/setup:platform $(BIN)/python -B deploy/containers/check

##@ 帮助 · Help
.PHONY: help
help: ## 本列表 · this list
	@awk 'BEGIN { FS = ":.*## " } /^##@ / { printf "\n%s\n", substr($$0, 5) } \
	  /^[a-z][a-z0-9-]*:.*## / { printf "  make %-18s %s\n", $$1, $$2 }' Makefile

.PHONY: setup-check setup-test
setup-check:
	@deploy/setup/run check
setup-test:
	@deploy/setup/run test
