//! Hot reload on a real file system: the ways in which programs save files, and files and directories that appear and disappear. The
//! system's events are the only reason to look: the next look without one is an hour away.

use std::{
    ffi::OsString,
    fs::{self, File, OpenOptions},
    io::Write as _,
    path::{Path, PathBuf},
    process::Command,
    sync::{
        Arc, OnceLock,
        atomic::{AtomicUsize, Ordering},
    },
    thread,
    time::{Duration, Instant},
};

use superconfig::{
    Builder, SuperConfig, registry,
    reload::{Clock, ManualClock, Reloader, SystemClock},
};
use superconfig_tests::{
    Scene,
    watching::{Live, eventually, quick},
};

/// A path with something behind its name.
fn beside(path: &Path, ending: &str) -> PathBuf {
    let mut path = OsString::from(path);
    path.push(ending);
    path.into()
}

fn save(path: &Path, text: &str) {
    fs::write(path, text).unwrap();
}

/// Writes a file where another stands, in several steps.
fn in_place(path: &Path, parts: &[&str]) {
    let mut file = OpenOptions::new().write(true).create(true).truncate(true).open(path).unwrap();
    for part in parts {
        file.write_all(part.as_bytes()).unwrap();
        file.sync_all().unwrap();
    }
}

fn vim(path: &Path, text: &str) {
    let _ = fs::remove_file(beside(path, "~"));
    fs::rename(path, beside(path, "~")).unwrap();
    in_place(path, &[text]);
    fs::remove_file(beside(path, "~")).unwrap();
}

fn vim_with_a_copy(path: &Path, text: &str) {
    fs::copy(path, beside(path, "~")).unwrap();
    in_place(path, &[text]);
    fs::remove_file(beside(path, "~")).unwrap();
}

fn renamed_over(path: &Path, text: &str) {
    in_place(&beside(path, ".swp"), &[text]);
    fs::rename(beside(path, ".swp"), path).unwrap();
}

fn emacs(path: &Path, text: &str) {
    fs::rename(path, beside(path, "~")).unwrap();
    in_place(path, &[text]);
}

fn sed(path: &Path, text: &str) {
    let script = format!("c\\\n{}", text.trim_end().replace('\n', "\\\n"));
    save(path, "one line");
    match Command::new("sed").arg("-i").arg(script).arg(path).status() {
        Ok(status) => assert!(status.success()),
        Err(_) => renamed_over(path, text),
    }
    assert_eq!(fs::read_to_string(path).unwrap(), text);
}

fn echo_twice(path: &Path, text: &str) {
    let (first, second) = text.split_at(text.find('\n').unwrap() + 1);
    save(path, first);
    OpenOptions::new().append(true).open(path).unwrap().write_all(second.as_bytes()).unwrap();
}

fn deleted_and_made_again(path: &Path, text: &str) {
    fs::remove_file(path).unwrap();
    save(path, text);
}

fn same_size_and_date(path: &Path, text: &str) {
    let before = fs::metadata(path).unwrap().modified().unwrap();
    save(path, text);
    File::options().append(true).open(path).unwrap().set_modified(before).unwrap();
}

#[test]
fn every_way_to_save_a_file() {
    #[derive(SuperConfig)]
    struct Config {
        port: u16,
        #[config(default = "half of it was read")]
        host: String,
    }

    type Write = fn(&Path, &str);
    let ways: [(&str, Write); 9] = [
        ("vim", vim),
        ("vim with backupcopy=yes", vim_with_a_copy),
        ("renamed over", renamed_over),
        ("emacs", emacs),
        ("sed -i", sed),
        ("two writes", echo_twice),
        ("in three parts", |path, text| in_place(path, &[&text[..3], &text[3..20], &text[20..]])),
        ("deleted and made again", deleted_and_made_again),
        ("of the same size and date", same_size_and_date),
    ];
    let scene = Scene::new();
    let path = scene.path("project/c.toml");
    save(&path, "port = 1000\nhost = 'h1000'\n");
    let live = Live::new(scene.builder::<Config>().with_file(&path));
    let mut port = 1000;
    for round in 0..3 {
        for (way, write) in ways {
            port += 1;
            write(&path, &format!("port = {port}\nhost = 'h{port}'\n"));
            live.until(|it| it.config().port == port);
            assert_eq!(live.watcher.config().host, format!("h{port}"), "{way}, round {round}");
        }
    }
    // Nothing was published in between, and nothing was found wrong.
    let status = live.watcher.status();
    assert_eq!((status.reloads(), status.failures()), (u64::from(port) - 1000, 0));
}

#[test]
fn a_directory_goes_and_comes_back() {
    #[derive(SuperConfig)]
    struct Config {
        #[config(default = 0)]
        port: u16,
    }

    let scene = Scene::new();
    let (directory, other) = (scene.path("project/conf"), scene.path("project/other"));
    scene.file("project/conf/c.toml", "port = 1");
    let live = Live::new(scene.builder::<Config>().with_optional_file(directory.join("c.toml")));

    // Another one takes its place, at once and later.
    scene.file("project/other/c.toml", "port = 2");
    fs::rename(&directory, scene.path("project/old")).unwrap();
    fs::rename(&other, &directory).unwrap();
    live.until(|it| it.config().port == 2);
    fs::rename(&directory, &other).unwrap();
    live.until(|it| it.config().port == 0);
    fs::rename(scene.path("project/old"), &directory).unwrap();
    live.until(|it| it.config().port == 1);
    // What is in it now is what is watched, not what was.
    save(&other.join("c.toml"), "port = 3");
    save(&directory.join("c.toml"), "port = 4");
    live.until(|it| it.config().port == 4);

    for port in 5..15 {
        fs::remove_dir_all(&directory).unwrap();
        if port % 2 == 0 {
            live.until(|it| it.config().port == 0);
        }
        fs::create_dir(&directory).unwrap();
        if port % 3 == 0 {
            live.until(|it| it.config().port == 0);
        }
        save(&directory.join("c.toml"), &format!("port = {port}"));
        live.until(|it| it.config().port == port);
        // And a change in the new one.
        save(&directory.join("c.toml"), &format!("port = {}", port + 100));
        live.until(|it| it.config().port == port + 100);
    }

    // Many times before anybody looks.
    for port in 200..220 {
        fs::remove_dir_all(&directory).unwrap();
        scene.file("project/conf/c.toml", format!("port = {port}"));
    }
    live.until(|it| it.config().port == 219);
    save(&directory.join("c.toml"), "port = 220");
    live.until(|it| it.config().port == 220);
    assert_eq!(live.watcher.status().failures(), 0);
}

#[test]
fn directories_above_go_and_come_back() {
    #[derive(SuperConfig)]
    struct Config {
        #[config(default = 0)]
        port: u16,
        #[config(default = "")]
        name: String,
        #[config(default = 0)]
        between: u16,
    }

    let scene = Scene::new();
    scene.file("project/top.toml", "name = 'a'").file("project/a/b/c.toml", "port = 1");
    let (above, away) = (scene.path("project/a"), scene.path("project/away"));
    scene.file("project/a/between.toml", "between = 1");
    let builder = scene.builder::<Config>().with_file("top.toml").with_optional_file("a/between.toml");
    let live = Live::new(builder.with_optional_file("a/b/c.toml"));

    // The same one is back before anybody looks, and is watched as before.
    for port in 2..6 {
        fs::rename(&above, &away).unwrap();
        fs::rename(&away, &above).unwrap();
        scene.file("project/top.toml", format!("name = '{port}'"));
        live.until(|it| it.config().name == port.to_string());
        scene.file("project/a/b/c.toml", format!("port = {port}"));
        live.until(|it| it.config().port == port);
        scene.file("project/a/between.toml", format!("between = {port}"));
        live.until(|it| it.config().between == port);
    }
    // Two that were watched take each other's place.
    scene.file("project/x/c.toml", "port = 10").file("project/y/c.toml", "name = 'y'");
    drop(live);
    let live = Live::new(scene.builder::<Config>().with_file("x/c.toml").with_file("y/c.toml"));
    for round in 0..4_u16 {
        fs::rename(scene.path("project/x"), scene.path("project/z")).unwrap();
        fs::rename(scene.path("project/y"), scene.path("project/x")).unwrap();
        fs::rename(scene.path("project/z"), scene.path("project/y")).unwrap();
        let port = 20 + 10 * round;
        scene.file("project/x/c.toml", format!("port = {port}")).file("project/y/c.toml", format!("name = '{port}'"));
        live.until(|it| (it.config().port, &*it.config().name) == (port, &*port.to_string()));
        scene.file("project/x/c.toml", format!("port = {}", port + 1));
        live.until(|it| it.config().port == port + 1);
        scene.file("project/y/c.toml", format!("name = '{}'", port + 1));
        live.until(|it| it.config().name == (port + 1).to_string());
    }
    assert_eq!(live.watcher.status().failures(), 0);
}

#[cfg(unix)]
#[test]
fn links() {
    use std::os::unix::fs::symlink;

    #[derive(SuperConfig)]
    struct Config {
        port: u16,
    }

    let scene = Scene::new();
    let path = |path: &str| scene.path(&format!("project/{path}"));
    scene.file("project/a/real.toml", "port = 1").file("project/b/real.toml", "port = 2");
    fs::create_dir(path("links")).unwrap();
    // The second link of three leads to a directory.
    symlink("../a", path("links/now")).unwrap();
    symlink("now/real.toml", path("links/c.toml")).unwrap();
    symlink("links/c.toml", path("c.toml")).unwrap();
    let live = Live::new(scene.builder::<Config>().with_file("c.toml"));

    let point = |link: &str, target: &str| {
        symlink(target, path("new")).unwrap();
        fs::rename(path("new"), path(link)).unwrap();
    };
    let reads = |port: u16| live.until(|it| it.config().port == port);
    scene.file("project/a/real.toml", "port = 3");
    reads(3);
    renamed_over(&path("a/real.toml"), "port = 4");
    reads(4);
    point("links/now", "../b");
    reads(2);
    scene.file("project/b/real.toml", "port = 5");
    reads(5);
    point("links/c.toml", "../a/real.toml");
    reads(4);
    scene.file("project/a/real.toml", "port = 6");
    reads(6);
    scene.file("project/other.toml", "port = 7");
    point("c.toml", "other.toml");
    reads(7);
    vim(&path("other.toml"), "port = 8");
    reads(8);
    // Removed and made anew, so that it is absent in between.
    fs::remove_file(path("c.toml")).unwrap();
    symlink("b/real.toml", path("c.toml")).unwrap();
    reads(5);
    // A link becomes a file, and a file a link.
    point("c.toml", "other.toml");
    renamed_over(&path("c.toml"), "port = 9");
    reads(9);
    point("c.toml", "a/real.toml");
    reads(6);
    assert_eq!(live.watcher.status().failures(), 0);
}

/// What appears in a scene, makes its port 2, is changed, makes it 3, and disappears again, which makes it 1.
#[track_caller]
fn comes_and_goes<T: SuperConfig>(
    scene: &Scene,
    builder: Builder<T>,
    port: fn(&T) -> u16,
    path: &str,
    text: impl Fn(u16) -> String,
) {
    let live = Live::new(builder);
    let reads = |wanted: u16| live.until(|it| port(&it.config()) == wanted);
    reads(1);
    for _ in 0..2 {
        scene.file(path, text(2));
        reads(2);
        renamed_over(&scene.path(path), &text(3));
        reads(3);
        fs::remove_file(scene.path(path)).unwrap();
        reads(1);
    }
    // With the directory that it is in.
    if let Some((directory, _)) = path.rsplit_once('/').filter(|(directory, _)| directory.matches('/').count() > 0) {
        for wanted in [2, 3] {
            scene.file(path, text(wanted));
            reads(wanted);
            fs::remove_dir_all(scene.path(directory)).unwrap();
            reads(1);
        }
    }
    assert_eq!(live.watcher.status().failures(), 0);
}

#[test]
fn files_come_and_go() {
    #[derive(SuperConfig)]
    #[config(name = "shop")]
    struct Shop {
        #[config(default = 1)]
        port: u16,
    }

    let toml = |port: u16| format!("port = {port}");
    let port = |shop: &Shop| shop.port;
    let scene = Scene::new();
    let builder = || scene.builder::<Shop>();
    comes_and_goes(&scene, builder().with_optional_file("c.toml"), port, "project/c.toml", toml);
    comes_and_goes(&scene, builder().with_optional_file("a/b/c.toml"), port, "project/a/b/c.toml", toml);
    // Discovered, each in another place and format.
    for path in ["project/shop.toml", "project/config/shop.toml", "home/.config/shop/shop.toml", "etc/shop/shop.toml"] {
        comes_and_goes(&scene, builder().with_discovery(), port, path, toml);
    }
    for path in ["project/shop.yaml", "project/.shop.yml"] {
        comes_and_goes(&scene, builder().with_discovery(), port, path, |port| format!("port: {port}"));
    }
    comes_and_goes(&scene, builder().with_discovery(), port, "project/shop.json", |port| {
        format!("{{\"port\": {port}}}")
    });
    // Beside files that are there.
    scene.file("project/shop.toml", "port = 1");
    comes_and_goes(&scene, builder().with_discovery(), port, "project/shop.local.toml", toml);
    let prod = builder().with_discovery().with_profile("prod");
    scene.file("project/config/shop.prod.toml", "");
    scene.file("project/config/shop.toml", "");
    comes_and_goes(&scene, prod, port, "project/shop.prod.toml", toml);
    scene.file("project/shop.toml", "port = 1\n[profile.prod]\n");
    let config = scene.path("project/shop.toml");
    let variables = [("SHOP_CONFIG", config.to_str().unwrap()), ("SHOP_PROFILE", "prod")];
    let named = builder().with_env_of(variables).with_discovery();
    comes_and_goes(&scene, named, port, "project/shop.prod.toml", toml);
    // Some of many.
    scene.file("project/parts/a.toml", "port = 1");
    comes_and_goes(&scene, builder().with_glob("parts/*.toml"), port, "project/parts/b.toml", toml);
    scene.file("project/parts/a.toml", "port = 1");
    comes_and_goes(&scene, builder().with_glob("parts/**/*.toml"), port, "project/parts/x/y/b.toml", toml);
    comes_and_goes(&scene, builder().with_optional_dir("parts"), port, "project/parts/b.toml", toml);
    comes_and_goes(&scene, builder().with_optional_dir("none"), port, "project/none/b.toml", toml);
}

#[test]
fn files_that_others_speak_of_come_and_go() {
    #[derive(SuperConfig)]
    #[config(name = "shop", env_prefix = "SHOP")]
    struct Shop {
        #[config(default = 1)]
        port: u16,
        #[config(nested)]
        database: Database,
    }

    #[derive(SuperConfig)]
    struct Database {
        #[config(default = 1, secret)]
        pin: u16,
    }

    let toml = |port: u16| format!("port = {port}");
    let port = |shop: &Shop| shop.port;
    let pin = |shop: &Shop| shop.database.pin;
    let plain = |number: u16| number.to_string();
    let scene = Scene::new();
    let builder = || scene.builder::<Shop>();
    // What a file includes, and what that includes.
    scene.file("project/shop.toml", "include = ['optional:extra/a.toml']");
    comes_and_goes(&scene, builder().with_file("shop.toml"), port, "project/extra/a.toml", toml);
    scene.file("project/shop.toml", "include = ['a.toml']").file("project/a.toml", "include = ['optional:b/b.toml']");
    comes_and_goes(&scene, builder().with_file("shop.toml"), port, "project/b/b.toml", toml);
    scene.file("project/a.toml", "include = ['more/*.toml']").file("project/more/1.toml", "port = 1");
    let builder_of_all = builder().with_file("shop.toml");
    let live = Live::new(builder_of_all);
    scene.file("project/more/2.toml", "port = 2");
    live.until(|it| it.config().port == 2);
    fs::remove_file(scene.path("project/more/2.toml")).unwrap();
    live.until(|it| it.config().port == 1);
    fs::remove_dir_all(scene.path("project/more")).unwrap();
    scene.file("project/more/3.toml", "port = 3");
    live.until(|it| it.config().port == 3);
    drop(live);

    let env = |port: u16| format!("SHOP_PORT={port}\n");
    comes_and_goes(&scene, builder().with_dotenv(), port, "project/.env", env);
    scene.file("project/secrets/unknown", "1");
    comes_and_goes(&scene, builder().with_optional_secrets_dir("secrets"), port, "project/secrets/port", plain);
    scene.file("project/secrets/unknown", "1");
    comes_and_goes(&scene, builder().with_optional_secrets_dir("secrets"), pin, "project/secrets/database/pin", plain);
    comes_and_goes(&scene, builder().with_optional_secrets_dir("nowhere"), port, "project/nowhere/port", plain);

    // What a variable names has to be there.
    scene.file("project/secret/pin", "5\n");
    let file = scene.path("project/secret/pin");
    let variables = [("SHOP_DATABASE_PIN_FILE", file.to_str().unwrap())];
    let live = Live::new(builder().with_env_vars(variables));
    assert_eq!(live.watcher.config().database.pin, 5);
    for (failures, pin) in (1..).zip([6, 7]) {
        renamed_over(&file, &pin.to_string());
        live.until(|it| it.config().database.pin == pin);
        fs::remove_dir_all(scene.path("project/secret")).unwrap();
        live.until(|it| it.status().failures() == failures);
        let pin = pin + 10;
        scene.file("project/secret/pin", pin.to_string());
        live.until(|it| it.config().database.pin == pin);
        assert!(live.watcher.status().error().is_none());
    }
}

#[test]
fn what_cannot_be_read_is_told_and_recovered_from() {
    type Make = fn(&Path);

    #[derive(SuperConfig)]
    struct Config {
        port: u16,
    }

    let scene = Scene::new();
    scene.file("project/c.toml", "port = 1");
    let path = scene.path("project/c.toml");
    let live = Live::new(scene.builder::<Config>().with_file(&path));
    let ways: [(&str, Make, &str); 7] = [
        ("deleted", |_| {}, "is not there"),
        ("a directory", |path| fs::create_dir(path).unwrap(), "is a directory"),
        ("a link to nothing", |path| link("nowhere", path), "is a link to nothing"),
        ("a link to itself", |path| link("c.toml", path), "symbolic links"),
        ("a pipe", pipe, "is not a regular file"),
        ("20 MiB", |path| File::create(path).unwrap().set_len(20 << 20).unwrap(), "is larger than 16 MiB"),
        ("invalid UTF-8", |path| fs::write(path, b"port = 2 # \xff").unwrap(), "UTF-8"),
    ];
    for (failures, (way, make, message)) in (1..).zip(ways) {
        let port = 10 + u16::try_from(failures).unwrap();
        fs::remove_file(&path).unwrap();
        make(&path);
        if way == "a pipe" && !path.exists() {
            continue; // a system without them
        }
        live.until(|it| it.status().failures() == failures);
        let status = live.watcher.status();
        let report = status.error().unwrap().to_string();
        assert!(report.contains(message) && report.contains("c.toml"), "{way}: {report}");
        if path.is_dir() {
            fs::remove_dir(&path).unwrap();
        }
        renamed_over(&path, &format!("port = {port}"));
        live.until(|it| it.config().port == port);
        assert!(live.watcher.status().error().is_none());
        // Nothing of what stood there is left.
        save(&path, &format!("port = {}", port + 100));
        live.until(|it| it.config().port == port + 100);
        assert_eq!(live.watcher.status().failures(), failures, "{way}");
    }
}

#[cfg(unix)]
fn link(target: &str, path: &Path) {
    std::os::unix::fs::symlink(target, path).unwrap();
}

fn pipe(path: &Path) {
    let made = Command::new("mkfifo").arg(path).status();
    assert!(made.is_err() || made.unwrap().success());
}

#[test]
fn one_bad_version_among_a_hundred() {
    #[derive(SuperConfig)]
    struct Config {
        #[config(range = 0..=1000)]
        port: u16,
    }

    let scene = Scene::new();
    scene.file("project/c.toml", "port = 0");
    let live = Live::new(scene.builder::<Config>().with_file("c.toml"));
    let errors = Arc::new(AtomicUsize::new(0));
    let count = errors.clone();
    live.watcher.on_error(move |error| {
        assert!(error.to_string().contains("1001"));
        count.fetch_add(1, Ordering::SeqCst);
    });
    let mut receiver = live.watcher.receiver();
    for port in 1..=100 {
        if port == 50 {
            scene.file("project/c.toml", "port = 1001");
            live.until(|it| it.status().failures() == 1);
            assert_eq!((live.watcher.config().port, live.watcher.status().error().is_some()), (49, true));
            // The same again is no news, neither is a touch.
            scene.file("project/c.toml", "port = 1001").file("project/unrelated", "");
        }
        renamed_over(&scene.path("project/c.toml"), &format!("port = {port}"));
        live.until(|it| it.config().port == port);
        let reloaded = receiver.recv().unwrap();
        assert_eq!((reloaded.old().value().port, reloaded.new().value().port), (port - 1, port));
    }
    let status = live.watcher.status();
    assert_eq!((status.reloads(), status.failures(), status.error().is_none()), (100, 1, true));
    eventually(|| errors.load(Ordering::SeqCst) == 1);
}

#[test]
fn a_thousand_changes_are_few_reloads() {
    #[derive(SuperConfig)]
    struct Config {
        port: u16,
    }

    let scene = Scene::new();
    scene.file("project/c.toml", "port = 0");
    let clock = ManualClock::new();
    let reloader = Reloader::builder().clock(clock.clone()).build();
    let options = quick().debounce(Duration::from_millis(20)).longest_wait(Duration::from_millis(100));
    let watcher =
        scene.builder::<Config>().with_file("c.toml").with_watch_options(options).watch_in(&reloader).unwrap();
    let start = clock.now();
    for port in 1..=1000 {
        renamed_over(&scene.path("project/c.toml"), &format!("port = {port}"));
        clock.advance(Duration::from_millis(1));
    }
    eventually(|| {
        clock.advance(Duration::from_millis(1));
        watcher.config().port == 1000
    });
    // One in 100 ms while it goes on, or after 20 ms of which the system said nothing; and the last one.
    let passed = (clock.now() - start).as_millis();
    let status = watcher.status();
    assert!(u128::from(status.reloads()) <= passed / 20 + 1, "{status} in {passed} ms");
    assert_eq!(status.failures(), 0);
}

#[test]
fn two_configs_of_one_file() {
    #[derive(SuperConfig)]
    #[config(allow_unknown)]
    struct First {
        port: u16,
    }

    #[derive(SuperConfig)]
    #[config(allow_unknown)]
    struct Second {
        #[config(range = 0..=9)]
        workers: u16,
        #[config(default = 0)]
        port: u16,
    }

    let scene = Scene::new();
    scene.file("project/c.toml", "port = 1\nworkers = 1");
    let clock = ManualClock::new();
    let reloader = Reloader::builder().clock(clock.clone()).build();
    let first = scene.builder::<First>().with_file("c.toml").with_watch_options(quick());
    let first = first.watch_in(&reloader).unwrap();
    let second = scene.builder::<Second>().with_file("c.toml").with_watch_options(quick());
    let second = second.watch_in(&reloader).unwrap();
    let until = |what: &dyn Fn() -> bool| {
        eventually(|| {
            clock.advance(Duration::from_millis(5));
            what()
        });
    };
    for port in 2..20 {
        renamed_over(&scene.path("project/c.toml"), &format!("port = {port}\nworkers = 2"));
        // Whichever is asked: when one has changed, both have.
        until(&|| if port % 2 == 0 { first.config().port == port } else { second.config().port == port });
        let both = registry().snapshot();
        assert_eq!(both.read(&First::handle()).unwrap().port, port);
        assert_eq!(both.read(&Second::handle()).unwrap().port, port);
        eventually(|| first.status().generation() == second.status().generation());
    }

    // A problem of one is no problem of the other.
    renamed_over(&scene.path("project/c.toml"), "port = 30\nworkers = 10");
    until(&|| first.config().port == 30 && second.status().failures() == 1);
    assert_eq!((second.config().port, second.config().workers, first.status().failures()), (19, 2, 0));
    assert!(first.status().error().is_none() && second.status().error().is_some());
    renamed_over(&scene.path("project/c.toml"), "port = 31\nworkers = 9");
    until(&|| second.config().workers == 9);
    eventually(|| first.status().generation() == second.status().generation());
    assert_eq!((first.config().port, second.config().port, second.status().failures()), (31, 31, 1));
    assert!(second.status().error().is_none());
}

/// Counts how often somebody thinks of looking.
struct Counting(Arc<AtomicUsize>);

impl Clock for Counting {
    fn now(&self) -> Instant {
        self.0.fetch_add(1, Ordering::SeqCst);
        Instant::now()
    }

    fn until(&self, moment: Instant) -> Option<Duration> {
        SystemClock.until(moment)
    }
}

#[test]
fn looking_is_no_change() {
    #[derive(SuperConfig)]
    #[config(name = "shop")]
    struct Shop {
        #[config(default = 1)]
        port: u16,
    }

    let scene = Scene::new();
    scene
        .file("project/shop.toml", "include = ['more/*.toml']")
        .file("project/more/a.toml", "port = 2")
        .file("project/secrets/port", "3")
        .file("project/.env", "");
    let times = Arc::new(AtomicUsize::new(0));
    let reloader = Reloader::builder().clock(Counting(times.clone())).build();
    let builder =
        scene.builder::<Shop>().with_discovery().with_dotenv().with_glob("**/*.toml").with_secrets_dir("secrets");
    let watcher = builder.with_watch_options(quick()).watch_in(&reloader).unwrap();
    // Everything is looked at once more, which makes events of its own.
    for port in 4..7 {
        scene.file("project/secrets/port", port.to_string());
        eventually(|| watcher.config().port == port);
    }
    let quiet = || {
        let before = times.load(Ordering::SeqCst);
        thread::sleep(Duration::from_millis(60));
        times.load(Ordering::SeqCst) == before
    };
    eventually(quiet);
    // Somebody else looks, and it stays quiet.
    eventually(|| {
        for path in ["project/shop.toml", "project/more/a.toml", "project/secrets/port", "project/.env"] {
            fs::read(scene.path(path)).unwrap();
        }
        fs::read_dir(scene.path("project")).unwrap().count();
        quiet()
    });
    assert_eq!((watcher.status().reloads(), watcher.status().failures()), (3, 0));
}

#[test]
fn what_is_unrelated_is_no_reload() {
    #[derive(SuperConfig)]
    struct Config {
        port: u16,
    }

    let scene = Scene::new();
    scene.file("project/c.toml", "port = 1");
    let live = Live::new(scene.builder::<Config>().with_file("c.toml"));
    let mut log = File::create(scene.path("project/app.log")).unwrap();
    for port in 2..5_u16 {
        for line in 0..300 {
            writeln!(log, "line {line}").unwrap();
            scene.file(&format!("project/{line}.tmp"), "x");
            fs::remove_file(scene.path(&format!("project/{line}.tmp"))).unwrap();
        }
        // Among all that, a change is seen.
        save(&scene.path("project/c.toml"), &format!("port = {port}"));
        live.until(|it| it.config().port == port);
    }
    assert_eq!((live.watcher.status().reloads(), live.watcher.status().failures()), (3, 0));
}

#[test]
fn what_never_holds_still_is_no_config_to_begin_with() {
    static FILE: OnceLock<PathBuf> = OnceLock::new();

    #[derive(Debug, SuperConfig)]
    #[config(name = "unsteady", validate = write)]
    struct Config {
        port: u16,
    }

    /// As if somebody else wrote all the time.
    fn write(config: &Config) -> Result<(), String> {
        let text = format!("port = {}", config.port + 1);
        fs::write(FILE.get().unwrap(), text).map_err(|error| error.to_string())
    }

    let scene = Scene::new();
    scene.file("project/c.toml", "port = 1");
    let file = FILE.get_or_init(|| scene.path("project/c.toml"));
    let builder = scene.builder::<Config>().with_file(file).with_watch_options(quick());
    let error = builder.watch_in(&Reloader::new()).unwrap_err();
    let [problem] = error.problems() else { panic!("{error}") };
    assert_eq!(problem.message(), "it cannot be loaded: its files change faster than they can be read");
    assert!(Config::try_get().is_none());
}

#[test]
fn directories_need_not_hold_still() {
    static DIRECTORY: OnceLock<PathBuf> = OnceLock::new();
    static COUNT: AtomicUsize = AtomicUsize::new(0);

    #[derive(Debug, SuperConfig)]
    #[config(name = "busy", validate = come_and_go)]
    struct Config {
        port: u16,
    }

    /// As if many others used the directory.
    fn come_and_go(_: &Config) -> Result<(), String> {
        let name = format!("{}.tmp", COUNT.fetch_add(1, Ordering::Relaxed));
        fs::write(DIRECTORY.get().unwrap().join(name), "").map_err(|error| error.to_string())
    }

    let scene = Scene::new();
    scene.file("project/c.d/a.toml", "port = 1");
    let directory = DIRECTORY.get_or_init(|| scene.path("project/c.d"));
    let builder = scene.builder::<Config>().with_dir(directory).with_watch_options(quick());
    let watcher = builder.watch_in(&Reloader::new()).unwrap();
    assert_eq!(watcher.config().port, 1);
}
