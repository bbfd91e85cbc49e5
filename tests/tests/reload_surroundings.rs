//! What a watched config keeps from the start of the program, and what it may lose and gets back.

use std::{env, fs, path::PathBuf};

use superconfig::{Origin, SuperConfig, field};
use superconfig_tests::{
    child::in_child,
    watching::{eventually, quick},
};
use tempfile::TempDir;

fn file(directory: &TempDir) -> PathBuf {
    directory.path().join("c.toml")
}

/// Puts variables into the environment of this process, which must be a child.
fn set(directory: &TempDir, variables: &str) {
    let path = directory.path().join("variables");
    fs::write(&path, variables).unwrap();
    dotenvy::from_path_override(path).unwrap();
}

#[test]
fn files_are_called_what_they_are_called_from_everywhere() {
    #[derive(SuperConfig)]
    #[config(name = "moved")]
    struct Config {
        #[config(default = 1)]
        port: u16,
    }

    in_child("files_are_called_what_they_are_called_from_everywhere", &[&[]], || {
        let directory = tempfile::tempdir().unwrap();
        let file = directory.path().join("moved.toml");
        fs::write(&file, "port = 2").unwrap();
        env::set_current_dir(&directory).unwrap();
        let watcher = Config::builder().with_discovery().with_watch_options(quick()).watch().unwrap();
        let mut receiver = watcher.receiver();
        // As daemons do. Now a name that was short means something else, or is missing its first letter.
        env::set_current_dir("/").unwrap();
        fs::write(&file, "port = 3").unwrap();
        eventually(|| watcher.config().port == 3);
        let file = fs::canonicalize(&file).unwrap();
        let reloaded = receiver.recv().unwrap();
        let change = reloaded.changes().iter().next().unwrap();
        for origin in [change.old_origin(), change.new_origin()] {
            assert!(matches!(origin, Some(Origin::File { path, .. }) if *path == file), "{origin:?}");
        }
        assert_eq!(change.to_string(), format!("~ port: 2 -> 3  ({0} -> {0}:1)", file.display()));
        fs::write(&file, "port = 'x'").unwrap();
        eventually(|| watcher.status().error().is_some());
        assert!(watcher.status().error().unwrap().to_string().contains(&format!("--> {}:1:8", file.display())));

        fs::write(&file, "port = 4").unwrap();
        let snapshot = Config::builder().with_base_dir(directory.path()).with_discovery().extract_snapshot().unwrap();
        assert!(snapshot.origins().all(|(_, origin)| origin.to_string().starts_with('/')));
    });
}

#[test]
#[cfg(unix)]
fn what_cannot_be_seen_is_not_taken_for_absent() {
    #[derive(SuperConfig)]
    #[config(name = "seen")]
    struct Config {
        #[config(default = 1)]
        port: u16,
    }

    let directory = tempfile::tempdir().unwrap();
    let config = directory.path().join("config");
    fs::create_dir(&config).unwrap();
    fs::write(config.join("seen.toml"), "port = 2").unwrap();
    let builder = Config::builder().with_base_dir(&directory).with_env_of([("HOME", "/nowhere")]).with_discovery();
    let watcher = builder.with_watch_options(quick()).watch().unwrap();
    // A link that leads in circles: the system can no more say what is there than of a server that does not answer.
    let swap = |to: &str| {
        std::os::unix::fs::symlink(to, directory.path().join("new")).unwrap();
        fs::rename(directory.path().join("new"), &config).unwrap();
    };
    fs::rename(&config, directory.path().join("elsewhere")).unwrap();
    eventually(|| watcher.config().port == 1);
    swap("elsewhere");
    eventually(|| watcher.config().port == 2);
    swap("config");
    eventually(|| watcher.status().error().is_some());
    assert_eq!(watcher.config().port, 2);
    swap("elsewhere");
    eventually(|| watcher.status().error().is_none());
    assert_eq!(watcher.config().port, 2);
}

#[test]
fn the_environment_is_that_of_the_start() {
    #[derive(SuperConfig)]
    #[config(name = "frozen", profiles = ["dev", "prod"])]
    struct Config {
        #[config(default = 1, profile(prod = 100))]
        size: u16,
        #[config(default = 1)]
        port: u16,
        #[config(default = "")]
        name: String,
    }

    in_child("the_environment_is_that_of_the_start", &[&[]], || {
        let directory = tempfile::tempdir().unwrap();
        set(&directory, "FROZEN_PORT=2\nFROZEN_PROFILE=prod\nFROZEN_TEST_NAME=first");
        fs::write(file(&directory), "port = 7\nname = '${FROZEN_TEST_NAME}'").unwrap();
        let builder = Config::builder().with_file(file(&directory)).with_env().with_expansion();
        let watcher = builder.clone().with_watch_options(quick()).watch().unwrap();
        let values = |config: &Config| (config.size, config.port, config.name.clone());
        assert_eq!(values(&watcher.config()), (100, 2, "first".to_owned()));

        set(&directory, "FROZEN_PORT=3\nFROZEN_SIZE=3\nFROZEN_PROFILE=dev\nFROZEN_TEST_NAME=second");
        watcher.reload_now().unwrap();
        assert_eq!(values(&watcher.config()), (100, 2, "first".to_owned()));
        fs::write(file(&directory), "port = 8\nname = 'x${FROZEN_TEST_NAME}'").unwrap();
        eventually(|| watcher.config().name == "xfirst");
        assert_eq!(watcher.config().port, 2);
        drop(watcher);

        // Read anew, when something is reloaded.
        let fresh = builder.with_watch_options(quick().fresh_environment()).watch().unwrap();
        assert_eq!(values(&fresh.config()), (3, 3, "xsecond".to_owned()));
        set(&directory, "FROZEN_PORT=4\nFROZEN_SIZE=\nFROZEN_PROFILE=prod");
        fs::write(file(&directory), "port = 8\nname = 'y${FROZEN_TEST_NAME}'").unwrap();
        eventually(|| values(&fresh.config()) == (100, 4, "ysecond".to_owned()));
        // Alone it is no change that is noticed.
        set(&directory, "FROZEN_PORT=5");
        let diff = fresh.reload_now().unwrap();
        assert_eq!(diff.iter().map(superconfig::Change::path).collect::<Vec<_>>(), ["port"]);
        assert_eq!(fresh.config().port, 5);
    });
}

#[test]
#[cfg(unix)]
fn the_home_directory_is_that_of_the_start() {
    #[derive(SuperConfig)]
    #[config(name = "homely")]
    struct Config {
        #[config(default = 1)]
        size: u16,
        #[config(default = 1)]
        port: u16,
    }

    in_child("the_home_directory_is_that_of_the_start", &[&[]], || {
        let (first, second) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        for (directory, value) in [(&first, 2), (&second, 3)] {
            fs::create_dir_all(directory.path().join(".config/homely")).unwrap();
            fs::write(directory.path().join(".config/homely/config.toml"), format!("size = {value}")).unwrap();
            fs::write(file(directory), format!("port = {value}")).unwrap();
        }
        let home =
            |directory: &TempDir| set(directory, &format!("HOME={}\nXDG_CONFIG_HOME=", directory.path().display()));
        home(&first);
        let builder = Config::builder().with_base_dir(&first).with_discovery().with_file("~/c.toml");
        let watcher = builder.with_watch_options(quick()).watch().unwrap();
        assert_eq!((watcher.config().size, watcher.config().port), (2, 2));
        // As when a daemon goes on as another user.
        home(&second);
        watcher.reload_now().unwrap();
        assert_eq!((watcher.config().size, watcher.config().port), (2, 2));
    });
}

#[test]
fn variables_that_were_handed_over_are_not_read_anew() {
    #[derive(SuperConfig)]
    #[config(name = "given")]
    struct Config {
        #[config(default = 1)]
        port: u16,
        #[config(default = 1)]
        size: u16,
    }

    in_child("variables_that_were_handed_over_are_not_read_anew", &[&[]], || {
        let directory = tempfile::tempdir().unwrap();
        fs::write(file(&directory), "port = 7").unwrap();
        let builder = Config::builder().with_file(file(&directory)).with_env_vars([("GIVEN_PORT", "2")]).with_env();
        let watcher = builder.with_watch_options(quick().fresh_environment()).watch().unwrap();
        set(&directory, "GIVEN_PORT=3\nGIVEN_SIZE=3");
        watcher.reload_now().unwrap();
        assert_eq!((watcher.config().port, watcher.config().size), (2, 1));
    });
}

#[test]
fn what_is_above_files_stays_above_them() {
    #[derive(Debug, PartialEq, SuperConfig)]
    #[config(name = "ranked", profiles = ["prod"])]
    struct Config {
        #[config(default = 1)]
        file: u16,
        #[config(default = 1)]
        overlay: u16,
        #[config(default = 1)]
        environment: u16,
        #[config(default = 1)]
        argument: u16,
        #[config(default = 1)]
        code: u16,
    }

    let directory = tempfile::tempdir().unwrap();
    let all = |value: u16| {
        let names = ["file", "overlay", "environment", "argument", "code"];
        names.map(|name| format!("{name} = {value}\n")).concat()
    };
    let overlay = directory.path().join("c.prod.toml");
    fs::write(file(&directory), all(2)).unwrap();
    fs::write(&overlay, "overlay = 102").unwrap();
    let watcher = Config::builder()
        .with_profile("prod")
        .with_base_dir(&directory)
        .with_hierarchical_config("c.toml")
        .with_env_vars([("RANKED_ENVIRONMENT", "10")])
        .with_args(["--argument=20"])
        .with_value(field!(Config, code), 30)
        .with_watch_options(quick())
        .watch()
        .unwrap();
    let expected = |file, overlay| Config { file, overlay, environment: 10, argument: 20, code: 30 };
    assert_eq!(*watcher.config(), expected(2, 102));
    for value in 3..6 {
        fs::write(file(&directory), all(value)).unwrap();
        fs::write(&overlay, format!("overlay = {}", 100 + value)).unwrap();
        eventually(|| *watcher.config() == expected(value, 100 + value));
    }
    fs::remove_file(&overlay).unwrap();
    eventually(|| *watcher.config() == expected(5, 5));
}

#[test]
fn the_working_directory_is_that_of_the_start() {
    #[derive(SuperConfig)]
    #[config(name = "moved")]
    struct Config {
        #[config(default = 1)]
        port: u16,
        #[config(default = 1)]
        size: u16,
    }

    in_child("the_working_directory_is_that_of_the_start", &[&[]], || {
        let (first, second) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        for (directory, port) in [(&first, 2), (&second, 20)] {
            fs::write(file(directory), format!("port = {port}")).unwrap();
            fs::write(directory.path().join("moved.toml"), format!("size = {port}")).unwrap();
        }
        env::set_current_dir(&first).unwrap();
        let builder = Config::builder().with_env_of([("HOME", "/nowhere")]).with_discovery().with_file("c.toml");
        let watcher = builder.with_watch_options(quick()).watch().unwrap();
        assert_eq!((watcher.config().port, watcher.config().size), (2, 2));
        env::set_current_dir(&second).unwrap();
        assert!(watcher.reload_now().unwrap().is_empty());
        fs::write(file(&second), "port = 21").unwrap();
        fs::write(file(&first), "port = 3").unwrap();
        fs::write(first.path().join("moved.toml"), "size = 3").unwrap();
        eventually(|| (watcher.config().port, watcher.config().size) == (3, 3));
        assert_eq!(watcher.status().failures(), 0);
    });
}

#[cfg(unix)]
mod unix {
    use std::{os::unix::fs::PermissionsExt as _, path::Path, time::Duration};

    use std::os::unix::fs::symlink;

    use superconfig::reload::{EventSource, ManualClock, Reloader, WatchOptions};
    use superconfig_tests::watching::Timed;

    use super::*;

    #[test]
    fn a_base_directory_above_where_a_link_leads() {
        #[derive(SuperConfig)]
        #[config(name = "linked")]
        struct Config {
            size: u16,
        }

        let root = tempfile::tempdir().unwrap();
        let at = |path: &str| root.path().join(path);
        for (directory, size) in [("one", 1), ("two", 2)] {
            fs::create_dir_all(at(directory).join("x")).unwrap();
            fs::write(at(directory).join("linked.toml"), format!("size = {size}")).unwrap();
        }
        symlink("one/x", at("current")).unwrap();
        let builder = Config::builder().with_env_of([("HOME", "/nowhere")]).with_base_dir(at("current/.."));
        let watcher = builder.with_discovery().with_watch_options(quick()).watch().unwrap();
        assert_eq!(watcher.config().size, 1);
        symlink("two/x", at("next")).unwrap();
        fs::rename(at("next"), at("current")).unwrap();
        eventually(|| watcher.config().size == 2);
    }

    /// Says nothing.
    struct Mute;

    impl EventSource for Mute {
        fn watch(&mut self, _: &Path) -> std::io::Result<()> {
            Ok(())
        }

        fn unwatch(&mut self, _: &Path) {}
    }

    #[test]
    fn who_finds_another_directory_finds_it_for_all() {
        #[derive(SuperConfig)]
        struct Often {
            #[config(default = 1)]
            size: u16,
        }

        #[derive(SuperConfig)]
        struct Rarely {
            #[config(default = 1)]
            size: u16,
        }

        let root = tempfile::tempdir().unwrap();
        let at = |path: &str| root.path().join(path);
        let make = |size| {
            fs::create_dir(at("d")).unwrap();
            fs::write(at("d/often.toml"), "size = 2").unwrap();
            fs::write(at("d/rarely.toml"), format!("size = {size}")).unwrap();
        };
        make(2);
        let clock = ManualClock::new();
        let reloader = Reloader::builder().clock(clock.clone()).events(|_| Ok(Mute)).mount_table("/none").build();
        let timed = Timed::new(clock, reloader);
        let every = |seconds| WatchOptions::new().poll_interval(Duration::from_secs(seconds));
        let often = Often::builder().with_file(at("d/often.toml")).with_watch_options(every(10));
        let often = often.watch_in(&timed.reloader).unwrap();
        let rarely = Rarely::builder().with_file(at("d/rarely.toml")).with_watch_options(every(3600));
        let rarely = rarely.watch_in(&timed.reloader).unwrap();
        // Nobody says so, as when something is mounted there.
        fs::rename(at("d"), at("old")).unwrap();
        make(3);
        timed.pass(Duration::from_secs(12));
        timed.pass(Duration::from_secs(1));
        assert_eq!((often.config().size, rarely.config().size), (2, 3));
    }

    fn permit(path: &Path, mode: u32) {
        fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
    }

    #[test]
    fn permission_is_lost_and_returns() {
        #[derive(SuperConfig)]
        struct Config {
            #[config(default = 1)]
            port: u16,
        }

        // Root may read everything.
        let directory = tempfile::tempdir().unwrap();
        fs::write(file(&directory), "").unwrap();
        permit(&file(&directory), 0);
        let somebody: &[&str] = &["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"];
        let ways: &[&[&str]] = if fs::read(file(&directory)).is_ok() { &[somebody] } else { &[&[]] };

        in_child("unix::permission_is_lost_and_returns", ways, || {
            let directory = tempfile::tempdir().unwrap();
            fs::write(file(&directory), "port = 2").unwrap();
            let options = quick().poll_interval_without_events(Duration::from_millis(20));
            let builder = Config::builder().with_file(file(&directory)).with_watch_options(options);
            let watcher = builder.watch().unwrap();
            let mut port = 2;
            for (path, mode) in [(&*file(&directory), 0o644), (directory.path(), 0o700)] {
                for _ in 0..3 {
                    permit(path, 0);
                    eventually(|| watcher.status().error().is_some());
                    let status = watcher.status();
                    let problem = &status.error().unwrap().problems()[0];
                    assert_eq!(problem.message(), "the file cannot be read: permission denied");
                    assert_eq!(watcher.config().port, port);
                    // As it was.
                    permit(path, mode);
                    eventually(|| watcher.status().error().is_none());
                    assert_eq!(watcher.config().port, port);

                    permit(path, 0);
                    eventually(|| watcher.status().error().is_some());
                    permit(path, mode);
                    port += 1;
                    fs::write(file(&directory), format!("port = {port}")).unwrap();
                    eventually(|| watcher.config().port == port);
                    eventually(|| watcher.status().error().is_none());
                }
            }
            assert_eq!(watcher.config().port, 8);
        });
    }
}
