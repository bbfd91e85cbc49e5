//! Waiting for changes in async code.

use std::{
    fmt,
    future::{Future, poll_fn},
    pin::Pin,
    sync::Arc,
    task::{Context, Poll, ready},
};

use futures_core::Stream;
use tokio::sync::watch;

use super::{
    desk::{Desk, Reloaded},
    part::compare,
};
use crate::{config::SuperConfig, load::Snapshot};

/// The moment when there may be news; gives the bell back for the next one.
type Rung = Pin<Box<dyn Future<Output = watch::Receiver<()>> + Send + Sync>>;

/// Waits for changes in async code, under whatever runtime; from [`Watcher::async_receiver`](super::Watcher::async_receiver). Whoever
/// looks rarely gets all that changed meanwhile as one change, so nothing piles up. It is also a [`Stream`] of the changes, which
/// ends with the watcher. Needs the feature `tokio`.
pub struct AsyncReceiver<T> {
    desk: Arc<Desk<T>>,
    last: Arc<Snapshot<T>>,
    rung: Rung,
}

impl<T> fmt::Debug for AsyncReceiver<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "AsyncReceiver of {}", std::any::type_name::<T>())
    }
}

impl<T> Clone for AsyncReceiver<T> {
    /// Another one, to which the same is new as to this one.
    fn clone(&self) -> Self {
        Self::new(Arc::clone(&self.desk), Arc::clone(&self.last))
    }
}

impl<T> AsyncReceiver<T> {
    pub(super) fn new(desk: Arc<Desk<T>>, last: Arc<Snapshot<T>>) -> Self {
        let rung = rung(desk.bell.subscribe());
        Self { desk, last, rung }
    }
}

fn rung(mut bell: watch::Receiver<()>) -> Rung {
    Box::pin(async move {
        // The desk, which whoever waits holds, has the other end.
        let _ = bell.changed().await;
        bell
    })
}

impl<T: SuperConfig> AsyncReceiver<T> {
    /// Waits for a change; nothing once the watcher is gone.
    ///
    /// Nothing is lost if it is cancelled, such as by `select!`: the next call gives what this one would have given.
    pub async fn recv(&mut self) -> Option<Reloaded<T>> {
        poll_fn(|context| self.poll_recv(context)).await
    }

    /// What changed since it was asked last, if anything did.
    pub fn try_recv(&mut self) -> Option<Reloaded<T>> {
        match self.look() {
            Poll::Ready(reloaded) => reloaded,
            Poll::Pending => None,
        }
    }

    /// What is running now, whether it was received already or not.
    #[must_use]
    pub fn latest(&self) -> Arc<Snapshot<T>> {
        self.desk.latest().unwrap_or_else(|| Arc::clone(&self.last))
    }

    /// Whether the watcher is gone, so that nothing will change any more.
    #[must_use]
    pub fn is_closed(&self) -> bool {
        self.desk.is_closed()
    }

    /// What is new by now, or nothing if nothing will be.
    fn look(&mut self) -> Poll<Option<Reloaded<T>>> {
        while let Some(new) = ready!(self.desk.after(&self.last)) {
            let old = std::mem::replace(&mut self.last, Arc::clone(&new));
            if let Some(changes) = compare(&old, &new) {
                return Poll::Ready(Some(Reloaded { old, new, changes }));
            }
        }
        Poll::Ready(None)
    }

    fn poll_recv(&mut self, context: &mut Context<'_>) -> Poll<Option<Reloaded<T>>> {
        // The bell rings after there is something to see, and whoever missed it while looking finds it rung.
        loop {
            if let Poll::Ready(reloaded) = self.look() {
                return Poll::Ready(reloaded);
            }
            self.rung = rung(ready!(self.rung.as_mut().poll(context)));
        }
    }
}

impl<T: SuperConfig> Stream for AsyncReceiver<T> {
    type Item = Reloaded<T>;

    fn poll_next(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.get_mut().poll_recv(context)
    }
}
