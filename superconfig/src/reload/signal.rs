//! Reloading when the system asks for it, as daemons do on `SIGHUP`.

use std::{
    fmt, io,
    sync::Arc,
    thread::{self, JoinHandle},
};

use signal_hook::{
    consts::{FORBIDDEN, SIGHUP},
    iterator::{Handle, Signals},
};

use super::{Reloader, reloader};

/// Reloads everything that this process watches whenever it gets a `SIGHUP`, as daemons do; see
/// [`Reloader::reload_on_signal`]. Needs the feature `signal`, on Unix.
///
/// ```no_run
/// use superconfig::{SuperConfig, reload::reload_on_sighup};
///
/// #[derive(SuperConfig)]
/// struct AppConfig {
///     #[config(default = 8080)]
///     port: u16,
/// }
///
/// fn main() -> Result<(), Box<dyn std::error::Error>> {
///     let watcher = AppConfig::watch()?;
///     let _reloading = reload_on_sighup()?; // kill -HUP, systemctl reload
///     // …
///     Ok(())
/// }
/// ```
///
/// # Errors
/// If the system gives no thread, or does not allow it.
pub fn reload_on_sighup() -> io::Result<SignalGuard> {
    reloader().reload_on_signal(SIGHUP)
}

impl Reloader {
    /// Reloads everything that it watches, now or later, whenever the process gets a signal: whether anything changed or not, and all in one
    /// commit, like [`Self::reload_all`]. How it went is told to those who [subscribe to errors](super::Watcher::on_error), and stands
    /// in the log and in each [status](super::Watcher::status). It lasts as long as the guard. Needs the feature `signal`, on
    /// Unix.
    ///
    /// # Errors
    /// If the system gives no thread, or the signal is one that cannot be handled.
    pub fn reload_on_signal(&self, signal: i32) -> io::Result<SignalGuard> {
        // There is no such number anywhere, and to be asked for it is more than what handles signals survives.
        if FORBIDDEN.contains(&signal) || !(1..128).contains(&signal) {
            return Err(io::Error::new(io::ErrorKind::InvalidInput, format!("signal {signal} cannot be handled")));
        }
        let mut signals = Signals::new([signal])?;
        let handle = signals.handle();
        let hub = Arc::clone(&self.hub);
        let reload = move || signals.forever().for_each(|_| hub.reload_soon());
        let thread = thread::Builder::new().name("superconfig-signal".to_owned()).spawn(reload)?;
        Ok(SignalGuard { handle, thread: Some(thread) })
    }
}

/// Has configs reloaded on a signal as long as it lives; from [`reload_on_sighup`]. When it is dropped, its thread has ended before that
/// returns; the signal has no effect from then on, and does not end the process as it would have before.
#[must_use = "dropping it ends the reloading; see `keep`"]
pub struct SignalGuard {
    handle: Handle,
    thread: Option<JoinHandle<()>>,
}

impl SignalGuard {
    /// Reloads until the process ends.
    pub fn keep(self) {
        std::mem::forget(self);
    }
}

impl Drop for SignalGuard {
    fn drop(&mut self) {
        self.handle.close();
        if let Some(thread) = self.thread.take() {
            drop(thread.join());
        }
    }
}

impl fmt::Debug for SignalGuard {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SignalGuard")
    }
}
