#!/usr/bin/env bash
# Puts pnpm into the folder that is given, for the jobs that may write. What npm fetches is checked before any of it runs: by
# the hash beside `packageManager` in package.json, and for the program itself, which is a package of its own, by the one
# here. That program is the one for Linux on x64, where those jobs run.
set -euo pipefail
program=f1eb9f0a31d7b2929b352fe487cab843482a2683aebc2e10e69828b3a5d2f01cbf9c032d3fe8dff05d42c3d7abf38d247c05fe3c9fedb3e03daa72c4f75aef5d

manifest=$(cd "$(dirname "$0")/.." && pwd)/package.json
pinned=$(node -p 'JSON.parse(require("node:fs").readFileSync(process.argv[1], "utf8")).packageManager' "$manifest")
version=${pinned#pnpm@}
version=${version%%+*}

cd "$1"
npm pack --silent "pnpm@$version" "@pnpm/exe.linux-x64@$version" >/dev/null
sha512sum --check --quiet <<<"${pinned##*sha512.}  pnpm-$version.tgz
$program  pnpm-exe.linux-x64-$version.tgz"
npm install --prefix . --silent --no-save --no-audit --no-fund --omit=optional \
  "./pnpm-$version.tgz" "./pnpm-exe.linux-x64-$version.tgz" >/dev/null
