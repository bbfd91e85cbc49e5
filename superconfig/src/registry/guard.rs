//! What reading gives besides an `Arc`: a guard that counts nothing others can see, a thread's own reference, and a reader to
//! keep.

use std::{fmt, ops::Deref, rc::Rc, sync::Arc};

use super::place::{Place, stamp_of};
use crate::load::Snapshot;

/// A published config while somebody reads it: what [`get`](crate::SuperConfig::get) gives.
///
/// It derefs to the config, which stays as it is however often a newer one is published meanwhile. Making and dropping it
/// writes nothing that other cores look at, so any number of threads do so side by side. It may be kept, sent to
/// another thread, and held across an `await`; who keeps it for long rather takes [`ConfigGuard::into_arc`].
///
/// ```
/// use std::sync::Arc;
/// use superconfig::{ConfigGuard, SuperConfig};
///
/// #[derive(SuperConfig)]
/// struct Limits {
///     #[config(default = 10)]
///     connections: u32,
/// }
///
/// Limits::builder().load()?;
/// assert_eq!(Limits::get().connections, 10);
/// let kept: Arc<Limits> = ConfigGuard::into_arc(Limits::get());
/// # assert_eq!(kept.connections, 10);
/// # Ok::<(), superconfig::Error>(())
/// ```
pub struct ConfigGuard<T> {
    snapshot: arc_swap::Guard<Option<Arc<Snapshot<T>>>>,
}

impl<T: Send + Sync + 'static> ConfigGuard<T> {
    pub(super) fn of(place: &Place<T>) -> Option<Self> {
        let snapshot = place.load();
        snapshot.is_some().then_some(Self { snapshot })
    }
}

impl<T> ConfigGuard<T> {
    fn snapshot(guard: &Self) -> &Snapshot<T> {
        match &*guard.snapshot {
            Some(snapshot) => snapshot,
            None => unreachable!("a guard is only made of what is there"),
        }
    }

    /// The config as an `Arc`, to keep. An associated function, so that it hides no field or method of the config.
    #[must_use]
    #[allow(clippy::needless_pass_by_value)] // who keeps an owner needs no guard
    pub fn into_arc(guard: Self) -> Arc<T> {
        Self::arc(&guard)
    }

    /// Another owner of the config.
    #[must_use]
    pub fn arc(guard: &Self) -> Arc<T> {
        Arc::clone(Self::snapshot(guard).value())
    }

    /// The generation under which it was published.
    #[must_use]
    pub fn generation(guard: &Self) -> u64 {
        Self::snapshot(guard).generation()
    }
}

/// A published config as this thread holds it: what `current` gives.
///
/// Making one writes no memory that another thread looks at, and no atomic at all: it costs about what a plain reference does. It
/// stays on its thread. The thread goes on holding the snapshot until it asks again, ends, or calls
/// [`release_current`](super::release_current).
pub struct Current<T>(pub(super) Rc<Held<T>>);

/// What a thread holds of an entry.
pub(super) struct Held<T> {
    pub(super) value: Arc<T>,
    pub(super) generation: u64,
}

impl<T: Send + Sync + 'static> Current<T> {
    pub(super) fn of(place: &Place<T>) -> Option<Self> {
        let snapshot = place.load();
        let snapshot = snapshot.as_ref()?;
        Some(Self(Rc::new(Held { value: Arc::clone(snapshot.value()), generation: snapshot.generation() })))
    }
}

impl<T> Current<T> {
    /// Another owner of the config, to keep or to send. An associated function, so that it hides nothing of the config.
    #[must_use]
    pub fn arc(current: &Self) -> Arc<T> {
        Arc::clone(&current.0.value)
    }

    /// The generation under which it was published.
    #[must_use]
    pub fn generation(current: &Self) -> u64 {
        current.0.generation
    }
}

/// Reads one config over and over, at the cost of a plain reference: one relaxed load of a number tells whether there is
/// anything newer.
///
/// Each thread or loop has its own, from [`SuperConfig::reader`](crate::SuperConfig::reader) or
/// [`ConfigRegistry::reader`](super::ConfigRegistry::reader). It holds the snapshot that it saw last, and goes on showing it
/// if the config is deleted; [`ConfigReader::is_live`] tells.
///
/// ```
/// use superconfig::ConfigRegistry;
///
/// let registry = ConfigRegistry::new();
/// let limit = registry.create(10_u32);
/// let mut reader = registry.reader(&limit)?;
/// assert_eq!(*reader.get(), 10);
/// registry.update(&limit, 20)?;
/// assert_eq!(*reader.get(), 20);
/// # Ok::<(), superconfig::RegistryError>(())
/// ```
pub struct ConfigReader<T> {
    place: Arc<Place<T>>,
    stamp: u64,
    generation: u64,
    value: Arc<T>,
}

impl<T: Send + Sync + 'static> ConfigReader<T> {
    /// `None` if there is nothing to read.
    pub(crate) fn of(place: &Arc<Place<T>>) -> Option<Self> {
        let snapshot = place.load_full()?;
        let (value, generation) = (Arc::clone(snapshot.value()), snapshot.generation());
        Some(Self { place: Arc::clone(place), stamp: stamp_of(generation), generation, value })
    }

    /// The config as it is now; if it was deleted, the last value that there was.
    #[inline]
    pub fn get(&mut self) -> &T {
        if self.place.meta.stamp() != self.stamp {
            self.refresh();
        }
        &self.value
    }

    /// The generation of what [`Self::get`] gave last.
    #[must_use]
    pub fn generation(&self) -> u64 {
        self.generation
    }

    /// Whether the config is still there, neither deleted nor expired. Asking is not reading.
    #[must_use]
    pub fn is_live(&self) -> bool {
        !self.place.is_empty()
    }

    #[cold]
    fn refresh(&mut self) {
        let stamp = self.place.meta.stamp();
        match Self::of(&self.place) {
            Some(fresh) => *self = fresh,
            // Deleted: what was seen stays, and nothing is looked up until the stamp changes again.
            None => self.stamp = stamp,
        }
    }
}

impl<T> Clone for ConfigReader<T> {
    fn clone(&self) -> Self {
        Self {
            place: Arc::clone(&self.place),
            stamp: self.stamp,
            generation: self.generation,
            value: Arc::clone(&self.value),
        }
    }
}

impl<T: fmt::Debug> fmt::Debug for ConfigReader<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.value.fmt(f)
    }
}

impl<T> Deref for ConfigGuard<T> {
    type Target = T;

    #[inline]
    fn deref(&self) -> &T {
        Self::snapshot(self).value()
    }
}

impl<T> Deref for Current<T> {
    type Target = T;

    #[inline]
    fn deref(&self) -> &T {
        &self.0.value
    }
}

impl<T> Clone for Current<T> {
    fn clone(&self) -> Self {
        Self(Rc::clone(&self.0))
    }
}

macro_rules! like_the_value {
    ($guard:ident) => {
        impl<T> AsRef<T> for $guard<T> {
            fn as_ref(&self) -> &T {
                self
            }
        }

        impl<T: fmt::Debug> fmt::Debug for $guard<T> {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                (**self).fmt(f)
            }
        }

        impl<T: fmt::Display> fmt::Display for $guard<T> {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                (**self).fmt(f)
            }
        }
    };
}

like_the_value!(ConfigGuard);
like_the_value!(Current);
