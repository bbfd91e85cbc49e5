//! `reload = "restart"` and `reload = "reject"`: what cannot change while the program runs.

use std::{
    collections::{BTreeMap, HashMap},
    fmt::Write as _,
    fs,
    path::PathBuf,
    sync::{Mutex, Once},
    time::Duration,
};

use superconfig::{
    Change, ExposeSecret as _, Origin, ProblemKind, SecretString, SuperConfig, Value,
    reload::{Reloader, WatchOptions, Watcher},
};
use tempfile::TempDir;

/// A config that is watched by nobody but the test, which says when.
struct Watched<T: SuperConfig> {
    watcher: Watcher<T>,
    file: PathBuf,
    _directory: TempDir,
}

impl<T: SuperConfig> Watched<T> {
    fn new(text: &str) -> Self {
        let directory = tempfile::tempdir().unwrap();
        let file = directory.path().join("app.toml");
        fs::write(&file, text).unwrap();
        let reloader = Reloader::builder().without_events().build();
        let hour = Duration::from_secs(3600);
        let options = WatchOptions::new().poll_interval(hour).poll_interval_without_events(hour);
        let watcher = T::builder().with_file(&file).with_watch_options(options).watch_in(&reloader).unwrap();
        Self { watcher, file, _directory: directory }
    }

    /// What differs then, as lines.
    fn reload(&self, text: &str) -> String {
        fs::write(&self.file, text).unwrap();
        let changes = self.watcher.reload_now().unwrap();
        lines(changes.iter())
    }

    #[track_caller]
    fn refuses(&self, text: &str) -> superconfig::Error {
        fs::write(&self.file, text).unwrap();
        let generation = self.watcher.status().generation();
        let error = self.watcher.reload_now().unwrap_err();
        assert_eq!(self.watcher.status().generation(), generation);
        error
    }

    /// The settings that wait, as lines.
    fn pending(&self) -> String {
        let pending = self.watcher.pending_restart();
        lines(pending.iter())
    }

    fn origin(&self, path: &str) -> Option<Origin> {
        self.watcher.snapshot().origins().find(|(other, _)| other == path).map(|(_, origin)| origin)
    }
}

fn lines<'c>(changes: impl Iterator<Item = &'c Change>) -> String {
    let text = |value: Option<&Value>| value.map_or("-".to_owned(), ToString::to_string);
    let mut lines = String::new();
    for change in changes {
        writeln!(lines, "{}: {} -> {}", change.path(), text(change.old()), text(change.new())).unwrap();
    }
    lines
}

fn line(origin: Option<&Origin>) -> Option<usize> {
    match origin {
        Some(Origin::File { location, .. }) => location.map(|location| location.line),
        _ => None,
    }
}

/// What was logged of the config of this name.
fn logged(name: &str) -> Vec<String> {
    static LINES: Mutex<Vec<String>> = Mutex::new(Vec::new());
    static START: Once = Once::new();
    struct Log;
    impl log::Log for Log {
        fn enabled(&self, _: &log::Metadata<'_>) -> bool {
            true
        }

        fn log(&self, record: &log::Record<'_>) {
            LINES.lock().unwrap().push(format!("{}: {}", record.level(), record.args()));
        }

        fn flush(&self) {}
    }
    START.call_once(|| {
        log::set_logger(&Log).unwrap();
        log::set_max_level(log::LevelFilter::Warn);
    });
    LINES.lock().unwrap().iter().filter(|line| line.contains(name)).cloned().collect()
}

#[test]
fn a_kept_setting_stays_and_is_listed_until_the_file_goes_back() {
    #[derive(SuperConfig)]
    #[config(name = "kept-app")]
    struct Config {
        #[config(default = 80, reload = "restart")]
        port: u16,
        #[config(reload = "restart")]
        name: Option<String>,
        #[config(default = 1)]
        limit: u32,
    }

    assert!(logged("kept-app").is_empty());
    let watched = Watched::<Config>::new("port = 1\nlimit = 1");
    let about = |waiting: &str| {
        let wanted = |line: &String| line.contains(waiting);
        logged("kept-app").iter().filter(|line| wanted(line)).count()
    };
    assert_eq!(watched.reload("limit = 2\nport = 2"), "limit: 1 -> 2\n");
    assert_eq!((Config::get().port, Config::get().limit), (1, 2));
    assert_eq!(watched.pending(), "port: 1 -> 2\n");
    assert_eq!(about("port changed and waits for a restart of the program"), 1);
    assert_eq!(watched.watcher.status().to_string().matches("1 setting waits for a restart").count(), 1);

    // Another time, and with another one beside it; what was told is not told again.
    assert_eq!(watched.reload("limit = 3\nport = 3"), "limit: 2 -> 3\n");
    assert_eq!(watched.reload("limit = 3\nport = 3\nname = 'a'"), "");
    assert_eq!(watched.pending(), "port: 1 -> 3\nname: - -> \"a\"\n");
    assert_eq!((Config::get().port, Config::get().name.as_deref()), (1, None));
    assert_eq!(about("port changed"), 1);
    assert_eq!(about("name changed"), 1);

    assert_eq!(watched.reload("port = 1\nlimit = 3"), "");
    assert_eq!(watched.pending(), "");
    assert_eq!(watched.reload("port = 4"), "limit: 3 -> 1\n");
    assert_eq!(about("port changed"), 2);
}

#[test]
fn a_setting_that_loses_its_value_keeps_it() {
    #[derive(SuperConfig)]
    struct Config {
        #[config(default = 80, reload = "restart")]
        port: u16,
        #[config(reload = "restart")]
        name: Option<String>,
        #[config(default = 0)]
        other: u8,
    }

    let watched = Watched::<Config>::new("port = 1\nname = 'a'");
    assert_eq!(watched.reload("other = 1"), "other: 0 -> 1\n");
    assert_eq!((Config::get().port, Config::get().name.as_deref()), (1, Some("a")));
    assert_eq!(watched.pending(), "port: 1 -> 80\nname: \"a\" -> -\n");
}

#[test]
fn the_new_values_must_be_fine_and_what_goes_on_must_be_too() {
    #[derive(SuperConfig)]
    #[config(validate = ordered)]
    struct Config {
        #[config(default = 1, range = ..=100, reload = "restart")]
        low: u32,
        #[config(default = 9)]
        high: u32,
        #[config(reload = "restart")]
        cert: Option<String>,
        #[config(requires = "cert")]
        key: Option<String>,
    }

    fn ordered(config: &Config) -> Result<(), String> {
        if config.low <= config.high { Ok(()) } else { Err(format!("{} is above {}", config.low, config.high)) }
    }

    let watched = Watched::<Config>::new("low = 5\nhigh = 9");
    // For the next start.
    let error = watched.refuses("low = 101\nhigh = 200");
    assert_eq!((error.problems()[0].path(), error.problems()[0].kind()), ("low", ProblemKind::Invalid));
    let error = watched.refuses("low = 9\nhigh = 8");
    assert_eq!(error.problems()[0].message(), "9 is above 8");
    assert_eq!(error.problems()[0].help(), None);
    // Beside what goes on.
    let error = watched.refuses("low = 2\nhigh = 3");
    assert_eq!(error.problems()[0].message(), "5 is above 3");
    let help = "`low` keeps what was running until the program is restarted; restart it to load all of this";
    assert_eq!(error.problems()[0].help(), Some(help));
    let error = watched.refuses("low = 5\nhigh = 9\ncert = 'c'\nkey = 'k'");
    assert_eq!(error.problems()[0].path(), "key");
    assert!(error.problems()[0].help().unwrap().contains("`cert` keeps what was running"), "{error}");
    assert_eq!((Config::get().low, Config::get().high, Config::get().cert.is_some()), (5, 9, false));

    assert_eq!(watched.reload("low = 2\nhigh = 6"), "high: 9 -> 6\n");
    assert_eq!((Config::get().low, Config::get().high), (5, 6));
}

#[test]
fn a_change_of_what_is_rejected_fails_the_reload() {
    #[derive(SuperConfig)]
    struct Config {
        #[config(default = 80, reload = "reject")]
        port: u16,
        #[config(default = 1, reload = "restart")]
        workers: u32,
        #[config(default = 1)]
        limit: u32,
        #[config(reload = "reject")]
        token: Option<SecretString>,
    }

    let watched = Watched::<Config>::new("port = 1\ntoken = 'hunter2'");
    let error = watched.refuses("limit = 7\nworkers = 3\nport = 2\ntoken = 'hunter3'");
    let [port, token] = error.problems() else { panic!("{error}") };
    assert_eq!((port.kind(), port.path()), (ProblemKind::Refused, "port"));
    assert_eq!(port.message(), "it cannot change while the program runs, from 1 to 2");
    assert_eq!(port.help(), Some("restart the program, or take the change back"));
    assert_eq!(line(port.origin()), Some(3));
    assert_eq!((token.path(), token.message()), ("token", "it cannot change while the program runs"));
    assert!(!format!("{error}{error:?}").contains("hunter"), "{error}");
    assert_eq!((Config::get().limit, Config::get().workers), (1, 1));
    assert!(watched.watcher.status().error().is_some());
    assert_eq!(watched.pending(), "");

    assert_eq!(watched.reload("limit = 7\nport = 1\ntoken = 'hunter2'"), "limit: 1 -> 7\n");
    let error = watched.refuses("limit = 7\nport = 1");
    assert_eq!(error.problems()[0].path(), "token");
}

#[derive(SuperConfig, Clone)]
struct Server {
    #[config(default = 80)]
    port: u16,
    host: String,
}

#[test]
fn whole_sections_lists_and_maps_are_kept() {
    #[derive(SuperConfig)]
    struct Config {
        #[config(nested, reload = "restart")]
        one: Server,
        #[config(nested, reload = "restart")]
        optional: Option<Box<Server>>,
        #[config(nested, reload = "restart")]
        list: Vec<Server>,
        #[config(nested, reload = "restart")]
        map: HashMap<String, Server>,
        #[config(default = BTreeMap::new(), reload = "restart")]
        labels: BTreeMap<String, String>,
        #[config(default = 0)]
        other: u8,
    }

    let watched = Watched::<Config>::new("one.host = 'a'\nlist = [{ host = 'x' }, { host = 'y' }]\nmap.m.host = 'p'");
    let next = "other = 1\none = { host = 'b', port = 5 }\noptional.host = 'o'\nlist = [{ host = 'z' }]\n\
                map = { n.host = 'q', m.host = 'r' }\nlabels = { a = '1', 'b.c' = '2' }";
    assert_eq!(watched.reload(next), "other: 0 -> 1\n");
    let config = Config::get();
    assert_eq!((&*config.one.host, config.one.port), ("a", 80));
    assert!(config.optional.is_none() && config.labels.is_empty());
    assert_eq!(config.list.iter().map(|server| &*server.host).collect::<String>(), "xy");
    assert_eq!((config.map.len(), &*config.map["m"].host), (1, "p"));
    drop(config);
    let pending = watched.pending();
    for waiting in [
        "one.port: 80 -> 5\n",
        "one.host: \"a\" -> \"b\"\n",
        "optional.host: - -> \"o\"\n",
        "list[0].host: \"x\" -> \"z\"\n",
        "list[1].host: \"y\" -> -\n",
        "map.m.host: \"p\" -> \"r\"\n",
        "map.n.host: - -> \"q\"\n",
        "labels.a: - -> \"1\"\n",
    ] {
        assert!(pending.contains(waiting), "{waiting} is not in\n{pending}");
    }
    assert!(!pending.contains("other"), "{pending}");

    // As it was, and gone again.
    watched.reload("one.host = 'a'\nlist = [{ host = 'x' }, { host = 'y' }]\nmap.m.host = 'p'");
    assert_eq!((watched.pending(), Config::get().other), (String::new(), 0));
}

#[test]
fn a_field_goes_along_with_the_section_that_holds_it() {
    #[derive(SuperConfig)]
    struct Tls {
        #[config(reload = "restart")]
        cert: String,
        #[config(default = 1)]
        version: u8,
    }

    #[derive(SuperConfig)]
    struct Config {
        #[config(nested)]
        tls: Option<Tls>,
        #[config(nested)]
        all: Vec<Tls>,
        #[config(nested)]
        by_name: BTreeMap<String, Tls>,
    }

    let watched = Watched::<Config>::new("all = [{ cert = 'a' }, { cert = 'b' }]\nby_name.'x.y'.cert = 'c'");
    let next = "tls.cert = 't'\nall = [{ cert = 'A', version = 2 }, { cert = 'b' }, { cert = 'n' }]\n\
                by_name = { 'x.y' = { cert = 'C', version = 3 }, z.cert = 'z' }";
    watched.reload(next);
    let config = Config::get();
    assert_eq!(config.tls.as_ref().unwrap().cert, "t");
    let all: Vec<_> = config.all.iter().map(|tls| (&*tls.cert, tls.version)).collect();
    assert_eq!(all, [("a", 2), ("b", 1), ("n", 1)]);
    assert_eq!(
        (&*config.by_name["x.y"].cert, config.by_name["x.y"].version, &*config.by_name["z"].cert),
        ("c", 3, "z")
    );
    drop(config);
    assert_eq!(watched.pending(), "all[0].cert: \"a\" -> \"A\"\nby_name.x.y.cert: \"c\" -> \"C\"\n");

    // A certificate that is there is kept, one that comes with its section is taken.
    watched.reload("tls.cert = 'u'");
    assert_eq!(Config::get().tls.as_ref().unwrap().cert, "t");
    assert_eq!(watched.pending(), "tls.cert: \"t\" -> \"u\"\n");
    watched.reload("");
    assert!(Config::get().tls.is_none() && Config::get().all.is_empty());
    assert_eq!(watched.pending(), "");
}

#[test]
fn what_is_rejected_may_not_come_or_go_either() {
    #[derive(SuperConfig)]
    struct Tls {
        #[config(reload = "reject")]
        cert: String,
    }

    #[derive(SuperConfig)]
    struct Config {
        #[config(nested)]
        tls: Option<Tls>,
        #[config(nested, reload = "reject")]
        servers: Vec<Server>,
        #[config(default = 0)]
        other: u8,
    }

    let watched = Watched::<Config>::new("");
    assert_eq!(watched.refuses("tls.cert = 'a'").problems()[0].path(), "tls.cert");
    assert_eq!(watched.refuses("servers = [{ host = 'a' }]").problems()[0].path(), "servers[0].port");
    let watched = Watched::<Config>::new("tls.cert = 'a'\nservers = [{ host = 'a' }]");
    assert_eq!(watched.refuses("servers = [{ host = 'a' }]").problems()[0].path(), "tls.cert");
    assert_eq!(watched.reload("tls.cert = 'a'\nservers = [{ host = 'a' }]\nother = 1"), "other: 0 -> 1\n");
}

#[test]
fn fields_of_variants_are_kept_as_long_as_the_variant_is() {
    #[derive(SuperConfig, Debug, PartialEq)]
    #[config(tag = "type", rename_all = "snake_case")]
    enum Storage {
        S3 {
            #[config(reload = "restart")]
            bucket: String,
            #[config(default = 1)]
            retries: u8,
        },
        Gcs {
            #[config(reload = "restart")]
            bucket: String,
        },
        Memory,
    }

    #[derive(SuperConfig, Debug, PartialEq, Clone)]
    #[config(rename_all = "snake_case")]
    enum Log {
        Quiet,
        File { path: String },
    }

    #[derive(SuperConfig)]
    struct Config {
        #[config(nested)]
        storage: Storage,
        #[config(nested, reload = "restart")]
        log: Log,
    }

    let watched = Watched::<Config>::new("log = 'quiet'\nstorage = { type = 's3', bucket = 'a' }");
    watched.reload("log.file.path = '/a'\nstorage = { type = 's3', bucket = 'b', retries = 2 }");
    assert_eq!(Config::get().storage, Storage::S3 { bucket: "a".to_owned(), retries: 2 });
    assert_eq!(Config::get().log, Log::Quiet);
    assert!(watched.pending().contains("storage.bucket: \"a\" -> \"b\"\n"), "{}", watched.pending());
    assert!(watched.pending().contains("log.file.path: - -> \"/a\"\n"), "{}", watched.pending());
    // A field of the same name and type is another one.
    watched.reload("log = 'quiet'\nstorage = { type = 'gcs', bucket = 'c' }");
    assert_eq!((&Config::get().storage, watched.pending()), (&Storage::Gcs { bucket: "c".to_owned() }, String::new()));
    watched.reload("log = 'quiet'\nstorage.type = 'memory'");
    assert_eq!(Config::get().storage, Storage::Memory);
}

#[test]
fn secrets_are_kept_and_not_printed() {
    #[derive(SuperConfig, Clone)]
    struct Account {
        password: SecretString,
    }

    #[derive(SuperConfig)]
    #[config(name = "secret-app", validate = quote)]
    struct Config {
        #[config(reload = "restart")]
        token: SecretString,
        #[config(nested, reload = "restart")]
        account: Account,
        #[config(secret)]
        extra: Option<String>,
        #[config(default = false)]
        broken: bool,
    }

    fn quote(config: &Config) -> Result<(), String> {
        let (token, password) = (config.token.expose_secret(), config.account.password.expose_secret());
        if config.broken { Err(format!("not {token} and {password}")) } else { Ok(()) }
    }

    drop(logged("secret-app"));
    let watched = Watched::<Config>::new("token = 'hunter2'\naccount.password = 'hunter4'");
    watched.reload("token = 'hunter3'\naccount.password = 'hunter5'");
    assert_eq!(Config::get().token.expose_secret(), "hunter2");
    assert_eq!(Config::get().account.password.expose_secret(), "hunter4");
    let status = watched.watcher.status();
    assert_eq!(status.pending_restart().len(), 2);
    let error = watched.refuses("token = 'hunter3'\naccount.password = 'hunter5'\nbroken = true");
    assert_eq!(error.problems()[0].message(), "not [redacted] and [redacted]");
    // Those who refuse may quote what they were shown, too.
    watched.watcher.try_apply(|old, new, _| {
        let account = |config: &Config| config.account.password.expose_secret().to_owned();
        match new.extra.as_deref() {
            Some("panic") => panic!("not {} and {}", old.token.expose_secret(), account(new)),
            Some(extra) => Err(format!("not {extra} after {} and {}", old.token.expose_secret(), account(old))),
            None => Ok(()),
        }
    });
    let refused = watched.refuses("token = 'hunter3'\naccount.password = 'hunter5'\nextra = 'hunter6'");
    let message = refused.problems()[0].message();
    assert_eq!(message, "the program refused the change: not [redacted] after [redacted] and [redacted]");
    let panicked = watched.refuses("token = 'hunter3'\naccount.password = 'hunter5'\nextra = 'panic'");
    let status = watched.watcher.status();
    let printed = format!("{status:?}{status}{error}{panicked}{:?}{}", watched.watcher, watched.pending());
    assert!(!printed.contains("hunter"), "{printed}");
    assert!(!logged("secret-app").is_empty());
    assert!(!logged("hunter").iter().any(|line| line.contains("secret-app")));
}

#[test]
fn what_is_kept_does_not_come_from_the_new_text() {
    #[derive(SuperConfig)]
    struct Config {
        #[config(default = 80, reload = "restart")]
        port: u16,
        #[config(nested, reload = "restart")]
        servers: Vec<Server>,
        #[config(default = 1, reload = "restart")]
        same: u16,
        #[config(default = 1)]
        other: u16,
    }

    let watched = Watched::<Config>::new("same = 5");
    let next = "port = 1\nother = 2\nsame = 5\nservers = [{ host = 'a' }]";
    watched.reload(next);
    assert_eq!(watched.origin("port"), Some(Origin::Default));
    assert_eq!(watched.origin("servers[0].host"), None);
    assert_eq!(line(watched.origin("other").as_ref()), Some(2));
    assert_eq!(line(watched.origin("same").as_ref()), Some(3));
    let pending = watched.watcher.pending_restart();
    assert_eq!(pending[0].old_origin(), Some(&Origin::Default));
    assert_eq!(line(pending[0].new_origin()), Some(1));
    let dump = watched.watcher.snapshot().dump().with_origins().as_toml();
    assert!(dump.contains("port = 80   # default\n") || dump.contains("port = 80  # default\n"), "{dump}");
    // And so it stays.
    watched.reload(&format!("{next}\n"));
    assert_eq!(watched.origin("port"), Some(Origin::Default));

    // What was in the file was on another line than what is there now.
    let watched = Watched::<Config>::new("port = 1\nservers = [{ host = 'a' }, { host = 'b' }]");
    watched.reload("other = 2\n\nport = 2");
    assert!(matches!(watched.origin("port"), Some(Origin::File { location: None, .. })));
    assert!(matches!(watched.origin("servers[1].host"), Some(Origin::File { location: None, .. })));
    let paths: Vec<_> = watched.watcher.snapshot().origins().map(|(path, _)| path).collect();
    assert_eq!(paths.iter().filter(|path| path.starts_with("servers")).count(), 4, "{paths:?}");
}

#[test]
fn what_cannot_be_compared_is_kept_all_the_same() {
    #[derive(Clone, serde::Deserialize)]
    struct Opaque(u8);

    #[derive(SuperConfig)]
    struct Config {
        #[config(reload = "restart")]
        opaque: Opaque,
        #[config(default = 1)]
        other: u8,
    }

    let watched = Watched::<Config>::new("opaque = 1");
    watched.reload("opaque = 2\nother = 2");
    assert_eq!((Config::get().opaque.0, Config::get().other), (1, 2));
}

#[test]
fn nested_guards_and_the_stricter_one_wins() {
    #[derive(SuperConfig, Clone)]
    struct Inner {
        #[config(default = 1, reload = "reject")]
        never: u8,
        #[config(default = 1)]
        later: u8,
    }

    #[derive(SuperConfig)]
    struct Config {
        #[config(nested, reload = "restart")]
        inner: Inner,
    }

    let watched = Watched::<Config>::new("");
    watched.reload("inner.later = 2");
    assert_eq!((Config::get().inner.later, watched.pending()), (1, "inner.later: 1 -> 2\n".to_owned()));
    assert_eq!(watched.refuses("inner.never = 2").problems()[0].path(), "inner.never");
}

#[test]
fn who_may_refuse_a_change_is_shown_what_will_run() {
    #[derive(SuperConfig)]
    struct Config {
        #[config(default = 1, reload = "restart")]
        kept: u8,
        #[config(default = 1)]
        free: u8,
    }

    let watched = Watched::<Config>::new("");
    watched.watcher.try_apply(|_, new, changes| {
        let paths: Vec<_> = changes.iter().map(|change| change.path().to_owned()).collect();
        if (new.kept, &*paths) == (1, &["free".to_owned()]) { Ok(()) } else { Err(format!("{paths:?}")) }
    });
    watched.reload("kept = 2\nfree = 2");
    assert_eq!((Config::get().kept, Config::get().free), (1, 2));
}

#[test]
fn documents_say_it() {
    /// Settings.
    #[derive(SuperConfig)]
    #[config(name = "documented")]
    #[allow(dead_code)]
    struct Config {
        #[config(default = 80, reload = "restart")]
        port: u16,
        #[config(default = 1, reload = "reject")]
        shards: u16,
        #[config(default = 1)]
        limit: u16,
        #[config(nested, reload = "restart")]
        server: Server,
        #[config(nested, reload = "reject")]
        servers: Vec<Server>,
    }

    let markdown = Config::reference_markdown();
    for text in [
        "- **Reload:** Changing it needs a restart.\n",
        "- **Reload:** It cannot be changed while the program runs.\n",
        "Changing anything in it needs a restart.\n",
        "Nothing in it can be changed while the program runs.\n",
    ] {
        assert_eq!(markdown.matches(text).count(), 1, "{text}\n{markdown}");
        let sentence = text.trim_start_matches("- **Reload:** ").trim_end();
        assert!(Config::reference_html().contains(sentence), "{sentence}");
        assert!(Config::reference_man().contains(sentence), "{sentence}");
        assert!(Config::json_schema().contains(sentence), "{sentence}\n{}", Config::json_schema());
    }
    let template = Config::template(superconfig::Format::Toml);
    let port = "# Integer from 0 to 65535. Changing it needs a restart. Variable: DOCUMENTED_PORT.\n#port = 80\n";
    assert!(template.contains(port), "{template}");
    assert!(template.contains("# Changing anything in it needs a restart.\n[server]"), "{template}");
}

mod mounted {
    use std::sync::mpsc;

    use super::*;

    #[derive(SuperConfig)]
    #[config(mount = "telemetry")]
    struct Telemetry {
        #[config(default = "http://a", reload = "restart")]
        endpoint: String,
        #[config(default = 1, reload = "reject")]
        protocol: u8,
        #[config(default = 1)]
        level: u8,
        #[config(nested, reload = "restart")]
        servers: Vec<Server>,
    }

    #[derive(SuperConfig)]
    #[config(name = "mounting-app", mounts)]
    struct App {
        #[config(default = 80, reload = "restart")]
        port: u16,
        #[config(default = 1)]
        limit: u8,
    }

    #[test]
    fn settings_of_mounted_configs_are_kept_and_refused_too() {
        let watched = Watched::<App>::new("port = 1");
        let (send, told) = mpsc::channel();
        watched.watcher.on_change(move |_, _, changes| send.send(changes.to_string()).unwrap());
        let changes = watched.reload("\nlimit = 2\n[telemetry]\nendpoint = 'http://b'\nlevel = 2");
        assert_eq!(changes, "limit: 1 -> 2\ntelemetry.level: 1 -> 2\n");
        assert!(told.recv().unwrap().contains("telemetry.level"));
        let telemetry = Telemetry::get();
        assert_eq!((App::get().limit, &*telemetry.endpoint, telemetry.level), (2, "http://a", 2));
        assert_eq!(watched.pending(), "port: 1 -> 80\ntelemetry.endpoint: \"http://a\" -> \"http://b\"\n");
        let origins: HashMap<_, _> = Telemetry::snapshot().unwrap().origins().collect();
        assert_eq!(origins["telemetry.endpoint"], Origin::Default);
        assert_eq!(line(origins.get("telemetry.level")), Some(5));
        assert!(watched.watcher.snapshot().origins().all(|(path, _)| !path.starts_with("telemetry")));

        // Only something mounted.
        let changes =
            watched.reload("limit = 2\n[telemetry]\nendpoint = 'http://b'\nlevel = 3\nservers = [{ host = 'h' }]");
        assert_eq!(changes, "telemetry.level: 2 -> 3\n");
        assert!(told.recv().unwrap().starts_with("~ telemetry.level: 2 -> 3"));
        assert!(Telemetry::get().servers.is_empty());
        assert!(watched.pending().contains("telemetry.servers[0].host: - -> \"h\"\n"), "{}", watched.pending());

        let error = watched.refuses("limit = 3\n[telemetry]\nprotocol = 2");
        assert_eq!(error.problems()[0].path(), "telemetry.protocol");
        assert_eq!(line(error.problems()[0].origin()), Some(3));
        assert_eq!((App::get().limit, Telemetry::get().level), (2, 3));

        assert_eq!(watched.reload("port = 1"), "limit: 2 -> 1\ntelemetry.level: 3 -> 1\n");
        assert_eq!(watched.pending(), "");
    }

    #[test]
    fn what_is_under_a_handle_of_its_own_has_nothing_to_do_with_what_is_mounted() {
        let directory = tempfile::tempdir().unwrap();
        let file = directory.path().join("app.toml");
        fs::write(&file, "port = 1").unwrap();
        let watcher = App::builder().with_file(&file).register_watched().unwrap();
        fs::write(&file, "limit = 4\n[telemetry]\nprotocol = 9\nlevel = 9").unwrap();
        let changes = watcher.reload_now().unwrap();
        assert_eq!(changes.iter().map(superconfig::Change::path).collect::<Vec<_>>(), ["limit"]);
        assert_eq!((watcher.config().port, watcher.config().limit), (1, 4));
    }
}
