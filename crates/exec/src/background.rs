//! Runs a query on the threads of its pool while its future waits, so that the executor is not blocked.

use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};

use futures_channel::oneshot;
use futures_util::future::{Either, select};
use promenade_storage::{MaybeSend, Storage};

use crate::loads::Requests;
use crate::parallel::{COMPUTES_IN_BACKGROUND, Threads};
use crate::{CancelHandle, ExecError};

/// Runs a job of a query on the query's threads, and loads the samples that it requests. Dropping the future cancels the
/// query. Without other threads, the job runs on this one.
///
/// # Errors
/// Returns [`ExecError::Canceled`] if the threads have ended.
///
/// # Panics
/// Panics if the job does.
pub(crate) async fn run<T: MaybeSend + 'static>(
    job: impl FnOnce() -> T + MaybeSend + 'static,
    (threads, cancel): (&Threads, CancelHandle),
    storage: &dyn Storage,
    requests: &mut Requests,
) -> Result<T, ExecError> {
    if !COMPUTES_IN_BACKGROUND {
        return Ok(job());
    }
    let mut abandoned = CancelOnDrop(Some(cancel));
    let output = start(job, threads);
    let output = match select(output, Box::pin(requests.serve(storage))).await {
        Either::Left((output, _)) => output,
        Either::Right(((), output)) => output.await,
    };
    abandoned.0 = None;
    match output {
        Ok(Ok(output)) => Ok(output),
        Ok(Err(panic)) => resume_unwind(panic),
        // The pool drops a job only when the process exits.
        Err(oneshot::Canceled) => Err(ExecError::Canceled),
    }
}

fn start<T: MaybeSend + 'static>(
    job: impl FnOnce() -> T + MaybeSend + 'static,
    threads: &Threads,
) -> oneshot::Receiver<std::thread::Result<T>> {
    let (done, output) = oneshot::channel();
    let job = move || {
        let result = catch_unwind(AssertUnwindSafe(job));
        // The receiver is gone if the future was dropped.
        drop(done.send(result));
    };
    threads.spawn(job);
    output
}

/// Cancels the computation when the query's future is dropped.
struct CancelOnDrop(Option<CancelHandle>);

impl Drop for CancelOnDrop {
    fn drop(&mut self) {
        if let Some(cancel) = &self.0 {
            cancel.cancel();
        }
    }
}
