//! `cli::run` inside a command of the program's own. What is printed is held by the tests of the examples.

use std::{fs, process::ExitCode};

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

#[test]
fn no_second_file_is_put_beside_one_that_cannot_be_edited() {
    let scene = Scene::new();
    let text = "port: 80\n";
    scene.file("project/shop.yaml", text);
    assert_eq!(ask::<Words>(&scene, &["set", "port", "81", "--yes"]), ExitCode::FAILURE);
    assert!(!scene.path("project/shop.toml").exists());
    assert_eq!(fs::read_to_string(scene.path("project/shop.yaml")).unwrap(), text);
    fs::remove_file(scene.path("project/shop.yaml")).unwrap();
    assert_eq!(ask::<Words>(&scene, &["set", "port", "81", "--yes"]), ExitCode::SUCCESS);
    assert_eq!(fs::read_to_string(scene.path("project/shop.toml")).unwrap(), "port = 81\n");
    assert_eq!(ask::<Words>(&scene, &["set", "port", "82", "--yes"]), ExitCode::SUCCESS);
    assert_eq!(fs::read_to_string(scene.path("project/shop.toml")).unwrap(), "port = 82\n");
}

#[derive(SuperConfig)]
#[config(name = "shop")]
#[allow(dead_code)]
struct Flags {
    #[config(default)]
    set: Vec<u16>,
    #[config(default = false)]
    color: bool,
    port: u16,
}

/// With a flag for each setting beside the subcommand.
fn ask_with_flags(arguments: &[&str]) -> ExitCode {
    let command = Flags::augment(clap::Command::new("shop")).unwrap().subcommand(cli::command());
    let arguments = ["shop"].iter().chain(arguments);
    let matches = command.try_get_matches_from(arguments).unwrap_or_else(|error| panic!("{error}"));
    let builder = Scene::new().builder::<Flags>().with_arg_matches(&matches);
    cli::run(&builder, matches.subcommand().unwrap().1)
}

#[test]
fn flags_of_settings_are_not_taken_for_the_words() {
    assert_eq!(ask_with_flags(&["--port=1", "--set=2", "--color", "config", "check"]), ExitCode::SUCCESS);
    assert_eq!(ask_with_flags(&["--set=2", "config", "--color=never", "check", "--set=port=80"]), ExitCode::SUCCESS);
    assert_eq!(ask_with_flags(&["--set=port=80", "config", "check", "--set=port=80"]), ExitCode::FAILURE);
}
