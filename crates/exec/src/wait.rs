//! Waits for a future on the calling thread.

use std::future::Future;
use std::pin::pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::{Context, Poll, Wake, Waker};
use std::thread::{self, Thread};

use crate::ExecError;

/// Runs a future on this thread. The thread sleeps while the future is not ready.
///
/// # Errors
/// Returns an error on WebAssembly if the future is not ready at once, since its only thread cannot sleep.
pub fn wait<T>(future: impl Future<Output = T>) -> Result<T, ExecError> {
    let mut future = pin!(future);
    let sleeper = Arc::new(Sleeper { thread: thread::current(), is_awake: AtomicBool::new(false) });
    let waker = Waker::from(Arc::clone(&sleeper));
    let mut context = Context::from_waker(&waker);
    loop {
        match future.as_mut().poll(&mut context) {
            Poll::Ready(value) => return Ok(value),
            Poll::Pending if cfg!(target_family = "wasm") => return Err(ExecError::NotReady),
            Poll::Pending => sleeper.sleep(),
        }
    }
}

/// A thread that sleeps until it is woken.
struct Sleeper {
    thread: Thread,
    is_awake: AtomicBool,
}

impl Sleeper {
    fn sleep(&self) {
        while !self.is_awake.swap(false, Ordering::Acquire) {
            thread::park();
        }
    }
}

impl Wake for Sleeper {
    fn wake(self: Arc<Self>) {
        self.wake_by_ref();
    }

    fn wake_by_ref(self: &Arc<Self>) {
        self.is_awake.store(true, Ordering::Release);
        self.thread.unpark();
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    #[test]
    fn a_future_that_is_not_ready_is_polled_only_when_it_wakes() {
        let mut n_polls = 0;
        let later = std::future::poll_fn(|context| {
            n_polls += 1;
            if n_polls > 1 {
                return Poll::Ready(n_polls);
            }
            let waker = context.waker().clone();
            thread::spawn(move || {
                thread::sleep(Duration::from_millis(50));
                waker.wake();
            });
            Poll::Pending
        });
        assert_eq!(wait(later).unwrap(), 2);
    }

    #[test]
    fn waiting_inside_of_a_future_that_is_waited_for_works() {
        assert_eq!(wait(async { wait(async { 1 }).unwrap() }).unwrap(), 1);
    }
}
