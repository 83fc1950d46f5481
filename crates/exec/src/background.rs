//! A query computes on the threads of its pool while its future waits, so that no executor is held up.

use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};

use futures_channel::oneshot;
use futures_util::future::{Either, select};
use promenade_storage::{MaybeSend, Storage};

use crate::loads::Requests;
use crate::parallel::{COMPUTES_IN_BACKGROUND, Threads};
use crate::{CancelHandle, ExecError};

/// Runs a job of a query on the query's threads, and loads the samples that it asks for. Where the future is dropped, the
/// query is cancelled. Without threads beside this one the job is run here.
///
/// # Errors
/// [`ExecError::Canceled`] where the threads have ended.
///
/// # Panics
/// Where the job does.
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
        // The pool drops a job only when the process ends.
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
        // Nobody waits for it where the future was dropped.
        drop(done.send(result));
    };
    threads.spawn(job);
    output
}

/// Ends the computation of a query whose future is dropped.
struct CancelOnDrop(Option<CancelHandle>);

impl Drop for CancelOnDrop {
    fn drop(&mut self) {
        if let Some(cancel) = &self.0 {
            cancel.cancel();
        }
    }
}
