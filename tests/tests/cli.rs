//! `cli::run` inside a command of the program's own. What is printed is held by the tests of the examples.

use std::process::ExitCode;

use superconfig::{SuperConfig, cli};
use superconfig_tests::Scene;

fn ask<T: SuperConfig>(scene: &Scene, arguments: &[&str]) -> ExitCode {
    let command = clap::Command::new("shop").subcommand(cli::command());
    let arguments = ["shop", "config"].iter().chain(arguments);
    let matches = command.try_get_matches_from(arguments).unwrap_or_else(|error| panic!("{error}"));
    let (_, matches) = matches.subcommand().unwrap();
    cli::run(&scene.builder::<T>().with_discovery().with_env(), matches)
}

#[derive(SuperConfig)]
#[config(name = "shop")]
#[allow(dead_code)]
struct Words {
    #[config(default)]
    set: Vec<u16>,
    #[config(default, env = "SHOP_CONFIG_DIRECTORY")]
    config: Vec<u16>,
    port: u16,
}

#[test]
fn words_mean_the_same_where_settings_have_their_names() {
    let scene = Scene::new();
    scene.file("project/other.toml", "port = 80");
    assert_eq!(ask::<Words>(&scene, &["check"]), ExitCode::FAILURE);
    assert_eq!(ask::<Words>(&scene, &["check", "--set", "port=80"]), ExitCode::SUCCESS);
    assert_eq!(ask::<Words>(&scene, &["check", "--set", "port=80", "--set=set=1,2"]), ExitCode::SUCCESS);
    assert_eq!(ask::<Words>(&scene, &["check", "--config", "other.toml"]), ExitCode::SUCCESS);
    assert_eq!(ask::<Words>(&scene, &["diff", "file:other.toml", "file:other.toml"]), ExitCode::SUCCESS);
}
