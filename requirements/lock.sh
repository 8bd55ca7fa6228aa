#!/bin/sh
# Pins every package with its hashes, for every platform and Python that pyproject.toml allows.
# Nothing about the place packages came from is written down.
set -eu
cd "$(dirname "$0")/.."

pin() {
    file="$1"
    shift
    "${UV:-.venv/bin/uv}" pip compile "$@" --quiet --universal --generate-hashes \
        --python-version 3.11 --no-emit-index-url --no-emit-find-links \
        --custom-compile-command "make lock" --output-file "requirements/$file.txt"
}

pin dev pyproject.toml --extra all --group dev
pin all pyproject.toml --extra all --constraint requirements/dev.txt
pin build --group tools
