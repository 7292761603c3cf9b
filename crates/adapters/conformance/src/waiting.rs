//! Waiting for a future until its time is over, without a runtime.

use std::future::{Future, poll_fn};
use std::pin::pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::{Poll, Waker};
use std::thread::{self, Thread};
use std::time::{Duration, Instant};

/// Waits for a future no longer than that; `None` when its time is over. It needs no runtime: a thread keeps the time.
///
/// ```
/// use std::{future, time::Duration};
/// use sklad_conformance::within;
/// use sklad_store::wait;
///
/// let time = Duration::from_millis(5);
/// assert_eq!(wait(within(time, future::ready(7))), Some(7));
/// assert_eq!(wait(within(time, future::pending::<u8>())), None);
/// ```
pub async fn within<T>(time: Duration, future: impl Future<Output = T>) -> Option<T> {
    let mut future = pin!(future);
    let end = Instant::now() + time;
    let mut alarm = Alarm(None);
    poll_fn(|context| {
        if let Poll::Ready(value) = future.as_mut().poll(context) {
            return Poll::Ready(Some(value));
        }
        let left = end.saturating_duration_since(Instant::now());
        if left.is_zero() {
            return Poll::Ready(None);
        }
        alarm.set(left, context.waker().clone());
        Poll::Pending
    })
    .await
}

/// The last alarm that was set; an earlier one, or one whose owner no longer waits, is silent.
struct Alarm(Option<(Thread, Arc<AtomicBool>)>);

impl Alarm {
    fn set(&mut self, left: Duration, waker: Waker) {
        self.silence();
        let is_silent = Arc::new(AtomicBool::new(false));
        let seen = Arc::clone(&is_silent);
        let end = Instant::now() + left;
        let sleeper = thread::spawn(move || {
            loop {
                let left = end.saturating_duration_since(Instant::now());
                if seen.load(Ordering::Acquire) {
                    return;
                }
                if left.is_zero() {
                    return waker.wake();
                }
                thread::park_timeout(left);
            }
        });
        self.0 = Some((sleeper.thread().clone(), is_silent));
    }

    fn silence(&mut self) {
        if let Some((sleeper, is_silent)) = self.0.take() {
            is_silent.store(true, Ordering::Release);
            sleeper.unpark();
        }
    }
}

impl Drop for Alarm {
    fn drop(&mut self) {
        self.silence();
    }
}
