#!/bin/sh
# Makes .venv with everything that `make demo` and `make test` need; run again, it does only what is missing.
# Needs Python 3.11 or newer; uses uv where there is one, else puts it into .venv.
set -eu
cd "$(dirname "$0")/.."

export UV_PYTHON_DOWNLOADS=never
# Trust what the machine trusts, as pip does: city networks have certificates of their own.
if [ -s /etc/ssl/certs/ca-certificates.crt ]; then
    export UV_SYSTEM_CERTS="${UV_SYSTEM_CERTS:-true}"
fi
stamp=.venv/.installed

wanted() {
    { pwd; cat pyproject.toml requirements/*.txt; } | sha256sum | cut -d ' ' -f 1
}

fail() {
    echo "$1" >&2
    exit 3
}

as_root() {
    if [ "$(id -u)" = 0 ]; then "$@"; else sudo -n "$@"; fi
}

newest_python() {
    for name in python3 python3.14 python3.13 python3.12 python3.11; do
        if "$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
            echo "$name"
            return
        fi
    done
    fail "没有找到 Python 3.11 或更新的版本。请先安装，例如：apt-get install python3 python3-venv。"
}

# Debian ships Python without ensurepip; python3-venv brings it.
ensure_venv_module() {
    "$1" -c 'import ensurepip, venv' 2>/dev/null && return
    echo "正在安装 python3-venv……"
    package="$("$1" -c 'import sys; print("python3.%d-venv" % sys.version_info[1])')"
    { as_root apt-get update -qq && as_root apt-get install -y -qq "$package"; } >/dev/null 2>&1 ||
        fail "缺少 python3-venv，自动安装没有成功。请以管理员身份运行：apt-get install $package。"
}

make_venv() {
    python="$(newest_python)"
    if command -v uv >/dev/null; then
        uv venv --quiet --clear --python "$("$python" -c 'import sys; print(sys.executable)')" .venv
        uv pip install --quiet --python .venv/bin/python --require-hashes -r requirements/build.txt
    else
        ensure_venv_module "$python"
        "$python" -m venv --clear .venv
        .venv/bin/python -m pip install --quiet --disable-pip-version-check \
            --require-hashes -r requirements/build.txt
    fi
}

# Build tools are in .venv first, so that source packages (feedgen) are built with pinned ones.
# Compiled once here: where Python may not write beside its modules (containers), every start would compile them.
install() {
    .venv/bin/uv pip install --quiet --compile-bytecode --python .venv/bin/python --no-build-isolation "$@"
}

# Our own too, whenever it changed: an editable install is not compiled by its installer.
compile_own() {
    .venv/bin/python -m compileall -q build cms link-checker sites tests
}

if [ "$(cat "$stamp" 2>/dev/null)" = "$(wanted)" ]; then
    compile_own
    exit 0
fi
echo "正在准备 .venv（第一次约需一分钟）……"
rm -f "$stamp"
make_venv
install --require-hashes -r requirements/dev.txt
install --no-deps --editable .
compile_own
wanted >"$stamp"
echo "已准备好 .venv。"
