#!/usr/bin/env bash
# What a configuration costs at build time: the same application for every contender, with the structs that the load
# benchmark uses. Prints Markdown tables; see README.md for what the columns mean.
#
#   benches/build-time.sh [ROUNDS]                        all rows, the minimum of ROUNDS (default 3)
#   ROWS="hand superconfig" SIZES=large benches/build-time.sh 1
set -euo pipefail
export LC_ALL=C
unset CARGO_TARGET_DIR CARGO_BUILD_TARGET_DIR CARGO_INCREMENTAL RUSTFLAGS CARGO_ENCODED_RUSTFLAGS
export RUSTC_WRAPPER='' # no cache of compiled crates

rounds=${1:-3}
# `struct` is what any program pays that has such structs and prints them; nothing is loaded.
read -ra rows <<<"${ROWS:-struct hand superconfig confique schematic config-rs figment hand-all superconfig-all}"
read -ra sizes <<<"${SIZES:-medium large}"
steps=(clean app edit)
profiles=(dev release)

benches=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=$(dirname "$benches")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

title() {
    case $1 in
        struct) echo 'structs alone' ;;
        hand) echo 'hand-written' ;;
        hand-all) echo 'hand-written, TOML + JSON + YAML' ;;
        superconfig-all) echo 'superconfig, TOML + JSON + YAML' ;;
        *) echo "$1" ;;
    esac
}

# The row that a row's ratios are taken against.
base() {
    case $1 in *-all) echo hand-all ;; *) echo hand ;; esac
}

# The folder of structs that a row uses.
style() {
    case $1 in
        superconfig*) echo superconfig ;;
        confique | schematic) echo "$1" ;;
        *) echo serde ;;
    esac
}

dependencies() {
    local serde='serde = { version = "1", features = ["derive"] }'
    local toml='toml = { version = "1", default-features = false, features = ["std", "parse", "serde"] }'
    case $1 in
        struct) ;;
        hand) printf '%s\n' "$serde" "$toml" ;;
        hand-all)
            printf '%s\n' "$serde" "$toml"
            echo 'serde_json = { version = "1", default-features = false, features = ["std"] }'
            echo 'serde-saphyr = { version = "2", default-features = false, features = ["deserialize"] }'
            ;;
        superconfig) echo "superconfig = { path = \"$root/superconfig\", default-features = false, features = [\"toml\"] }" ;;
        superconfig-all)
            echo "superconfig = { path = \"$root/superconfig\", default-features = false, features = [\"toml\", \"json\", \"yaml\"] }"
            ;;
        confique) echo 'confique = { version = "0.4", default-features = false, features = ["toml"] }' ;;
        schematic)
            # Its derive names serde.
            echo 'schematic = { version = "0.20", default-features = false, features = ["config", "env", "toml"] }'
            echo "$serde"
            ;;
        config-rs)
            echo "$serde"
            echo 'config = { version = "0.15", default-features = false, features = ["toml"] }'
            ;;
        figment)
            echo "$serde"
            echo 'figment = { version = "0.10", default-features = false, features = ["env", "toml"] }'
            ;;
    esac
}

# The body of `fn load(path: &Path) -> Result<Config, Box<dyn Error>>`.
loader() {
    case $1 in
        struct) echo 'let _ = path; Ok(Config::default())' ;;
        hand)
            cat <<'RUST'
    let mut config: Config = toml::from_str(&std::fs::read_to_string(path)?)?;
    model::hand::variable::PerField::override_per_field(&mut config)?;
    Ok(config)
RUST
            ;;
        hand-all)
            cat <<'RUST'
    let text = std::fs::read_to_string(path)?;
    let mut config: Config = match path.extension().and_then(|extension| extension.to_str()) {
        Some("toml") => toml::from_str(&text)?,
        Some("json") => serde_json::from_str(&text)?,
        Some("yaml" | "yml") => serde_saphyr::from_str(&text)?,
        _ => return Err("unknown format".into()),
    };
    model::hand::variable::PerField::override_per_field(&mut config)?;
    Ok(config)
RUST
            ;;
        superconfig*)
            echo 'use superconfig::SuperConfig;'
            echo 'Ok(Config::builder().with_file(path).with_env().extract()?)'
            ;;
        confique) echo 'Ok(<Config as confique::Config>::builder().env().file(path).load()?)' ;;
        schematic) echo 'Ok(schematic::ConfigLoader::<Config>::new().file(path)?.load()?.config)' ;;
        config-rs)
            cat <<'RUST'
    let environment = config::Environment::with_prefix("BENCH").prefix_separator("_").separator("_");
    let sources = config::Config::builder().add_source(config::File::from(path)).add_source(environment);
    Ok(sources.build()?.try_deserialize()?)
RUST
            ;;
        figment)
            cat <<'RUST'
    use figment::providers::{Env, Format, Toml};
    let sources = figment::Figment::new().merge(Toml::file_exact(path)).merge(Env::prefixed("BENCH_").split("_"));
    Ok(sources.extract()?)
RUST
            ;;
    esac
}

# Writes the application of a row.
write_app() {
    local row=$1 size=$2 app=$work/$1/$2 style
    style=$(style "$row")
    mkdir -p "$app/src/model/$style"
    cp "$root/Cargo.lock" "$app/"
    cat >"$app/Cargo.toml" <<TOML
[package]
name = "app"
version = "0.0.0"
edition = "2024"
[workspace]
[profile.release]
strip = true
[dependencies]
$(dependencies "$row")
TOML
    cp "$benches/src/model/$style/$size.rs" "$app/src/model/$style/"
    local modules="pub(crate) mod $style { pub(crate) mod $size; }"
    case $row in
        struct)
            # Without serde's attributes; the functions for defaults go unused.
            sed -i -e 's/, Deserialize)/, Default)/' -e '/serde/d' "$app/src/model/$style/$size.rs"
            ;;
        hand | hand-all)
            mkdir -p "$app/src/model/hand/per_field"
            cp "$benches/src/model/hand/variable.rs" "$app/src/model/hand/"
            cp "$benches/src/model/hand/per_field/$size.rs" "$app/src/model/hand/per_field/"
            modules+=" pub(crate) mod hand { pub(crate) mod variable; mod per_field { mod $size; } }"
            ;;
    esac
    cat >"$app/src/main.rs" <<RUST
#![allow(dead_code)]
mod model { $modules }
use std::{error::Error, path::Path};
use model::$style::$size::${size^} as Config;
fn load(path: &Path) -> Result<Config, Box<dyn Error>> {
$(loader "$row")
}
fn main() -> Result<(), Box<dyn Error>> {
    let path = std::env::args_os().nth(1).ok_or("name a file")?;
    println!("{:#?}", load(Path::new(&path))?);
    Ok(())
}
RUST
    cp "$app/src/model/$style/$size.rs" "$app/model.orig"
    (cd "$app" && cargo fetch --quiet)
}

declare -A least # "row size step profile wall|cpu" → milliseconds; "row size crates|size" → number

# Notes a number if it is the smallest so far.
note() {
    if [[ -z ${least[$1]:-} ]] || ((10#$2 < ${least[$1]})); then least[$1]=$((10#$2)); fi
}

# Builds, and notes the time under the given key.
build() {
    local key=$1 profile=$2 app=$3 crates wall user system
    local TIMEFORMAT='%3R %3U %3S'
    local flags=(--offline --locked)
    [[ $profile == release ]] && flags+=(--release)
    { time (cd "$app" && cargo build "${flags[@]}" >"$app/log" 2>&1) ; } 2>"$app/time" || {
        cat "$app/log" >&2
        return 1
    }
    crates=$(grep -c '^ *Compiling ' "$app/log" || true)
    if [[ $key != *' clean '* && $crates != 1 ]]; then
        echo "$key: $crates crates were compiled instead of one; did the library change meanwhile?" >&2
        return 1
    fi
    [[ $key != *' clean '* ]] || note "${key% clean *} crates" $((crates - 1))
    read -r wall user system < <(tail -n 1 "$app/time")
    note "$key wall" "${wall/./}"
    note "$key cpu" $((10#${user/./} + 10#${system/./}))
}

# One round of one row: clean, then the application alone, then one edit.
measure() {
    local row=$1 size=$2 profile=$3 round=$4 app=$work/$1/$2 folder=debug model
    [[ $profile == release ]] && folder=release
    model=$app/src/model/$(style "$row")/$size.rs
    cp "$app/model.orig" "$model"

    rm -rf "$app/target"
    build "$row $size clean $profile" "$profile" "$app"
    if [[ $profile == release ]]; then
        note "$row $size size" "$(stat -c %s "$app/target/release/app")"
        [[ $row == struct ]] || verify "$row" "$size"
    fi

    # All of the crate, not what incremental compilation leaves of it.
    rm -rf "$app/target/$folder/incremental"
    touch "$app/src/main.rs"
    build "$row $size app $profile" "$profile" "$app"

    # The first default that is this text, in each file the same setting's.
    local text=service
    [[ $size == medium ]] && text=127.0.0.1:9090
    sed -i "0,/\"$text\"/s//\"$text-$round\"/" "$model"
    cmp -s "$model" "$app/model.orig" && { echo "nothing to edit in $model" >&2; return 1; }
    build "$row $size edit $profile" "$profile" "$app"
}

# Checks that the application loads what the first one loaded.
verify() {
    local variables
    mapfile -t variables < <(cat "$benches/data/unrelated.env" "$benches/data/$2.env")
    env -i "${variables[@]}" "$work/$1/$2/target/release/app" "$benches/data/$2.toml" >"$work/$1/$2/output"
    [[ -e $work/$2.expected ]] || cp "$work/$1/$2/output" "$work/$2.expected"
    diff "$work/$2.expected" "$work/$1/$2/output" >&2 || { echo "$1 loads something else" >&2; return 1; }
}

# A number of thousandths, or of bytes as KiB, and its ratio to the base row.
cell() {
    local row=$1 size=$2 what=$3 unit=$4
    awk -v value="${least["$row $size $what"]}" -v base="${least["$(base "$row") $size $what"]:-0}" -v unit="$unit" '
        BEGIN {
            printf unit == 1024 ? " %.0f" : " %.2f", value / unit
            if (base) printf " (%.2f)", value / base
            printf " |"
        }'
}

print_table() {
    local size=$1 kind=$2 row step profile
    printf '\n### %s structs, %s\n\n| ' "${size^}" "$([[ $kind == cpu ]] && echo 'CPU seconds' || echo 'wall seconds')"
    for step in "${steps[@]}"; do
        for profile in "${profiles[@]}"; do printf '| %s, %s ' "$step" "$profile"; done
    done
    [[ $kind == cpu ]] && printf '| crates | binary, KiB '
    printf '|\n| ---'
    printf ' | ---:%.0s' "${steps[@]}" "${steps[@]}"
    [[ $kind == cpu ]] && printf ' | ---: | ---:'
    printf ' |\n'
    for row in "${rows[@]}"; do
        printf '| %s |' "$(title "$row")"
        for step in "${steps[@]}"; do
            for profile in "${profiles[@]}"; do cell "$row" "$size" "$step $profile $kind" 1000; done
        done
        if [[ $kind == cpu ]]; then
            printf ' %s |' "${least["$row $size crates"]}"
            cell "$row" "$size" size 1024
        fi
        printf '\n'
    done
}

for size in "${sizes[@]}"; do
    for row in "${rows[@]}"; do write_app "$row" "$size"; done
done
for ((round = 1; round <= rounds; round++)); do
    for size in "${sizes[@]}"; do
        for row in "${rows[@]}"; do
            echo "round $round of $rounds: $row, $size" >&2
            for profile in "${profiles[@]}"; do measure "$row" "$size" "$profile" "$round"; done
            rm -rf "$work/$row/$size/target"
        done
    done
done
for size in "${sizes[@]}"; do
    print_table "$size" cpu
    print_table "$size" wall
done
