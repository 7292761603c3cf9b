//! Waiting for a future on a plain thread.

use std::{
    future::Future,
    pin::{Pin, pin},
    sync::Arc,
    task::{Context, Poll, Wake, Waker},
    thread::{self, Thread},
    time::Duration,
};

/// Wakes the thread that waits.
struct Unpark(Thread);

impl Wake for Unpark {
    fn wake(self: Arc<Self>) {
        self.0.unpark();
    }
}

/// Waits for a future on this thread, and returns what it gives.
///
/// A log that needs a runtime brings it along.
///
/// ```
/// assert_eq!(sklad_store::wait(async { 7 }), 7);
/// ```
pub fn wait<F: Future>(future: F) -> F::Output {
    let mut future = pin!(future);
    loop {
        if let Some(output) = step(future.as_mut()) {
            return output;
        }
    }
}

/// Waits for a future as long as `patience` says so; it is asked whenever the thread is unparked.
pub(crate) fn wait_while<F: Future>(future: F, patience: impl Fn() -> bool) -> Option<F::Output> {
    let mut future = pin!(future);
    while patience() {
        let output = step(future.as_mut());
        if output.is_some() {
            return output;
        }
    }
    None
}

/// Waits for a future until that gives it up: asked now and then, be it that nobody unparks the thread.
pub(crate) fn wait_unless<F: Future>(
    future: F,
    mut gives_up: impl FnMut() -> bool,
) -> Option<F::Output> {
    let mut future = pin!(future);
    loop {
        let waker = Waker::from(Arc::new(Unpark(thread::current())));
        if let Poll::Ready(output) = future.as_mut().poll(&mut Context::from_waker(&waker)) {
            return Some(output);
        }
        if gives_up() {
            return None;
        }
        thread::park_timeout(NOW_AND_THEN);
    }
}

/// Asks once, and sleeps until it is woken where there is no answer yet.
fn step<F: Future>(future: Pin<&mut F>) -> Option<F::Output> {
    let waker = Waker::from(Arc::new(Unpark(thread::current())));
    match future.poll(&mut Context::from_waker(&waker)) {
        Poll::Ready(output) => Some(output),
        Poll::Pending => {
            thread::park();
            None
        }
    }
}

const NOW_AND_THEN: Duration = Duration::from_millis(100);
