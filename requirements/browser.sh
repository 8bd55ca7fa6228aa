#!/bin/sh
# Chromium and Chinese fonts for the browser tests, from Debian's archive, only where they are missing.
# Without them the tests still run, and say which ones they skip.
set -eu

if command -v chromium >/dev/null || command -v google-chrome >/dev/null || [ -n "${ZHANQUN_CHROMIUM:-}" ]; then
    exit 0
fi
say_how() {
    echo "没有 Chromium，浏览器测试将被跳过。请安装 chromium 和 fonts-noto-cjk，或用 ZHANQUN_CHROMIUM 指明其位置。"
    exit 0
}

if [ "$(id -u)" = 0 ]; then root=; else root="sudo -n"; fi
grep -q '^ID=debian' /etc/os-release 2>/dev/null || say_how
$root true 2>/dev/null || say_how
echo "正在安装 Chromium 和中文字体（约需一分钟）……"
{
    $root apt-get update -qq &&
        $root env DEBIAN_FRONTEND=noninteractive \
            apt-get install -y -qq --no-install-recommends chromium fonts-noto-cjk
} >/dev/null 2>&1 || say_how
