#!/usr/bin/env bash
# Builds everything and runs every test:   ./test.sh [part of a suite's name]      for instance: ./test.sh storage
# The last line says how many tests passed and failed; the exit code is 0 only when none failed.
#
# ENGINE=Orleans builds the same grains on Microsoft Orleans instead of the embedded engine.
set -uo pipefail
cd "$(dirname "$0")"

filter=${1:-}
engine=${ENGINE:-Embedded}
other=$([ "$engine" = Embedded ] && echo Orleans || echo Embedded)
results=artifacts/test-results/$engine
passed=0 failed=0 skipped=0
summary=() left_out=()

export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 NUGET_XMLDOC_MODE=skip

say() { printf '\n\033[1m%s\033[0m\n' "$*"; }
wanted() { [ -z "$filter" ] || [[ ${1,,} == *"${filter,,}"* ]]; }
count() { # suite passed failed skipped
  passed=$((passed + $2)) failed=$((failed + $3)) skipped=$((skipped + $4))
  summary+=("$(printf '%-28s %5d passed %5d failed %5d skipped' "$1" "$2" "$3" "$4")")
}

# --- what the tests need: a browser and a database server, installed when this user may install -----------------------------------------

install() { # what packages…
  local what=$1; shift
  if [ "$(id -u)" != 0 ] || ! command -v apt-get >/dev/null; then
    echo "$what is not installed and cannot be installed here; the tests that need it are skipped and say so."
    return
  fi
  say "Installing $what"
  { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@"; } >"$results/install.log" 2>&1 ||
    { echo "$what could not be installed:"; tail -5 "$results/install.log"; }
}

prepare() {
  rm -rf "$results"; mkdir -p "$results"
  if ! command -v chromium >/dev/null && ! command -v chromium-browser >/dev/null && ! command -v google-chrome >/dev/null; then
    install "Chromium" chromium
  fi
  if ! ls /usr/lib/postgresql/*/bin/postgres >/dev/null 2>&1; then
    # The tests start servers of their own: Debian's is not wanted.
    if [ "$(id -u)" = 0 ] && [ ! -e /etc/postgresql-common/createcluster.conf ]; then
      mkdir -p /etc/postgresql-common
      echo "create_main_cluster = false" >/etc/postgresql-common/createcluster.conf
    fi
    install "PostgreSQL 15" postgresql-15
  fi
}

# --- .NET -------------------------------------------------------------------------------------------------------------------------------

counter() { sed -n "s/.*<Counters[^>]*[^a-zA-Z]$2=\"\([0-9]*\)\".*/\1/p" "$1" | head -1; }

run_suite() { # project
  local name trx log code p f t
  name=$(basename "$(dirname "$1")")
  trx=$results/$name.trx log=$results/$name.log
  say "$name"
  dotnet test "$1" --no-build -c Release -p:Engine="$engine" --results-directory "$results" \
    --logger "trx;LogFileName=$name.trx" --blame-hang-timeout 10m >"$log" 2>&1
  code=$?
  p=$(counter "$trx" passed 2>/dev/null) f=$(counter "$trx" failed 2>/dev/null) t=$(counter "$trx" total 2>/dev/null)
  p=${p:-0} f=${f:-0} t=${t:-0}
  # A host that died has reported no failure, or nothing at all.
  if [ "$code" != 0 ] && [ "$f" = 0 ]; then f=1; echo "The test host ended with code $code:"; fi
  if [ "$code" = 0 ] && [ "$t" = 0 ]; then f=1; echo "The suite has run no test."; fi
  if [ "$f" != 0 ]; then cat "$log"; else tail -1 "$log"; fi
  count "$name" "$p" "$f" $((t > p + f ? t - p - f : 0))
}

build_failed() { # log
  grep -E 'error [A-Z]+[0-9]+|error :' "$1" | sed 's/ \[.*//' | sort -u | head -50
  tail -5 "$1"
  echo; echo "The build failed."
  echo "0 passed, 1 failed"
  exit 1
}

# Why a project does not run on this engine, or only a part of it: it says so itself, and the summary repeats it.
reason() { # property project
  sed -n "s:.*<$1>\(.*\)</$1>.*:\1:p" "$2"
}

# One build of several projects compiles what they share once.
solution_of() { # projects
  printf '{ "solution": { "path": "%s/Molecule.sln", "projects": [' "$PWD"
  printf '"%s",' "$@" | sed 's/,$//'
  printf '] } }\n'
}

dotnet_suites() {
  local project projects=() log=$results/build.log why name
  for project in tests/*/*.Tests.csproj; do
    name=$(basename "$(dirname "$project")")
    wanted "$name" || continue
    why=$(reason "${other}Only" "$project")
    [ -z "$why" ] || { left_out+=("$name: $why"); continue; }
    why=$(reason "${other}OnlyPart" "$project")
    [ -z "$why" ] || left_out+=("$name, in part: $why")
    projects+=("$project")
  done
  [ ${#projects[@]} -gt 0 ] || return

  say "Building ($engine engine)"
  if [ -z "$filter" ] && [ "$engine" = Embedded ]; then
    dotnet build Molecule.sln -c Release -v q -p:Engine="$engine" >"$log" 2>&1 || build_failed "$log"
  else
    solution_of "${projects[@]}" >"$results/part.slnf"
    dotnet build "$results/part.slnf" -c Release -v q -p:Engine="$engine" >"$log" 2>&1 || build_failed "$log"
  fi
  grep -E '^Canvas:' "$log"

  for project in "${projects[@]}"; do run_suite "$project"; done
}

# --- the web UI -------------------------------------------------------------------------------------------------------------------------

canvas_suite() {
  [ "$engine" = Embedded ] || return
  [ -f Canvas/package.json ] && wanted canvas || return
  say "Canvas"
  if ! command -v npm >/dev/null; then
    echo "Node.js is not installed: the web UI is neither checked nor tested."
    count Canvas 0 0 1
    return
  fi

  local log=$PWD/$results/canvas.log report=$PWD/$results/canvas.json lint=0 numbers
  if [ ! -d Canvas/node_modules ] || [ Canvas/package-lock.json -nt Canvas/node_modules ]; then
    (cd Canvas && npm ci --no-audit --no-fund --loglevel=error) >"$log" 2>&1 || { tail -20 "$log"; count "Canvas install" 0 1 0; return; }
  fi
  (cd Canvas && npm run lint --silent) >"$log" 2>&1 || { lint=1; cat "$log"; }
  count "Canvas lint" $((1 - lint)) "$lint" 0

  local code
  (cd Canvas && npx vitest run --maxWorkers=1 --reporter=default --reporter=json --outputFile.json="$report") >"$log" 2>&1
  code=$?
  numbers=$(node -e 'const r = JSON.parse(require("fs").readFileSync(process.argv[1])); console.log(r.numPassedTests, r.numFailedTests, r.numPendingTests)' "$report" 2>/dev/null || echo "0 0 0")
  read -r p f s <<<"$numbers"
  if [ "$code" != 0 ] && [ "$f" = 0 ]; then f=1; fi
  if [ "$f" != 0 ]; then cat "$log"; else tail -5 "$log"; fi
  count "Canvas" "$p" "$f" "$s"
}

# ----------------------------------------------------------------------------------------------------------------------------------------

prepare
canvas_suite
dotnet_suites

if [ ${#summary[@]} -eq 0 ]; then echo "No suite is called \"$filter\"."; exit 2; fi
say "Engine: $engine"
printf '%s\n' "${summary[@]}"
[ ${#left_out[@]} = 0 ] || printf 'Not run on this engine. %s.\n' "${left_out[@]}"
[ "$skipped" = 0 ] || echo "$skipped skipped (the suite's log in $results says why)"
echo "$passed passed, $failed failed"
[ "$failed" = 0 ]
