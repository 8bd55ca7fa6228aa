# The verbs of the project; plain `make` lists them.
.DEFAULT_GOAL := help
.PHONY: help setup browser screenshots manual demo test test-long lint format docs lock wheel bench-cms bench-check bench-build

BIN   := .venv/bin
SERVE ?= 1
PAGES ?= 10000
DOCS ?= 10000
MANAGE := $(BIN)/python cms/manage.py

help: ## 列出这些命令
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-10s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

setup: ## 准备运行环境（.venv），可重复执行
	@requirements/setup.sh

demo: setup ## 建立示例市，导出、构建并启动全部网站；SERVE=0 时只构建不启动，DEFECTS=1 另做有缺陷的一份
	@$(BIN)/zhanqun demo $(if $(filter 0,$(SERVE)),--no-serve) $(if $(filter 1,$(DEFECTS)),--defects)

browser:
	@requirements/browser.sh

lint: setup ## 检查代码：ruff 与 mypy
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

test: lint browser ## 检查代码并运行测试
	$(BIN)/pytest -n auto --dist loadgroup -m "not long"

test-long: setup browser ## 运行耗时数分钟的测试
	$(BIN)/pytest -n auto --dist loadgroup -m long

format: setup ## 按统一格式整理代码
	$(BIN)/ruff check --fix-only .
	$(BIN)/ruff format .

docs: setup ## 更新由代码生成的文件（feed 的结构与示例、权限表、规则的说明、报告的结构）
	$(MANAGE) feed_schemas
	$(MANAGE) rights_docs
	$(BIN)/link-checker rules --docs docs/rules
	$(BIN)/link-checker report --schema > link-checker/link_checker/reports/report.schema.json

lock: setup ## 重新锁定依赖的版本与摘要（requirements/*.txt）
	requirements/lock.sh

wheel: setup ## 打包为 dist/*.whl
	$(BIN)/uv build --wheel --no-build-isolation --python $(BIN)/python

screenshots: setup browser ## 为每种页面在各种版式、宽度下截图，合成一页：var/screenshots/index.html
	@$(BIN)/python -m tests.theme.screenshots var/screenshots

manual: setup browser ## 从运行的系统中为编辑手册截图：docs/images/manual
	@$(BIN)/python -m tests.journeys.manual docs/images/manual

bench-cms: setup ## 测量编辑在后台等多久、终审通过后多久上线、导出多快；PAGES=100000 指定页数
	@$(BIN)/python -m tests.bench.desk --pages $(PAGES)

bench-build: setup ## 与 Hugo 比较构建速度；DOCS=100000 指定件数，PAIRS=1 指定次数
	@$(BIN)/python -m tests.bench.build --docs $(DOCS) $(if $(PAIRS),--pairs $(PAIRS))

bench-check: setup ## 与其他链接检查工具比较速度；PAGES=10000 指定页数，PAIRS=3 指定次数
	@$(BIN)/python -m tests.bench.check --pages $(PAGES) $(if $(PAIRS),--pairs $(PAIRS))
