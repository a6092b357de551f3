#!/bin/sh
# Put the editor of queries into server/static/vendor, from npm and by the lock file; what npm makes stays in build/.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
made=$here/../../build/editor
out=$here/../static/vendor
mkdir -p "$made"
cp "$here/package.json" "$here/package-lock.json" "$here"/editor.* "$made"
npm ci --prefix "$made" --ignore-scripts --no-audit --no-fund --loglevel=error
"$made/node_modules/.bin/esbuild" "$made/editor.js" --bundle --minify --target=es2022 --log-level=warning \
    --legal-comments=none --outdir="$out"
node "$here/licences.mjs" "$made/node_modules" >"$out/licences.txt"
