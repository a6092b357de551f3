#!/bin/sh
# Put the script of a folder beside this one into server/static/vendor, from npm and by its lock file: build.sh editor
# What npm makes stays in build/.
set -eu
name=$1
here=$(cd "$(dirname "$0")" && pwd)
made=$here/../../build/$name
out=$here/../static/vendor
mkdir -p "$made"
cp "$here/../$name"/* "$made"
npm ci --prefix "$made" --ignore-scripts --no-audit --no-fund --loglevel=error
"$made/node_modules/.bin/esbuild" "$made/$name.js" --bundle --minify --target=es2022 --log-level=warning \
    --legal-comments=none --outdir="$out"
node "$here/licences.mjs" "$made/node_modules" >"$out/$name.licences.txt"
