//! The HTML page in a real browser, opened from the disk: typing into the search box, both colour schemes, a phone, no scripts, nothing
//! asked of anybody.
//!
//! Without a Chromium these tests say so and pass; with `SUPERCONFIG_BROWSER=path` that browser must be there and work. With
//! `SUPERCONFIG_SCREENSHOTS=directory` what it looks like is written there.
#![cfg(unix)]

mod reference_shop;

use std::{
    env, fs,
    io::{BufRead as _, BufReader, Write as _},
    path::{Path, PathBuf},
    process::{Child, ChildStdin, Command, Stdio},
    sync::mpsc::{self, Receiver},
    thread,
    time::{Duration, Instant},
};

use reference_shop::Shop;
use serde_json::{Value, json};
use superconfig::SuperConfig;
use tempfile::TempDir;

/// How long a browser may take for an answer.
const PATIENCE: Duration = Duration::from_secs(60);

/// A browser that shows the page. It is told what to do over two pipes, as its debugging protocol has it: JSON with a NUL behind it.
struct Browser {
    child: Child,
    input: ChildStdin,
    output: Receiver<Value>,
    last: u64,
    session: Option<String>,
    /// What it told without being asked.
    events: Vec<Value>,
    directory: TempDir,
}

impl Browser {
    /// Nothing if there is no browser here, and nobody demands one.
    fn open() -> Option<Browser> {
        let demanded = env::var_os("SUPERCONFIG_BROWSER").map(PathBuf::from);
        let Some(path) = demanded.or_else(installed) else {
            println!("skipped: no Chromium is installed, and SUPERCONFIG_BROWSER names none");
            return None;
        };
        let directory = tempfile::tempdir().expect("a temporary directory");
        fs::write(directory.path().join("page.html"), Shop::reference_html()).expect("the page");
        let mut child = Command::new("sh")
            .args(["-c", "exec \"$0\" \"$@\" 3<&0 4>&1 </dev/null >/dev/null 2>&1"])
            .arg(&path)
            .args(["--headless", "--remote-debugging-pipe", "--no-sandbox", "--disable-gpu", "--hide-scrollbars"])
            .args(["--disable-background-networking", "--disable-component-update", "--disable-sync", "--no-first-run"])
            .args(["--disable-dev-shm-usage", "--force-device-scale-factor=1", "--window-size=1280,1000"])
            .arg(format!("--user-data-dir={}", directory.path().join("profile").display()))
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("a shell");
        let input = child.stdin.take().expect("a pipe");
        let mut pipe = BufReader::new(child.stdout.take().expect("a pipe"));
        let (sender, output) = mpsc::channel();
        thread::spawn(move || {
            let mut message = Vec::new();
            while pipe.read_until(0, &mut message).is_ok_and(|length| length > 0) {
                let value = serde_json::from_slice(message.strip_suffix(&[0]).unwrap_or(&message));
                if value.map(|value| sender.send(value)).is_err() {
                    break;
                }
                message.clear();
            }
        });
        let mut browser = Browser { child, input, output, last: 0, session: None, events: Vec::new(), directory };
        let target = browser.ask("Target.createTarget", &json!({ "url": "about:blank" }))["targetId"].clone();
        let attached = browser.ask("Target.attachToTarget", &json!({ "targetId": target, "flatten": true }));
        browser.session = attached["sessionId"].as_str().map(str::to_owned);
        for domain in ["Page", "Network", "Log", "Runtime"] {
            browser.ask(&format!("{domain}.enable"), &json!({}));
        }
        Some(browser)
    }

    /// What it answers to a command.
    fn ask(&mut self, method: &str, parameters: &Value) -> Value {
        self.last += 1;
        let mut command = json!({ "id": self.last, "method": method, "params": parameters });
        if let Some(session) = &self.session {
            command["sessionId"] = json!(session);
        }
        let sent = write!(self.input, "{command}\0").and_then(|()| self.input.flush());
        assert!(sent.is_ok(), "the browser ended before {method}: {sent:?}");
        loop {
            let answer = self.receive(method);
            if answer["id"] == json!(self.last) {
                assert!(answer["error"].is_null(), "{method}: {answer}");
                return answer["result"].clone();
            }
        }
    }

    /// The next thing it says; what nobody asked for is kept.
    fn receive(&mut self, waiting_for: &str) -> Value {
        let message = self.output.recv_timeout(PATIENCE);
        let message = message.unwrap_or_else(|error| panic!("the browser says nothing to {waiting_for}: {error}"));
        if message["id"].is_null() {
            self.events.push(message.clone());
        }
        message
    }

    /// Loads the page, and waits for it.
    fn load(&mut self) {
        let url = format!("file://{}", self.page().display());
        let loaded = |event: &&Value| event["method"] == "Page.loadEventFired";
        let before = self.events.iter().filter(loaded).count();
        self.ask("Page.navigate", &json!({ "url": url }));
        while self.events.iter().filter(loaded).count() == before {
            self.receive("loading");
        }
    }

    fn page(&self) -> PathBuf {
        self.directory.path().join("page.html")
    }

    /// The value of an expression of JavaScript.
    fn value(&mut self, expression: &str) -> Value {
        let answer = self.ask("Runtime.evaluate", &json!({ "expression": expression, "returnByValue": true }));
        assert!(answer["exceptionDetails"].is_null(), "{expression}: {answer}");
        answer["result"]["value"].clone()
    }

    fn press(&mut self, key: &str) {
        let text = if key.chars().count() == 1 { key } else { "" };
        self.ask("Input.dispatchKeyEvent", &json!({ "type": "keyDown", "key": key, "text": text }));
        self.ask("Input.dispatchKeyEvent", &json!({ "type": "keyUp", "key": key }));
    }

    fn type_text(&mut self, text: &str) {
        text.chars().for_each(|char| self.press(&char.to_string()));
    }

    /// The paths of the settings that can be seen.
    fn shown(&mut self) -> Vec<String> {
        let seen = "[...document.querySelectorAll('.setting')].filter(it => it.checkVisibility()).map(it => it.querySelector('h3').textContent)";
        let seen = self.value(seen);
        let seen = seen.as_array().expect("a list").iter();
        seen.filter_map(|path| path.as_str().map(str::to_owned)).collect()
    }

    fn screenshot(&mut self, name: &str) {
        if let Some(directory) = env::var_os("SUPERCONFIG_SCREENSHOTS") {
            let shot = self.ask("Page.captureScreenshot", &json!({ "format": "png" }));
            let png = data_encoding::BASE64.decode(shot["data"].as_str().unwrap_or_default().as_bytes());
            fs::write(Path::new(&directory).join(name), png.expect("base64")).expect("the screenshot");
        }
    }

    /// Nothing was asked of anybody but the page itself, and nothing went wrong.
    fn assert_quiet(&mut self, loads: usize) {
        let page = format!("file://{}", self.page().display());
        let requests: Vec<&str> = self
            .events
            .iter()
            .filter(|event| event["method"] == "Network.requestWillBeSent")
            .filter_map(|event| event["params"]["request"]["url"].as_str())
            .collect();
        assert_eq!(requests, vec![page.as_str(); loads]);
        let wrong = ["Log.entryAdded", "Runtime.exceptionThrown", "Runtime.consoleAPICalled"];
        let wrong: Vec<&Value> =
            self.events.iter().filter(|event| wrong.iter().any(|it| event["method"] == *it)).collect();
        assert!(wrong.is_empty(), "{wrong:?}");
    }
}

impl Drop for Browser {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn installed() -> Option<PathBuf> {
    let names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];
    let path = env::var_os("PATH")?;
    env::split_paths(&path).flat_map(|directory| names.map(|name| directory.join(name))).find(|path| path.is_file())
}

#[test]
fn typing_filters_the_settings() {
    let Some(mut browser) = Browser::open() else { return };
    browser.load();
    let all = browser.shown();
    assert!(all.len() > 30, "{all:?}");
    assert_eq!(browser.value("document.getElementById('ui-count').textContent"), format!("{} settings", all.len()));

    // `/` goes to the box and is not typed there.
    browser.press("/");
    browser.type_text("passph");
    assert_eq!(browser.value("document.activeElement.value"), "passph");
    assert_eq!(browser.shown(), ["tls.passphrase", "servers.<key>.tls.passphrase", "replicas[].tls.passphrase"]);
    assert_eq!(
        browser.value("document.getElementById('ui-count').textContent"),
        format!("3 of {} settings", all.len())
    );
    let sections = "[...document.querySelectorAll('nav li')].filter(it => it.checkVisibility()).length";
    assert_eq!(browser.value(sections), 3);
    browser.screenshot("search.png");

    // Each further letter narrows it, a word of a description finds a setting, so does a variable, and all words must be there.
    for (text, found) in [
        (" servers", vec!["servers.<key>.tls.passphrase"]),
        ("requests at one", vec!["max_requests"]),
        ("shop_cache_redis", vec!["cache.redis.url"]),
        ("--MAX-body", vec!["max_body"]),
        ("bucket secret", vec![]),
        ("window.broken = 4", vec!["hostile.markup"]),
    ] {
        if !text.starts_with(' ') {
            browser.press("Escape");
            assert_eq!(browser.shown(), all, "Escape shows all");
        }
        browser.type_text(text);
        assert_eq!(browser.shown(), found, "{text}");
    }
    browser.press("Escape");
    browser.type_text("nothing of the kind");
    assert_eq!(browser.value("document.getElementById('ui-none').checkVisibility()"), true);

    // A link to a setting that is filtered out shows it.
    browser.value("location.hash = '#storage.type'");
    let seen = "(() => { const at = document.getElementById('storage.type').getBoundingClientRect().top; return at > 0 && at < innerHeight; })()";
    let deadline = Instant::now() + PATIENCE;
    while browser.value(seen) != json!(true) {
        assert!(Instant::now() < deadline, "the setting is not in sight");
        thread::sleep(Duration::from_millis(10));
    }
    assert_eq!(browser.shown(), all);
    browser.screenshot("target.png");
    browser.assert_quiet(1);
}

#[test]
fn each_colour_scheme_can_be_read() {
    let Some(mut browser) = Browser::open() else { return };
    browser.load();
    // The least contrast between a text and what is behind it, as accessibility guidelines measure it.
    let least = r"(() => {
        const parts = (color) => color.match(/[\d.]+/g).map(Number);
        const light = (color) => {
            const [r, g, b] = parts(color).map(it => it / 255).map(it => it <= 0.04045 ? it / 12.92 : ((it + 0.055) / 1.055) ** 2.4);
            return 0.2126 * r + 0.7152 * g + 0.0722 * b;
        };
        const behind = (element) => {
            const color = getComputedStyle(element).backgroundColor;
            return parts(color)[3] === 0 ? behind(element.parentElement) : color;
        };
        let least = 21, of = '';
        for (const element of document.querySelectorAll('body *')) {
            const own = [...element.childNodes].some(it => it.nodeType === 3 && it.data.trim() !== '');
            if (!own || !element.checkVisibility()) continue;
            const [a, b] = [light(getComputedStyle(element).color), light(behind(element))].sort((a, b) => b - a);
            const contrast = (a + 0.05) / (b + 0.05);
            if (contrast < least) { least = contrast; of = element.outerHTML.slice(0, 80); }
        }
        return [least, of, getComputedStyle(document.body).backgroundColor];
    })()";
    let mut pages = Vec::new();
    for scheme in ["light", "dark"] {
        let features = json!([{ "name": "prefers-color-scheme", "value": scheme }]);
        browser.ask("Emulation.setEmulatedMedia", &json!({ "features": features }));
        let result = browser.value(least);
        assert!(result[0].as_f64() > Some(4.5), "{scheme}: {result}");
        pages.push(result[2].clone());
        browser.screenshot(&format!("{scheme}.png"));
    }
    assert_ne!(pages[0], pages[1]);
    browser.assert_quiet(1);
}

#[test]
fn a_phone_shows_it_without_scrolling_sideways() {
    let Some(mut browser) = Browser::open() else { return };
    let phone = json!({ "width": 360, "height": 780, "deviceScaleFactor": 2, "mobile": true });
    browser.ask("Emulation.setDeviceMetricsOverride", &phone);
    browser.load();
    assert_eq!(browser.value("[document.documentElement.scrollWidth, innerWidth]"), json!([360, 360]));
    let wide = "[...document.querySelectorAll('main *')].filter(it => !it.closest('pre') && it.getBoundingClientRect().right > 361).length";
    assert_eq!(browser.value(wide), 0);
    browser.screenshot("phone.png");
    browser.value("document.getElementById('storage.type').scrollIntoView()");
    browser.screenshot("phone-setting.png");
    browser.assert_quiet(1);
}

#[test]
fn without_scripts_everything_is_shown() {
    let Some(mut browser) = Browser::open() else { return };
    browser.load();
    let all = browser.shown();
    browser.ask("Emulation.setScriptExecutionDisabled", &json!({ "value": true }));
    browser.load();
    assert_eq!(browser.shown(), all);
    assert_eq!(browser.value("document.getElementById('ui-form').checkVisibility()"), false);
    // Nor are the examples in other formats out of reach.
    let formats = "['first', 'second', 'third'].map(it => document.querySelector(`#listen .${it}`).checkVisibility())";
    assert_eq!(browser.value(formats), json!([true, false, false]));
    browser.value("document.getElementById('ui-second').checked = true");
    assert_eq!(browser.value(formats), json!([false, true, false]));
    browser.assert_quiet(2);
}

#[test]
fn nothing_in_a_config_becomes_markup() {
    let Some(mut browser) = Browser::open() else { return };
    browser.load();
    assert_eq!(browser.value("typeof window.broken"), "undefined");
    let counts = "['script', 'style', 'img', 'b', 'i', 'iframe'].map(it => document.querySelectorAll(it).length)";
    assert_eq!(browser.value(counts), json!([1, 1, 0, 0, 0, 0]));
    let handlers = "[...document.querySelectorAll('*')].flatMap(it => it.getAttributeNames()).filter(it => it.startsWith('on') || it === 'style')";
    assert_eq!(browser.value(handlers), json!([]));
    let links =
        "[...document.querySelectorAll('a')].map(it => it.getAttribute('href')).filter(it => !/^(#|https:)/.test(it))";
    assert_eq!(browser.value(links), json!([]));
    let ids = "(() => { const ids = [...document.querySelectorAll('[id]')].map(it => it.id); return ids.length - new Set(ids).size; })()";
    assert_eq!(browser.value(ids), 0);
    let dead = "[...document.querySelectorAll('a[href^=\"#\"]')].filter(it => !document.getElementById(it.getAttribute('href').slice(1))).length";
    assert_eq!(browser.value(dead), 0);
    let default =
        "[...document.getElementById('hostile.markup').querySelectorAll('dd code')].map(it => it.textContent)";
    let default = browser.value(default);
    assert!(default.to_string().contains("</script><script>window.broken = 7</script>`|<b>"), "{default}");
    browser.assert_quiet(1);
}
