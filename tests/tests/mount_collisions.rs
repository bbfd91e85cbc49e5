//! Mounted configs that want what is taken. All of them meet in each `mounts` config of this program.
#![allow(missing_docs)]
#![allow(dead_code, reason = "nothing here can be loaded")]

use superconfig::{Format, ProblemKind, SuperConfig};
use superconfig_tests::lines;

mod acme {
    use superconfig::SuperConfig;

    #[derive(Debug, SuperConfig)]
    #[config(mount = "telemetry")]
    pub(super) struct Telemetry {
        #[config(default)]
        log_level: u8,
        #[config(default, env = "SHOP_CONFIG")]
        path: String,
    }

    #[derive(Debug, SuperConfig)]
    #[config(mount = "cache")]
    pub(super) struct Cache {
        #[config(default, env = "CACHE_SIZE")]
        size: u8,
    }
}

mod beta {
    use superconfig::SuperConfig;

    #[derive(Debug, SuperConfig)]
    #[config(mount = "telemetry")]
    pub(super) struct Telemetry {
        required: String,
    }

    #[derive(Debug, SuperConfig)]
    #[config(mount = "tele-metry")]
    pub(super) struct Dashed {
        #[config(default, env = "CACHE_SIZE")]
        size: u8,
    }
}

const BOTH: &str = "ambiguous: telemetry: mount_collisions::acme::Telemetry and mount_collisions::beta::Telemetry are both mounted here";
const RESERVED: &str = "ambiguous: telemetry.path: the variable SHOP_CONFIG is reserved: it chooses the file or the profile, \
                        so 'path' of mount_collisions::acme::Telemetry cannot be read from it";
const SIZE: &str = "ambiguous: tele-metry.size: the variable CACHE_SIZE would set both 'size' of mount_collisions::acme::Cache \
                    and 'size' of mount_collisions::beta::Dashed";

fn refused<T: SuperConfig>() -> Vec<String> {
    let builder = T::builder().with_str(Format::Toml, "[telemetry]\nrequired = 1\nother = 2");
    let Err(error) = builder.extract() else { panic!("two libraries want one key") };
    assert!(
        error.problems().iter().all(|problem| problem.kind() == ProblemKind::Ambiguous && problem.help().is_some())
    );
    let mut lines = lines(&error);
    lines.sort();
    lines
}

fn sorted(expected: &[&str]) -> Vec<String> {
    let mut expected: Vec<String> = expected.iter().map(|line| (*line).to_owned()).collect();
    expected.sort();
    expected
}

#[test]
fn mounts_that_want_the_same_are_named() {
    #[derive(Debug, SuperConfig)]
    #[config(name = "shop", mounts)]
    struct AppConfig {}
    let both = refused::<AppConfig>();
    assert_eq!(both, sorted(&[BOTH, RESERVED, SIZE]));
    assert_eq!(both, refused::<AppConfig>(), "the second time it is looked up");
}

#[test]
fn a_field_or_an_alias_of_the_application_is_named() {
    #[derive(Debug, SuperConfig)]
    #[config(name = "shop", mounts)]
    struct AppConfig {
        #[config(default, alias = "cache")]
        memory: u8,
        #[config(flatten)]
        common: Common,
    }
    #[derive(Debug, SuperConfig)]
    struct Common {
        #[config(default, rename = "tele-metry")]
        metry: u8,
    }
    let cache = "ambiguous: cache: mount_collisions::acme::Cache is mounted here, but 'cache' is an alias of the field `memory` \
                 of AppConfig";
    let dashed = "ambiguous: tele-metry: mount_collisions::beta::Dashed is mounted here, but 'tele-metry' is the key of the \
                  field `metry` of Common";
    assert_eq!(refused::<AppConfig>(), sorted(&[BOTH, RESERVED, cache, dashed]));
}

#[test]
fn a_variable_of_the_application_is_named() {
    #[derive(Debug, SuperConfig)]
    #[config(name = "shop", mounts)]
    struct AppConfig {
        #[config(default)]
        telemetry_log_level: u8,
    }
    let level = "ambiguous: telemetry.log_level: the variable SHOP_TELEMETRY_LOG_LEVEL would set both 'telemetry_log_level' of \
                 AppConfig and 'log_level' of mount_collisions::acme::Telemetry";
    assert_eq!(refused::<AppConfig>(), sorted(&[BOTH, RESERVED, SIZE, level]));
}

#[test]
fn names_are_compared_with_runs_of_underscores_folded() {
    #[derive(Debug, SuperConfig)]
    #[config(name = "shop", mounts)]
    struct AppConfig {
        #[config(default, env = "SHOP_TELEMETRY__LOG_LEVEL")]
        level: u8,
        #[config(default, env = "cache__size")]
        size: u8,
    }
    let level = "ambiguous: telemetry.log_level: the variable SHOP_TELEMETRY_LOG_LEVEL would set both 'level' of AppConfig and \
                 'log_level' of mount_collisions::acme::Telemetry";
    let size = |path: &str, owner: &str| {
        format!("ambiguous: {path}: the variable CACHE_SIZE would set both 'size' of AppConfig and 'size' of {owner}")
    };
    let cache = size("cache.size", "mount_collisions::acme::Cache");
    let dashed = size("tele-metry.size", "mount_collisions::beta::Dashed");
    assert_eq!(refused::<AppConfig>(), sorted(&[BOTH, RESERVED, level, &cache, &dashed]));
}

#[test]
fn without_mounts_nobody_minds() {
    #[derive(Debug, SuperConfig)]
    struct AppConfig {
        #[config(default = 1)]
        cache: u8,
    }
    assert_eq!(AppConfig::builder().extract().expect("a default").cache, 1);
}

#[test]
fn a_mount_where_files_hold_profiles_is_named() {
    #[derive(Debug, SuperConfig)]
    #[config(name = "shop", mounts, profile_key = "cache")]
    struct AppConfig {}
    let key = "ambiguous: cache: mount_collisions::acme::Cache is mounted here, but files hold what profiles change under 'cache'";
    assert_eq!(refused::<AppConfig>(), sorted(&[BOTH, RESERVED, key]));
}
