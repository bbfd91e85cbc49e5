#!/usr/bin/env bash
# Measures everything, writes what came out to results/, and draws and fills docs/performance.
#
#     benches/run.sh           all but building: about ten minutes after the benchmarks are compiled
#     benches/run.sh build     building alone: about an hour on two cores
#     benches/run.sh draw      nothing is measured; only the page and the plots are made anew
#
# The machine should do nothing else meanwhile. Needs Valgrind.
set -euo pipefail
cd "$(dirname "$0")/.."
results=benches/results
began=$SECONDS
mkdir -p "$results"

step() { printf '%3d min  %s\n' $(((SECONDS - began) / 60)) "$*" >&2; }

# keep NAME COMMAND...: what it prints, unless it fails.
keep() {
    local name=$1
    shift
    step "$name"
    "$@" >"$results/$name.new" || {
        rm "$results/$name.new"
        return 1
    }
    mv "$results/$name.new" "$results/$name.md"
}

machine() {
    local model memory
    model=$(sed -n 's/^model name[^:]*: //p' /proc/cpuinfo 2>/dev/null | head -n 1)
    memory=$(awk '/^MemTotal/ { printf "%.0f GiB", $2 / 1048576 }' /proc/meminfo 2>/dev/null || true)
    printf -- '- %s, %s cores, %s\n' "${model:-$(uname -m)}" "$(getconf _NPROCESSORS_ONLN)" "${memory:-memory unknown}"
    printf -- '- %s, %s\n' "$(uname -s -r)" "$(rustc -V)"
    printf -- '- load of the machine at the start: %s; %s\n' "$(cut -d ' ' -f 1 /proc/loadavg 2>/dev/null || echo '?')" "$(date -u +%F)"
    printf -- '- '
    cargo tree --quiet -p superconfig-benches -e normal --depth 1 --prefix none |
        awk 'NR > 1 && $1 !~ /^superconfig/ { printf "%s%s %s", sep, $1, substr($2, 2); sep = ", " } END { print "" }'
}

measure() {
    step "compiling"
    cargo bench --quiet -p superconfig-benches --no-run
    keep machine machine
    keep loading cargo bench --quiet -p superconfig-benches --bench 1_load -- --instructions
    keep registry cargo bench --quiet -p superconfig-benches --bench 2_registry -- --instructions
    keep scaling cargo bench --quiet -p superconfig-benches --bench 4_scaling -- --instructions
}

case ${1:-all} in
    all) measure ;;
    build) keep building benches/build-time.sh ;;
    draw) ;;
    *)
        echo "nothing but build or draw can be asked for" >&2
        exit 1
        ;;
esac
step "drawing"
cargo run --quiet --release -p superconfig-benches --bin plot
if [[ ${1:-all} == all ]]; then
    step "counting instructions"
    cargo run --quiet --release -p superconfig-instructions
fi
step "done"
